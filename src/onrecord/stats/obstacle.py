"""Tables on which no method of overlaps can say anything, and why, in a sentence."""

import numpy as np

from onrecord.stats.histories import Histories

# About 117 billion: Population Reference Bureau (2022), How Many People Have Ever Lived on Earth?
EVER_LIVED = 117_000_000_000


def obstacle(table: Histories) -> str | None:
    """Why the overlaps of this table tell nothing of those on no list; None when they may."""
    if table.n_documented > EVER_LIVED:
        return (
            f"The table counts {table.n_documented:,} people, more than have ever lived. Check the "
            "counts: two numbers may have been joined, or a sum entered as a cell."
        )
    if table.n_on_several == 0:
        return (
            "No person is on two lists: without overlap nothing tells how many no list holds. "
            "Check the linkage of the lists, or report the documented count alone."
        )
    if table.histories.all():
        return (
            "All lists hold the same people: they may be copies of one list. Count them as one "
            "list, and estimate only with a list that was made independently."
        )
    twins = _identical_lists(table)
    if twins is not None:
        return (
            f"The lists {twins[0]} and {twins[1]} hold exactly the same people: one may be a copy "
            "of the other. Count them as one list and estimate again."
        )
    return None


def _identical_lists(table: Histories) -> tuple[str, str] | None:
    for left in range(table.n_lists):
        for right in range(left + 1, table.n_lists):
            if np.array_equal(table.histories[:, left], table.histories[:, right]):
                return table.lists[left], table.lists[right]
    return None

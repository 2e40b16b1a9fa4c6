"""What the estimate would have been had one of the lists never been made."""

from collections import Counter
from collections.abc import Sequence

from onrecord.errors import MalformedTable
from onrecord.stats.draws import Method
from onrecord.stats.estimate import Estimated, Variation
from onrecord.stats.histories import Histories, from_cells

WHAT = "list left out"


def without_list(table: Histories, name: str) -> Histories | str:
    """The table of the other lists; those whom only this list held are on no list there.

    Returns
    -------
    Histories, or why there is no table left

    Raises
    ------
    ValueError : no list is called so
    """
    if name not in table.lists:
        raise ValueError(f"no list is called {name!r}; there are {', '.join(table.lists)}")
    at = table.lists.index(name)
    people: Counter[tuple[bool, ...]] = Counter()
    for history, count in zip(table.histories.tolist(), table.counts.tolist(), strict=True):
        left = (*history[:at], *history[at + 1 :])
        if any(left):
            people[left] += count
    others = [other for other in table.lists if other != name]
    if len(others) < 2:
        return f"Without {name} one list is left: nothing overlaps with it."
    try:
        return from_cells(others, list(people), list(people.values()))
    except MalformedTable as problem:
        return str(problem)


def leave_one_list_out(table: Histories, method: Method) -> tuple[Variation, ...]:
    """The same estimate without each of the lists in turn.

    Everybody is still to be counted, those whom only the list left out held too: an estimate
    below the documented count of all lists is wrong, and says so.

    Parameters
    ----------
    table : the overlaps
    method : makes a result of a table

    Returns
    -------
    One row a list, in the order of ``table.lists``; without an estimate, with the reason; without
    an interval where it is withheld, with the doubt
    """
    return tuple(_row(table, name, method) for name in table.lists)


def _row(table: Histories, name: str, method: Method) -> Variation:
    left = without_list(table, name)
    if isinstance(left, str):
        return Variation(what=WHAT, setting=name, estimate=None, reason=left)
    result = method(left)
    if not isinstance(result, Estimated):
        return Variation(what=WHAT, setting=name, estimate=None, reason=result.reason)
    reasons = list(result.doubts[:1])
    if result.estimate < table.n_documented:
        reasons.insert(
            0,
            f"Without {name} the estimate lies below the {table.n_documented:,} people that all "
            "lists document: it is too low.",
        )
    return Variation(
        what=WHAT,
        setting=name,
        estimate=result.estimate,
        lower=result.lower,
        upper=result.upper,
        reason=" ".join(reasons) or None,
    )


def hangs_on_one_list(result: Estimated, rows: Sequence[Variation]) -> str | None:
    """A sentence where an estimate without one list leaves the interval; None where none does."""
    if result.lower is None:
        return None
    above = float("inf") if result.upper is None else result.upper
    moved = [
        row
        for row in rows
        if row.what == WHAT
        and row.estimate is not None
        and not result.lower <= row.estimate <= above
    ]
    if not moved:
        return None
    told = "; ".join(f"without {row.setting} it is {row.estimate:,.0f}" for row in moved)
    return f"The estimate hangs on single lists: {told}, outside the interval."

"""Whether a list that is said to hold nobody twice holds somebody twice all the same."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from onrecord.link.engine.kept import Kept
from onrecord.link.persons import link_persons
from onrecord.link.releases import NUMBER, ListRow
from onrecord.model.linkage import Duplicate
from onrecord.names import parse_name


def duplicates_in(rows: Iterable[ListRow], kept: Kept | None = None) -> tuple[Duplicate, ...]:
    """Rows that say the same but for their number, and pairs that linkage would make one person.

    Each with its rows, in the order of the list. ``kept``: the weights of the linkage that the list
    is part of. A list that holds nobody twice has next to nothing to learn them from.
    """
    ordered = sorted(rows, key=lambda row: row.place)
    same = _word_for_word(ordered)
    told = {duplicate.rows for duplicate in same}
    records = {row.record.id: row.record for row in ordered}
    likely = []
    for pair in link_persons(records.values(), (), kept=kept, briefly=True).pairs:
        first, second = sorted((records[pair.left], records[pair.right]), key=lambda r: r.row)
        if pair.verdict == "same" and (first.row, second.row) not in told:
            likely.append(
                Duplicate(
                    rows=(first.row, second.row),
                    name=first.name or "",
                    chance=pair.chance,
                    reasons=pair.reasons,
                )
            )
    return tuple(sorted((*same, *likely), key=lambda duplicate: duplicate.rows))


def _word_for_word(rows: Sequence[ListRow]) -> list[Duplicate]:
    """Each row with the one before it that says the same; rows that name nobody say little."""
    alike: dict[tuple[tuple[str, str], ...], list[ListRow]] = defaultdict(list)
    for row in rows:
        if row.record.name is not None:
            said = tuple(sorted((key, words) for key, words in row.said.items() if key != NUMBER))
            alike[said].append(row)
    return [
        Duplicate(
            rows=(before.record.row, row.record.row),
            name=row.record.name or "",
            chance=None,
            reasons=("the rows say the same",),
        )
        for group in alike.values()
        for before, row in pairwise(group)
        if not parse_name(row.record.name or "").nameless
    ]

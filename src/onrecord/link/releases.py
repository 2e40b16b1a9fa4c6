"""A new release of a list: which of its rows go on with which of the one before, and what changed.

A record is a row of a list whatever the release: a row that goes on keeps the identifier of its
record, and with it its judgements and its person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct, structs

from onrecord.link.engine.linkage import Linkage, link_table
from onrecord.link.engine.table import of_somebody, table_of
from onrecord.model.party import Record
from onrecord.names import fold

How = Literal["number", "words", "likeness"]
NUMBER = "row_number"
NAMES = ("name", "given_name", "father_name", "family_name")
# Of the numbers in both releases, the share that must stand for the same name.
KEPT_NUMBERS = 0.8
LIKELY = 0.5  # the chance from which two rows are one that was changed


class ListRow(Struct, frozen=True, kw_only=True, gc=False):
    """A row of a list: its record, where it stands, and its cells by what they hold."""

    record: Record
    sheet: str
    said: Mapping[str, str]  # by field, or by header where no field holds the column alone

    @property
    def place(self) -> tuple[str, int, str]:
        """Its place in the list."""
        return self.sheet, self.record.row, self.record.id


class Change(Struct, frozen=True, kw_only=True):
    """What one field of a row said before and says now; None for nothing."""

    field: str
    before: str | None
    now: str | None


class Followed(Struct, frozen=True, kw_only=True):
    """A row that goes on, how that was seen, and what changed in it."""

    record: str  # the identifier that it goes on with
    own: str  # the one that it would have had by itself
    row: int
    row_before: int
    how: How
    chance: float | None  # of the likeness
    changes: tuple[Change, ...]


class Released(Struct, frozen=True, kw_only=True):
    """What a release changed. ``added`` and ``withdrawn`` are rows; ``back``: withdrawn earlier."""

    followed: tuple[Followed, ...]
    back: tuple[Followed, ...]
    added: tuple[ListRow, ...]
    withdrawn: tuple[ListRow, ...]
    new_columns: tuple[str, ...]
    lost_columns: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def changed(self) -> tuple[Followed, ...]:
        """Rows of which something changed."""
        return tuple(one for one in (*self.followed, *self.back) if one.changes)

    @property
    def ids(self) -> dict[str, str]:
        """By the identifier that a row would have by itself, the one that it goes on with."""
        return {one.own: one.record for one in (*self.followed, *self.back)}


def release(
    before: Iterable[ListRow], now: Iterable[ListRow], withdrawn: Iterable[ListRow] = ()
) -> Released:
    """Match the rows of a release with those before it; the order of either is no input.

    Rows go together by the number that the list gives them, where it keeps its numbers; else by
    the same words; else by likeness, as records of two lists are linked, one with one. Rows that
    are left are looked for among those ``withdrawn`` earlier in the same way.
    """
    old, new = _in_order(before), _in_order(now)
    gone = _in_order(withdrawn)
    pairs, remarks = _matched(old, new)
    taken, used = {at for _, at, *_ in pairs}, {at for at, *_ in pairs}
    left = [row for at, row in enumerate(new) if at not in taken]
    again, _ = _matched(gone, left)
    returned = {at for _, at, *_ in again}
    columns, columns_before = _columns(new), _columns(old)
    both = columns & columns_before
    return Released(
        followed=tuple(_followed(old[a], new[b], how, chance, both) for a, b, how, chance in pairs),
        back=tuple(
            _followed(gone[a], left[b], how, chance, columns & _columns(gone))
            for a, b, how, chance in again
        ),
        added=tuple(row for at, row in enumerate(left) if at not in returned),
        withdrawn=tuple(row for at, row in enumerate(old) if at not in used),
        new_columns=tuple(sorted(columns - columns_before)) if old else (),
        lost_columns=tuple(sorted(columns_before - columns)) if new else (),
        remarks=remarks,
    )


def follow(releases: Sequence[Sequence[ListRow]]) -> tuple[Released, ...]:
    """What each release of a list after the first changed, row by row through all of them."""
    live, gone = list(releases[0]), list[ListRow]()
    made = []
    for rows in releases[1:]:
        found = release(live, rows, gone)
        made.append(found)
        returned = {one.record for one in found.back}
        gone = [row for row in gone if row.record.id not in returned] + list(found.withdrawn)
        live = [_renamed(row, found.ids) for row in rows]
    return tuple(made)


def _renamed(row: ListRow, ids: Mapping[str, str]) -> ListRow:
    named = structs.replace(row.record, id=ids.get(row.record.id, row.record.id))
    return structs.replace(row, record=named)


_Pair = tuple[int, int, How, float | None]


def _in_order(rows: Iterable[ListRow]) -> list[ListRow]:
    return sorted(rows, key=lambda row: row.place)


def _columns(rows: Iterable[ListRow]) -> set[str]:
    return {column for row in rows for column in row.said}


def _matched(old: Sequence[ListRow], new: Sequence[ListRow]) -> tuple[list[_Pair], tuple[str, ...]]:
    both = sorted((_columns(old) & _columns(new)) - {NUMBER})
    pairs, remarks = _by_number(old, new)
    pairs += _by_words(_left(old, pairs, 0), _left(new, pairs, 1), both)
    pairs += _by_likeness(_left(old, pairs, 0), _left(new, pairs, 1))
    return sorted(pairs, key=lambda pair: pair[1]), remarks


def _left(
    rows: Sequence[ListRow], pairs: Sequence[_Pair], side: Literal[0, 1]
) -> list[tuple[int, ListRow]]:
    taken = {pair[side] for pair in pairs}
    return [(at, row) for at, row in enumerate(rows) if at not in taken]


def _by_number(
    old: Sequence[ListRow], new: Sequence[ListRow]
) -> tuple[list[_Pair], tuple[str, ...]]:
    """Rows with one number, where the list keeps its numbers and the rows do not contradict it."""
    before, now = _numbers(old), _numbers(new)
    common = [(before[number], at) for number, at in now.items() if number in before]
    if not common:
        return [], ()
    same = sum(_name(old[a]) == _name(new[b]) for a, b in common)
    if same < KEPT_NUMBERS * len(common):
        said = (
            f"the numbers of the rows are not used: of {len(common)} that both releases have, "
            f"{same} stand for the same name, so that rows seem to be counted anew"
        )
        return [], (said,)
    kept = [(a, b) for a, b in common if _agree(old[a], new[b])]
    return [(a, b, "number", None) for a, b in kept], ()


def _numbers(rows: Sequence[ListRow]) -> dict[str, int]:
    """Positions by number; a number that stands twice is none."""
    said = [(fold(row.said.get(NUMBER, "")), at) for at, row in enumerate(rows)]
    often = Counter(number for number, _ in said)
    return {number: at for number, at in said if number and often[number] == 1}


def _name(row: ListRow) -> tuple[str, ...]:
    return tuple(fold(row.said.get(part, "")) for part in NAMES)


def _agree(old: ListRow, new: ListRow) -> bool:
    """The same name, or half of what both say."""
    both = [key for key in old.said if key in new.said and key != NUMBER]
    same = sum(fold(old.said[key]) == fold(new.said[key]) for key in both)
    return _name(old) == _name(new) or (bool(both) and 2 * same >= len(both))


def _by_words(
    old: Sequence[tuple[int, ListRow]], new: Sequence[tuple[int, ListRow]], columns: Sequence[str]
) -> list[_Pair]:
    """Rows that say the same in every column of both; of several alike the first with the first."""
    if not _telling(columns, old):
        return []

    def words(row: ListRow) -> tuple[str, ...]:
        return tuple(" ".join(row.said.get(column, "").split()) for column in columns)

    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, row in reversed(old):
        waiting[words(row)].append(at)
    return [
        (waiting[said].pop(), at, "words", None)
        for at, row in new
        if any(said := words(row)) and waiting.get(said)
    ]


def _telling(columns: Sequence[str], old: Sequence[tuple[int, ListRow]]) -> bool:
    """Do the columns that both have name persons, or are they most of what there was?"""
    return bool(set(columns) & set(NAMES)) or 2 * len(columns) > len(_columns(r for _, r in old))


def _by_likeness(
    old: Sequence[tuple[int, ListRow]], new: Sequence[tuple[int, ListRow]]
) -> list[_Pair]:
    """The likeliest pairs, one with one, by the linkage of the rows that are left."""
    if not old or not new:
        return []
    sides = [("before", at, row.record) for at, row in old]
    sides += [("now", at, row.record) for at, row in new]
    whole = table_of([structs.replace(record, rendition=side) for side, _, record in sides])
    named = [one for at, one in enumerate(sides) if at not in whole.nameless]
    if len({side for side, *_ in named}) < 2:
        return []
    table = of_somebody(whole)
    taken: set[int] = set()
    pairs: list[_Pair] = []
    for chance, left, right in _likely(link_table(table, free_of_duplicates=np.ones(2, np.bool_))):
        if not {left, right} & taken:
            taken |= {left, right}
            pairs.append((named[left][1], named[right][1], "likeness", round(chance, 4)))
    return pairs


def _likely(found: Linkage) -> list[tuple[float, int, int]]:
    """The pairs that are more likely one than two, the likeliest first; the smaller position left.

    Rows of before stand first in the table, so that the left one is of them.
    """
    at = np.flatnonzero(found.same >= LIKELY)
    left, right = found.compared.left[at].tolist(), found.compared.right[at].tolist()
    pairs = zip(found.same[at].tolist(), left, right, strict=True)
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))


def _followed(
    old: ListRow, new: ListRow, how: How, chance: float | None, columns: set[str]
) -> Followed:
    return Followed(
        record=old.record.id,
        own=new.record.id,
        row=new.record.row,
        row_before=old.record.row,
        how=how,
        chance=chance,
        changes=tuple(_changes(old.said, new.said, columns)),
    )


def _changes(old: Mapping[str, str], new: Mapping[str, str], columns: set[str]) -> Iterable[Change]:
    for field in sorted(columns - {NUMBER}):
        before, now = (" ".join(side.get(field, "").split()) for side in (old, new))
        if before != now:
            yield Change(field=field, before=before or None, now=now or None)

"""Records of new lists linked into a linkage that was kept: to whom each of them belongs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from onrecord.errors import InputError
from onrecord.link.decided import SURE_FROM, UNSURE_FROM
from onrecord.link.engine.standing import Standing, link_more
from onrecord.link.engine.table import table_of
from onrecord.link.identifiers import Carried, carry
from onrecord.model.mapping import Mapping as Columns
from onrecord.model.outcome import SetAside
from onrecord.model.party import Record
from onrecord.record.kept_linkage import KeptLinkage, KeptList, KeptPerson, kept_of
from onrecord.record.list_tables import Rows
from onrecord.record.lists import LinkedLists, OneList, read_lists

Progress = Callable[[str, int, int], None]  # what, done, in all


class Belongs(Struct, frozen=True, kw_only=True):
    """A new record and its person. ``chance``: the highest that it is one with another of theirs;
    ``doubtful``: it may be one with somebody, and nobody has decided."""

    record: str
    list: str
    row: int
    name: str
    person: str
    person_name: str
    n_records: int  # of the person, with the new ones
    is_new: bool  # nobody of before
    chance: float | None
    doubtful: bool


class LinkedOnto(Struct, frozen=True, kw_only=True):
    """New records with their persons; what became of the persons that they touched; what stands."""

    belongs: tuple[Belongs, ...]
    became: Carried
    kept: KeptLinkage
    set_aside: tuple[SetAside, ...]


def link_onto(
    paths: Sequence[Path],
    before: KeptLinkage,
    columns: Mapping[Path, Sequence[Columns]] | None = None,
    *,
    free_of_duplicates: Iterable[str] = (),
    progress: Progress | None = None,
) -> LinkedOnto:
    """Link the records of lists into a linkage that was kept.

    Persons whom no new record touches stay as they are. ``free_of_duplicates``: names or labels of
    new lists that hold nobody twice.
    """
    lists, aside = read_lists(paths, columns, progress=progress)
    named, nobody = _named(lists, before)
    stands = before.standing()
    more = table_of(named, known=stands.table)
    free = _free(lists, before, free_of_duplicates)
    added = link_more(stands, more, free=np.array([name in free for name in more.lists], np.bool_))
    records = (*before.records, *named)
    persons, became = _persons(before, records, added.standing, added.touched.tolist())
    taken = tuple(
        KeptList(label=one.label, name=one.name, rendition=one.rendition,
                 free_of_duplicates=one.rendition in free)
        for one in lists
    )  # fmt: skip
    labels = {one.rendition: one.label for one in lists}
    told = _belongs(named, len(before.records), added.standing, persons, became, labels)
    return LinkedOnto(
        belongs=tuple(told),
        became=became,
        kept=kept_of(
            (*before.lists, *taken), tuple(sorted(set(persons.values()), key=lambda p: p.id)),
            records, added.standing.linkage, stands.lesson,
        ),
        set_aside=(*aside, *nobody),
    )  # fmt: skip


def _named(lists: Sequence[OneList], before: KeptLinkage) -> tuple[list[Record], list[SetAside]]:
    """The new records that name somebody, in order of id, and those that name nobody."""
    known = {one.rendition for one in before.lists}
    for one in lists:
        if one.rendition in known:
            raise InputError(f"{one.name}: it is part of the linkage already; give new lists")
    records = sorted((r for one in lists for r in one.records), key=lambda record: record.id)
    nameless = table_of(records).nameless
    aside = [
        SetAside(stage="link", subject=records[at].id, code="names-nobody",
                 reason=f"row {records[at].row} names nobody ({why}): it belongs to no person")
        for at, why in nameless.items()
    ]  # fmt: skip
    return [record for at, record in enumerate(records) if at not in nameless], aside


def _free(lists: Sequence[OneList], before: KeptLinkage, names: Iterable[str]) -> frozenset[str]:
    """The renditions of lists, old and new, that hold nobody twice."""
    found = {one.rendition for one in before.lists if one.free_of_duplicates}
    for name in names:
        new = [one.rendition for one in lists if name in (one.label, one.name)]
        if len(new) != 1:
            raise InputError(f"--free-of-duplicates {name!r}: no new list is called so")
        found |= set(new)
    return frozenset(found)


def _persons(
    before: KeptLinkage,
    records: Sequence[Record],
    now: Standing,
    touched: Iterable[int],
) -> tuple[dict[str, KeptPerson], Carried]:
    """The person of each record, and what became of those who were touched."""
    cluster = now.linkage.cluster
    whose = {record: person for person in before.persons for record in person.records}
    moved = {int(cluster[at]) for at in (*touched, *range(len(before.records), len(records)))}
    groups: dict[int, list[int]] = {name: [] for name in moved}
    for at in np.flatnonzero(np.isin(cluster, np.array(sorted(groups), np.int32))).tolist():
        groups[int(cluster[at])].append(at)
    ids = [[records[at].id for at in group] for group in groups.values()]
    issued = {whose[r].id: whose[r].records for group in ids for r in group if r in whose}
    became = carry(issued, ids)
    for identifier, group in zip(became.ids, groups.values(), strict=True):
        names = [records[at].name or "" for at in group]
        person = KeptPerson(
            id=identifier,
            name=max(names, key=lambda name: (len(name.split()), len(name), name)),
            records=tuple(sorted(records[at].id for at in group)),
        )
        whose |= dict.fromkeys(person.records, person)
    return whose, became


def _belongs(
    named: Sequence[Record],
    first: int,
    now: Standing,
    persons: Mapping[str, KeptPerson],
    became: Carried,
    labels: Mapping[str, str],
) -> Iterable[Belongs]:
    linkage, fresh = now.linkage, set(became.added)
    compared, cluster = linkage.compared, linkage.cluster
    new = np.flatnonzero((compared.left >= first) | (compared.right >= first))
    best, open_ = np.full(len(cluster), np.nan), np.zeros(len(cluster), np.bool_)
    left, right, same = compared.left[new], compared.right[new], linkage.same[new]
    together = cluster[left] == cluster[right]
    doubtful = (same >= UNSURE_FROM) & (same < SURE_FROM)
    for side in (left, right):
        np.fmax.at(best, side[together], same[together])
        open_[side[doubtful]] = True
    for at, record in enumerate(named, start=first):
        person = persons[record.id]
        yield Belongs(
            record=record.id,
            list=labels[record.rendition],
            row=record.row,
            name=record.name or "",
            person=person.id,
            person_name=person.name,
            n_records=len(person.records),
            is_new=person.id in fresh,
            chance=None if np.isnan(best[at]) else round(float(best[at]), 4),
            doubtful=bool(open_[at]),
        )


def belongs_table(belongs: Iterable[Belongs]) -> Rows:
    """One row a new record: whose it is."""
    columns = Belongs.__struct_fields__
    rows = sorted(belongs, key=lambda one: (one.list, one.row, one.record))
    return Rows(
        columns=columns, rows=tuple(tuple(getattr(one, name) for name in columns) for one in rows)
    )


def kept_lists(found: LinkedLists) -> KeptLinkage:
    """A linkage of lists, to be kept: its records that name somebody, in the order of its table."""
    known = {record.id: record for record in found.linked.records}
    persons = tuple(
        KeptPerson(id=one.id, name=one.name, records=one.records) for one in found.linked.persons
    )
    records = tuple(known[record] for record in sorted(r for one in persons for r in one.records))
    free = {one.label for one in found.report.lists if one.free_of_duplicates}
    lists = tuple(
        KeptList(label=one.label, name=one.name, rendition=one.rendition,
                 free_of_duplicates=one.label in free)
        for one in found.lists
    )  # fmt: skip
    relearned = found.linkage.relearned
    lesson = None if relearned is None else relearned.lesson
    return kept_of(lists, persons, records, found.linkage, lesson)

"""Records of new lists linked into a linkage that was kept: to whom each of them belongs."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from onrecord.errors import InputError
from onrecord.link.decided import SURE_FROM, UNSURE_FROM
from onrecord.link.engine.linkage import Linkage
from onrecord.link.engine.patterns import shows
from onrecord.link.engine.standing import link_more
from onrecord.link.engine.table import table_of
from onrecord.link.identifiers import default_id
from onrecord.link.persons import HARDLY_AGREE, name_of
from onrecord.model.mapping import Mapping as Columns
from onrecord.model.outcome import SetAside
from onrecord.model.party import Record
from onrecord.model.progress import Progress, silent
from onrecord.record.kept_linkage import KeptLinkage, KeptList, KeptPerson, kept_of
from onrecord.record.list_tables import Rows
from onrecord.record.lists import LinkedLists, OneList, read_lists


class Belongs(Struct, frozen=True, kw_only=True):
    """A new record and its person. ``chance``: the highest that it is one with another of theirs;
    ``doubtful``: it may be one with somebody, or is though the given names hardly agree, and nobody
    has decided."""

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


class MayBeOne(Struct, frozen=True, kw_only=True):
    """Persons of before whom new records speak of as one; they stay as they are."""

    persons: tuple[str, ...]
    records: tuple[str, ...]  # the new ones, which went to one of them


class LinkedOnto(Struct, frozen=True, kw_only=True):
    """New records with their persons; persons whom they take for one; what is to be kept."""

    belongs: tuple[Belongs, ...]
    may_be_one: tuple[MayBeOne, ...]
    kept: KeptLinkage
    set_aside: tuple[SetAside, ...]


def link_onto(
    paths: Sequence[Path],
    before: KeptLinkage,
    columns: Mapping[Path, Sequence[Columns]] | None = None,
    *,
    free_of_duplicates: Iterable[str] = (),
    progress: Progress = silent,
) -> LinkedOnto:
    """Link the records of lists into a linkage that was kept.

    Persons of before stay as they are, and may get records. Where new records stand between several
    of them they go to the one with whom their chances are highest together. ``free_of_duplicates``:
    names or labels of new lists that hold nobody twice.
    """
    lists, aside = read_lists(paths, columns, progress=progress)
    named, nobody = _named(lists, before)
    stands = before.standing()
    more = table_of(named, known=stands.table)
    free = _free(lists, before, free_of_duplicates)
    added = link_more(stands, more, free=np.array([name in free for name in more.lists], np.bool_))
    records = (*before.records, *named)
    cluster, between = settled_onto(before.arrays["cluster"], added.standing.linkage)
    linkage = structs.replace(added.standing.linkage, cluster=cluster)
    persons = _persons(before, records, cluster)
    taken = tuple(
        KeptList(label=one.label, name=one.name, rendition=one.rendition,
                 free_of_duplicates=one.rendition in free)
        for one in lists
    )  # fmt: skip
    labels = {one.rendition: one.label for one in lists}
    told = _belongs(named, before, linkage, persons, labels)
    return LinkedOnto(
        belongs=tuple(told),
        may_be_one=tuple(
            MayBeOne(
                persons=tuple(persons[records[at].id].id for at in whose),
                records=tuple(records[at].id for at in new),
            )
            for whose, new in between
        ),
        kept=kept_of(
            (*before.lists, *taken), tuple(sorted(set(persons.values()), key=lambda p: p.id)),
            records, linkage, stands.lesson,
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


def settled_onto(
    old: NDArray[np.int32], found: Linkage
) -> tuple[NDArray[np.int32], list[tuple[list[int], list[int]]]]:
    """The cluster of each record, those of before as they were.

    Also the clusters of before between which new records stand, with these.

    old   : (n_before,) cluster of each record of before, its smallest position
    found : the linkage with the new records behind them, which may have moved others
    """
    n, cluster = len(old), found.cluster.copy()
    cluster[:n] = old
    groups: dict[int, list[int]] = {}
    for at, name in enumerate(found.cluster[n:].tolist(), start=n):
        groups.setdefault(name, []).append(at)
    support: dict[int, dict[int, float]] = {name: {} for name in groups}
    left, right = found.compared.left, found.compared.right
    met = (left < n) & (right >= n) & (found.cluster[left] == found.cluster[right])
    for a, b, same in zip(left[met].tolist(), right[met].tolist(), found.same[met], strict=True):
        by_cluster = support[int(found.cluster[b])]
        by_cluster[int(old[a])] = by_cluster.get(int(old[a]), 0.0) + float(same)
    between = []
    for name, new in groups.items():
        found_by = support[name]
        cluster[new] = min(found_by, key=lambda c: (-found_by[c], c)) if found_by else new[0]
        if len(found_by) > 1:
            between.append((sorted(found_by), new))
    return cluster, between


def _persons(
    before: KeptLinkage, records: Sequence[Record], cluster: NDArray[np.int32]
) -> dict[str, KeptPerson]:
    """The person of each record; those of before under the identifiers that they have."""
    n = len(before.records)
    whose = {record: person for person in before.persons for record in person.records}
    groups: dict[int, list[str]] = {}
    for at, name in enumerate(cluster[n:].tolist(), start=n):
        groups.setdefault(name, []).append(records[at].id)
    names = {record.id: record.name or "" for record in records[n:]}
    for name, new in groups.items():
        person = whose.get(records[name].id)
        made = KeptPerson(
            id=person.id if person is not None else default_id(new),
            name=person.name if person is not None else name_of(names[r] for r in new),
            records=tuple(sorted([*(person.records if person is not None else ()), *new])),
        )
        whose |= dict.fromkeys(made.records, made)
    return whose


def _belongs(
    named: Sequence[Record],
    before: KeptLinkage,
    linkage: Linkage,
    persons: Mapping[str, KeptPerson],
    labels: Mapping[str, str],
) -> Iterable[Belongs]:
    first, known = len(before.records), {person.id for person in before.persons}
    compared, cluster = linkage.compared, linkage.cluster
    new = np.flatnonzero(compared.right >= first)
    best, open_ = np.full(len(cluster), np.nan), np.zeros(len(cluster), np.bool_)
    left, right, same = compared.left[new], compared.right[new], linkage.same[new]
    together = cluster[left] == cluster[right]
    hardly = shows(compared.pattern[new], "given name", HARDLY_AGREE)
    doubtful = (same >= UNSURE_FROM) & (same < SURE_FROM) | together & hardly
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
            is_new=person.id not in known,
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

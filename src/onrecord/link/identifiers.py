"""Persons keep their identifiers: who of before goes on as whom, who merged, who split.

Pure: which records a person had before, and which are together now, decide it; the order in which
either comes is no input.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from onrecord.model.canonical import identify

Issued = Mapping[str, Collection[str]]  # person → records


class Merged(Struct, frozen=True, kw_only=True):
    """A person whose records, or most of them, went to another person."""

    person: str
    into: str


class Split(Struct, frozen=True, kw_only=True):
    """A person some of whose records went to others; ``person`` went on with the larger part."""

    person: str
    parts: tuple[str, ...]  # persons that hold the others


class Carried(Struct, frozen=True, kw_only=True):
    """The identifier of each cluster, in the order given, and what became of those before."""

    ids: tuple[str, ...]
    kept: tuple[str, ...]
    merged: tuple[Merged, ...]
    split: tuple[Split, ...]
    added: tuple[str, ...]  # persons none of whose records were known
    gone: tuple[str, ...]  # persons none of whose records are left


def carry(previous: Issued, now: Sequence[Collection[str]]) -> Carried:
    """Give each cluster of records the identifier that it had, as far as there was one.

    Where a person split, the larger part goes on as that person (of equal parts the one with the
    smallest record); where persons merged, the one with more records in the cluster does. A
    cluster that goes on as nobody is named by its smallest record, unless that name is somebody's.
    """
    owner = {record: person for person, records in previous.items() for record in records}
    shares = [Counter(owner[r] for r in cluster if r in owner) for cluster in now]
    heirs = _heirs(previous, now, owner)
    claims: dict[int, list[str]] = defaultdict(list)
    for person, at in heirs.items():
        claims[at].append(person)
    ids = tuple(
        min(claims[at], key=lambda p: (-shares[at][p], -len(previous[p]), p))
        if at in claims
        else _fresh(sorted(cluster), owner, previous)
        for at, cluster in enumerate(now)
    )
    return Carried(
        ids=ids,
        kept=tuple(sorted(person for person, at in heirs.items() if ids[at] == person)),
        merged=tuple(
            Merged(person=person, into=ids[at])
            for person, at in sorted(heirs.items())
            if ids[at] != person
        ),
        split=_splits(shares, heirs, ids),
        added=tuple(sorted(ids[at] for at, share in enumerate(shares) if not share)),
        gone=tuple(sorted(set(previous) - set(heirs))),
    )


def remembered(snapshots: Iterable[Issued]) -> dict[str, tuple[str, ...]]:
    """Persons as they were last known, from several times, the newest first.

    An older snapshot speaks only of persons and records that the newer ones do not know, so that
    somebody who was withdrawn whole is the same person when they come back.
    """
    persons: dict[str, tuple[str, ...]] = {}
    known: set[str] = set()
    for snapshot in snapshots:
        fresh = {
            person: tuple(r for r in records if r not in known)
            for person, records in snapshot.items()
            if person not in persons
        }
        persons |= {person: records for person, records in fresh.items() if records}
        known.update(record for records in snapshot.values() for record in records)
    return persons


def default_id(records: Collection[str]) -> str:
    """The identifier of a person of whom nothing was known before."""
    return identify("person", min(records))


def _heirs(
    previous: Issued, now: Sequence[Collection[str]], owner: Mapping[str, str]
) -> dict[str, int]:
    """The cluster that each person with a record left goes on in: that of most of its records."""
    parts: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for at, cluster in enumerate(now):
        for record in cluster:
            if record in owner:
                parts[owner[record]][at].append(record)
    return {
        person: min(places, key=lambda at: (-len(places[at]), min(places[at])))
        for person, places in parts.items()
    }


def _fresh(cluster: Sequence[str], owner: Mapping[str, str], previous: Issued) -> str:
    """An identifier that nobody had: by the smallest record, and whom it was parted from."""
    found, n = default_id(cluster), 0
    while found in previous:
        n += 1
        found = identify("person", cluster[0], "parted from", owner.get(cluster[0]), n)
    return found


def _splits(
    shares: Sequence[Mapping[str, int]], heirs: Mapping[str, int], ids: Sequence[str]
) -> tuple[Split, ...]:
    elsewhere: dict[str, list[str]] = defaultdict(list)
    for at, share in enumerate(shares):
        for person in share:
            if heirs[person] != at:
                elsewhere[person].append(ids[at])
    return tuple(
        Split(person=ids[heirs[person]], parts=tuple(sorted(parts)))
        for person, parts in sorted(elsewhere.items())
    )

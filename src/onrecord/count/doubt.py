"""Figures under every draw of who is who: what linkage leaves open goes into the number."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from onrecord.count.ground import Naming
from onrecord.model.clusterings import Clusterings
from onrecord.stats import Histories, from_cells

# Draws from which an estimate is made; counts use them all.
DRAWS_ESTIMATED = 25


class Doubt(Struct, frozen=True):
    """How many persons the namings are of, in each draw."""

    counts: tuple[int, ...]

    @property
    def lowest(self) -> int:
        """In one of twenty draws there are fewer."""
        return sorted(self.counts)[len(self.counts) // 20]

    @property
    def highest(self) -> int:
        """In one of twenty draws there are more."""
        return sorted(self.counts)[-1 - len(self.counts) // 20]


def doubt_about(namings: Iterable[Naming], clusterings: Clusterings | None) -> Doubt | None:
    """The numbers of persons that the draws give; None where nothing about them is open."""
    if clusterings is None or not clusterings.draws:
        return None
    person_of = {naming.record.id: naming.person.id for naming in namings}
    open_records = set(clusterings.records) & set(person_of)
    if not open_records:
        return None
    firm = {person for record, person in person_of.items() if record not in open_records}
    counts = []
    for draw in range(len(clusterings.draws)):
        named = clusterings.named(draw)
        counts.append(len(firm) + len({named[record] for record in open_records}))
    return Doubt(tuple(counts))


def tables_drawn(
    lists: Sequence[str], namings: Iterable[Naming], clusterings: Clusterings | None
) -> list[Histories]:
    """The table of overlaps in each draw; none where no record of them is open."""
    on: dict[str, tuple[str, str]] = {
        n.record.id: (n.person.id, n.record.list_name) for n in namings
    }
    if clusterings is None or not set(clusterings.records) & set(on):
        return []
    draws = range(len(clusterings.draws))[:DRAWS_ESTIMATED]
    return [_table(lists, on, clusterings.named(draw)) for draw in draws]


def _table(
    lists: Sequence[str], on: dict[str, tuple[str, str]], named: dict[str, str]
) -> Histories:
    held: dict[str, set[str]] = {}
    for record, (person, list_name) in on.items():
        held.setdefault(named.get(record, person), set()).add(list_name)
    cells = Counter(frozenset(names) for names in held.values())
    ordered = sorted(cells, key=sorted)
    return from_cells(
        lists, [[name in cell for name in lists] for cell in ordered], [cells[c] for c in ordered]
    )

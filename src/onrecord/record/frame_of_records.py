"""The pairs of records that can be drawn: those that linking joins, and those it left apart."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from math import sqrt

import onrecord.record.ready  # noqa: F401
from onrecord.link.decided import ordered
from onrecord.record.judging import RecordPair
from onrecord.record.models import PairRow, RecordRow
from onrecord.record.population import Population, weights

BORDERS = {  # the chance from which a pair stands in a stratum, highest first
    True: (
        (0.99, "joined, 0.99 or more"),
        (0.9, "joined, 0.9 to 0.99"),
        (0.0, "joined, below 0.9"),
    ),
    False: (
        (0.5, "apart, 0.5 or more"),
        (0.1, "apart, 0.1 to 0.5"),
        (0.02, "apart, 0.02 to 0.1"),
        (0.0, "apart, below 0.02"),
    ),
}
JOINED, APART = 0.45, 0.55  # parts of a sample
THROUGH_OTHERS = "joined through other records"  # two that were never close when compared
ORDER = (*(name for _, name in BORDERS[True]), THROUGH_OTHERS, *(n for _, n in BORDERS[False]))


def frame_of_records() -> tuple[Population, ...]:
    """Every pair of records that was compared or joined, by stratum in the order of their ids.

    Strata weigh by size and doubt, the doubt by the model's chances.
    """
    frame = _frame()
    names = [name for name in ORDER if name in frame]
    doubt = [sum(sqrt(max(c * (1 - c), 0.0025)) for _, _, c in frame[name]) for name in names]
    parts = [JOINED if name.startswith("joined") else APART for name in names]
    return tuple(
        Population(
            name=name,
            joined=name.startswith("joined"),
            size=len(frame[name]),
            weight=weight,
            pair_at=frame[name].__getitem__,
        )
        for name, weight in zip(names, weights(doubt, parts), strict=True)
    )


def _frame() -> dict[str, list[tuple[str, str, float]]]:
    joined = set(_joined_pairs())
    frame: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    rows = PairRow.objects.values_list("left", "right", "chance").order_by("left", "right")
    compared = set()
    for left, right, chance in rows.iterator(chunk_size=10_000):
        pair = ordered(left, right)
        compared.add(pair)
        borders = BORDERS[pair in joined]
        name = next(name for border, name in borders if chance >= border)
        frame[name].append((left, right, chance))
    for left, right in sorted(joined - compared):
        frame[THROUGH_OTHERS].append((left, right, 0.5))
    return frame


def _joined_pairs() -> Iterator[RecordPair]:
    groups: dict[str, list[str]] = defaultdict(list)
    rows = RecordRow.objects.filter(person__n_records__gt=1).order_by("id")
    for person, record in rows.values_list("person", "id").iterator(chunk_size=10_000):
        groups[person].append(record)
    for records in groups.values():
        yield from combinations(records, 2)

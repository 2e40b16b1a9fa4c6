"""A random sample of pairs by which the quality of linking is told.

Pairs that were chosen because they are in doubt say nothing of the others. So pairs are drawn at
random from strata: from those that linking joins, to tell how many it joins wrongly, and from those
that it compared and left apart, to tell how many it misses. The draw is a decision in the ledger;
with its seed and the same links it can be made again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from math import sqrt

import numpy as np
from msgspec import convert, to_builtins

import onrecord.record.ready  # noqa: F401
from onrecord.errors import DecisionRefused
from onrecord.link.decided import ordered
from onrecord.model.judgement import Judgement
from onrecord.record.case import Case
from onrecord.record.decisions import Drawn, Sample, Stratum, UnderWhat, decide, standing
from onrecord.record.judging import RecordPair
from onrecord.record.models import PairRow, ReceiptRow, RecordRow
from onrecord.record.run import CASE

KIND = "sample"
LEAST = 5  # pairs of a stratum, where it has so many
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
THROUGH_OTHERS = "joined through other records"  # two that were never close when compared


ORDER = (*(name for _, name in BORDERS[True]), THROUGH_OTHERS, *(n for _, n in BORDERS[False]))


def draw_sample(case: Case, *, n: int, seed: int, by: str) -> Judgement:
    """Draw about ``n`` pairs and enter the draw in the ledger; DecisionRefused where it cannot be.

    Strata get as many as tell most: by their size and by how unsure the model is of them, and at
    least LEAST. What was drawn before stays in the ledger; the newest sample is the one to judge.
    """
    linked = ReceiptRow.objects.filter(stage="link", unit=CASE, current=True).first()
    if linked is None:
        raise DecisionRefused(
            "the case is not linked as it is judged now; link it (onrecord run), and draw then"
        )
    body = to_builtins(drawn_sample(n=n, seed=seed))
    return decide(case, KIND, linked.outputs, by=by, body=body)


def drawn_sample(*, n: int, seed: int) -> Sample:
    """The sample that a seed draws from what is linked now; the same for the same links."""
    if n < LEAST:
        raise DecisionRefused(f"a sample of {n} pairs says nothing; draw {LEAST} or more")
    frame = {name: pairs for name, pairs in _frame().items() if pairs}
    if not frame:
        raise DecisionRefused("the case has no two records that were compared; nothing to draw")
    shares = _shares(frame, n)
    rng = np.random.default_rng(seed)
    strata = []
    for name in (known for known in ORDER if known in frame):
        pairs = frame[name]
        chosen = rng.choice(len(pairs), size=shares[name], replace=False)
        drawn = tuple(pairs[at] for at in chosen.tolist())
        joined = name.startswith("joined")
        strata.append(Stratum(name=name, joined=joined, size=len(pairs), drawn=drawn))
    return Sample(seed=seed, strata=tuple(strata))


def _frame() -> dict[str, list[Drawn]]:
    """Every pair of records that can be drawn, by stratum, in the order of their ids."""
    joined = set(_joined_pairs())
    frame: dict[str, list[Drawn]] = defaultdict(list)
    rows = PairRow.objects.values_list("left", "right", "chance").order_by("left", "right")
    compared = set()
    for left, right, chance in rows.iterator(chunk_size=10_000):
        pair = ordered(left, right)
        compared.add(pair)
        borders = BORDERS[pair in joined]
        name = next(name for border, name in borders if chance >= border)
        frame[name].append(Drawn(left=left, right=right, chance=chance))
    for left, right in sorted(joined - compared):
        frame[THROUGH_OTHERS].append(Drawn(left=left, right=right, chance=0.5))
    return frame


def _joined_pairs() -> Iterator[RecordPair]:
    groups: dict[str, list[str]] = defaultdict(list)
    rows = RecordRow.objects.filter(person__n_records__gt=1).order_by("id")
    for person, record in rows.values_list("person", "id").iterator(chunk_size=10_000):
        groups[person].append(record)
    for records in groups.values():
        yield from combinations(records, 2)


def _shares(frame: dict[str, list[Drawn]], n: int) -> dict[str, int]:
    """How many of each stratum: by size and doubt (Neyman's allocation, the model's chances)."""
    weight = {
        name: sum(sqrt(max(pair.chance * (1 - pair.chance), 0.0025)) for pair in pairs)
        for name, pairs in frame.items()
    }
    whole = sum(weight.values())
    return {
        name: min(len(pairs), max(LEAST, round(n * weight[name] / whole)))
        for name, pairs in frame.items()
    }


def newest_sample() -> tuple[Judgement, Sample] | None:
    """The sample to judge: the newest that nobody has undone."""
    made = standing((KIND,))
    return (made[-1], convert(made[-1].body, Sample)) if made else None


def chances_to_be_drawn(sample: Sample) -> dict[RecordPair, float]:
    """How likely each pair of a sample was to be drawn: the share of its stratum that was."""
    return {
        ordered(drawn.left, drawn.right): len(stratum.drawn) / stratum.size
        for stratum in sample.strata
        for drawn in stratum.drawn
    }


def chances_of(sample: str) -> dict[RecordPair, float]:
    """How likely each pair of a sample in force was to be drawn; empty where it was undone."""
    made = next((judgement for judgement in standing((KIND,)) if judgement.id == sample), None)
    return chances_to_be_drawn(convert(made.body, Sample)) if made is not None else {}


def under_sample(
    sample: str, chances: Mapping[RecordPair, float], pair: RecordPair, *, blind: bool
) -> UnderWhat:
    """What a judgement on a pair of a sample is made under; of no sample where it has no such."""
    asked = chances.get(pair)
    if asked is None:
        return UnderWhat(blind=blind)
    return UnderWhat(sample=sample, asked=asked, blind=blind)


def in_judging_order(sample: Sample) -> tuple[RecordPair, ...]:
    """The pairs of a sample, mixed, so that their order tells a judge nothing."""
    pairs = [ordered(d.left, d.right) for stratum in sample.strata for d in stratum.drawn]
    mixed = np.random.default_rng(sample.seed).permutation(len(pairs))
    return tuple(pairs[at] for at in mixed.tolist())

"""A random sample of pairs by which the quality of linking is told.

Pairs that were chosen because they are in doubt say nothing of the others. So pairs are drawn at
random from strata: from those that linking joins, to tell how many it joins wrongly, and from those
that it left apart, to tell how many it misses. Samples of pairs of records tell of persons, those
of pairs of claims of events. The draw is a decision in the ledger; with its seed and the same links
it can be made again.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec import convert, to_builtins

import onrecord.record.ready  # noqa: F401
from onrecord.errors import DecisionRefused
from onrecord.link.decided import ordered
from onrecord.model.judgement import Judgement
from onrecord.record import queries
from onrecord.record.case import Case
from onrecord.record.decisions import (
    Drawn,
    Sample,
    SampleOf,
    Stratum,
    UnderWhat,
    decide,
    standing,
)
from onrecord.record.frame_of_claims import frame_of_claims
from onrecord.record.frame_of_records import frame_of_records
from onrecord.record.judging import RecordPair
from onrecord.record.models import ReceiptRow
from onrecord.record.population import Population, drawn_of_each
from onrecord.record.run import CASE

KIND = "sample"
LEAST = 5  # pairs of a stratum, where it has so many
Frame = Callable[[], Sequence[Population]]
FRAMES: Mapping[SampleOf, Frame] = {"persons": frame_of_records, "events": frame_of_claims}
NOTHING: Mapping[SampleOf, str] = {
    "persons": "the case has no two records that were compared; nothing to draw",
    "events": "the case has no two documents that tell of an event; nothing to draw",
}


def draw_sample(case: Case, *, n: int, seed: int, by: str, of: SampleOf = "persons") -> Judgement:
    """Draw about ``n`` pairs and enter the draw in the ledger; DecisionRefused where it cannot be.

    Strata get as many as tell most: by their size and by how unsure the model is of them, and at
    least LEAST. What was drawn before stays in the ledger; the newest sample is the one to judge.
    """
    linked = ReceiptRow.objects.filter(stage="link", unit=CASE, current=True).first()
    if linked is None:
        raise DecisionRefused(
            "the case is not linked as it is judged now; link it (onrecord run), and draw then"
        )
    body = to_builtins(drawn_sample(n=n, seed=seed, of=of))
    return decide(case, KIND, linked.outputs, by=by, body=body)


def drawn_sample(*, n: int, seed: int, of: SampleOf = "persons") -> Sample:
    """The sample that a seed draws from what is linked now; the same for the same links."""
    frame = [stratum for stratum in FRAMES[of]() if stratum.size]
    if not frame:
        raise DecisionRefused(NOTHING[of])
    return Sample(of=of, seed=seed, strata=sampled(frame, n=n, seed=seed))


def sampled(frame: Sequence[Population], *, n: int, seed: int) -> tuple[Stratum, ...]:
    """About ``n`` pairs of a frame, at random within each stratum, each pair of it as likely."""
    if n < LEAST:
        raise DecisionRefused(f"a sample of {n} pairs says nothing; draw {LEAST} or more")
    rng = np.random.default_rng(seed)
    strata = []
    sizes, weights = [one.size for one in frame], [one.weight for one in frame]
    for stratum, share in zip(frame, drawn_of_each(sizes, weights, n, LEAST), strict=True):
        chosen = rng.choice(stratum.size, size=share, replace=False)
        pairs = [stratum.pair_at(at) for at in chosen.tolist()]
        strata.append(
            Stratum(
                name=stratum.name,
                joined=stratum.joined,
                possible=stratum.possible,
                size=stratum.size,
                drawn=tuple(Drawn(left=le, right=ri, chance=chance) for le, ri, chance in pairs),
            )
        )
    return tuple(strata)


def newest_sample(of: SampleOf = "persons") -> tuple[Judgement, Sample] | None:
    """The sample to judge: the newest that nobody has undone."""
    made = [(one, convert(one.body, Sample)) for one in standing((KIND,))]
    return next((found for found in reversed(made) if found[1].of == of), None)


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
    """The pairs of a sample, mixed, so that their order tells a judge nothing.

    A pair of which a side is not in the case any more, as it was read anew, is passed over.
    """
    pairs = [ordered(d.left, d.right) for stratum in sample.strata for d in stratum.drawn]
    there = queries.still_there({side for pair in pairs for side in pair})
    mixed = np.random.default_rng(sample.seed).permutation(len(pairs))
    return tuple(pairs[at] for at in mixed.tolist() if there.issuperset(pairs[at]))

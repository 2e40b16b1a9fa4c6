"""How good the linkage of a case is, of persons or of events, by its judged audit sample."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.link.decided import ordered
from onrecord.link.quality import (
    Bin,
    JudgedStratum,
    Quality,
    cohens_kappa,
    quality,
    reliability,
)
from onrecord.model.judgement import Judgement
from onrecord.model.linkage import StratumJudged
from onrecord.record.audit_sample import newest_sample
from onrecord.record.case import Case
from onrecord.record.decisions import PAIR_KINDS, Drawn, Sample, SampleOf, Stratum
from onrecord.record.events_gained import EventsGained, events_gained
from onrecord.record.gained import Gained, gained
from onrecord.record.judging import JudgedPairs, judged_pairs
from onrecord.record.models import ReceiptRow
from onrecord.record.quality_words import (
    ASSUMES,
    DOES_NOT_SAY,
    Agreement,
    nothing_drawn,
    paragraph,
)
from onrecord.record.run import CASE

OPEN = "open"  # nobody has judged it for the sample


class LinkageQuality(Struct, frozen=True, kw_only=True):
    """What is known of a case's linkage, of persons or events. ``sample`` None: nothing was drawn.

    Of events ``quality`` tells recall of the pairs that linking joined or held possible, and
    ``of_all`` of all pairs, where any of the others was judged.
    """

    of: SampleOf
    sample: str | None
    seed: int | None
    drawn_at: str
    drawn_by: str
    moved: bool  # the links are no longer those from which the sample was drawn
    strata: tuple[StratumJudged, ...]
    quality: Quality | None
    least: Quality | None  # what is unsure counted against the linkage
    most: Quality | None  # and for it
    of_all: Quality | None
    reliability: tuple[Bin, ...]
    agreements: tuple[Agreement, ...]
    gained: Gained | EventsGained
    paragraph: str
    assumes: tuple[str, ...] = ASSUMES
    does_not_say: tuple[str, ...]


def linkage_quality(case: Case, of: SampleOf = "persons") -> LinkageQuality:
    """How good the linkage is, as far as anybody has judged."""
    judged, found = judged_pairs(case, of), newest_sample(of)
    agreements = tuple(_agreements(judged))
    what_for = gained() if of == "persons" else events_gained()
    if found is None:
        return LinkageQuality(
            of=of, sample=None, seed=None, drawn_at="", drawn_by="", moved=False, strata=(),
            quality=None, least=None, most=None, of_all=None, reliability=(),
            agreements=agreements, gained=what_for, paragraph=nothing_drawn(of, agreements),
            does_not_say=DOES_NOT_SAY[of],
        )  # fmt: skip
    decision, sample = found
    strata = tuple(_stratum(stratum, judged, decision.id) for stratum in sample.strata)
    possible = [stratum for stratum in strata if stratum.possible]
    estimate = _estimate(possible, sample.seed) if _n_judged(possible) else None
    others = [stratum for stratum in strata if not stratum.possible]
    of_all = _estimate(strata, sample.seed) if _n_judged(others) else None
    linked = ReceiptRow.objects.filter(stage="link", unit=CASE).first()
    return LinkageQuality(
        of=of,
        sample=decision.id,
        seed=sample.seed,
        drawn_at=f"{decision.at:%Y-%m-%d}",
        drawn_by=decision.by,
        moved=linked is None or linked.outputs != decision.target,
        strata=strata,
        quality=estimate,
        least=_estimate(possible, sample.seed, against=True),
        most=_estimate(possible, sample.seed, against=False),
        of_all=of_all,
        reliability=_reliability(found, strata, judged),
        agreements=agreements,
        gained=what_for,
        paragraph=paragraph(decision, sample, strata, (estimate, of_all), agreements),
        does_not_say=DOES_NOT_SAY[of],
    )


def _estimate(
    strata: Sequence[StratumJudged], seed: int, *, against: bool | None = None
) -> Quality:
    return quality([_told(stratum, against=against) for stratum in strata], seed=seed)


def _n_judged(strata: Iterable[StratumJudged]) -> int:
    return sum(stratum.same + stratum.different for stratum in strata)


def verdict_on(drawn: Drawn, judged: JudgedPairs, sample: str) -> str:
    """What holds of a pair of a sample: what all judges say, or what settled it.

    "unsure" where they disagree, "open" where nobody has judged it for the sample: what was said
    of it before, by whoever saw the machine's chance, is not enough.
    """
    found = judged.get(ordered(drawn.left, drawn.right))
    if found is None or not found.said_in(sample):
        return OPEN
    return "unsure" if found.disputed else found.newest.kind


def _stratum(stratum: Stratum, judged: JudgedPairs, sample: str) -> StratumJudged:
    said = Counter(verdict_on(drawn, judged, sample) for drawn in stratum.drawn)
    return StratumJudged(
        name=stratum.name,
        joined=stratum.joined,
        possible=stratum.possible,
        size=stratum.size,
        drawn=len(stratum.drawn),
        same=said["same"],
        different=said["different"],
        unsure=said["unsure"],
        open=said[OPEN],
    )


def _told(stratum: StratumJudged, *, against: bool | None = None) -> JudgedStratum:
    """The counts that the estimate takes; what is unsure left out, or counted one way."""
    same, different = stratum.same, stratum.different
    if against is not None:
        wrong = stratum.joined == against  # joined pairs are wrong when two, the others when one
        same, different = (
            (same, different + stratum.unsure) if wrong else (same + stratum.unsure, different)
        )
    return JudgedStratum(joined=stratum.joined, size=stratum.size, same=same, different=different)


def _reliability(
    found: tuple[Judgement, Sample], strata: Sequence[StratumJudged], judged: JudgedPairs
) -> tuple[Bin, ...]:
    decision, sample = found
    rows = [
        (drawn.chance, verdict == "same", counted.size / (counted.same + counted.different))
        for stratum, counted in zip(sample.strata, strata, strict=True)
        for drawn in stratum.drawn
        if drawn.chance is not None
        and (verdict := verdict_on(drawn, judged, decision.id)) in ("same", "different")
    ]
    if not rows:
        return ()
    chances, same, weights = zip(*rows, strict=True)
    return reliability(chances, same, weights)


def _agreements(judged: JudgedPairs) -> Iterator[Agreement]:
    """Every two judges who judged a pair both, those with most pairs first."""
    tables: dict[tuple[str, str], list[tuple[Judgement, Judgement]]] = {}
    for pair in judged.values():
        by = sorted(pair.verdicts, key=lambda judgement: judgement.by)
        for one, other in combinations(by, 2):
            tables.setdefault((one.by, other.by), []).append((one, other))
    for (first, second), both in sorted(tables.items(), key=lambda item: (-len(item[1]), item[0])):
        counts = Counter[tuple[str, str]]((one.kind, other.kind) for one, other in both)
        table = tuple(tuple(counts[a, b] for b in PAIR_KINDS) for a in PAIR_KINDS)
        later = [max(two, key=lambda judgement: judgement.at) for two in both]
        yield Agreement(
            first=first,
            second=second,
            table=table,
            kappa=cohens_kappa(table),
            blind=sum(bool(judgement.body.get("blind")) for judgement in later),
        )

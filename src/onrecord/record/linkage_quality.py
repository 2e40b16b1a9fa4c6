"""How good the linkage of a case is, by its judged audit sample; in a paragraph to be quoted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.link.decided import ordered
from onrecord.link.quality import (
    Bin,
    JudgedStratum,
    Kappa,
    Quality,
    Share,
    cohens_kappa,
    quality,
    reliability,
)
from onrecord.model.judgement import Judgement
from onrecord.model.linkage import StratumJudged
from onrecord.record.audit_sample import newest_sample
from onrecord.record.case import Case
from onrecord.record.decisions import PAIR_KINDS, Drawn, Sample, Stratum
from onrecord.record.gained import Gained, gained
from onrecord.record.judging import JudgedPairs, judged_pairs
from onrecord.record.models import ReceiptRow
from onrecord.record.run import CASE

OPEN = "open"  # nobody has judged it for the sample
DOES_NOT_SAY = (
    "It says nothing of pairs of records that were never compared: such a pair shares no key by "
    "which records are brought together, and is missed without being counted.",
    "It takes the judges' answers for the truth. Where the lists hold too little to tell, so does "
    "what is said of them.",
    "It counts pairs, not persons: a person on many lists weighs more than one on two.",
)
ASSUMES = (
    "The pairs were drawn at random within each stratum, and the strata are weighed by their size.",
    "Pairs that judges left unsure, or on which they disagree, are left out; the range beside each "
    "figure counts them all as wrongly joined or missed, and then as none.",
)


class Agreement(Struct, frozen=True, kw_only=True):
    """Two judges over the pairs that both judged.

    ``table``: how often each answer met each; rows the first's, in the order of PAIR_KINDS.
    """

    first: str
    second: str
    table: tuple[tuple[int, ...], ...]
    kappa: Kappa
    blind: int  # pairs of which the one who came second had not seen the first one's answer


class LinkageQuality(Struct, frozen=True, kw_only=True):
    """What is known of a case's linkage. ``sample`` None: nothing was drawn."""

    sample: str | None
    seed: int | None
    drawn_at: str
    drawn_by: str
    moved: bool  # the links are no longer those from which the sample was drawn
    strata: tuple[StratumJudged, ...]
    quality: Quality | None
    least: Quality | None  # what is unsure counted against the linkage
    most: Quality | None  # and for it
    reliability: tuple[Bin, ...]
    agreements: tuple[Agreement, ...]
    gained: Gained
    paragraph: str
    assumes: tuple[str, ...] = ASSUMES
    does_not_say: tuple[str, ...] = DOES_NOT_SAY


def linkage_quality(case: Case) -> LinkageQuality:
    """How good the linkage is, as far as anybody has judged."""
    judged, found = judged_pairs(case), newest_sample()
    agreements = tuple(_agreements(judged))
    if found is None:
        return LinkageQuality(
            sample=None, seed=None, drawn_at="", drawn_by="", moved=False, strata=(), quality=None,
            least=None, most=None, reliability=(), agreements=agreements, gained=gained(),
            paragraph=_nothing_drawn(agreements),
        )  # fmt: skip
    decision, sample = found
    strata = tuple(_stratum(stratum, judged, decision.id) for stratum in sample.strata)
    told = [_told(stratum) for stratum in strata]
    n_judged = sum(stratum.same + stratum.different for stratum in strata)
    estimate = quality(told, seed=sample.seed) if n_judged else None
    linked = ReceiptRow.objects.filter(stage="link", unit=CASE).first()
    return LinkageQuality(
        sample=decision.id,
        seed=sample.seed,
        drawn_at=f"{decision.at:%Y-%m-%d}",
        drawn_by=decision.by,
        moved=linked is None or linked.outputs != decision.target,
        strata=strata,
        quality=estimate,
        least=quality([_told(s, against=True) for s in strata], seed=sample.seed),
        most=quality([_told(s, against=False) for s in strata], seed=sample.seed),
        reliability=_reliability(found, strata, judged),
        agreements=agreements,
        gained=gained(),
        paragraph=_paragraph(decision, sample, strata, estimate, agreements),
    )


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
        if (verdict := verdict_on(drawn, judged, decision.id)) in ("same", "different")
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


# --- in words -----------------------------------------------------------------------------------


def _nothing_drawn(agreements: Sequence[Agreement]) -> str:
    said = "No random sample of pairs has been judged, so the quality of the linkage is not known."
    return " ".join([said, *map(_agreement_words, agreements[:1])])


def _paragraph(
    decision: Judgement,
    sample: Sample,
    strata: Sequence[StratumJudged],
    estimate: Quality | None,
    agreements: Sequence[Agreement],
) -> str:
    joined = sum(stratum.size for stratum in strata if stratum.joined)
    apart = sum(stratum.size for stratum in strata if not stratum.joined)
    drawn = sum(stratum.drawn for stratum in strata)
    judged = sum(stratum.same + stratum.different for stratum in strata)
    unsure = sum(stratum.unsure for stratum in strata)
    waiting = sum(stratum.open for stratum in strata)
    said = [
        f"A random sample of {_n(drawn, 'pair')} of records was drawn on {decision.at:%Y-%m-%d} "
        f"(seed {sample.seed}), in {_n(len(strata), 'stratum', 'strata')}, from {joined:,} that "
        f"were joined as one person and {apart:,} that were compared and left apart. "
        f"{judged:,} {'was' if judged == 1 else 'were'} decided by people, {unsure:,} left unsure "
        "or disputed" + (f", and {waiting:,} wait." if waiting else ".")
    ]
    if estimate is not None and estimate.precision is not None:
        right = _percent(estimate.precision)
        said.append(f"Of the joined pairs an estimated {right} are right (precision).")
    if estimate is not None and estimate.recall is not None:
        said.append(
            "Of the compared pairs that are one person an estimated "
            f"{_percent(estimate.recall)} were joined (recall)."
        )
    return " ".join([*said, *map(_agreement_words, agreements[:1])])


def _n(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _percent(share: Share) -> str:
    return (
        f"{100 * share.estimate:.1f} % ({share.level:.0%} interval {100 * share.lower:.1f} to "
        f"{100 * share.upper:.1f} %)"
    )


def _agreement_words(agreement: Agreement) -> str:
    kappa = agreement.kappa
    same = round(kappa.agreement * kappa.n)
    blind = f", {agreement.blind:,} of them blind" if agreement.blind else ""
    if kappa.kappa is None or kappa.lower is None or kappa.upper is None:
        beyond = "kappa cannot be told, for they gave one answer only"
    else:
        beyond = (
            f"Cohen's kappa {kappa.kappa:.2f}, {kappa.level:.0%} interval {kappa.lower:.2f} to "
            f"{kappa.upper:.2f}"
        )
    return (
        f"Two judges gave the same answer on {same:,} of {_n(kappa.n, 'pair')} that both "
        f"judged{blind} ({beyond})."
    )

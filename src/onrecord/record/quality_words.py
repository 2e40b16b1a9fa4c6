"""The quality of a linkage in a paragraph to be quoted; what it assumes and does not say."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from onrecord.link.quality import Kappa, Quality, Share
from onrecord.model.judgement import Judgement
from onrecord.model.linkage import StratumJudged
from onrecord.record.decisions import Sample, SampleOf

ASSUMES = (
    "The pairs were drawn at random within each stratum, and the strata are weighed by their size.",
    "Pairs that judges left unsure, or on which they disagree, are left out; the range beside each "
    "figure counts them all as wrongly joined or missed, and then as none.",
)
DOES_NOT_SAY: Mapping[SampleOf, tuple[str, ...]] = {
    "persons": (
        "It says nothing of pairs of records that were never compared: such a pair shares no key "
        "by which records are brought together, and is missed without being counted.",
        "It takes the judges' answers for the truth. Where the lists hold too little to tell, so "
        "does what is said of them.",
        "It counts pairs, not persons: a person on many lists weighs more than one on two.",
    ),
    "events": (
        "Recall is told of the pairs that were joined or held possible: some happenings of their "
        "two events have a chance of 0.1 or more. All other pairs were counted and a few of them "
        "drawn; they are so many that recall with them has a wide interval, and may be of no use.",
        "It says nothing of claims of one document, of statements that answer an event, or of acts "
        "that were told and not read: a claim that stands in no event is in no pair.",
        "It takes the judges' answers for the truth. Where the reports hold too little to tell, so "
        "does what is said of them.",
        "It counts pairs of claims, not events: an event of which many documents tell weighs more "
        "than one of which two do.",
    ),
}


class Agreement(Struct, frozen=True, kw_only=True):
    """Two judges over the pairs that both judged.

    ``table``: how often each answer met each; rows the first's, in the order of PAIR_KINDS.
    """

    first: str
    second: str
    table: tuple[tuple[int, ...], ...]
    kappa: Kappa
    blind: int  # pairs of which the one who came second had not seen the first one's answer


class _Words(Struct, frozen=True, kw_only=True):
    """How a paragraph calls what was put together."""

    not_known: str
    pairs: str  # of what the drawn pairs are
    joined: str
    possible: str
    of_recall: str


_WORDS: Mapping[SampleOf, _Words] = {
    "persons": _Words(
        not_known="No random sample of pairs has been judged, so the quality of the linkage is not "
        "known.",
        pairs="of records",
        joined="joined as one person",
        possible="were compared and left apart",
        of_recall="compared pairs that are one person",
    ),
    "events": _Words(
        not_known="No random sample of pairs of claims has been judged, so it is not known how "
        "well what reports tell was put together into events.",
        pairs="of claims of two documents",
        joined="joined as one event",
        possible="were left apart and held possible",
        of_recall="pairs of one event that were joined or held possible",
    ),
}


def nothing_drawn(of: SampleOf, agreements: Sequence[Agreement]) -> str:
    """What is to be said where no sample was drawn."""
    return " ".join([_WORDS[of].not_known, *map(_agreement_words, agreements[:1])])


def paragraph(
    decision: Judgement,
    sample: Sample,
    strata: Sequence[StratumJudged],
    estimates: tuple[Quality | None, Quality | None],
    agreements: Sequence[Agreement],
) -> str:
    """The paragraph; ``estimates`` are of the pairs that are joined or possible, and of all."""
    words, (estimate, of_all) = _WORDS[sample.of], estimates
    joined = sum(stratum.size for stratum in strata if stratum.joined)
    possible = sum(s.size for s in strata if s.possible and not s.joined)
    others = [stratum for stratum in strata if not stratum.possible]
    besides = f", and {sum(o.size for o in others):,} others" if others else ""
    drawn = sum(stratum.drawn for stratum in strata)
    judged = sum(stratum.same + stratum.different for stratum in strata)
    unsure = sum(stratum.unsure for stratum in strata)
    waiting = sum(stratum.open for stratum in strata)
    said = [
        f"A random sample of {_n(drawn, 'pair')} {words.pairs} was drawn on "
        f"{decision.at:%Y-%m-%d} (seed {sample.seed}), in "
        f"{_n(len(strata), 'stratum', 'strata')}, from {joined:,} that were {words.joined}"
        f"{',' if others else ' and'} {possible:,} that {words.possible}{besides}. "
        f"{judged:,} {'was' if judged == 1 else 'were'} decided by people, {unsure:,} left unsure "
        "or disputed" + (f", and {waiting:,} wait." if waiting else ".")
    ]
    if estimate is not None and estimate.precision is not None:
        right = _percent(estimate.precision)
        said.append(f"Of the joined pairs an estimated {right} are right (precision).")
    if estimate is not None and estimate.recall is not None:
        said.append(
            f"Of the {words.of_recall} an estimated {_percent(estimate.recall)} were joined "
            "(recall)."
        )
    if of_all is not None and of_all.recall is not None:
        said.append(_with_the_others(others, of_all.recall))
    return " ".join([*said, *map(_agreement_words, agreements[:1])])


def _with_the_others(others: Sequence[StratumJudged], recall: Share) -> str:
    same = sum(stratum.same for stratum in others)
    judged = same + sum(stratum.different for stratum in others)
    return (
        f"Of the others, which nothing brings together, {judged:,} were judged and {same:,} said "
        f"to be one; with them recall lies between {100 * recall.lower:.1f} and "
        f"{100 * recall.upper:.1f} % ({recall.level:.0%} interval)."
    )


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

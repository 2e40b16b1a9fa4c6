"""The quality of a linkage, as its template needs it."""

from collections.abc import Mapping

from msgspec import Struct

from onrecord.link.quality import Share
from onrecord.record.decisions import SampleOf
from onrecord.record.linkage_quality import LinkageQuality

NAMES: Mapping[SampleOf, tuple[tuple[str, str, str], ...]] = {
    "persons": (
        ("precision", "Precision", "of the joined pairs, those that are right"),
        ("recall", "Recall", "of the compared pairs of one person, those that were joined"),
        ("f1", "F1", "both in one figure"),
    ),
    "events": (
        ("precision", "Precision", "of the joined pairs, those that are right"),
        ("recall", "Recall", "of the pairs of one event, joined or held possible, those joined"),
        ("f1", "F1", "both in one figure"),
    ),
}


class QualityFigure(Struct, frozen=True, kw_only=True):
    """A share in words, with its interval, and its range where what is unsure counts either way."""

    name: str
    meaning: str
    estimate: str
    interval: str
    if_unsure: str


class QualityPage(Struct, frozen=True, kw_only=True):
    """The page of a linkage of persons, or of events."""

    told: LinkageQuality
    figures: tuple[QualityFigure, ...]
    n_open: int

    @property
    def of_events(self) -> bool:
        """Is it of events?"""
        return self.told.of == "events"


def quality_page(told: LinkageQuality) -> QualityPage:
    """Precision, recall and F1, those that can be told, and what else the page needs."""
    found = []
    for name, label, meaning in NAMES[told.of]:
        asked = (getattr(q, name, None) for q in (told.quality, told.least, told.most))
        shares = [share for share in asked if isinstance(share, Share)]
        if len(shares) == 3:
            found.append(_figure(label, meaning, *shares))
    if told.of_all is not None and told.of_all.recall is not None:
        found.append(_of_all(told.of_all.recall))
    n_open = sum(stratum.open for stratum in told.strata)
    return QualityPage(told=told, figures=tuple(found), n_open=n_open)


def _of_all(share: Share) -> QualityFigure:
    return QualityFigure(
        name="Recall of all pairs",
        meaning="with those that nothing brings together",
        estimate=percent(share.estimate),
        interval=f"{percent(share.lower)} to {percent(share.upper)}",
        if_unsure="",
    )


def _figure(name: str, meaning: str, share: Share, least: Share, most: Share) -> QualityFigure:
    return QualityFigure(
        name=name,
        meaning=meaning,
        estimate=percent(share.estimate),
        interval=f"{percent(share.lower)} to {percent(share.upper)}",
        if_unsure=f"{percent(least.estimate)} to {percent(most.estimate)}",
    )


def percent(share: float) -> str:
    """A share as a percentage with one decimal: "96.1 %"."""
    return f"{100 * share:.1f} %"

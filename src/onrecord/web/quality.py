"""The quality of a linkage, as its template needs it."""

from msgspec import Struct

from onrecord.link.quality import Quality, Share

NAMES = (
    ("precision", "Precision", "of the joined pairs, those that are right"),
    ("recall", "Recall", "of the compared pairs of one person, those that were joined"),
    ("f1", "F1", "both in one figure"),
)


class QualityFigure(Struct, frozen=True, kw_only=True):
    """A share in words, with its interval, and its range where what is unsure counts either way."""

    name: str
    meaning: str
    estimate: str
    interval: str
    if_unsure: str


def quality_figures(
    estimate: Quality | None, least: Quality | None, most: Quality | None
) -> tuple[QualityFigure, ...]:
    """Precision, recall and F1, those that can be told."""
    found = []
    for name, label, meaning in NAMES:
        asked = (getattr(q, name, None) for q in (estimate, least, most))
        shares = [share for share in asked if isinstance(share, Share)]
        if len(shares) == 3:
            found.append(_figure(label, meaning, *shares))
    return tuple(found)


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

"""The weights by which a case is linked, in words: what they rest on, and who saved them."""

from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.link.engine.kept import restored, why_not_fitting
from onrecord.link.linkage_report import comparisons_of
from onrecord.model.canonical import digest
from onrecord.model.linkage import Comparison
from onrecord.model.match_weights import LinkedBy, MatchWeights
from onrecord.record.linked_by import stored_linked_by
from onrecord.record.models import ReceiptRow
from onrecord.record.saved_weights import SavedWeights, saved_weights


class WeightsShown(Struct, frozen=True, kw_only=True):
    """The weights of a case. ``saved``: the decision in force, if any; ``linked_by``: those that
    made the links that stand; ``waits``: the links are older than what was decided since.
    """

    saved: SavedWeights | None
    linked_by: LinkedBy | None
    digest: str
    comparisons: tuple[Comparison, ...]
    waits: bool
    words: tuple[str, ...]


def weights_shown() -> WeightsShown:
    """The weights by which the case is linked."""
    saved, linked_by = saved_weights(), stored_linked_by()
    weights = linked_by.weights if linked_by is not None else saved.weights if saved else None
    return WeightsShown(
        saved=saved,
        linked_by=linked_by,
        digest="" if weights is None else digest(weights),
        comparisons=() if weights is None else shown_comparisons(weights),
        waits=not ReceiptRow.objects.filter(stage="link", current=True).exists(),
        words=tuple(_words(saved, weights)),
    )


def shown_comparisons(weights: MatchWeights) -> tuple[Comparison, ...]:
    """How often each kind of pair shows each level; empty where this version has other levels."""
    return () if why_not_fitting(weights) else comparisons_of(restored(weights).trained)


def _words(saved: SavedWeights | None, weights: MatchWeights | None) -> list[str]:
    if weights is None:
        return ["No two records were compared yet, so nothing is weighed."]
    return [_saved_words(saved), *rests_on(weights)]


def _saved_words(saved: SavedWeights | None) -> str:
    if saved is None:
        return (
            "No weights are saved: they are learned anew at every run, so a list or a judgement "
            "that is added may move links of others."
        )
    made = saved.decision
    return (
        f"Saved on {made.at:%Y-%m-%d} by {made.by}"
        + (f" because: {made.because}. " if made.because else ". ")
        + "Links are made by these weights until somebody decides otherwise; judgements made since "
        "hold, and teach nothing."
    )


def rests_on(weights: MatchWeights) -> list[str]:
    """What weights rest on, in sentences."""
    if weights.learned:
        few = f"; {weights.why_not}" if weights.why_not else ""
        said = [f"They were learned from the pairs of the lists, without labels{few}."]
    else:
        said = [f"They are the published ones: {weights.why_not}."]
    taught = weights.taught
    if taught is None:
        return [*said, "No judged pair taught anything beyond them."]
    most = ", ".join(about for about, _ in taught.matters[:3])
    return [
        *said,
        f"{taught.n_same + taught.n_different:,} judged pairs ({taught.n_same:,} same, "
        f"{taught.n_different:,} different) taught a second comparison ({taught.chosen}), which "
        f"weighs doubtful pairs again. Most of what it adds hangs on: {most}.",
    ]

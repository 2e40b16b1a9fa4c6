"""The weights that somebody saved in the case: links are made by them until that is undone."""

import msgspec
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.errors import DecisionRefused
from onrecord.model.canonical import digest
from onrecord.model.judgement import Judgement
from onrecord.model.match_weights import MatchWeights
from onrecord.record.case import Case
from onrecord.record.decisions import Asked, decide, decide_all, standing
from onrecord.record.learned import learned_now

KIND = "weights"


class SavedWeights(Struct, frozen=True, kw_only=True):
    """Weights in force, and the decision that holds them."""

    decision: Judgement
    weights: MatchWeights


def all_saved() -> tuple[SavedWeights, ...]:
    """Every decision on weights that is in force, oldest first; links are made by the last."""
    return tuple(
        SavedWeights(decision=made, weights=msgspec.convert(made.body["weights"], MatchWeights))
        for made in standing((KIND,))
    )


def saved_weights() -> SavedWeights | None:
    """The weights by which links are made; None where they are learned anew at every run."""
    found = all_saved()
    return found[-1] if found else None


def save_weights(
    case: Case, *, by: str, because: str = "", weights: MatchWeights | None = None
) -> Judgement:
    """Decide that links are made by these weights from now on: by default, by those of now."""
    body = {} if weights is None else {KIND: msgspec.to_builtins(weights)}
    target = digest(learned_now() if weights is None else weights)
    return decide(case, KIND, target, by=by, because=because, body=body)


def let_go(case: Case, *, by: str, because: str = "") -> tuple[Judgement, ...]:
    """Undo every decision on weights that is in force: they are learned anew from now on."""
    found = all_saved()
    if not found:
        raise DecisionRefused("no weights are saved in the case; there is nothing to let go")
    undone = [Asked(kind="undo", target=one.decision.id, because=because) for one in found]
    return decide_all(case, undone, by=by)

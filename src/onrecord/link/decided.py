"""What people decided about pairs of subjects: the newest decision on a pair holds."""

from collections.abc import Iterable
from typing import Literal

from onrecord.model.judgement import Judgement
from onrecord.model.outcome import SetAside

Verdict = Literal["same", "different", "unsure"]
# Chances between which somebody should look, whether or not the pair is joined until then.
UNSURE_FROM, SURE_FROM = 0.1, 0.9
Decided = dict[tuple[str, str], tuple[Verdict, Judgement]]


def ordered(left: str, right: str) -> tuple[str, str]:
    """The pair with the smaller id first."""
    return (left, right) if left <= right else (right, left)


def decided_pairs(judgements: Iterable[Judgement]) -> Decided:
    """The verdict in force on each pair of subjects, whatever the order in which they came."""
    found: Decided = {}
    for judgement in sorted(judgements, key=lambda j: (j.at, j.id)):
        if judgement.kind in ("same", "different", "unsure") and judgement.other is not None:
            pair = ordered(judgement.target, judgement.other)
            if pair[0] != pair[1]:
                found[pair] = (judgement.kind, judgement)
    return found


def against_others(pair: tuple[str, str], judgement: Judgement, what: str) -> SetAside:
    """A "same" that cannot be followed because other judgements keep the two apart."""
    return SetAside(
        stage="link",
        subject=judgement.id,
        reason=(
            f"this judgement says that {pair[0]} and {pair[1]} are the same {what}, while other "
            "judgements together say that they are not; undo one of them"
        ),
        code="judgements-conflict",
    )

"""Compare two personal names, part by part, and say in words what was found."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from onrecord.names.fold import script_of
from onrecord.names.parts import Name, Part, parse_name
from onrecord.names.sounds import likeness

SAME, NEAR, UNCLEAR = 0.92, 0.84, 0.7  # floors of the levels of likeness of one part
Level = Literal["same", "near", "unclear", "different"]

_BY_ONE_PART = 0.6  # the highest score of names of which one has a single part
_BY_KUNYA = 0.5
_OTHER_ORDER = 0.85
_OVER_GIVEN = 0.05  # whole names are hardly more alike than their given names: families share rest


class PartPair(Struct, frozen=True, kw_only=True):
    """Two parts that were set side by side: their positions in either chain and their likeness."""

    left: int
    right: int
    likeness: float


class NameComparison(Struct, frozen=True, kw_only=True):
    """How well two names agree, from 0 to 1, and why, in words; ``aligned`` parts in order."""

    score: float
    reasons: tuple[str, ...]
    aligned: tuple[PartPair, ...] = ()


def level_of(alike: float) -> Level:
    """The level of a likeness: same ≥ 0.92, near ≥ 0.84, unclear ≥ 0.7, else different."""
    if alike >= SAME:
        return "same"
    if alike >= NEAR:
        return "near"
    return "unclear" if alike >= UNCLEAR else "different"


@lru_cache(maxsize=1 << 20)
def compare_parts(left: Part, right: Part) -> float:
    """How alike two parts are, from 0 to 1, under the likeliest reading of either.

    Compounds of one head ("Abd al-…") are compared by the rest alone; a compound and a plain part
    are alike only as far as their rests are, at a discount.
    """
    alike = max(likeness(a, b) for a in left.forms for b in right.forms)
    return alike if left.head == right.head else alike * 0.8


@lru_cache(maxsize=1 << 16)
def compare_names(left: str, right: str) -> NameComparison:
    """Compare two names as written, in any mix of Arabic and Latin script. Symmetric.

    Chains of different length are aligned: the first parts face each other, and parts that one
    side leaves out (a grandfather's name) cost little. Who is not named matches nobody.
    """
    a, b = parse_name(left), parse_name(right)
    if a.nameless or b.nameless:
        side = "left" if a.nameless else "right"
        return NameComparison(
            score=0.0, reasons=(f"no name on the {side}: {a.nameless or b.nameless}",)
        )
    if not a.parts or not b.parts:
        return _by_kunya(a, b)
    straight = _compare_chains(a.parts, b.parts)
    turned = max(
        _compare_chains((*a.parts[1:], a.parts[0]), b.parts),
        _compare_chains(a.parts, (*b.parts[1:], b.parts[0])),
        key=lambda found: found.score,
    )
    if turned.score >= NEAR and turned.score * _OTHER_ORDER > straight.score:
        return NameComparison(
            score=round(turned.score * _OTHER_ORDER, 4),
            reasons=("the same parts in another order", *turned.reasons),
        )
    return straight


def align(left: Sequence[Part], right: Sequence[Part]) -> tuple[PartPair, ...]:
    """Set the parts of two chains side by side, in order, so that they agree best.

    The first parts always face each other (a given name is never left out); every part of the
    shorter chain faces one of the longer.
    """
    if len(left) > len(right):
        turned = align(right, left)
        return tuple(PartPair(left=p.right, right=p.left, likeness=p.likeness) for p in turned)
    if not left:
        return ()
    n, m = len(left), len(right)
    if n == m:
        return tuple(_facing(left, i, right, i) for i in range(n))
    if n <= 2:
        last = [_facing(left, 1, right, j) for j in range(m - 1, 0, -1)] if n == 2 else []
        best = max(last, key=lambda pair: pair.likeness, default=None)
        return tuple(pair for pair in (_facing(left, 0, right, 0), best) if pair is not None)
    return (_facing(left, 0, right, 0), *_align_rest(left, right))


def _facing(left: Sequence[Part], i: int, right: Sequence[Part], j: int) -> PartPair:
    return PartPair(left=i, right=j, likeness=compare_parts(left[i], right[j]))


def _align_rest(left: Sequence[Part], right: Sequence[Part]) -> tuple[PartPair, ...]:
    """Dynamic programme over the parts after the first; ties go to the later part (family)."""
    best: dict[tuple[int, int], tuple[float, tuple[PartPair, ...]]] = {}
    for i in range(len(left), 0, -1):
        for j in range(len(right), 0, -1):
            if i == len(left):
                best[i, j] = (0.0, ())
            elif len(right) - j >= len(left) - i:
                pair = _facing(left, i, right, j)
                total, pairs = best[i + 1, j + 1]
                facing = (total + pair.likeness, (pair, *pairs))
                left_out = best.get((i, j + 1))
                best[i, j] = left_out if left_out and left_out[0] >= facing[0] else facing
    return best[1, 1][1]


def _compare_chains(left: Sequence[Part], right: Sequence[Part]) -> NameComparison:
    aligned = align(left, right)
    weights = [1.5 if pair.left == pair.right == 0 else 1.0 for pair in aligned]
    mean = sum(w * p.likeness for w, p in zip(weights, aligned, strict=True)) / sum(weights)
    worst = min(pair.likeness for pair in aligned)
    score = mean if worst >= UNCLEAR else mean * (0.5 + worst / 2)
    score = min(score, aligned[0].likeness + _OVER_GIVEN) - 0.03 * abs(len(left) - len(right))
    reasons = [*_agreement(left, right, aligned), *_left_out(left, right, aligned)]
    if min(len(left), len(right)) == 1:
        score = min(score, _BY_ONE_PART)
        reasons.append("only one part of a name to compare")
    return NameComparison(score=round(max(0.0, score), 4), reasons=tuple(reasons), aligned=aligned)


def _agreement(
    left: Sequence[Part], right: Sequence[Part], aligned: tuple[PartPair, ...]
) -> list[str]:
    across = script_of(left[0].text) != script_of(right[0].text)
    after = " after transliteration" if across else ""
    said: list[str] = []
    for pair in aligned:
        a, b = _shown(left[pair.left]), _shown(right[pair.right])
        which = _role_of(pair, len(left), len(right))
        match level_of(pair.likeness):
            case "same":
                said.append(f"{which} agrees" + (after if a != b else ""))
            case "near":
                said.append(f"{which} is spelt nearly alike{after} ({a} / {b})")
            case "unclear":
                said.append(f"{which} is only somewhat alike{after} ({a} / {b})")
            case "different":
                said.append(f"{which} differs ({a} / {b})")
    return list(dict.fromkeys(said))


def _role_of(pair: PartPair, n_left: int, n_right: int) -> str:
    """What a part of both chains is, by where it stands in the longer one."""
    if n_left >= n_right:
        return _role(pair.left, n_left)
    return _role(pair.right, n_right)


def _role(position: int, parts: int) -> str:
    """Given name first, family name last, fathers between: how chains are written, not a rule."""
    if position == 0:
        return "given name"
    if position == parts - 1:
        return "family name"
    return {1: "father's name", 2: "grandfather's name"}.get(position, "a further part")


def _shown(part: Part) -> str:
    """The part as the reasons show it, a compound with its head."""
    match part.head:
        case None:
            return part.text
        case "din" | "allah":
            return f"{part.text} {part.head}"
        case _:
            return f"{part.head} {part.text}"


def _left_out(
    left: Sequence[Part], right: Sequence[Part], aligned: tuple[PartPair, ...]
) -> list[str]:
    """Which parts of the longer chain the other does not give."""
    if len(left) == len(right):
        return []
    longer, side = (left, "right") if len(left) > len(right) else (right, "left")
    faced = {pair.left if longer is left else pair.right for pair in aligned}
    missing = [_role(at, len(longer)) for at in range(len(longer)) if at not in faced]
    return [f"{which} missing on the {side}" for which in dict.fromkeys(missing)]


def _by_kunya(a: Name, b: Name) -> NameComparison:
    if a.kunya is None or b.kunya is None:
        return NameComparison(score=0.0, reasons=("a kunya and a name cannot be compared",))
    alike = compare_parts(a.kunya, b.kunya)
    return NameComparison(score=round(alike * _BY_KUNYA, 4), reasons=("only kunyas to compare",))

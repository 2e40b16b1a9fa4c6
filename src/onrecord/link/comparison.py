"""Compare two records field by field: the level of each comparison, and what it weighs."""

from msgspec import Struct

from onrecord.link.portrait import Portrait
from onrecord.link.weights import PRIOR, PRIOR_WITHIN_A_LIST, match_weight
from onrecord.names.compare import align, level_of
from onrecord.names.fold import script_of
from onrecord.names.parts import Part
from onrecord.names.sounds import likeness

_TURNED = -2.0  # own and family name in the other order: a habit of some lists, and of error
_ADULT = 15


class Compared(Struct, frozen=True, kw_only=True):
    """The levels of two records' comparison, their match weight, and why they cannot be one."""

    weight: float
    levels: tuple[tuple[str, str], ...]  # (comparison, level)
    contradiction: str | None = None
    capped: str | None = None  # why it may be "unsure" at best

    def level(self, comparison: str) -> str | None:
        """The level of one comparison; None where a side says nothing."""
        return next((level for name, level in self.levels if name == comparison), None)


def compare(left: Portrait, right: Portrait) -> Compared:
    """Compare two records that name somebody. Symmetric; missing values weigh nothing."""
    names, turned = _names(left, right)
    levels = [
        *names,
        *_age(left.record.age, right.record.age),
        *_sex(left.record.sex, right.record.sex),
        *_place(left.place, right.place),
        *_date(left.days, right.days),
    ]
    one_list = left.record.rendition == right.record.rendition
    weight = PRIOR_WITHIN_A_LIST if one_list else PRIOR
    weight += sum(match_weight(name, level) for name, level in levels)
    found = dict(levels)
    return Compared(
        weight=round(weight + (_TURNED if turned else 0.0), 3),
        levels=(*levels, *((("order", "turned"),) if turned else ())),
        contradiction=_contradiction(found),
        capped=_cap(found, left, right),
    )


def hopeless(left: Portrait, right: Portrait) -> bool:
    """Whether age or sex exclude one person, and place or date do not even suggest a family.

    Told before any name is compared: such pairs are different and of no interest to a reader.
    """
    excluded = _age(left.record.age, right.record.age) == [("age", "far")] or _sex(
        left.record.sex, right.record.sex
    ) == [("sex", "different")]
    return excluded and (
        _date(left.days, right.days) == [("date", "far")]
        or (left.place is not None and right.place is not None and left.place != right.place)
    )


def _names(left: Portrait, right: Portrait) -> tuple[list[tuple[str, str]], bool]:
    if left.columns and right.columns:
        return _by_column(left.columns, right.columns), False
    straight = _by_chain(left, right)
    if straight[0][1] == "different" and len(left.chain) > 1 and len(right.chain) > 1:
        turned = _turned(left, right)
        if turned and all(level in ("same", "near") for _, level in turned):
            return turned, True
    return straight, False


def _by_column(
    left: tuple[tuple[Part, ...], ...], right: tuple[tuple[Part, ...], ...]
) -> list[tuple[str, str]]:
    compared = ("given name", "father's name", "family name")
    return [
        (name, level_of(_mean_likeness(a, b)))
        for name, a, b in zip(compared, left, right, strict=True)
        if a and b
    ]


def _mean_likeness(left: tuple[Part, ...], right: tuple[Part, ...]) -> float:
    aligned = align(left, right)
    return sum(pair.likeness for pair in aligned) / len(aligned)


def _by_chain(left: Portrait, right: Portrait) -> list[tuple[str, str]]:
    """Levels by position: first is the given name, last and last the family's, else the father's.

    Where one side has columns, they say which part is which.
    """
    found: dict[str, str] = {}
    for pair in align(left.chain, right.chain):
        which = _role(left, pair.left) or _role(right, pair.right)
        if which is None:
            last = pair.left == len(left.chain) - 1 and pair.right == len(right.chain) - 1
            which = "given name" if pair.left == 0 else "family name" if last else "father's name"
        found.setdefault(which, level_of(pair.likeness))
    return list(found.items())


def _role(portrait: Portrait, position: int) -> str | None:
    if not portrait.columns:
        return None
    given, father = len(portrait.columns[0]), len(portrait.columns[1])
    if position < given:
        return "given name"
    return "father's name" if position < given + father else "family name"


def _turned(left: Portrait, right: Portrait) -> list[tuple[str, str]] | None:
    """The comparison with the family name moved to the end, where neither side has columns."""
    if left.columns or right.columns:
        return None
    moved = (*left.chain[1:], left.chain[0])
    pairs = align(moved, right.chain)
    if len(pairs) < 2:
        return None
    return [
        ("given name" if pair.left == 0 else "family name", level_of(pair.likeness))
        for pair in (pairs[0], pairs[-1])
    ]


def _age(left: int | None, right: int | None) -> list[tuple[str, str]]:
    if left is None or right is None:
        return []
    gap = abs(left - right)
    if gap == 0:
        return [("age", "same")]
    if gap == 1:
        return [("age", "within a year")]
    if left >= 10 and right >= 10 and str(left) == str(right)[::-1]:
        return [("age", "digits turned")]
    child = min(left, right) < _ADULT
    if gap <= (2 if child else 3):
        return [("age", "within three years")]
    return [("age", "within ten years" if gap <= (5 if child else 10) else "far")]


def _sex(left: str | None, right: str | None) -> list[tuple[str, str]]:
    if left is None or right is None:
        return []
    return [("sex", "same" if left == right else "different")]


def _place(left: str | None, right: str | None) -> list[tuple[str, str]]:
    if left is None or right is None:
        return []
    if left == right:
        return [("place", "same")]
    across = script_of(left) != script_of(right)
    alike = likeness(left, right) >= (0.84 if across else 0.9) or left in right or right in left
    return [("place", "alike" if alike else "different")]


def _date(left: tuple[int, int] | None, right: tuple[int, int] | None) -> list[tuple[str, str]]:
    if left is None or right is None:
        return []
    if left == right and left[0] == left[1]:
        return [("date", "same")]
    apart = max(left[0], right[0]) - min(left[1], right[1])
    if apart <= 0:
        return [("date", "overlapping")]
    level = "within a week" if apart <= 7 else "within a month" if apart <= 31 else "far"
    return [("date", level)]


def _contradiction(found: dict[str, str]) -> str | None:
    if found.get("given name") == "different":
        shared = [w for w in ("father's name", "family name") if found.get(w) in ("same", "near")]
        if shared:
            return (
                "different given names: relatives share the "
                + " and the ".join(shared)
                + ", often place and date too, and are different persons"
            )
        return "different given names"
    if found.get("sex") == "different":
        return "the lists give different sexes"
    if found.get("age") == "far":
        return "the ages are too far apart"
    return None


def _cap(found: dict[str, str], left: Portrait, right: Portrait) -> str | None:
    if min(len(left.chain), len(right.chain)) == 1:
        return "one of them has a single part of a name"
    if found.get("given name") == "unclear":
        return "the given names are only somewhat alike"
    return None

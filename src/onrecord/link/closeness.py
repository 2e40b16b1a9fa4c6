"""When two gatherings cannot be one happening, and how much speaks for it when they can."""

from msgspec import Struct

from onrecord.link.days import disjoint, gap, hull, span
from onrecord.link.gathering import Gathering
from onrecord.link.traces import Family

Apart = dict[str, set[str]]  # claim id → claim ids that are another happening

_RELATED = frozenset(
    frozenset(pair)
    for pair in (
        ("killing", "attack"), ("killing", "property"), ("killing", "ill_treatment"),
        ("attack", "property"), ("attack", "custody"), ("killing", "custody"),
        ("custody", "ill_treatment"),
    )
)  # fmt: skip
_GENERAL = frozenset({"attack", "assault", "killing", "violence", "death", "kill", "killed"})
_EPISODE = 7  # days
_FIGHTING = frozenset({"killing", "attack", "unsaid"})


class Closeness(Struct, frozen=True, kw_only=True):
    """How much speaks for one happening, and what, in words."""

    score: float
    reasons: tuple[str, ...]


def related(left: Family, right: Family) -> bool:
    """Whether two kinds of harm often belong to one happening."""
    vague = {"unsaid", "flight"}
    return left == right or bool(vague & {left, right}) or frozenset((left, right)) in _RELATED


def conflict(
    left: Gathering, right: Gathering, apart: Apart, *, one_sentence: bool = False
) -> str | None:
    """Why the two cannot be one happening, in words; None when they can.

    ``one_sentence``: one sentence tells of both with the same kind of harm, so that it may count
    victims of two sides ("killed 14 guards and two drivers").
    """
    if any(apart.get(claim, _NONE) & right.claims for claim in left.claims if claim in apart):
        return "a source or a judgement tells them apart"
    if not _one_episode(left, right):
        return "the days exclude each other"
    if left.place_fit(right) == "apart":
        return "the places are apart"
    if left.countries and right.countries and not left.countries & right.countries:
        return "the countries differ"
    if not left.perpetrators & right.perpetrators:
        if left.perpetrators & right.victims or left.victims & right.perpetrators:
            return "the sides are turned round"
        both = {left.side, right.side}
        if (
            not one_sentence
            and both == {"armed", "civilian"}
            and {left.family, right.family} <= _FIGHTING
        ):
            return "one harms people who fight, the other civilians"
    if left.family == right.family == "attack":
        if _other_sites(left, right):
            return "different kinds of place were attacked"
        if _one_and_many(left, right):
            return "one is a single attack at a place, the other speaks of several"
    return None


_NONE: set[str] = set()


def _one_episode(left: Gathering, right: Gathering) -> bool:
    """Whether the days allow for one happening.

    They share a day; or they are consecutive, and people are killed, driven out or robbed at the
    same place.
    Together they are no longer than a week or the longest interval that one source states.
    """
    if not (left.dated and right.dated):
        return not disjoint(left.presumed, right.presumed)
    attack = "attack" in (left.family, right.family)
    neighbours = 0 if attack or left.place_fit(right) != "same" else 1
    if gap(left.days, right.days) > neighbours:
        return False
    together = span(hull([left.days, right.days]))
    return together <= max(_EPISODE, left.longest, right.longest)


def _other_sites(left: Gathering, right: Gathering) -> bool:
    """Whether both say at what kind of place, and no kind is in both: hospitals and houses."""
    return bool(left.sites and right.sites and not left.sites & right.sites)


def _one_and_many(left: Gathering, right: Gathering) -> bool:
    return any(
        one.singular and not one.plural and many.plural and not many.singular and one.located
        for one, many in ((left, right), (right, left))
    )


def closeness(left: Gathering, right: Gathering) -> Closeness:
    """Add up what speaks for one happening: place, days, kind of harm, sides, words.

    Place and days count most (same place 3, within reach 2; the same days 2, overlapping or
    consecutive 1), the same kind of harm 2; the same side of victims, perpetrators, words and
    country 1 each.
    """
    score, reasons = 0.0, []
    place = left.place_fit(right)
    if place in ("same", "near"):
        score += 3 if place == "same" else 2
        reasons.append("same place" if place == "same" else "places within reach of each other")
    if left.dated and right.dated:
        if hull([left.days, right.days]) in (left.days, right.days):
            score += 2
            reasons.append("same dates" if left.days == right.days else "dates within the other's")
        else:
            score += 1
            apart = disjoint(left.days, right.days)
            reasons.append("consecutive days" if apart else "overlapping dates")
    if left.family == right.family:
        score += 2
        reasons.append("same kind of harm")
    if left.side is not None and left.side == right.side:
        score += 1
        reasons.append(f"victims called {left.side} in both")
        if {left.family, right.family} == {"attack", "killing"} and not _other_sites(left, right):
            score += 1
            reasons.append("an attack and the people whom it killed")
    if left.perpetrators & right.perpetrators:
        score += 1
        reasons.append("a perpetrator named in both")
    if left.told_as_a_whole & right.told_in or right.told_as_a_whole & left.told_in:
        score += 1
        reasons.append("a document that speaks of the whole also speaks of this")
    if left.words & right.words:
        score += 1
        reasons.append("the same words for it")
    elif left.words and right.words and not _GENERAL & (left.words | right.words):
        score -= 1  # an ambush is hardly called a raid
    if not place and left.countries & right.countries:
        score += 1
        reasons.append("same country")
    return Closeness(score=score, reasons=tuple(reasons))

"""When two gatherings cannot be one happening."""

from onrecord.link.days import EPISODE, disjoint, gap, hull, span
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
DAYS_EXCLUDE = "the days exclude each other"
_FIGHTING = frozenset({"killing", "attack", "unsaid"})


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
    if kept_apart(left, right, apart):
        return "a source or a judgement tells them apart"
    if not _one_episode(left, right):
        return DAYS_EXCLUDE
    return _other_conflict(left, right, one_sentence=one_sentence)


def kept_apart(left: Gathering, right: Gathering, apart: Apart) -> bool:
    """Whether a source's order of events, or a judgement, tells a claim of either apart."""
    return bool(apart) and any(
        apart[claim] & right.claims for claim in left.claims if claim in apart
    )


def _other_conflict(left: Gathering, right: Gathering, *, one_sentence: bool) -> str | None:
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


def _one_episode(left: Gathering, right: Gathering) -> bool:
    """Whether the days allow for one happening.

    They share a day; or they are consecutive, and people are killed, driven out or robbed at the
    same place.
    Together they are no longer than a week; or than the longest interval that a source states,
    where nothing closer is said of that side.
    """
    if not (left.dated and right.dated):
        return not disjoint(left.presumed, right.presumed)
    attack = "attack" in (left.family, right.family)
    neighbours = 0 if attack or left.place_fit(right) != "same" else 1
    if gap(left.days, right.days) > neighbours:
        return False
    together = span(hull([left.days, right.days]))
    return together <= max(EPISODE, left.longest, right.longest)


def days_of_one_week(left: Gathering, right: Gathering) -> bool:
    """Whether the days alone part the two, and reports on days between may make one episode.

    So it is with days of one week at one place, and where one is undated and appeared before the
    days of the other: it may tell of the beginning.
    """
    if _other_conflict(left, right, one_sentence=False) is not None:
        return False
    if not (left.dated and right.dated):
        return True
    return (
        "attack" not in (left.family, right.family)
        and left.place_fit(right) == "same"
        and span(hull([left.days, right.days])) <= EPISODE
    )


def _other_sites(left: Gathering, right: Gathering) -> bool:
    """Whether both say at what kind of place, and no kind is in both: hospitals and houses."""
    return bool(left.sites and right.sites and not left.sites & right.sites)


def _one_and_many(left: Gathering, right: Gathering) -> bool:
    return any(
        one.singular and not one.plural and many.plural and not many.singular and one.located
        for one, many in ((left, right), (right, left))
    )

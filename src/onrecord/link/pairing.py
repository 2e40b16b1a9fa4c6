"""Which happenings are compared, which exclude each other, and how likely the others are one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from onrecord.link.closeness import DAYS_EXCLUDE, Apart, conflict, days_of_one_week, related
from onrecord.link.days import span
from onrecord.link.gathering import Gathering
from onrecord.link.likeness import told_beside
from onrecord.link.nearby import Nearby
from onrecord.link.weighing import Weighing

APART = float("-inf")
_LOOKED_AT = 100  # happenings with which one is compared
_PASSED_OVER = 100  # that it cannot be one with, after which no more are looked at
_FEW_MEANT = 3  # happenings of a document that a claim without place and days may speak of
_MOST = 8.0  # log2 of odds beyond which a pair says no more


class Compared(Struct, frozen=True):
    """Two happenings by their places in the order in which they were given; left is the smaller.

    ``weight``: log2 of the odds that they are one; `APART` where that is excluded, and 0 where they
    can be one by way of others alone.
    """

    left: int
    right: int
    weight: float


def compare(
    happenings: Sequence[Gathering], weighing: Weighing, apart: Apart
) -> tuple[Compared, ...]:
    """Compare the happenings that may be one by place and days, the best anchored first.

    Where more than so many could be meant, each is compared with the best anchored of them, and of
    these with those that stand nearest in time.
    """
    order = sorted(range(len(happenings)), key=lambda i: _anchor(happenings[i]))
    index = Nearby()
    found: list[Compared] = []
    for here in order:
        happening = happenings[here]
        found += _with(here, index.near(happening), happenings, weighing, apart)
        index.add(here, happening)
    return tuple(sorted(found, key=lambda pair: (pair.left, pair.right)))


def within_documents(
    happenings: Sequence[Gathering], weighing: Weighing, apart: Apart
) -> tuple[Compared, ...]:
    """What one document tells in two paragraphs, where one says neither where nor when.

    They are kept apart, and may be one: somebody is asked, where few could be meant.
    """
    told: dict[str, list[int]] = defaultdict(list)
    for place, happening in enumerate(happenings):
        for document in happening.told_in:
            told[document].append(place)
    found: dict[tuple[int, int], Compared] = {}
    for here in told.values():
        for loose in (n for n in here if not (happenings[n].located or happenings[n].dated)):
            meant = [n for n in here if n != loose and _may_go_on(happenings, loose, n, apart)]
            for other in meant if len(meant) <= _FEW_MEANT else ():
                left, right = sorted((loose, other))
                weight = weighing.weight(happenings[left], happenings[right])
                found[left, right] = Compared(left, right, min(_MOST, weight))
    return tuple(found[pair] for pair in sorted(found))


def _may_go_on(happenings: Sequence[Gathering], one: int, other: int, apart: Apart) -> bool:
    left, right = happenings[one], happenings[other]
    return (
        told_beside(left, right)
        and related(left.family, right.family)
        and conflict(left, right, apart) is None
    )


def _with(
    here: int,
    candidates: Iterable[int],
    happenings: Sequence[Gathering],
    weighing: Weighing,
    apart: Apart,
) -> Iterable[Compared]:
    open_ones = excluded_ones = 0
    for other in candidates:
        left, right = sorted((here, other))
        one, two = happenings[left], happenings[right]
        if beside_its_whole(one, two):
            continue
        weight = APART if excluded(one, two) else weigh(one, two, weighing, apart)
        open_ones += weight > APART
        excluded_ones += weight == APART
        yield Compared(left, right, weight)
        if open_ones >= _LOOKED_AT or excluded_ones >= _PASSED_OVER:
            return


def weigh(left: Gathering, right: Gathering, weighing: Weighing, apart: Apart) -> float:
    """log2 of the odds that two happenings, or two events, are one; see `Compared`."""
    why_not = conflict(left, right, apart)
    if why_not is None:
        return min(_MOST, weighing.weight(left, right))
    return 0.0 if why_not == DAYS_EXCLUDE and days_of_one_week(left, right) else APART


def may_be_weighed(left: Gathering, right: Gathering) -> bool:
    """Whether how alike they are decides, and no rule; two paragraphs of one document count too."""
    return related(left.family, right.family) and conflict(left, right, {}) is None


def excluded(left: Gathering, right: Gathering) -> str | None:
    """Why two happenings cannot be one, whatever joins them with others; None where they can."""
    if told_beside(left, right):
        return "a document tells of both"
    return None if related(left.family, right.family) else "kinds of harm that do not go together"


def beside_its_whole(left: Gathering, right: Gathering) -> bool:
    """Whether one document tells of both and not apart: what it says then speaks of neither."""
    return bool(left.told_in & right.told_in) and not told_beside(left, right)


def _anchor(happening: Gathering) -> tuple[int, int, int, str]:
    """What says where and when, and most closely, comes first."""
    unsaid = 2 - int(happening.located) - int(happening.dated)
    return unsaid, span(happening.days) or 10**6, happening.days.first or 0, happening.key

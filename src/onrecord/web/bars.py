"""The waterfall of a pair as bars: a picture of what its list says in words."""

from collections.abc import Sequence

from msgspec import Struct

from onrecord.model.event import HappeningPair
from onrecord.model.party import Pair
from onrecord.record.waterfall import Told, Waterfall, waterfall


class Bar(Struct, frozen=True):
    """A step with its bar, in hundredths of the width."""

    told: Told
    x: str
    width: str
    zero: str  # where the odds are even


class Bars(Struct, frozen=True):
    """A waterfall with its bars."""

    fall: Waterfall
    steps: tuple[Bar, ...]
    silent: tuple[Told, ...]  # steps that say next to nothing


class Share(Struct, frozen=True):
    """One of the answers to "who are these two?", as a stretch of one bar."""

    key: str
    words: str
    in_100: str
    x: str
    width: str


def bars_of(pair: Pair | HappeningPair) -> Bars | None:
    """The bars of a pair; None where no steps were kept."""
    fall = waterfall(pair)
    if fall is None:
        return None
    ends = [0.0, fall.start, *(step.after for step in fall.steps)]
    low, high = min(ends), max(ends)
    width = max(high - low, 1.0)

    def place(weight: float) -> float:
        return 100 * (weight - low) / width

    loud = [step for step in fall.steps if step.speaks != "neither"]
    bars = tuple(
        Bar(
            step,
            f"{place(min(step.before, step.after)):.1f}",
            f"{max(abs(place(step.after) - place(step.before)), 0.6):.1f}",
            f"{place(0):.1f}",
        )
        for step in loud
    )
    return Bars(fall, bars, tuple(step for step in fall.steps if step.speaks == "neither"))


def shares_of(pair: Pair) -> tuple[Share, ...]:
    """The chances of one person, of two relatives killed together, and of two strangers."""
    neither = max(0.0, 1 - pair.chance - pair.co_victim)
    answers = (
        ("same", "one person", pair.chance),
        ("relatives", "two relatives, killed together", pair.co_victim),
        ("strangers", "two others", neither),
    )
    return tuple(_shares(answers))


def _shares(answers: Sequence[tuple[str, str, float]]) -> list[Share]:
    made, at = [], 0.0
    for key, words, chance in answers:
        made.append(Share(key, words, in_100(chance), f"{100 * at:.1f}", f"{100 * chance:.1f}"))
        at += chance
    return made


def in_100(chance: float) -> str:
    """A chance in words: "71 in 100", never 0 or 100."""
    if chance < 0.005:
        return "under 1 in 100"
    if chance > 0.995:
        return "over 99 in 100"
    return f"{100 * chance:.0f} in 100"

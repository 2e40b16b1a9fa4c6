"""A result as a paragraph that may be quoted: what it is, how sure, and what it rests on."""

import math

from onrecord.stats.estimate import Estimated, NotEstimable, Result

CREDIBLE = "credible"


def in_words(result: Result, *, n_lists: int, of: str = "people") -> str:
    """A plain paragraph for somebody who is no statistician, with nothing left out that matters.

    An estimate is never given without its interval or the reason why there is none, a lower
    bound is called one, and what is assumed stands in the same paragraph.

    Parameters
    ----------
    n_lists : lists that the table was made from
    of : who is counted, in the plural: "people", "people killed in Marsa in 2021"

    Examples
    --------
    >>> from onrecord.stats import chapman, from_cells
    >>> two = from_cells(["A", "B"], [(1, 0), (0, 1), (1, 1)], [15, 10, 5])
    >>> in_words(chapman(two), n_lists=2)[:41]
    '30 people are on at least one of 2 lists.'
    """
    if isinstance(result, NotEstimable):
        return (
            f"{_documented(result, n_lists, of)} How many were on none cannot be said by the "
            f"method “{_plain(result.method)}”: {_sentence(result.reason)} The documented count "
            "stands; it is no estimate of all."
        )
    told = _bound(result, of) if result.kind == "lower bound" else _estimate(result, of)
    return f"{_documented(result, n_lists, of)} {told} {_assumed(result)}"


def _documented(result: Result, n_lists: int, of: str) -> str:
    return f"{result.n_documented:,} {of} are on at least one of {n_lists} lists."


def _estimate(result: Estimated, of: str) -> str:
    by = f"The method “{_plain(result.method)}”"
    if result.lower is None:
        return (
            f"{by} gives a number near {_round(result.estimate, result)}, which should not be "
            f"quoted as a finding, and no interval is given: {' '.join(result.doubts)}"
        )
    missing = max(0.0, result.estimate - result.n_documented)
    return (
        f"{by} estimates that there were about {_round(result.estimate, result)} in all, so that "
        f"about {_round(missing, result)} are on no list. {_interval(result)}"
    )


def _bound(result: Estimated, of: str) -> str:
    by = f"The method “{_plain(result.method)}”"
    if result.lower is None:
        return f"{by} gives no bound that can be quoted: {' '.join(result.doubts)}"
    return (
        f"{by} gives a lower bound: at least about {_round(result.estimate, result)} in all. "
        f"{_interval(result)} The interval is that of the bound; the true number may lie above it."
    )


def _interval(result: Estimated) -> str:
    level = f"{result.level:.0%}".replace("%", " %")
    kind = "credible interval" if CREDIBLE in result.interval else "interval"
    lower = f"{_down(result.lower or 0.0, result):,}"
    if result.upper is None:
        return f"The {level} {kind} starts at {lower} and has no upper end: the lists do not tell."
    return f"The {level} {kind} goes from {lower} to {_up(result.upper, result):,}."


def _assumed(result: Estimated) -> str:
    return f"This holds if the following does. {' '.join(result.assumptions)}"


def _grain(result: Estimated) -> int:
    """What numbers are rounded to: a power of ten, at most a twentieth of the interval's width."""
    width = (result.upper or result.estimate) - (result.lower or result.n_documented)
    return int(10 ** max(0, math.floor(math.log10(max(width / 20, 1.0)))))


def _round(number: float, result: Estimated) -> str:
    grain = _grain(result)
    return f"{round(number / grain) * grain:,}"


def _down(number: float, result: Estimated) -> int:
    grain = _grain(result)
    return max(result.n_documented, math.floor(number / grain) * grain)


def _up(number: float, result: Estimated) -> int:
    grain = _grain(result)
    return math.ceil(number / grain) * grain


def _plain(method: str) -> str:
    """The name without its version."""
    name, _, version = method.rpartition(" ")
    return name if version.isdigit() else method


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."

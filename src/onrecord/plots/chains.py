"""Do the chains of a sampler say the same? Their traces, and where each one's draws rank."""

import numpy as np
from scipy.stats import rankdata

from onrecord.errors import InputError
from onrecord.plots.house import ACCENT, FILL, INK, Spec, drawn, people
from onrecord.plots.plot import Plot
from onrecord.stats.convergence import bulk_ess, r_hat
from onrecord.stats.estimate import Draws
from onrecord.stats.histories import Floats

MOST_CHAINS, MOST_POINTS, BINS = 8, 400, 20
HEIGHT, TRACE, RANKS = 62, 460, 190


def chains(draws: Draws, *, title: str = "Do the chains agree?") -> Plot:
    """A row a chain: at the left its draws in their order, at the right their ranks among all.

    Chains that agree show the same level at the left, and bars about as high as the line at the
    right; a chain that stays somewhere of its own shows it at both.

    Parameters
    ----------
    draws : of a result, ``result.draws``, of at least four draws a chain; at most 8 chains drawn

    Raises
    ------
    InputError : fewer than four draws a chain

    References
    ----------
    Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2), 667–718,
    doi:10.1214/20-BA1221 (rank plots).
    """
    every = np.asarray(draws.people, dtype=np.float64)
    if every.shape[1] < 4:
        raise InputError(f"{every.shape[1]} draws a chain; a trace needs four or more")
    shown = every[:MOST_CHAINS]
    says = _says(every)
    content: Spec = {
        "spacing": 12,
        "vconcat": [_row(shown, every, place) for place in range(len(shown))],
    }
    medians = ", ".join(people(float(np.median(chain))) for chain in every)
    description = f"{title} {' '.join(says)} Medians chain by chain: {medians}."
    return Plot(drawn(content, title=title, says=says, description=description))


def _says(every: Floats) -> list[str]:
    n_chains, n_draws = every.shape
    says = [f"{n_chains} chains of {n_draws:,} draws."]
    if n_chains > 1:
        says.append(
            f"R-hat {r_hat(every):.3f}, {bulk_ess(every):,.0f} effective draws. Left: draws in "
            "their order. Right: their ranks among the draws of all chains; chains that agree "
            "keep near the line."
        )
    else:
        says.append("One chain agrees with itself; nothing is compared.")
    if n_chains > MOST_CHAINS:
        says.append(f"The first {MOST_CHAINS} are drawn.")
    return says


def _row(shown: Floats, every: Floats, place: int) -> Spec:
    last = place == len(shown) - 1
    return {
        "spacing": 24,
        "hconcat": [_trace(shown, place, last), _ranks(every, place, last)],
    }


def _trace(shown: Floats, place: int, last: bool) -> Spec:
    step = max(1, -(-shown.shape[1] // MOST_POINTS))
    at = range(0, shown.shape[1], step)
    values = [{"draw": draw + 1, "people": float(shown[place, draw])} for draw in at]
    low, high = float(shown.min()), float(shown.max())
    axis: Spec = {"format": ",.0f", "tickCount": 5, "grid": False}
    return {
        "width": TRACE,
        "height": HEIGHT,
        "data": {"values": values},
        "mark": {"type": "line", "color": ACCENT, "strokeWidth": 0.9},
        "encoding": {
            "x": {
                "field": "draw",
                "type": "quantitative",
                "title": ("draw" if step == 1 else f"draw, one in {step} shown") if last else None,
                "axis": axis if last else None,
                "scale": {"nice": False},
            },
            "y": {
                "field": "people",
                "type": "quantitative",
                "title": f"chain {place + 1}",
                "axis": {"format": ",.0f", "tickCount": 3},
                "scale": {"domain": [low, max(high, low + 1)], "nice": False, "zero": False},
            },
        },
    }


def _ranks(every: Floats, place: int, last: bool) -> Spec:
    ranks = rankdata(every, method="average").reshape(every.shape)
    edges = np.linspace(0.5, every.size + 0.5, BINS + 1)
    counts = np.array([np.histogram(chain, edges)[0] for chain in ranks])
    values = [{"bin": bin_, "draws": int(count)} for bin_, count in enumerate(counts[place])]
    expected = every.shape[1] / BINS
    return {
        "width": RANKS,
        "height": HEIGHT,
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "bar", "color": FILL, "stroke": "white", "strokeWidth": 0.5},
                "encoding": {
                    "x": {
                        "field": "bin",
                        "type": "ordinal",
                        "title": "rank, low to high" if last else None,
                        "axis": {"labels": False, "ticks": False} if last else None,
                        "scale": {"paddingInner": 0, "paddingOuter": 0},
                    },
                    "y": {
                        "field": "draws",
                        "type": "quantitative",
                        "axis": None,
                        "scale": {"domain": [0, max(int(counts.max()), 2 * expected)]},
                    },
                },
            },
            {
                "data": {"values": [{"expected": expected}]},
                "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]},
                "encoding": {"y": {"field": "expected", "type": "quantitative"}},
            },
        ],
    }

"""How likely each number of people is, given the table: the posterior, with its prior."""

import math
from collections.abc import Callable

import numpy as np

from onrecord.errors import InputError
from onrecord.plots.house import (
    ACCENT,
    BAND,
    FILL,
    INK,
    SECOND,
    SMALL,
    SOFT,
    Spec,
    drawn,
    people,
    plain_method,
    share,
    span,
)
from onrecord.plots.plot import Plot
from onrecord.stats import Estimated, Result
from onrecord.stats.histories import Floats

Prior = Callable[[Floats], Floats]
BARS = 80
LEFT_OUT = 0.005  # of the draws above the right edge, said in the plot
WIDTH, HEIGHT = 620, 260


def posterior(
    result: Result, *, prior: Prior | None = None, title: str = "How many people, given the table"
) -> Plot:
    """The draws of a result as a distribution, the interval as a band, the prior as a line.

    Parameters
    ----------
    result : with ``draws``
    prior : density of the number of people, up to a constant. None draws the prior 1/N where the
        result says that it has it, and no prior where it does not

    Raises
    ------
    InputError : no draws, or a result that is not estimable; ``chains`` shows the latter's draws
    """
    if not isinstance(result, Estimated):
        raise InputError(
            f"{result.method} gives no posterior that could be believed: {result.reason} Look at "
            "its draws with onrecord.plots.chains"
        )
    if result.draws is None:
        raise InputError(f"{result.method} has no draws; only methods that draw have a posterior")
    drawn_people = np.asarray(result.draws.people, dtype=np.float64).ravel()
    edges = _edges(drawn_people, result)
    heights = np.histogram(drawn_people, edges)[0] / drawn_people.size
    before = prior or (_reciprocal if "1/N" in result.priors.values() else None)
    content: Spec = {
        "width": WIDTH,
        "height": HEIGHT,
        "layer": [
            *_band(result, edges),
            _distribution(edges, heights),
            *([] if before is None else [_prior(before, edges, heights)]),
            *_rules(result, edges),
        ],
    }
    says = _says(result, float((drawn_people > edges[-1]).mean()), before is not None)
    median = people(float(np.median(drawn_people)))
    description = (
        f"{title}. {people(result.n_documented)} people are documented; the median of the "
        f"{result.draws.of} is {median}. {' '.join(says)}"
    )
    return Plot(drawn(content, title=title, says=says, description=description))


def _edges(draws: Floats, result: Estimated) -> Floats:
    """Every bar stands for equally many whole numbers of people: else few people make a comb."""
    low = math.floor(min(float(result.n_documented), float(draws.min()))) - 0.5
    high = float(np.quantile(draws, 1 - LEFT_OUT))
    if result.upper is not None:
        high = max(high, result.upper)
    reach = max(high, low + 1.5) * 1.02 - low
    width = math.ceil(reach / BARS)
    return low + width * np.arange(math.ceil(reach / width) + 1, dtype=np.float64)


def _reciprocal(number: Floats) -> Floats:
    return 1.0 / number


def _says(result: Estimated, beyond: float, has_prior: bool) -> list[str]:
    level = share(result.level)
    says = [f"By {plain_method(result.method)}."]
    if result.lower is None:
        says.append(f"No interval is drawn, because the result is fragile: {result.doubts[0]}")
    else:
        says[0] += f" The band holds {level}: {span(result.lower, result.upper)}."
    if has_prior:
        says.append("The broken line is the prior, scaled to the range that is drawn.")
    if beyond > 0:
        says.append(f"{share(beyond)} of the draws lie beyond the right edge.")
    return says


def _band(result: Estimated, edges: Floats) -> list[Spec]:
    if result.lower is None:
        return []
    ends: Spec = {"lower": result.lower}
    if result.upper is not None:
        ends["upper"] = result.upper
    return [
        {
            "data": {"values": [ends]},
            "mark": {"type": "rect", "color": BAND, "opacity": 1},
            "encoding": {
                "x": _x(edges, "lower"),
                "x2": {"field": "upper"} if result.upper is not None else {"value": WIDTH},
            },
        }
    ]


def _x(edges: Floats, field: str) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": "People, documented or not",
        "axis": {"format": ",.0f", "tickCount": 6, "grid": False},
        "scale": {"domain": [float(edges[0]), float(edges[-1])], "nice": False, "zero": False},
    }


def _distribution(edges: Floats, heights: Floats) -> Spec:
    # The last edge closes the last step.
    ends = zip(edges, [*heights, heights[-1]], strict=True)
    return {
        "data": {"values": [{"people": float(x), "share": float(y)} for x, y in ends]},
        "mark": {
            "type": "area",
            "interpolate": "step-after",
            "color": FILL,
            "line": {"color": ACCENT, "strokeWidth": 1.5},
        },
        "encoding": {
            "x": _x(edges, "people"),
            "y": {"field": "share", "type": "quantitative", "axis": None},
        },
    }


def _prior(prior: Prior, edges: Floats, heights: Floats) -> Spec:
    middle = (edges[:-1] + edges[1:]) / 2
    density = np.asarray(prior(middle), dtype=np.float64)
    scaled = density / density.sum() * heights.sum()
    values = [{"people": float(x), "prior": float(y)} for x, y in zip(middle, scaled, strict=True)]
    return {
        "data": {"values": values},
        "mark": {"type": "line", "color": SECOND, "strokeWidth": 2, "strokeDash": [6, 3]},
        "encoding": {
            "x": _x(edges, "people"),
            "y": {"field": "prior", "type": "quantitative"},
        },
    }


def _rules(result: Estimated, edges: Floats) -> list[Spec]:
    fragile = ", fragile" if result.doubts else ""
    marks = [
        (result.n_documented, f"{people(result.n_documented)} documented", [4, 3], -8),
        (result.estimate, f"{people(result.estimate)}, {result.statistic}{fragile}", [1, 0], -24),
    ]
    layers: list[Spec] = []
    for at, words, dash, height in marks:
        data: Spec = {"values": [{"at": at}]}
        x = _x(edges, "at")
        late = at > (edges[0] + 2 * edges[-1]) / 3
        layers += [
            {
                "data": data,
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.4, "strokeDash": dash},
                "encoding": {"x": x, "y": {"value": height + 6}, "y2": {"value": HEIGHT}},
            },
            {
                "data": data,
                "mark": {
                    "type": "text",
                    "align": "right" if late else "left",
                    "dx": -4 if late else 4,
                    "fontSize": SMALL,
                    "color": SOFT,
                },
                "encoding": {"x": x, "y": {"value": height}, "text": {"value": words}},
            },
        ]
    return layers

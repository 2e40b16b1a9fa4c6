"""Every model that was tried: what each weighs, and the number that each would give alone."""

import math
from typing import Literal

from onrecord.errors import InputError
from onrecord.plots.house import (
    ACCENT,
    FILL,
    INK,
    LINE,
    SMALL,
    SOFT,
    Spec,
    drawn,
    people,
    plain_method,
    share,
)
from onrecord.plots.plot import Plot
from onrecord.stats import Result
from onrecord.stats.estimate import Diagnostic

Criterion = Literal["bic", "aic"]
MOST, ROW = 12, 26
LEAST = 0.001  # a lighter model is not drawn


def model_weights(
    result: Result,
    *,
    criterion: Criterion = "bic",
    most: int = MOST,
    title: str = "Models tried, and what each would give",
) -> Plot:
    """The heaviest models at the top: their weight, and the number of people by each alone.

    Parameters
    ----------
    result : with ``tried``
    criterion : from which weights are made, exp(-difference/2), where the models have none of
        their own
    most : models drawn; what is left out is said, with its weight

    Raises
    ------
    InputError : no model that was tried has a weight or a criterion
    """
    weighed = _weighed(result, criterion)
    if not weighed:
        raise InputError(f"{result.method} tried no models that have a weight")
    shown = [row for row in weighed[:most] if row["weight"] >= LEAST] or weighed[:1]
    says = [f"By {plain_method(result.method)}; {len(weighed):,} models with an estimate."]
    if "weight" not in result.tried[0]:
        says.append(f"Weights are exp(-difference/2) of {criterion.upper()}.")
    says += _left_out(result, weighed, shown)
    content: Spec = {
        "spacing": 14,
        "data": {"values": shown},
        "hconcat": [_weights(shown[0]["weight"]), _numbers(result.n_documented)],
    }
    told = "; ".join(f"{one['model']}: {share(one['weight'])}, {_number(one)}" for one in shown)
    description = (
        f"{title}. {people(result.n_documented)} people are documented. {' '.join(says)} {told}."
    )
    return Plot(drawn(content, title=title, says=says, description=description))


def _weighed(result: Result, criterion: Criterion) -> list[Spec]:
    rows: list[Spec] = [
        {"model": str(row["model"]), "weight": weight, "people": _alone(row)}
        for row, weight in zip(result.tried, _weights_of(result, criterion), strict=True)
        if weight is not None and "model" in row
    ]
    rows.sort(key=lambda row: -row["weight"])
    return [row | {"place": place, "words": share(row["weight"])} for place, row in enumerate(rows)]


def _weights_of(result: Result, criterion: Criterion) -> list[float | None]:
    own = [_float(row.get("weight")) for row in result.tried]
    if any(weight is not None for weight in own):
        return own
    scores = [_float(row.get(criterion)) for row in result.tried]
    known = [score for score in scores if score is not None]
    raw = [None if s is None else math.exp((min(known) - s) / 2) for s in scores]
    whole = math.fsum(weight for weight in raw if weight is not None)
    return [None if weight is None else weight / whole for weight in raw]


def _alone(row: dict[str, Diagnostic]) -> float | None:
    estimate = _float(row.get("estimate"))
    return _float(row.get("mean")) if estimate is None else estimate


def _float(value: Diagnostic) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _left_out(result: Result, weighed: list[Spec], shown: list[Spec]) -> list[str]:
    without = sum(1 for row in result.tried if row.get("reason") is not None)
    says = []
    rest = 1 - math.fsum(row["weight"] for row in shown)
    if len(weighed) > len(shown) or rest > 0.0005:
        says.append(
            f"The {len(shown)} heaviest are drawn; all others together weigh {_small(rest)}."
        )
    if without:
        says.append(f"{without:,} more have no estimate on this table.")
    return says


def _small(weight: float) -> str:
    return share(weight) if weight >= LEAST else f"less than {share(LEAST)}"


def _number(row: Spec) -> str:
    return "no number of its own" if row["people"] is None else people(row["people"])


def _weights(heaviest: float) -> Spec:
    y: Spec = {
        "field": "model",
        "type": "nominal",
        "sort": {"field": "place"},
        "title": None,
        "axis": {"domain": False, "ticks": False, "labelPadding": 8, "labelLimit": 300},
    }
    return {
        "width": 210,
        "height": {"step": ROW},
        "encoding": {
            "y": y,
            "x": {
                "field": "weight",
                "type": "quantitative",
                "title": "weight",
                "axis": None,
                "scale": {"domain": [0, heaviest * 1.3], "nice": False},
            },
        },
        "layer": [
            {"mark": {"type": "bar", "color": FILL, "height": ROW * 0.55}},
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 5,
                    "fontSize": SMALL,
                    "color": SOFT,
                },
                "encoding": {"text": {"field": "words"}},
            },
        ],
    }


def _numbers(n_documented: int) -> Spec:
    x: Spec = {
        "field": "people",
        "type": "quantitative",
        "title": "People, by the model alone",
        "axis": {"format": ",.0f", "tickCount": 4},
        "scale": {"zero": True},
    }
    y: Spec = {"field": "model", "type": "nominal", "sort": {"field": "place"}, "axis": None}
    return {
        "width": 330,
        "height": {"step": ROW},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.people)"}],
                "mark": {"type": "rule", "color": LINE},
                "encoding": {"y": y, "x": x, "x2": {"value": 0}},
            },
            {
                "data": {"values": [{"at": n_documented}]},
                "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3], "strokeWidth": 1.3},
                "encoding": {"x": {"field": "at", "type": "quantitative"}},
            },
            {
                "data": {"values": [{"at": n_documented}]},
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": -2,
                    "fontSize": SMALL,
                    "color": SOFT,
                },
                "encoding": {
                    "x": {"field": "at", "type": "quantitative"},
                    "y": {"value": -8},
                    "text": {"value": f"{people(n_documented)} documented"},
                },
            },
            {
                "transform": [{"filter": "isValid(datum.people)"}],
                "mark": {
                    "type": "point",
                    "filled": True,
                    "color": ACCENT,
                    "size": 70,
                    "opacity": 1,
                },
                "encoding": {"y": y, "x": x},
            },
            {
                "transform": [{"filter": "isValid(datum.people)"}],
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 8,
                    "fontSize": SMALL,
                    "color": SOFT,
                },
                "encoding": {"y": y, "x": x, "text": {"field": "people", "format": ",.0f"}},
            },
        ],
    }

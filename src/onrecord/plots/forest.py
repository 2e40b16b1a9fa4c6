"""Numbers of people beside one another, each with its interval, a row each."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.plots.house import (
    ACCENT,
    INK,
    LINE,
    PLAIN,
    SECOND,
    SMALL,
    SOFT,
    Spec,
    lines_of,
    people,
)

ROW, WIDTH, WORDS_WIDTH = 40, 400, 300
NAME = 34  # characters in a line of the names at the left
WORDS = 50  # characters in a line of the words at the right
FAR = 4.0  # an interval is cut, with an arrow, where it ends beyond this times the largest estimate
LOGARITHMIC_FROM = 40.0


@dataclass(frozen=True, kw_only=True)
class Row:
    """One number, or the reason why there is none.

    Attributes
    ----------
    estimate, lower, upper : of everybody; ``upper`` alone None where nothing bounds it
    bound : a lower bound, drawn as an arrow and not as a point
    words : at the right: the figures, and what must be said with them
    strong : drawn in bold, the row to which the others are compared
    """

    name: str
    estimate: float | None
    lower: float | None = None
    upper: float | None = None
    bound: bool = False
    words: str = ""
    strong: bool = False


def forest(rows: Sequence[Row], n_documented: int, *, axis: str = "People") -> Spec:
    """Rows from top to bottom, the documented count as a broken rule through all of them.

    A filled point has an interval, a hollow one has none, a triangle is a lower bound. An
    interval that ends in an arrow goes on beyond the plot.
    """
    end, logarithmic = _reach(rows, n_documented)
    values = [_values(row, place, end) for place, row in enumerate(rows)]
    scale: Spec = {"domain": _domain(n_documented, end, logarithmic), "nice": False}
    if logarithmic:
        scale["type"] = "log"
    return {
        "data": {"values": values},
        "spacing": 8,
        "hconcat": [
            _marks(rows, n_documented, scale, axis + (", logarithmic" if logarithmic else "")),
            _words(len(rows)),
        ],
    }


def _reach(rows: Sequence[Row], n_documented: int) -> tuple[float, bool]:
    estimates = [row.estimate for row in rows if row.estimate is not None]
    largest = max([*estimates, n_documented * 1.2])
    uppers = [row.upper for row in rows if row.upper is not None]
    logarithmic = largest / max(n_documented, 1) >= LOGARITHMIC_FROM
    end = max([largest * 1.12, *(upper * 1.03 for upper in uppers)])
    return min(end, FAR * largest), logarithmic


def _domain(n_documented: int, end: float, logarithmic: bool) -> list[float]:
    if logarithmic:
        return [n_documented * 0.8, end]
    return [0.0, end]


def _values(row: Row, place: int, end: float) -> Spec:
    open_above = row.lower is not None and (row.upper is None or row.upper > end)
    return {
        "row": place,
        "names": lines_of(row.name, NAME, 2),
        "estimate": row.estimate,
        "lower": row.lower,
        "upper": None if row.lower is None else min(row.upper or math.inf, end),
        "arrow": end if open_above else None,
        "shape": "bound" if row.bound else ("with" if row.lower is not None else "without"),
        "strong": row.strong,
        "lines": lines_of(row.words, WORDS, 3),
    }


def _y(**more: Any) -> Spec:
    return {"field": "row", "type": "ordinal", "axis": None, **more}


def _marks(rows: Sequence[Row], n_documented: int, scale: Spec, axis: str) -> Spec:
    x: Spec = {"type": "quantitative", "scale": scale}
    colour: Spec = {
        "condition": {"test": "datum.shape === 'bound'", "value": SECOND},
        "value": ACCENT,
    }
    return {
        "width": WIDTH,
        "height": {"step": ROW},
        "layer": [
            _stripe(),
            _documented(n_documented),
            {
                "transform": [{"filter": "isValid(datum.lower)"}],
                "mark": {"type": "rule", "strokeWidth": 2.4, "strokeCap": "butt"},
                "encoding": {
                    "y": _y(),
                    "x": {"field": "lower", **x, "title": axis, "axis": _ticks(scale)},
                    "x2": {"field": "upper"},
                    "color": colour,
                },
            },
            {
                "transform": [{"filter": "isValid(datum.arrow)"}],
                "mark": {"type": "point", "shape": "triangle-right", "filled": True, "size": 60},
                "encoding": {"y": _y(), "x": {"field": "arrow", **x}, "color": colour},
            },
            _points("datum.shape === 'with'", x, {"shape": "circle", "filled": True}, ACCENT),
            _points("datum.shape === 'without'", x, {"shape": "circle", "fill": "white"}, ACCENT),
            _points(
                "datum.shape === 'bound'", x, {"shape": "triangle-right", "filled": True}, SECOND
            ),
            *_names(),
        ],
    }


def _ticks(scale: Spec) -> Spec:
    ticks: Spec = {"format": ",.0f", "tickCount": 5, "grid": True, "labelOverlap": True}
    return ticks | ({"labelFlush": True} if scale.get("type") == "log" else {})


def _stripe() -> Spec:
    return {
        "mark": {"type": "rule", "color": LINE, "strokeWidth": 1},
        "encoding": {"y": _y()},
    }


def _documented(n_documented: int) -> Spec:
    return {
        "data": {"values": [{"at": n_documented}]},
        "layer": [
            {
                "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3], "strokeWidth": 1.3},
                "encoding": {"x": {"field": "at", "type": "quantitative"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": -2, "fontSize": SMALL},
                "encoding": {
                    "x": {"field": "at", "type": "quantitative"},
                    "y": {"value": -8},
                    "text": {"value": f"{people(n_documented)} documented"},
                    "color": {"value": SOFT},
                },
            },
        ],
    }


def _points(test: str, x: Spec, mark: Spec, colour: str) -> Spec:
    return {
        "transform": [{"filter": f"isValid(datum.estimate) && {test}"}],
        "mark": {
            "type": "point",
            "size": 90,
            "opacity": 1,
            "strokeWidth": 2,
            "color": colour,
            "stroke": colour,
            **mark,
        },
        "encoding": {"y": _y(), "x": {"field": "estimate", **x}},
    }


def _names() -> list[Spec]:
    """The names at the left, in one line or two, those of strong rows in bold."""
    return [
        {
            "transform": [{"filter": f"length(datum.names) === {n} && datum.strong === {strong}"}],
            "mark": {
                "type": "text",
                "align": "right",
                "dx": -10,
                "dy": -7.5 * (n - 1),
                "lineHeight": 15,
                "fontSize": PLAIN,
                "fontWeight": 700 if strong == "true" else 400,
            },
            "encoding": {"y": _y(), "x": {"value": 0}, "text": {"field": "names"}},
        }
        for n in (1, 2)
        for strong in ("true", "false")
    ]


def _words(n_rows: int) -> Spec:
    return {
        "width": WORDS_WIDTH,
        "height": {"step": ROW},
        "layer": [
            {
                "transform": [{"filter": f"length(datum.lines) === {n}"}],
                "mark": {
                    "type": "text",
                    "align": "left",
                    "lineHeight": 13,
                    "fontSize": SMALL,
                    # Vega sets the first line at the row; half of the lines belong above it.
                    "dy": -6.5 * (n - 1),
                },
                "encoding": {
                    "y": _y(scale={"domain": list(range(n_rows))}),
                    "x": {"value": 8},
                    "text": {"field": "lines"},
                },
            }
            for n in (1, 2, 3)
        ],
    }

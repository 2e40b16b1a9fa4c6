"""What the estimate would be under other settings: a curve where they are numbers, else rows."""

from collections.abc import Sequence

from onrecord.errors import InputError
from onrecord.plots.forest import Row, forest
from onrecord.plots.house import ACCENT, BAND, INK, SMALL, SOFT, Spec, drawn, people, span
from onrecord.plots.plot import Plot
from onrecord.stats.estimate import Variation

WIDTH, HEIGHT = 560, 280
LOGARITHMIC_FROM = 8.0  # largest over smallest setting, from which they are spaced by their ratio


def sensitivity(
    rows: Sequence[Variation],
    n_documented: int,
    *,
    what: str | None = None,
    now: float | None = None,
    title: str | None = None,
) -> Plot:
    """How the estimate moves with one thing that was assumed.

    Parameters
    ----------
    rows : as in ``result.sensitivity``
    n_documented : people on a list
    what : which of the things varied, ``row.what``; needed where the rows vary more than one
    now : the setting of the result itself, drawn as a rule

    Raises
    ------
    InputError : no row, rows of several things and no ``what``, or no row of that
    """
    chosen = _chosen(rows, what)
    said = chosen[0].what
    title = title or f"Were it otherwise: {said}"
    refused = [f"{row.setting}: {row.reason}" for row in chosen if row.reason]
    drawable = [row for row in chosen if row.value is not None and row.estimate is not None]
    curve = len(drawable) >= 3 and len({row.value for row in drawable}) == len(drawable)
    says = [
        "Points are the estimates, setting by setting; lines are their intervals, where there are."
    ]
    if curve and refused:
        says.append(" ".join(refused))
    told = "; ".join(f"{row.setting}: {_figures(row)}" for row in chosen)
    description = f"{title}. {people(n_documented)} people are documented. {told}."
    content = _curve(drawable, n_documented, now) if curve else _forest(chosen, n_documented)
    return Plot(drawn(content, title=title, says=says, description=description))


def _chosen(rows: Sequence[Variation], what: str | None) -> list[Variation]:
    things = list(dict.fromkeys(row.what for row in rows))
    if what is None and len(things) > 1:
        raise InputError(f"the rows vary {', '.join(map(repr, things))}; name one as `what`")
    chosen = [row for row in rows if what in (None, row.what)]
    if not chosen:
        raise InputError(
            f"no row varies {what!r}; there are {', '.join(map(repr, things)) or 'no rows'}"
        )
    return chosen


def _figures(row: Variation) -> str:
    if row.estimate is None:
        return f"not estimable: {row.reason}"
    words = f"{people(row.estimate)} ({span(row.lower, row.upper)})"
    return f"{words}: {row.reason}" if row.reason else words


def _forest(rows: Sequence[Variation], n_documented: int) -> Spec:
    return forest(
        [
            Row(
                name=row.setting,
                estimate=row.estimate,
                lower=row.lower,
                upper=row.upper,
                words=_figures(row),
            )
            for row in rows
        ],
        n_documented,
    )


def _curve(rows: Sequence[Variation], n_documented: int, now: float | None) -> Spec:
    ordered = sorted(rows, key=lambda row: row.value or 0.0)
    values = [
        {
            "setting": row.value,
            "estimate": row.estimate,
            "lower": row.lower,
            "upper": row.upper,
            "words": people(row.estimate or 0.0),
            "hollow": row.lower is None,
        }
        for row in ordered
    ]
    first, last = ordered[0].value or 0.0, ordered[-1].value or 0.0
    ratio = first > 0 and last / first >= LOGARITHMIC_FROM
    x: Spec = {
        "field": "setting",
        "type": "quantitative",
        "title": ordered[0].what + (", spaced by ratio" if ratio else ""),
        "axis": {"grid": False, "values": [row.value for row in ordered], "format": ".3~g",
                 "labelOverlap": True},
        "scale": {"nice": False, "padding": 24} | ({"type": "log"} if ratio else {"zero": False}),
    }  # fmt: skip
    y: Spec = {
        "field": "estimate",
        "type": "quantitative",
        "title": "People",
        "axis": {"format": ",.0f", "tickCount": 6},
    }
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": values},
        "layer": [
            *([] if now is None else _now(now)),
            {
                "mark": {
                    "type": "area",
                    "color": BAND,
                    "invalid": "break-paths-show-path-domains",
                },
                "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}},
            },
            {
                "transform": [{"filter": "isValid(datum.lower) && isValid(datum.upper)"}],
                "mark": {"type": "rule", "color": ACCENT, "strokeWidth": 2.4},
                "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}},
            },
            *_documented(n_documented),
            {
                "mark": {"type": "line", "color": ACCENT, "strokeWidth": 1},
                "encoding": {"x": x, "y": y},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 75, "opacity": 1,
                         "strokeWidth": 2, "stroke": ACCENT},
                "encoding": {"x": x, "y": y, "fill": {
                    "condition": {"test": "datum.hollow", "value": "white"}, "value": ACCENT}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "dy": -9, "fontSize": SMALL},
                "encoding": {"x": x, "y": y, "text": {"field": "words"}},
            },
        ],
    }  # fmt: skip


def _documented(n_documented: int) -> list[Spec]:
    data: Spec = {"values": [{"at": n_documented}]}
    y: Spec = {"field": "at", "type": "quantitative"}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3], "strokeWidth": 1.3},
            "encoding": {"y": y},
        },
        {
            "data": data,
            "mark": {"type": "text", "align": "right", "dy": 11, "fontSize": SMALL, "color": SOFT},
            "encoding": {
                "y": y,
                "x": {"value": WIDTH},
                "text": {"value": f"{people(n_documented)} documented"},
            },
        },
    ]


def _now(now: float) -> list[Spec]:
    data: Spec = {"values": [{"now": now}]}
    x: Spec = {"field": "now", "type": "quantitative"}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": SOFT, "strokeDash": [1, 3]},
            "encoding": {"x": x},
        },
        {
            "data": data,
            "mark": {"type": "text", "align": "left", "dx": 3, "fontSize": SMALL, "color": SOFT},
            "encoding": {"x": x, "y": {"value": -8}, "text": {"value": "as estimated"}},
        },
    ]

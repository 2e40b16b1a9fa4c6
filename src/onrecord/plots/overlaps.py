"""Who is on which lists together: the overlaps of a table, largest first (an UpSet plot)."""

import numpy as np

from onrecord.plots.house import ACCENT, INK, LINE, QUIET, SMALL, SOFT, Spec, drawn, people
from onrecord.plots.plot import Plot
from onrecord.stats import Histories

ROW, BARS = 24, 190
DIGIT = 6.3  # the room of a figure above a column
MOST = 32


def overlaps(
    table: Histories, *, most: int = MOST, title: str = "Who is on which lists together"
) -> Plot:
    """A column for each combination of lists, and its people; a row for each list, and its size.

    Parameters
    ----------
    most : combinations drawn, those with most people first; what is left out is said

    References
    ----------
    Lex, Gehlenborg, Strobelt, Vuillemot & Pfister (2014), IEEE Transactions on Visualization and
    Computer Graphics 20(12), 1983–1992, doi:10.1109/TVCG.2014.2346248.
    """
    sizes = table.histories.sum(axis=1)
    order = np.lexsort([*table.histories.T, sizes, -table.counts])[:most].tolist()
    by_size = sorted(zip(table.lists, table.list_sizes, strict=True), key=lambda one: -one[1])
    content: Spec = {
        "columns": 2,
        "spacing": 10,
        "concat": [
            _bars(table, order),
            _nothing(),
            _matrix(table, order, [name for name, _ in by_size]),
            _sizes(by_size),
        ],
    }
    says = [
        f"{people(table.n_documented)} people on {table.n_lists} lists, "
        f"{people(table.n_on_several)} of them on two or more. Each column is a combination of "
        "lists, with the people on exactly these. Dark columns are people on two lists or more."
    ]
    left = len(table.counts) - len(order)
    if left:
        rest = table.n_documented - int(table.counts[order].sum())
        says.append(f"{left:,} combinations with {people(rest)} people together are not drawn.")
    description = f"{title}. {' '.join(says)} {_told(table, order)}"
    return Plot(drawn(content, title=title, says=says, description=description))


def _on(table: Histories, cell: int) -> list[str]:
    return [name for name, on in zip(table.lists, table.histories[cell], strict=True) if on]


def _told(table: Histories, order: list[int]) -> str:
    said = [f"{' and '.join(_on(table, cell))}: {people(table.counts[cell])}" for cell in order]
    return "; ".join(said) + "."


def _step(table: Histories) -> float:
    """The width of a column: as wide as the longest figure above one."""
    return max(26.0, DIGIT * len(people(table.counts.max())) + 4)


def _bars(table: Histories, order: list[int]) -> Spec:
    counts = table.counts[order].tolist()
    several = table.histories[order].sum(axis=1) >= 2
    values = [
        {"at": place, "people": count, "several": bool(more)}
        for place, (count, more) in enumerate(zip(counts, several.tolist(), strict=True))
    ]
    colour: Spec = {"condition": {"test": "datum.several", "value": ACCENT}, "value": QUIET}
    return {
        "width": {"step": _step(table)},
        "height": BARS,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "at", "type": "ordinal", "axis": None},
            "y": {"field": "people", "type": "quantitative", "axis": None},
        },
        "layer": [
            {"mark": {"type": "bar", "width": 17}, "encoding": {"color": colour}},
            {
                "mark": {"type": "text", "dy": -8, "fontSize": SMALL - 0.5},
                "encoding": {"text": {"field": "people", "format": ",.0f"}},
            },
        ],
    }


def _nothing() -> Spec:
    return {
        "width": 10,
        "height": BARS,
        "data": {"values": [{}]},
        "mark": {"type": "point", "opacity": 0},
    }


def _matrix(table: Histories, order: list[int], lists: list[str]) -> Spec:
    values = [
        {"at": place, "list": name, "on": name in _on(table, cell)}
        for place, cell in enumerate(order)
        for name in lists
    ]
    x: Spec = {"field": "at", "type": "ordinal", "axis": None}
    y: Spec = {
        "field": "list",
        "type": "nominal",
        "sort": lists,
        "title": None,
        "axis": {"domain": False, "ticks": False, "labelPadding": 10, "labelLimit": 260},
    }
    return {
        "width": {"step": _step(table)},
        "height": {"step": ROW},
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "circle", "size": 70, "color": LINE, "opacity": 1}},
            {
                "data": {"values": _joins(table, order, lists)},
                "mark": {"type": "rule", "strokeWidth": 2.5, "color": INK},
                "encoding": {"y2": {"field": "last"}},
            },
            {
                "transform": [{"filter": "datum.on"}],
                "mark": {"type": "circle", "size": 95, "color": INK, "opacity": 1},
            },
        ],
    }  # fmt: skip


def _joins(table: Histories, order: list[int], lists: list[str]) -> list[Spec]:
    """For each column of several dots, its first and its last."""
    joined = [sorted(_on(table, cell), key=lists.index) for cell in order]
    return [
        {"at": place, "list": names[0], "last": names[-1]}
        for place, names in enumerate(joined)
        if len(names) > 1
    ]


def _sizes(by_size: list[tuple[str, int]]) -> Spec:
    names = [name for name, _ in by_size]
    largest = max(size for _, size in by_size)
    return {
        "width": 130,
        "height": {"step": ROW},
        "data": {"values": [{"list": name, "people": size} for name, size in by_size]},
        "encoding": {
            "y": {"field": "list", "type": "nominal", "sort": names, "axis": None},
            "x": {
                "field": "people",
                "type": "quantitative",
                "axis": {
                    "orient": "top",
                    "labels": False,
                    "ticks": False,
                    "grid": False,
                    "domain": False,
                    "titleAnchor": "start",
                },
                "title": "people on the list",
                # Room for the figure beside the longest bar.
                "scale": {"domain": [0, largest * 1.55], "nice": False},
            },
        },
        "layer": [
            {"mark": {"type": "bar", "color": QUIET, "height": ROW * 0.55}},
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 5,
                    "fontSize": SMALL,
                    "color": SOFT,
                },
                "encoding": {"text": {"field": "people", "format": ",.0f"}},
            },
        ],
    }

"""Tolls over time: what each source says, as intervals, and never a line between them."""

import math
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct

from onrecord.publish.svg import drawing, isolated, label, number, tag, words

LEFT, RIGHT, TOP, PLOT_HEIGHT = 56.0, 16.0, 46.0, 220.0
STEP = 22.0  # the least distance between two points
KEY_LINE = 20.0
CHARACTER = 6.4  # the room that a character of the key takes, rounded up
LEAST_WIDTH = 520.0
NO_NUMBER = "No source in this record gives a number."
LOGARITHMIC_FROM = 40  # largest over smallest number from which a linear axis hides the small


class TollPoint(Struct, frozen=True, kw_only=True):
    """One toll as one source tells it.

    ``at_least``/``at_most`` are None where the words do not bound that end. ``when`` is the day
    that the number speaks of, or the day it was published (``when_is`` says which); None when
    nobody says. ``told_by`` is the chain of attribution in words; ``href`` leads to the passage.
    """

    claim: str
    href: str
    told_by: str
    words: str
    at_least: int | None = None
    at_most: int | None = None
    when: date | None = None
    when_is: str = "as of"
    scope: str = ""  # what part of the whole it counts: "Port Selm"; empty where nobody says
    accepted: bool = True


class _Axes(Struct, frozen=True):
    """How values and columns become coordinates."""

    width: float
    highest: int
    logarithmic: bool

    @property
    def base(self) -> float:
        return TOP + PLOT_HEIGHT

    def y(self, value: int) -> float:
        """Zero lies on the base line on both scales: log10(v + 1) is 0 there."""
        if self.logarithmic:
            return self.base - PLOT_HEIGHT * math.log10(value + 1) / math.log10(self.highest + 1)
        return self.base - PLOT_HEIGHT * value / self.highest


def toll_chart(
    points: Sequence[TollPoint],
    *,
    name: str = "tolls",
    title: str = "Numbers over time, by source",
) -> str:
    """An SVG of tolls over time: one mark a claim, linked to its passage, numbered in a key.

    Time runs left to right over the days that the numbers speak of, undated ones in a column of
    their own. A filled round mark is an accepted claim, a hollow diamond one that nobody has
    reviewed. An arrow is an end that the words leave open. Order of ``points`` does not matter.
    """
    ordered = sorted(points, key=lambda p: (p.when is None, p.when or date.min, p.claim))
    if not ordered:
        return drawing(label(NO_NUMBER, 2, 18), name=name, kind="toll-chart", width=LEAST_WIDTH,
                       height=30, title=title, description=NO_NUMBER)  # fmt: skip
    positions, width, ticks = _columns(ordered)
    axes = _scale(ordered, width)
    key_top = axes.base + 62
    marks = [
        _mark(point, x, order, axes)
        for order, (point, x) in enumerate(zip(ordered, positions, strict=True), start=1)
    ]
    return drawing(
        _grid(axes),
        *_ticks(ticks, axes),
        *_undated_border(ordered, positions, axes),
        *marks,
        *_key(ordered, key_top, width),
        name=name,
        kind="toll-chart",
        width=width,
        height=key_top + KEY_LINE * (len(ordered) + 2) - 4,
        title=title,
        description=_description(ordered, axes),
    )


def _columns(
    ordered: Sequence[TollPoint],
) -> tuple[list[float], float, list[tuple[float, str]]]:
    """The x of each point, the width of the drawing, and a tick (x, words) for each column.

    Days are spaced in proportion to time, and pushed apart where their points would overlap.
    """
    groups = [(when, len(list(some))) for when, some in groupby(ordered, key=lambda p: p.when)]
    days = [when for when, _ in groups if when is not None]
    span = max((days[-1] - days[0]).days, 1) if days else 1
    wanted = LEAST_WIDTH - LEFT - RIGHT - STEP * 4
    positions: list[float] = []
    ticks: list[tuple[float, str]] = []
    right = LEFT
    for when, size in groups:
        needed = STEP * (size + 1)
        proportional = (
            LEFT + wanted * (when - days[0]).days / span if when else max(right + STEP, LEFT)
        )
        left = max(proportional, right)
        positions += [left + STEP * (order + 1) for order in range(size)]
        ticks.append((left + needed / 2, _day(when) if when else "undated"))
        right = left + needed
    return positions, max(LEAST_WIDTH, right + RIGHT), ticks


def _scale(points: Sequence[TollPoint], width: float) -> _Axes:
    values = [v for p in points for v in (p.at_least, p.at_most) if v is not None]
    highest = max([*values, 1])
    smallest = min([v for v in values if v > 0], default=1)
    open_above = any(p.at_most is None for p in points)
    logarithmic = highest / smallest >= LOGARITHMIC_FROM
    room = 3 if logarithmic and open_above else 1.25 if open_above else 1.05
    return _Axes(width, max(math.ceil(highest * room), 4), logarithmic)


def _round_values(highest: int, logarithmic: bool) -> list[int]:
    """Round values from 0 to ``highest``: powers of ten, or steps of 1, 2 or 5 times one."""
    if logarithmic:
        return [0, *(10**power for power in range(int(math.log10(highest)) + 1))]
    magnitude = 10 ** int(math.log10(highest / 4)) if highest > 4 else 1
    step = next(magnitude * m for m in (1, 2, 5, 10) if magnitude * m * 5 >= highest)
    return list(range(0, highest + 1, step))


def _grid(axes: _Axes) -> str:
    lines = [
        tag("line", x1=LEFT, x2=axes.width - RIGHT, y1=axes.y(v), y2=axes.y(v),
            stroke="currentColor", stroke_opacity=0.9 if v == 0 else 0.18)
        + label(f"{v:,}", LEFT - 6, axes.y(v) + 4, text_anchor="end")
        for v in _round_values(axes.highest, axes.logarithmic)
    ]  # fmt: skip
    scale = "people, on a logarithmic scale" if axes.logarithmic else "people"
    return tag("g", label(scale, 2, 14), *lines, class_="grid")


def _ticks(ticks: Sequence[tuple[float, str]], axes: _Axes) -> list[str]:
    """The days below the base line; one that would touch its neighbour goes a line lower."""
    drawn: list[str] = []
    ends = [0.0, 0.0, 0.0]
    for x, text in ticks:
        half = len(text) * 3.5
        x = min(x, axes.width - half - 2)
        row = next((r for r in range(2) if ends[r] + 6 <= x - half), 2)
        if row == 2 and ends[2] + 6 > x - half:
            continue  # no room: the key states every day in words
        ends[row] = x + half
        drawn.append(label(text, x, axes.base + 18 + 15 * row, text_anchor="middle", font_size=12))
    return drawn


def _undated_border(
    ordered: Sequence[TollPoint], positions: Sequence[float], axes: _Axes
) -> list[str]:
    """A dotted line where time ends and the column of undated points begins."""
    first = next((n for n, point in enumerate(ordered) if point.when is None), 0)
    if first == 0:
        return []
    x = positions[first] - STEP
    return [tag("line", x1=x, x2=x, y1=TOP, y2=axes.base, stroke="currentColor",
                stroke_opacity=0.5, stroke_dasharray="1 5")]  # fmt: skip


def _mark(point: TollPoint, x: float, order: int, axes: _Axes) -> str:
    if point.at_least is None and point.at_most is None:
        shape = label("?", x, axes.base - 6, text_anchor="middle")
        top = axes.base - 16
    else:
        low = axes.base if point.at_least is None else axes.y(point.at_least)
        high = TOP if point.at_most is None else axes.y(point.at_most)
        shape = _interval(point, x, low, high)
        top = high
    return tag(
        "a",
        tag("title", words(_sentence(point))),
        tag("rect", x=x - STEP / 2, y=TOP - 18, width=STEP, height=PLOT_HEIGHT + 18,
            fill="transparent", class_="reach"),
        shape,
        label(str(order), x, top - 9, text_anchor="middle", font_size=12, font_weight="bold"),
        href=point.href,
        class_="accepted" if point.accepted else "suggested",
    )  # fmt: skip


def _interval(point: TollPoint, x: float, low: float, high: float) -> str:
    line = tag("line", x1=x, x2=x, y1=low, y2=high, stroke="currentColor", stroke_width=2,
               stroke_dasharray=None if point.accepted else "4 3")  # fmt: skip
    lower = _end(point, x, low) if point.at_least is not None else _arrow(x, low, -1)
    upper = _end(point, x, high) if point.at_most is not None else _arrow(x, high, 1)
    return line + lower + upper


def _end(point: TollPoint, x: float, y: float) -> str:
    if point.accepted:
        return tag("circle", cx=x, cy=y, r=5, fill="currentColor")
    corners = f"{number(x)},{number(y - 7)} {number(x + 6)},{number(y)} "
    corners += f"{number(x)},{number(y + 7)} {number(x - 6)},{number(y)}"
    return tag("polygon", points=corners, class_="hollow", fill="Canvas", stroke="currentColor",
               stroke_width=1.8)  # fmt: skip


def _arrow(x: float, y: float, upward: int) -> str:
    """An open end: the tip lies at y, pointing away from the numbers that are said."""
    wing = y + 9 * upward
    path = f"M{number(x - 5)} {number(wing)}L{number(x)} {number(y)}L{number(x + 5)} {number(wing)}"
    return tag("path", d=path, fill="none", stroke="currentColor", stroke_width=2)


def _key(ordered: Sequence[TollPoint], top: float, width: float) -> list[str]:
    both = {point.accepted for point in ordered}
    shapes = [text for accepted, text in ((True, "● accepted by a person"),
              (False, "◇ suggested, not reviewed")) if accepted in both]  # fmt: skip
    arrows = any(p.at_least is None or p.at_most is None for p in ordered)
    legend = " · ".join([*shapes, *(["↑ the words leave this end open"] if arrows else [])])
    rows = [label(legend, 2, top, font_size=12, fill_opacity=0.8)]
    for order, point in enumerate(ordered, start=1):
        text = _shortened(f"{order}  {_sentence(point)}", int(width / CHARACTER))
        rows.append(
            tag(
                "a",
                tag("title", words(_sentence(point))),
                tag("text", isolated(text), x=2, y=top + KEY_LINE * order + 4, font_size=13,
                    fill="currentColor"),
                href=point.href,
                class_="key",
            )
        )  # fmt: skip
    return rows


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _sentence(point: TollPoint) -> str:
    when = f"{point.when_is} {_day(point.when)}" if point.when else "undated"
    review = "" if point.accepted else ", not reviewed"
    scope = f", {point.scope}" if point.scope else ""
    return f"“{point.words}” ({interval_words(point)}){scope}, {when}{review}: {point.told_by}"


def interval_words(point: TollPoint) -> str:
    """The interval in words: "200 to 999", "12", "13 or more", "up to 40", "no number"."""
    match point.at_least, point.at_most:
        case None, None:
            return "no number"
        case None, int(most):
            return f"up to {most:,}"
        case int(least), None:
            return f"{least:,} or more"
        case least, most:
            return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def _day(when: date) -> str:
    return f"{when.day} {when:%b %Y}"


def _description(ordered: Sequence[TollPoint], axes: _Axes) -> str:
    scale = " The vertical axis is logarithmic." if axes.logarithmic else ""
    listed = "; ".join(f"{n}: {_sentence(p)}" for n, p in enumerate(ordered, start=1))
    return f"{len(ordered)} numbers, each with its source, in order of time.{scale} {listed}."

"""The places of an event on a map that needs no network: outlines, a graticule, a scale bar.

The outlines are those of Natural Earth as packed by npm world-atlas; the frontend's build writes
them beside this file. Where they have not been built the map says so and draws the graticule.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from onrecord.model.where import Where
from onrecord.publish.map_labels import Label, placed_labels
from onrecord.publish.svg import drawing, isolated, label, number, tag, words

Outline = Mapping[str, Any]  # a GeoJSON FeatureCollection of polygons
_NOTHING: Outline = {"features": []}
Point = tuple[float, float]  # longitude, latitude, in degrees

WIDTH, HEIGHT, CAPTION = 520.0, 360.0, 20.0
LEAST_SPAN = 1.6  # degrees: a single point is shown in its surroundings
MARGIN = 0.3  # of the span, on every side
KM_PER_DEGREE = 111.32
STEPS = (0.25, 0.5, 1, 2, 5, 10, 30)  # degrees between the lines of the graticule
RADIUS = {"exact": 4.0, "near": 12.0, "region": 46.0}  # on the drawing; no distances


class Frame(Struct, frozen=True):
    """The window on the globe: equirectangular, true to scale at its middle latitude."""

    west: float
    north: float
    scale: float  # drawing units per degree of latitude
    squeeze: float  # cosine of the middle latitude
    middle: float

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a place lies on the drawing; longitudes may run past 180."""
        return (
            (longitude - self.west) * self.scale * self.squeeze,
            (self.north - latitude) * self.scale,
        )

    @property
    def east(self) -> float:
        """The longitude of the right edge."""
        return self.west + WIDTH / (self.scale * self.squeeze)

    @property
    def south(self) -> float:
        """The latitude of the lower edge."""
        return self.north - HEIGHT / self.scale


class Ring(Struct, frozen=True):
    """A closed line on the globe, and the box around it."""

    points: tuple[Point, ...]
    west: float
    east: float
    south: float
    north: float


class Shape(Struct, frozen=True):
    """A country: its name and the rings of its outline."""

    name: str
    rings: tuple[Ring, ...]


@cache
def country_outlines() -> Outline | None:
    """The outlines that the frontend's build wrote; None where it has not been run."""
    path = files("onrecord.publish") / "built" / "countries.json"
    if not path.is_file():
        return None
    built: Outline = json.loads(path.read_text(encoding="utf-8"))
    return built


def place_map(
    places: Sequence[Where],
    *,
    outline: Outline | str | None = "built",
    name: str = "places",
    title: str = "Where, as precisely as the sources say",
) -> str:
    """An SVG map of places with coordinates; those without are listed below it.

    A dot is the named place itself, a ring somewhere near it, a faint disc somewhere within a
    region; a country is a name alone. Rings and discs show no distance. ``outline`` is a GeoJSON
    FeatureCollection, None for a graticule alone, or "built" for the package's own.
    """
    shown, unplaced = _told_apart(places)
    if not shown:
        text = "No place that the sources name has known coordinates."
        return drawing(label(text, 2, 18), name=name, kind="place-map", width=WIDTH, height=30,
                       title=title, description=text)  # fmt: skip
    shapes = _built_shapes() if isinstance(outline, str) else _shapes(outline or _NOTHING)
    points = _unwrapped([(w.longitude or 0.0, w.latitude or 0.0) for w in shown])
    frame = _frame_of(points)
    notes = _notes(shown, unplaced, drawn=bool(shapes))
    clip = tag("clipPath", tag("rect", width=WIDTH, height=HEIGHT), id=f"{name}-clip")
    ground = tag("g", _graticule(frame), _countries(frame, shapes), clip_path=f"url(#{name}-clip)")
    return drawing(
        tag("defs", clip),
        ground,
        tag("rect", x=0.5, y=0.5, width=WIDTH - 1, height=HEIGHT - 1, fill="none",
            stroke="currentColor", stroke_opacity=0.4),
        *(_mark(w, *frame.at(*at)) for w, at in zip(shown, points, strict=True)),
        *_names(shown, points, frame),
        _scale_bar(frame),
        *(label(note, 2, HEIGHT + CAPTION * n - 2, font_size=12)
          for n, note in enumerate(notes, start=1)),
        name=name,
        kind="place-map",
        width=WIDTH,
        height=HEIGHT + CAPTION * len(notes) + 4,
        title=title,
        description=_description(shown, notes),
    )  # fmt: skip


def _told_apart(places: Sequence[Where]) -> tuple[list[Where], list[str]]:
    """Places with coordinates, once each, and the words of the others."""
    shown: dict[tuple[object, ...], Where] = {}
    unplaced: dict[str, None] = {}
    for where in places:
        if where.latitude is None or where.longitude is None:
            unplaced[where.text] = None
        else:
            shown.setdefault((where.latitude, where.longitude, where.precision), where)
    return [shown[key] for key in sorted(shown, key=str)], sorted(unplaced)


def _unwrapped(points: Sequence[Point]) -> list[Point]:
    """Points on both sides of the 180th meridian, brought to one side of it."""
    longitudes = [longitude for longitude, _ in points]
    if max(longitudes) - min(longitudes) <= 180:
        return list(points)
    return [(lon + 360 if lon < 0 else lon, lat) for lon, lat in points]


def _frame_of(points: Sequence[Point]) -> Frame:
    wests, souths = [p[0] for p in points], [p[1] for p in points]
    middle = (min(souths) + max(souths)) / 2
    squeeze = max(math.cos(math.radians(middle)), 0.05)  # a map of the pole has some width
    tall = max(max(souths) - min(souths), LEAST_SPAN) * (1 + 2 * MARGIN)
    wide = max((max(wests) - min(wests)) * squeeze, LEAST_SPAN) * (1 + 2 * MARGIN)
    scale = min(HEIGHT / tall, WIDTH / wide)
    west = (min(wests) + max(wests)) / 2 - WIDTH / (scale * squeeze) / 2
    return Frame(west, middle + HEIGHT / scale / 2, scale, squeeze, middle)


def _graticule(frame: Frame) -> str:
    """Lines of longitude and latitude at round steps, each with its degrees."""
    step = next((s for s in STEPS if frame.north - frame.south <= s * 6), 60)
    lines = []
    for longitude in _multiples(step, frame.west, frame.east):
        x, _ = frame.at(longitude, frame.north)
        east = (longitude + 180) % 360 - 180
        lines.append(_line(x, 0, x, HEIGHT) + _degrees(east, "E", "W", x + 3, HEIGHT - 5))
    for latitude in _multiples(step, max(frame.south, -90), min(frame.north, 90)):
        _, y = frame.at(frame.west, latitude)
        lines.append(_line(0, y, WIDTH, y) + _degrees(latitude, "N", "S", 4, y - 3))
    return tag("g", *lines, class_="graticule")


def _multiples(step: float, low: float, high: float) -> Iterator[float]:
    count = math.ceil(low / step)
    while count * step <= high:
        yield count * step
        count += 1


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="currentColor", stroke_opacity=0.15)


def _degrees(value: float, positive: str, negative: str, x: float, y: float) -> str:
    side = "" if value in (0, -180) else positive if value > 0 else negative
    return label(f"{number(abs(value))}°{side}", x, y, font_size=10, fill_opacity=0.6)


def _countries(frame: Frame, shapes: Sequence[Shape]) -> str:
    paths = []
    for shape in shapes:
        rings = [near for ring in shape.rings for shift in (-360, 0, 360)
                 if (near := _near(ring, frame, shift))]  # fmt: skip
        if rings:
            paths.append(tag("path", *([tag("title", words(shape.name))] if shape.name else []),
                             d="".join(_path(ring, frame) for ring in rings)))  # fmt: skip
    return tag("g", *paths, class_="countries", fill="currentColor", fill_opacity=0.06,
               stroke="currentColor", stroke_opacity=0.45, fill_rule="evenodd")  # fmt: skip


@cache
def _built_shapes() -> tuple[Shape, ...]:
    built = country_outlines()
    return _shapes(built) if built else ()


def _shapes(outline: Outline) -> tuple[Shape, ...]:
    return tuple(
        Shape(str(feature.get("properties", {}).get("name", "")), _rings(feature["geometry"]))
        for feature in outline["features"]
    )


def _rings(geometry: Mapping[str, Any] | None) -> tuple[Ring, ...]:
    if geometry is None or geometry["type"] not in ("Polygon", "MultiPolygon"):
        return ()
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    found = [_whole([(x, y) for x, y in ring]) for polygon in polygons for ring in polygon]
    return tuple(
        Ring(tuple(ring), min(x for x, _ in ring), max(x for x, _ in ring),
             min(y for _, y in ring), max(y for _, y in ring))
        for ring in found
    )  # fmt: skip


def _whole(ring: Sequence[Point]) -> Sequence[Point]:
    """A ring that crosses the 180th meridian, on one side of it; Antarctica runs round the pole."""
    longitudes = [longitude for longitude, _ in ring]
    if max(longitudes) - min(longitudes) <= 180 or min(y for _, y in ring) < -85:
        return ring
    return [(x + 360 if x < 0 else x, y) for x, y in ring]


def _near(ring: Ring, frame: Frame, shift: int) -> list[Point]:
    """The ring cut to the frame and a little around it (Sutherland and Hodgman 1974)."""
    if ring.east + shift < frame.west - 1 or ring.west + shift > frame.east + 1:
        return []
    if ring.north < frame.south - 1 or ring.south > frame.north + 1:
        return []
    points = [(x + shift, y) for x, y in ring.points]
    for axis, limit, sign in ((0, frame.west - 1, 1), (0, frame.east + 1, -1),
                              (1, frame.south - 1, 1), (1, frame.north + 1, -1)):  # fmt: skip
        points = list(_cut(points, axis, limit, sign))
    return points


def _cut(ring: list[Point], axis: int, limit: float, sign: int) -> Iterator[Point]:
    for before, here in zip(ring[-1:] + ring[:-1], ring, strict=True):
        inside, was_inside = ((p[axis] - limit) * sign >= 0 for p in (here, before))
        if inside != was_inside:
            share = (limit - before[axis]) / (here[axis] - before[axis])
            yield (
                before[0] + share * (here[0] - before[0]),
                before[1] + share * (here[1] - before[1]),
            )
        if inside:
            yield here


def _path(ring: Sequence[Point], frame: Frame) -> str:
    steps = (frame.at(*point) for point in ring)
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in steps) + "Z"


def _mark(where: Where, x: float, y: float) -> str:
    radius = RADIUS.get(where.precision)
    if radius is None:
        return ""
    looks: dict[str, dict[str, str | float | None]] = {
        "exact": {"fill": "currentColor"},
        "near": {"fill": "none", "stroke": "currentColor", "stroke_width": 2},
        "region": {"fill": "currentColor", "fill_opacity": 0.1, "stroke": "currentColor",
                   "stroke_dasharray": "2 4"},
    }  # fmt: skip
    title = tag("title", words(_in_words(where)))
    return tag("circle", title, cx=x, cy=y, r=radius, class_=where.precision,
               **looks[where.precision])  # fmt: skip


def _names(shown: Sequence[Where], points: Sequence[Point], frame: Frame) -> list[str]:
    labels = []
    for where, point in zip(shown, points, strict=True):
        x, y = frame.at(*point)
        radius = RADIUS.get(where.precision, 0.0)
        clear = radius if where.precision in ("exact", "near") else 0.0
        labels.append(Label(where.name or where.text, x, y, clear + 4 if clear else 0.0))
    return [
        tag("text", isolated(one.text), x=one.x, y=one.y, text_anchor="middle", font_size=13,
            fill="currentColor", class_="place-name")
        for one in placed_labels(labels, width=WIDTH, height=HEIGHT)
    ]  # fmt: skip


def _scale_bar(frame: Frame) -> str:
    per_km = frame.scale / KM_PER_DEGREE
    longest = WIDTH / 4 / per_km
    power = 10 ** math.floor(math.log10(longest))
    length = next(power * m for m in (5, 2, 1) if power * m <= longest)
    right, y = WIDTH - 14, HEIGHT - 26
    left = right - length * per_km
    shape = f"M{number(left)} {number(y - 4)}V{number(y)}H{number(right)}V{number(y - 4)}"
    return tag("path", d=shape, fill="none", stroke="currentColor", stroke_width=1.5) + label(
        f"{number(length)} km", (left + right) / 2, y - 6, text_anchor="middle", font_size=11
    )


def _in_words(where: Where) -> str:
    name = where.name or where.text
    return {"near": f"near {name}", "region": f"within {name}", "country": f"within {name}"}.get(
        where.precision, name
    )


def _notes(shown: Sequence[Where], unplaced: Sequence[str], *, drawn: bool) -> list[str]:
    used = {where.precision for where in shown}
    signs = {"exact": "● the place named", "near": "○ near it", "region": "◌ within the region"}
    legend = " · ".join(text for key, text in signs.items() if key in used)
    notes = [f"{legend} (sizes show no distance)"] if legend else []
    if unplaced:
        listed = ", ".join(f"“{text}”" for text in unplaced[:4])
        rest = f" and {len(unplaced) - 4} more" if len(unplaced) > 4 else ""
        notes.append(f"Not on the map, without coordinates: {listed}{rest}")
    notes.append(
        "Outlines: Natural Earth. This record takes no side on any border."
        if drawn
        else "Without country outlines, which have not been built here: graticule only."
    )
    return notes


def _description(shown: Sequence[Where], notes: Sequence[str]) -> str:
    listed = "; ".join(
        f"{_in_words(w)} ({number(w.latitude or 0.0)}, {number(w.longitude or 0.0)})" for w in shown
    )
    return f"Map of {len(shown)} places: {listed}. {' '.join(notes)}"

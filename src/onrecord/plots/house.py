"""What all plots share: colours, type, titles, numbers and names as they are written."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
INK, SOFT, LINE = "#1d1c1a", "#57534c", "#d9d4ca"
# Dark blue, ochre and pale blue keep apart in every kind of colour blindness and in grey.
ACCENT, SECOND = "#1f4e6b", "#a85a12"
FILL, BAND, QUIET = "#86abc1", "#e3edf3", "#8b857a"
FONT = "Liberation Sans, Helvetica, Arial, sans-serif"
# The renderer of pictures takes a whole text from one font: this one holds many scripts.
FONT_OF_MANY_SCRIPTS = "DejaVu Sans, Noto Sans, sans-serif"
SMALL, PLAIN, LARGE = 11, 12, 15
WIDE = 92  # characters of a subtitle's line at a plot's usual width

CONFIG: Spec = {
    "background": "#ffffff",
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "bounds",
        "color": INK,
        "fontSize": LARGE,
        "fontWeight": 600,
        "subtitleColor": SOFT,
        "subtitleFontSize": PLAIN,
        "subtitleLineHeight": 16,
        "subtitlePadding": 5,
        "offset": 16,
    },
    "axis": {
        "labelColor": INK,
        "labelFontSize": PLAIN,
        "labelLimit": 320,
        "titleColor": SOFT,
        "titleFontSize": PLAIN,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "domainColor": SOFT,
        "tickColor": SOFT,
        "gridColor": LINE,
        "gridOpacity": 0.7,
    },
    "text": {"color": INK, "fontSize": PLAIN},
}


def drawn(
    content: Mapping[str, Any],
    *,
    title: str,
    says: Sequence[str],
    description: str,
    width: int = WIDE,
) -> Spec:
    """A whole specification: content under a title, what it says, and words for who sees none.

    Parameters
    ----------
    says : the sentences of the subtitle
    description : the same in words, with every number that matters
    width : characters in a line of the subtitle
    """
    font = FONT if _is_latin(description + title) else FONT_OF_MANY_SCRIPTS
    return {
        "$schema": SCHEMA,
        "description": description,
        "title": {"text": title, "subtitle": lines_of(" ".join(says), width)},
        "padding": 16,
        "config": {"font": font, **CONFIG},
        **content,
    }


def _is_latin(text: str) -> bool:
    """Are all letters of the scripts of Europe, or is one from Hebrew, Arabic or beyond?"""
    return not any(
        0x590 <= ord(character) < 0x1E00 or ord(character) > 0x2E80 for character in text
    )


def lines_of(text: str, width: int, most: int | None = None) -> list[str]:
    """Text in lines of at most so many characters, cut with an ellipsis after the last."""
    return textwrap.wrap(text, width, max_lines=most, placeholder=" …") or [""]


def people(number: float) -> str:
    """A number of people with thousands separators."""
    return f"{number:,.0f}"


def share(part: float) -> str:
    """A share as a percentage."""
    return f"{part:.1%}".replace("%", " %") if part < 0.1 else f"{part:.0%}".replace("%", " %")


def plain_method(method: str) -> str:
    """A method's name without its version."""
    name, _, version = method.rpartition(" ")
    return name if version.isdigit() and name else method


def span(lower: float | None, upper: float | None) -> str:
    """An interval in figures; an end that the table leaves open says so."""
    if lower is None:
        return "no interval"
    if upper is None:
        return f"{people(lower)} or more"
    return f"{people(lower)}–{people(upper)}"

"""Writing SVG: elements with escaped text and presentation attributes, never inline style.

The pages that hold these drawings forbid inline style and script, so everything here is a
presentation attribute (``stroke``, ``font-size``) in ``currentColor``, with classes as handles.
"""

from html import escape

# XML 1.0 has no way to write these; a rendition may hold them (a form feed between pages).
_UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], " ")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"  # the words choose their own direction


def words(text: str) -> str:
    """Text as it may stand between tags or in an attribute."""
    return escape(text.translate(_UNWRITABLE), quote=True)


def isolated(text: str) -> str:
    """Escaped text that keeps its own direction beside words of another script."""
    return f"{_ISOLATE}{words(text)}{_END_ISOLATE}"


def tag(name: str, /, *content: str, **attributes: str | float | None) -> str:
    """An element. ``content`` is markup; attributes are escaped, and None leaves one out.

    ``class_`` writes ``class``; an underscore elsewhere writes a hyphen (``text_anchor``).
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{words(number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(content)}</{name}>" if content else f"<{name}{written}/>"


def number(value: str | float) -> str:
    """A coordinate with at most two decimals and no trailing zeros; a string as it is."""
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def label(text: str, x: float, y: float, **attributes: str | float | None) -> str:
    """A piece of text at a place, in the colour of the text around the drawing."""
    settings: dict[str, str | float | None] = {"font_size": 13, "fill": "currentColor"}
    return tag("text", isolated(text), x=x, y=y, **(settings | attributes))


def drawing(
    *parts: str, name: str, kind: str, width: float, height: float, title: str, description: str
) -> str:
    """A whole ``<svg>`` that a screen reader can name and describe.

    ``name`` makes the ids of its title and description unique in a page; ``kind`` is its class.
    The page's style should give ``.drawing`` a maximum width of 100% and an automatic height.
    """
    return tag(
        "svg",
        tag("title", words(title), id=f"{name}-title"),
        tag("desc", words(description), id=f"{name}-desc"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"drawing {kind}",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        # A group of links, where there are any: role "img" would hide them from a screen reader.
        role="group" if any("<a " in part for part in parts) else "img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        font_family="inherit",
    )

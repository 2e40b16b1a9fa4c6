"""A plot: its Vega-Lite specification, and the pictures made of it."""

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from onrecord.errors import ExtraMissing, InputError
from onrecord.plots.house import Spec

try:
    import vl_convert
except ImportError:  # the extra "plots" is not installed; a specification needs no renderer
    vl_convert = None  # type: ignore[assignment]

VERSION = "5.20"  # of Vega-Lite; vl-convert bundles it and reads nothing from the network
SUFFIXES = (".json", ".svg", ".png")


@dataclass(frozen=True, eq=False)
class Plot:
    """A plot, to be saved or put on a page.

    Attributes
    ----------
    spec : Vega-Lite 5 specification with its data inline; ``description`` is the alternative text
    """

    spec: Spec

    def svg(self) -> str:
        """The plot as SVG, with its title and description for who cannot see it.

        Raises
        ------
        ExtraMissing : the extra ``plots`` is not installed
        """
        svg: str = _renderer().vegalite_to_svg(self.spec, vl_version=VERSION)
        title, description = self.spec["title"]["text"], self.spec["description"]
        words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        opening, _, rest = svg.partition(">")
        return f'{opening} role="img">{words}{rest}'

    def png(self, *, scale: float = 2.0) -> bytes:
        """The plot as PNG; scale 2 is sharp on a screen, 4 in print.

        Raises
        ------
        ExtraMissing : the extra ``plots`` is not installed
        """
        png: bytes = _renderer().vegalite_to_png(self.spec, vl_version=VERSION, scale=scale)
        return png

    def save(self, path: str | Path) -> Path:
        """Write the plot as the name's ending says: .json (Vega-Lite), .svg or .png.

        Raises
        ------
        InputError : another ending
        ExtraMissing : the extra ``plots`` is not installed, and the plot is to be a picture
        """
        place = savable(path)
        match place.suffix.lower():
            case ".json":
                written = json.dumps(self.spec, ensure_ascii=False, indent=1) + "\n"
                place.write_text(written, encoding="utf-8")
            case ".svg":
                place.write_text(self.svg(), encoding="utf-8")
            case ".png":
                place.write_bytes(self.png())
        return place

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        """How a notebook shows the plot."""
        return {"application/vnd.vegalite.v5+json": self.spec, "text/plain": self._words()}

    def _words(self) -> str:
        return str(self.spec.get("description", ""))


def savable(path: str | Path) -> Path:
    """The path, where its ending is one of a plot; InputError where not."""
    place = Path(path)
    if place.suffix.lower() not in SUFFIXES:
        endings = ", ".join(SUFFIXES)
        raise InputError(
            f"{place.name}: a plot is saved as {endings}, not as {place.suffix.lower()!r}"
        )
    return place


def _renderer() -> Any:
    if vl_convert is None:
        raise ExtraMissing(
            "a picture of a plot needs vl-convert-python, which is not installed; run "
            "pip install 'onrecord[plots]', or use the plot's spec, which needs nothing"
        )
    return vl_convert

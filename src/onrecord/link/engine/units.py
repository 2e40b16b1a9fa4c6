"""The words of names as numbers: each unit (one column's or one place's parts) once."""

import re
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.names.blocking import part_keys
from onrecord.names.fold import script_of
from onrecord.names.parts import Part

_DOUBLED = re.compile(r"(.)\1+")

Ints = NDArray[np.int32]
Unit = tuple[Part, ...]
KEYS = 4  # of one unit, at most
MISSING = -1  # in place of a number, where nothing is said


class Units(Struct, frozen=True, kw_only=True):
    """Every unit of a set of records: what it is written with, and where it is looked for.

    ``keys`` is (n_units, KEYS), filled with -1: numbers of the consonant skeletons of its first
    part; ``heads`` those of the skeletons' first two consonants. ``arabic`` tells the script.
    ``skeletons`` are those numbers, by skeleton.
    """

    units: Sequence[Unit]
    keys: Ints
    heads: Ints
    arabic: NDArray[np.bool_]
    skeletons: dict[str, int]

    def __len__(self) -> int:
        return len(self.units)


class UnitNumbers:
    """Gives each distinct unit a number, in the order in which they come."""

    def __init__(self, known: Units | None = None) -> None:
        """``known`` keep their numbers, and what follows is numbered after them."""
        self._known = known
        units = known.units if known else ()
        self._numbers: dict[Unit, int] = {unit: at for at, unit in enumerate(units)}

    def number(self, unit: Unit) -> int:
        """The unit's number; -1 for no parts."""
        if not unit:
            return MISSING
        return self._numbers.setdefault(unit, len(self._numbers))

    def units(self) -> Units:
        """All units that were numbered."""
        units = tuple(self._numbers)
        known = self._known
        begin = len(known) if known else 0
        keys = np.full((len(units) - begin, KEYS), -1, np.int32)
        heads = keys.copy()
        arabic = np.zeros(len(keys), np.bool_)
        skeletons = dict(known.skeletons) if known else {}
        for at, unit in enumerate(units[begin:]):
            arabic[at] = script_of(unit[0].text) == "arabic"
            for column, key in enumerate(sorted(_bare(k) for k in part_keys(unit[0]))[:KEYS]):
                keys[at, column] = skeletons.setdefault(key, len(skeletons))
                head = key[: key.index("·") + 3]
                heads[at, column] = skeletons.setdefault(f"{head}…", len(skeletons))
        if known:
            keys, heads = np.concatenate([known.keys, keys]), np.concatenate([known.heads, heads])
            arabic = np.concatenate([known.arabic, arabic])
        return Units(units=units, keys=keys, heads=heads, arabic=arabic, skeletons=skeletons)


def _bare(key: str) -> str:
    """A skeleton without its first w or y (Iyad, Eyad) and without doubled consonants."""
    head, skeleton = key.split("·")
    bare = _DOUBLED.sub(lambda doubled: doubled[1], skeleton.lstrip("wy") or skeleton)
    return f"{head}·{bare}"

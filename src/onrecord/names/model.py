"""What was learned of names: how parts are spelt and how the facts of a pair of names weigh."""

import json
from functools import cache
from importlib.resources import files

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.names.channel import assemble, listed
from onrecord.names.spelling import ALPHABETS, LetterModel, SpellingModel
from onrecord.names.weigh import FACTS

VERSION = "onrecord names 1"


class NameModel(Struct, frozen=True, kw_only=True):
    """A spelling model, and (N_FACTS,) slopes in natural log odds of the facts of a pair."""

    spelling: SpellingModel
    slopes: NDArray[np.float32]

    @staticmethod
    @cache
    def shipped() -> "NameModel":
        """The model that comes with the package (benchmarks/name_pairs/learn.py made it)."""
        return NameModel.from_json((files("onrecord.names") / "model.json").read_text("utf-8"))

    def to_json(self) -> str:
        """The model as JSON; correspondences rarer than the floor are left out."""
        return json.dumps(
            {
                "version": VERSION,
                "facts": dict(zip(FACTS, _short(self.slopes), strict=True)),
                "odds": {which: _short(w) for which, w in sorted(self.spelling.weights.items())},
                "letters": {
                    alphabet: [_short(row) for row in model.table]
                    for alphabet, model in sorted(self.spelling.letters.items())
                },
                "correspondences": {
                    which: listed(channel)
                    for which, channel in sorted(self.spelling.channels.items())
                },
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).replace('],"', '],\n"')

    @staticmethod
    def from_json(text: str) -> "NameModel":
        """Read what ``to_json`` wrote; KeyError where a part is missing."""
        read = json.loads(text)
        return NameModel(
            spelling=SpellingModel(
                channels={
                    which: assemble(which_alphabets(which), entries)
                    for which, entries in read["correspondences"].items()
                },
                weights={which: np.array(w) for which, w in read["odds"].items()},
                letters={
                    alphabet: LetterModel(alphabet=ALPHABETS[alphabet], table=np.array(table))
                    for alphabet, table in read["letters"].items()
                },
            ),
            slopes=np.array([read["facts"][fact] for fact in FACTS], dtype=np.float32),
        )


def which_alphabets(which: str) -> tuple[str, str]:
    """The letters of the two alphabets that "arabic-latin" and the like name."""
    first, second = which.split("-")
    return ALPHABETS[first], ALPHABETS[second]


def _short(row: NDArray[np.floating]) -> list[float]:
    return [float(f"{value:.5g}") for value in row]

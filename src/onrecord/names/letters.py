"""Folded words as letters of two alphabets, Arabic and Latin, which the comparison knows.

Words of other scripts are first written in Latin letters by the tables of ``other_scripts.toml``.
"""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from onrecord.names.fold import script_of

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوىيةءپچژگڤ"
LATIN = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 24  # letters of a word that are compared; no name part needs more

# Letters of Persian, Urdu, Pashto and Kurdish by the letter above that sounds nearest.
_NEAREST = str.maketrans(
    {"ٹ": "ت", "ټ": "ت", "ڈ": "د", "ډ": "د", "ڑ": "ر", "ړ": "ر", "ڕ": "ر", "ں": "ن", "ڼ": "ن",
     "ھ": "ه", "ە": "ه", "ۂ": "ه", "ۃ": "ة", "ے": "ي", "ې": "ي", "ۍ": "ي", "ێ": "ي", "ۆ": "و",
     "ۇ": "و", "ۋ": "و", "ڵ": "ل", "ښ": "ش", "ږ": "ژ", "څ": "س", "ځ": "ز",
     "ڭ": "گ", "ڨ": "گ", "ڢ": "ف"}
)  # fmt: skip


@cache
def _other_scripts() -> dict[int, str]:
    text = (files("onrecord.names") / "other_scripts.toml").read_text(encoding="utf-8")
    return {
        ord(letter): spelt
        for table in tomllib.loads(text).values()
        for letter, spelt in table.items()
    }


@lru_cache(maxsize=1 << 17)
def letters(word: str) -> tuple[str, str]:
    """The alphabet ("arabic" or "latin") of a folded word, and its letters in that alphabet.

    No letters are left of a word in a script that no table knows: it is compared as it stands.
    """
    if script_of(word) == "arabic":
        plain = word.translate(_NEAREST)
        return "arabic", "".join(c for c in plain if c in ARABIC)[:LONGEST]
    plain = word.translate(_other_scripts())
    return "latin", "".join(c for c in plain if c in LATIN)[:LONGEST]

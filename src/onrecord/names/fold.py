"""Text made comparable: one form for spellings that differ only in how they are typed.

Folding is for comparison alone. Whoever folds keeps the original beside it.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from onrecord.names.order import logical_order

Script = Literal["arabic", "latin", "other"]

_SAME_LETTER = str.maketrans(
    {
        **dict.fromkeys("أإٱ", "ا"),
        "آ": "اا",  # a long vowel, whichever way it is typed
        "ی": "ي",  # Persian and Urdu letters that stand for an Arabic one
        "ى": "ى",
        "ک": "ك",
        "ہ": "ه",
        "ۀ": "ه",
        "ە": "ه",
        "ß": "ss",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
    }
)
# Marks that carry no letter: tatweel, zero-width and bidirectional marks, ayn and hamza signs.
_NO_LETTER = re.compile("[\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff'`’‘ʿʾʼʻ´]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_LATIN = re.compile("[a-z]")


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """Lower case, NFKC, without diacritics, tatweel and invisible marks; digits as 0–9.

    Presentation forms and ligatures become plain letters, in reading order where a PDF gave them
    in that of the eye; forms of alef meet in bare alef.
    Dots, hyphens and other punctuation stay, for the caller to make sense of.
    """
    if text.isascii():
        return " ".join(text.casefold().replace("'", "").replace("`", "").split())
    ordered = logical_order(text)
    plain = unicodedata.normalize("NFKC", ordered).casefold().translate(_SAME_LETTER)
    apart = unicodedata.normalize("NFD", _keep_hamza_seats(plain))
    return " ".join(apart.translate(_BARE).split())


class _Bare(dict[int, str]):
    """What is left of each character, told when it first comes up; "" of a mark."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isdigit() and unicodedata.digit(character, None) is not None:
            left = str(unicodedata.digit(character))
        elif unicodedata.category(character) == "Mn" or _NO_LETTER.match(character):
            left = ""
        else:
            left = character.translate(_SAME_LETTER)
        self[code] = left
        return left


_BARE = _Bare()


def _keep_hamza_seats(text: str) -> str:
    """Write ``ؤ`` and ``ئ`` by their seats: NFD would part them from the hamza all the same."""
    return text.replace("ؤ", "و").replace("ئ", "ي")


def script_of(text: str) -> Script:
    """The script of folded text: that of its first letter in Arabic or Latin, else "other"."""
    if "a" <= text[:1] <= "z":
        return "latin"
    arabic, latin = _ARABIC.search(text), _LATIN.search(text)
    if arabic and (latin is None or arabic.start() < latin.start()):
        return "arabic"
    return "latin" if latin else "other"

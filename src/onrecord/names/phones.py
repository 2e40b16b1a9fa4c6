"""The sounds of a word, one character a sound, so that scripts and spellings can meet.

Arabic writes consonants and long vowels; transliterations write all vowels and disagree on both.
A *phone* string keeps what either side knows: lower case for plain sounds, capitals for those that
have several usual spellings.

    T th/t/s   x kh/h   D dh/d/z   S sh/ch   C ch/tch   Z emphatic d or z   G gh
    E ayn      A long a   U long u   V a vowel of unknown quality   F final vowel (-a, -ah, -eh, ة)
    Y alef maqsura, which also stands for a final y
"""

import re
from functools import lru_cache

from onrecord.names.fold import script_of

_ARABIC = {
    "ا": "A", "ب": "b", "ت": "t", "ث": "T", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "D",
    "ر": "r", "ز": "z", "س": "s", "ش": "S", "ص": "s", "ض": "Z", "ط": "t", "ظ": "Z", "ع": "E",
    "غ": "G", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w",
    "ي": "y", "ى": "Y", "ة": "F", "ء": "", "پ": "p", "چ": "C", "ژ": "j", "گ": "g", "ڤ": "v",
}  # fmt: skip
_DIGRAPHS = (
    ("x", "ks"), ("tch", "C"), ("sch", "S"), ("kh", "x"), ("gh", "G"), ("dh", "D"), ("th", "T"),
    ("sh", "S"),
    ("ch", "S"), ("dj", "j"), ("ph", "f"), ("ck", "k"), ("ou", "U"), ("oo", "U"), ("aa", "A"),
    ("ee", "i"), ("ai", "y"), ("ay", "y"), ("ei", "y"), ("ey", "y"), ("aw", "w"), ("au", "w"),
    ("ow", "w"), ("o", "u"), ("c", "k"),
)  # fmt: skip
_SOFT_C = re.compile(r"c(?=[eiy])")
# French writes a mute e after -an, -in, -oun: Slimane, Hocine, Haroune.
_MUTE_E = re.compile(r"(?<=[aiu]n)e$|(?<=[^aeiou]in)e$|(?<=ai[nl])e$")
_FINAL_VOWEL = re.compile(r"(?<=[^aeiou])(?:ah|eh|a|e)$")
_DOUBLED = re.compile(r"(.)\1+")
_DOUBLED_CONSONANT = re.compile(r"([^aeiou])\1+")
_NO_LATIN = re.compile("[^a-z]")
_ANY_VOWEL = re.compile("[aeiuAUwy]")
_OU_BEFORE_VOWEL = re.compile(r"^ou(?=[aei])")

VOWELS = frozenset("aeiuAUVFY")


@lru_cache(maxsize=1 << 17)
def phones(word: str) -> str:
    """The phones of one folded word; other scripts than Arabic and Latin come back as they are."""
    script = script_of(word)
    if script == "arabic":
        return _arabic(word)
    return _latin(word) if script == "latin" else word


def _arabic(word: str) -> str:
    sounds = "".join(_ARABIC.get(letter, "") for letter in word)
    if word.endswith("ه") and len(word) > 3:
        sounds = sounds[:-1] + "F"  # ta marbuta is often typed without its dots
    elif word.endswith("ا") and len(word) > 3:
        sounds = sounds[:-1] + "F"
    if word.startswith("ا") and not word.startswith("اا"):
        sounds = "V" + sounds[1:]
    return _DOUBLED.sub(_once, sounds)


def _latin(word: str) -> str:
    plain = _MUTE_E.sub("", _NO_LATIN.sub("", word))
    plain = _OU_BEFORE_VOWEL.sub("w", plain)
    ending = _FINAL_VOWEL.search(plain) if len(plain) > 3 else None
    stem = plain[: ending.start()] if ending else plain
    sounds = _SOFT_C.sub("s", _DOUBLED_CONSONANT.sub(_once, stem))
    for written, sound in _DIGRAPHS:
        sounds = sounds.replace(written, sound)
    return _DOUBLED.sub(_once, _long_u(sounds)) + ("F" if ending else "")


def _once(doubled: re.Match[str]) -> str:
    return doubled[1]


def _long_u(sounds: str) -> str:
    """Tell long u from short: in Arabic names u after the first syllable is long, and written."""
    first = _ANY_VOWEL.search(sounds)
    if first is None:
        return sounds
    head, tail = sounds[: first.end()], sounds[first.end() :]
    return head.replace("U", "u") + tail.replace("u", "U")

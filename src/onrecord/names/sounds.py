"""How alike two words sound, whichever script and habit of spelling they come in.

A weighted edit distance over phones. The costs are not learned: they write down how Arabic is
transliterated (ALA-LC and ISO 233 tables, French and English press habits, chat spelling).
"""

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from onrecord.names.fold import script_of
from onrecord.names.letters import letters
from onrecord.names.phones import VOWELS, phones


def _both_ways(costs: dict[str, float]) -> dict[tuple[str, str], float]:
    pairs = {(key[0], key[1]): cost for key, cost in costs.items()}
    return pairs | {(right, left): cost for (left, right), cost in pairs.items()}


# What it costs to read one phone for another; 1 where no spelling habit joins them.
_READ_FOR = _both_ways(
    {
        "qk": 0.1, "qg": 0.15, "kg": 0.35, "xk": 0.25, "xh": 0.35, "xq": 0.5, "Gg": 0.1, "Gk": 0.45,
        "Gq": 0.45, "Gr": 0.6, "jg": 0.2, "jC": 0.3, "jz": 0.6, "jy": 0.4, "Tt": 0.1, "Ts": 0.15,
        "Dd": 0.1, "Dz": 0.1, "Zd": 0.1, "Zz": 0.15, "ZD": 0.05, "Zs": 0.6, "dt": 0.4, "bp": 0.1,
        "vf": 0.2, "vw": 0.2, "vb": 0.5, "SC": 0.1, "Sx": 0.5, "Ss": 0.45, "sz": 0.4, "kC": 0.4,
        "Ea": 0.1, "EA": 0.1, "Ei": 0.2, "Ee": 0.15, "Eu": 0.2,
        "wu": 0.02, "wU": 0.0, "wF": 0.4, "yi": 0.05, "ye": 0.15, "yF": 0.2, "yA": 0.5, "yU": 0.6,
        "Aa": 0.0, "Ae": 0.05, "Ai": 0.4, "Au": 0.4, "Ua": 0.4, "Ui": 0.45, "Ue": 0.4, "Uu": 0.0,
        "ae": 0.1, "ei": 0.1, "ai": 0.3, "au": 0.4, "ui": 0.4, "eu": 0.3,
        "Va": 0.0, "Ve": 0.0, "Vi": 0.02, "Vu": 0.02, "VU": 0.02, "VA": 0.1, "Vy": 0.1, "Vw": 0.1,
        "VE": 0.1, "Fa": 0.05, "FA": 0.05, "Fe": 0.1, "Fi": 0.3, "Fu": 0.4, "FU": 0.4, "Fh": 0.1,
        "Ft": 0.2,
        "YF": 0.05, "Yi": 0.05, "Yy": 0.05, "Ya": 0.1, "Ye": 0.1, "YA": 0.1,
    }
)  # fmt: skip
_WEIGHT = {"E": 0.15, "A": 0.4, "U": 0.4, "F": 0.8, "Y": 0.8, "V": 0.8, "a": 0.3, "e": 0.3,
           "i": 0.35, "u": 0.35, "w": 0.85, "y": 0.85, "h": 0.8}  # fmt: skip
# Arabic does not write short vowels, and its alef is often left out of what we are given.
_LEFT_UNWRITTEN = {"a": 0.02, "e": 0.03, "i": 0.1, "u": 0.1, "U": 0.6, "A": 0.2, "E": 0.02,
                   "V": 0.8, "F": 0.8, "Y": 0.8, "w": 0.8, "y": 0.8}  # fmt: skip
_LEFT_OUT = {"a": 0.25, "e": 0.2, "i": 0.3, "u": 0.3, "E": 0.1, "h": 0.7}


@lru_cache(maxsize=1 << 20)
def likeness(left: str, right: str) -> float:
    """From 0 (nothing in common) to 1 (one word in two spellings), for two folded words."""
    if left == right:
        return 1.0
    a, b = _readable(left), _readable(right)
    if "other" in {script_of(a), script_of(b)}:  # a script that no table knows
        return Levenshtein.normalized_similarity(left, right)
    across = script_of(left) != script_of(right)
    return sound_likeness(phones(a), phones(b), across_scripts=across)


def _readable(word: str) -> str:
    """The word in Arabic or Latin letters, where its script has a table."""
    return letters(word)[1] or word if script_of(word) == "other" else word


@lru_cache(maxsize=1 << 20)
def sound_likeness(left: str, right: str, *, across_scripts: bool) -> float:
    """The same for two phone strings; ``across_scripts`` forgives vowels that one cannot write."""
    longest = max(_weight(left), _weight(right))
    if longest == 0 or _bones_differ(left, right):
        return 0.0
    return max(0.0, 1.0 - _distance(left, right, across_scripts) / longest)


def _weight(sounds: str) -> float:
    return sum(_WEIGHT.get(sound, 1.0) for sound in sounds)


# The loosest reading of each consonant, to drop hopeless pairs before the slow comparison.
_LOOSE = str.maketrans(
    {**dict.fromkeys("xGgqCj", "k"), **dict.fromkeys("TDZdzSs", "t"), "p": "b", "v": "f"}
    | dict.fromkeys([*VOWELS, "E", "w", "y", "h"])
)


@lru_cache(maxsize=1 << 17)
def bones(sounds: str) -> str:
    """The loosest consonant skeleton of a phone string: what any two spellings of it share."""
    return sounds.translate(_LOOSE)


def _bones_differ(left: str, right: str) -> bool:
    a, b = bones(left), bones(right)
    return Levenshtein.distance(a, b) > max(1, max(len(a), len(b)) // 2)


def _distance(left: str, right: str, across_scripts: bool) -> float:
    left_out = _LEFT_UNWRITTEN if across_scripts else _LEFT_OUT
    drop_right = [left_out.get(sound, _WEIGHT.get(sound, 1.0)) for sound in right]
    above = [0.0]
    for cost in drop_right:
        above.append(above[-1] + cost)
    for sound in left:
        drop = left_out.get(sound, _WEIGHT.get(sound, 1.0))
        row = [above[0] + drop]
        for column, other in enumerate(right):
            read = 0.0 if sound == other else _READ_FOR.get((sound, other), 1.0)
            row.append(
                min(above[column] + read, above[column + 1] + drop, row[-1] + drop_right[column])
            )
        above = row
    return above[-1]

"""The peers of benchmarks/names.py: first answers, scores, number of pairs, seconds."""

import re
import time
from collections.abc import Sequence
from importlib import import_module

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from onrecord.names import fold

Answers = tuple[NDArray[np.int64], NDArray[np.float64], int, float]
_TABLE = str.maketrans(
    {"ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh",
     "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
     "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u",
     "ي": "i", "ى": "a", "ة": "a", "ء": "", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ڤ": "v"}
)  # fmt: skip
_ROWS = 200


def jaro_winkler(asked: Sequence[str], listed: Sequence[str]) -> Answers:
    """Jaro-Winkler of the sorted words after a plain letter table."""
    return _nearest([_sorted(fold(n).translate(_TABLE)) for n in asked],
                    [_sorted(fold(n).translate(_TABLE)) for n in listed],
                    JaroWinkler.normalized_similarity)  # fmt: skip


def romanized(asked: Sequence[str], listed: Sequence[str]) -> Answers:
    """token_sort_ratio of the romanizer's likeliest spelling (what is Latin already, stays)."""
    return _nearest(_romanize(asked), _romanize(listed), ratio)


def _romanize(names: Sequence[str]) -> list[str]:
    romanizer = import_module("arabic_name_romanizer")
    return [_sorted(fold(name)) for name in romanizer.transliterate_many(list(names))]


def _sorted(name: str) -> str:
    return " ".join(sorted(re.findall(r"\w+", name)))


def _nearest(asked: list[str], listed: list[str], scorer) -> Answers:  # type: ignore[no-untyped-def]
    """Time is that of the comparison alone, not of writing one script in the other."""
    first, score = np.zeros(len(asked), np.int64), np.zeros(len(asked))
    begun = time.process_time()
    for start in range(0, len(asked), _ROWS):
        scores = cdist(asked[start : start + _ROWS], listed, scorer=scorer)
        first[start : start + _ROWS] = scores.argmax(axis=1)
        score[start : start + _ROWS] = scores.max(axis=1)
    return first, score, len(asked) * len(listed), time.process_time() - begun


def nomenklatura_ranks(
    asked: Sequence[str], listed: Sequence[str], where: NDArray[np.int64]
) -> Answers:
    """nomenklatura's LogicV2 on the right name and the 30 that the romanizer thinks likeliest."""
    model = import_module("followthemoney").model
    matching = import_module("nomenklatura.matching")
    matcher, config = matching.LogicV2, matching.LogicV2.default_config()
    from_asked, from_listed = _romanize(asked), _romanize(listed)

    def person(name: str, number: int):  # type: ignore[no-untyped-def]
        return model.get_proxy(
            {"id": f"p{number}", "schema": "Person", "properties": {"name": [name]}}
        )

    first, score, pairs, seconds = np.zeros(len(asked), np.int64), np.zeros(len(asked)), 0, 0.0
    for k, name in enumerate(asked):
        alike = cdist([from_asked[k]], from_listed, scorer=ratio)[0]
        ranked = {int(at) for at in np.argpartition(-alike, 30)[:30]}
        candidates = sorted(ranked | ({int(where[k])} if where[k] >= 0 else set()))
        begun = time.process_time()
        query = person(name, -1)
        scores = [matcher.compare(query, person(listed[at], at), config).score for at in candidates]
        seconds += time.process_time() - begun
        pairs += len(candidates)
        best = int(np.argmax(scores))
        first[k], score[k] = candidates[best], scores[best]
    return first, score, pairs, seconds

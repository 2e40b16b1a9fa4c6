"""How close units are to spelling one name: each pair of units is weighed once, and remembered.

`names`' spelling model gives the log odds that two words were written for one name. Long words
reach higher odds than short ones, and two names that differ in a letter still reach high ones
(Mahmoud, Muhammad); so a pair is held against the odds that the plainer of its words has with
itself, and what it falls short by is what the other spelling costs.

Of all pairs of a table's words only those are weighed that a pair of records asks for: a million
records hold a hundred thousand words. Words whose consonants agree too little are not weighed.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.encoding import Encoded, encoded_words
from onrecord.link.engine.units import Unit, Units
from onrecord.names.channel import joint_chance
from onrecord.names.model import NameModel
from onrecord.names.skeleton import skeleton

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]

STRANGERS = np.float32(-30.0)  # the closeness of words whose consonants agree too little
_IDENTICAL = np.float32(1.0)  # of a word with itself
_CROSSING = 1.25  # what the plainest spelling in the other script costs
_ONE_SLIP = np.float32(-5.0)  # of words that differ in one slip of typing, at least
_LONG_WORD = 4  # letters, and the end mark: shorter words differ in a slip by chance
_OTHER_HEAD = np.float32(3.0)  # taken away where one part is "Abd al-…" and the other is not
_LONGEST = 8  # consonants of a skeleton
_LONG = 5  # skeletons of so many consonants may differ in two
_LONGEST_WORD = 40
_REMEMBERED = 22  # binary digits of the number of pairs that are remembered at a time
_ODD = np.int64(-7046029254386353131)


class Words(NamedTuple):
    """The words of a table's units, encoded; plain arrays, as compiled code wants them.

    ``forms`` is (n_units, 2) positions of the words that may stand for a unit's first part, -1 for
    none; ``heads`` numbers what is joined before it; ``second`` is the unit of its second part.
    ``aa``, ``al`` and ``ll`` are the chances of the three channels, ``weights`` one row for each.
    """

    forms: Ints
    heads: Ints
    second: Ints
    bones: NDArray[np.uint8]  # (n_words, _LONGEST + 1): length, then kinds of consonants
    alphabet: NDArray[np.int8]  # 0 Arabic, 1 Latin, -1: compared as it stands
    starts: Longs
    plain: NDArray[np.int16]  # letters and the end mark, one below the other
    own: NDArray[np.int16]  # chunks, within the word's own alphabet and across the two
    across: NDArray[np.int16]
    common: NDArray[np.float64]  # log chance among names at large
    aa: NDArray[np.float64]
    al: NDArray[np.float64]
    ll: NDArray[np.float64]
    weights: NDArray[np.float64]
    alone: NDArray[np.float64]  # (n_words,) log odds of each word with itself


class Memory(NamedTuple):
    """What was weighed: a pair that falls into another's place takes it. One for each thread."""

    keys: Longs
    values: Floats
    room: NDArray[np.float64]  # for the sums of `joint_chance`
    row: Longs  # for a distance of consonants


def memory() -> Memory:
    """An empty memory."""
    places = 1 << _REMEMBERED
    return Memory(
        np.full(places, -1, np.int64), np.empty(places, np.float32),
        np.zeros((_LONGEST_WORD, _LONGEST_WORD)), np.zeros(_LONGEST + 1, np.int64),
    )  # fmt: skip


def words_of(units: Units) -> Words:
    """Encode the words of all units."""
    numbers: dict[str, int] = {}
    heads: dict[str | None, int] = {None: 0}
    forms = np.full((len(units), 2), -1, np.int32)
    head = np.zeros(len(units), np.int32)
    alone: dict[Unit, int] = {u: at for at, u in enumerate(units.units) if len(u) == 1}
    second = np.full(len(units), -1, np.int32)
    for at, unit in enumerate(units.units):
        head[at] = heads.setdefault(unit[0].head, len(heads))
        if len(unit) > 1:
            second[at] = alone.get(unit[1:2], -1)
        for column, form in enumerate(unit[0].forms[:2]):
            forms[at, column] = numbers.setdefault(form, len(numbers))
    return _with_itself(forms, head, second, _bones(list(numbers)), encoded_words(list(numbers)))


def _with_itself(
    forms: Ints, head: Ints, second: Ints, bones: NDArray[np.uint8], words: Encoded
) -> Words:
    spelling = NameModel.shipped().spelling
    aa, al, ll = "arabic-arabic", "arabic-latin", "latin-latin"
    made = Words(
        forms, head, second, bones, words.alphabet, words.starts,
        np.ascontiguousarray(words.own[:, 0]), words.own, words.across,
        words.common, spelling.channels[aa].table, spelling.channels[al].table,
        spelling.channels[ll].table, np.array([spelling.weights[w] for w in (aa, al, ll)]),
        np.zeros(len(words.alphabet)),
    )  # fmt: skip
    _weigh_alone(made, memory().room)
    return made


def _bones(words: list[str]) -> NDArray[np.uint8]:
    codes = np.zeros((len(words), _LONGEST + 1), np.uint8)
    for row, word in enumerate(words):
        found = skeleton(word)
        codes[row, 0] = len(found)
        codes[row, 1 : len(found) + 1] = list(found)
    return codes


def alike(words: Words, left: Ints, right: Ints, known: Memory | None = None) -> Floats:
    """The closeness of each pair of units, natural log odds: 1 identical, 0 as good as that.

    Falls as one word is less likely another spelling of the other; NaN where a side has none (-1).
    """
    known = known or memory()
    found, missed = _recalled(
        words.forms,
        words.heads,
        words.second,
        words.bones,
        words.starts,
        words.plain,
        words.alphabet,
        known.keys,
        known.values,
        left,
        right,
    )
    if len(missed):
        _weigh(words, known, left, right, missed, found)
    return np.asarray(found)


# Numba counts references in every loop that may call another function with arrays, so what is
# known, or plain from the consonants, is told in a loop that calls none.
@njit(cache=True, nogil=True)
def _recalled(  # type: ignore[no-untyped-def]
    forms, heads, second, bones, starts, plain, alphabet, keys, values, left, right
):
    """What is plain or remembered of the pairs, and which of them are to be weighed."""
    found = np.empty(len(left), np.float32)
    missed = np.empty(len(left), np.int32)
    row = np.empty(_LONGEST + 1, np.int64)
    n_missed = 0
    for k in range(len(left)):
        one, other = left[k], right[k]
        if one < 0 or other < 0:
            found[k] = np.nan
            continue
        if one == other:
            found[k] = _IDENTICAL
            continue
        near = second[one] >= 0 and second[other] >= 0
        if not (near or _may_agree(forms, bones, starts, plain, alphabet, one, other, row)):
            found[k] = STRANGERS - (_OTHER_HEAD if heads[one] != heads[other] else 0)
            continue
        key = (np.int64(min(one, other)) << 32) | np.int64(max(one, other))
        at = ((key * _ODD) >> 40) & (len(keys) - 1)
        found[k] = values[at]
        if keys[at] != key:
            missed[n_missed] = k
            n_missed += 1
    return found, missed[:n_missed]


def may_be_alike(words: Words, left: Ints, right: Ints) -> NDArray[np.bool_]:
    """Whether two units agree enough for them to be weighed; both are said."""
    return np.asarray(
        _may_be(words.forms, words.bones, words.starts, words.plain, words.alphabet, left, right)
    )


@njit(cache=True, nogil=True)
def _may_be(forms, bones, starts, plain, alphabet, left, right):  # type: ignore[no-untyped-def]
    found = np.empty(len(left), np.bool_)
    row = np.empty(_LONGEST + 1, np.int64)
    for k in range(len(left)):
        found[k] = _may_agree(forms, bones, starts, plain, alphabet, left[k], right[k], row)
    return found


@njit(cache=True, nogil=True, forceinline=True)
def _may_agree(forms, bones, starts, plain, alphabet, one, other, row):  # type: ignore[no-untyped-def]
    """Under any reading of either."""
    for a in range(2):
        p = forms[one, a]
        for b in range(2):
            q = forms[other, b]
            if p >= 0 and q >= 0:
                if p == q or _near(bones, p, q, row):
                    return True
                if alphabet[p] == alphabet[q] and _one_slip(starts, plain, p, q):
                    return True
    return False


@njit(cache=True, nogil=True)
def _weigh(words, known, left, right, missed, found):  # type: ignore[no-untyped-def]
    for k in missed:
        small, large = np.int64(min(left[k], right[k])), np.int64(max(left[k], right[k]))
        key = (small << 32) | large
        at = ((key * _ODD) >> 40) & (len(known.keys) - 1)
        if known.keys[at] != key:  # it may have come up since
            known.values[at] = _weighed(words, known, small, large)
            known.keys[at] = key
        found[k] = known.values[at]


@njit(cache=True, nogil=True)
def _weighed(words, known, small, large):  # type: ignore[no-untyped-def]
    odds = _first_parts(words, known, small, large)
    one, other = words.second[small], words.second[large]
    if one >= 0 and other >= 0:
        further = _IDENTICAL
        if one != other:
            further = _first_parts(words, known, one, other)
        odds = (odds + further) / np.float32(2.0)
    return odds


@njit(cache=True, nogil=True)
def _first_parts(words, known, left, right):  # type: ignore[no-untyped-def]
    """Under the likeliest reading of either."""
    best = STRANGERS
    for a in range(2):
        one = words.forms[left, a]
        if one < 0:
            continue
        for b in range(2):
            other = words.forms[right, b]
            if other >= 0:
                best = max(best, _of_words(words, known, one, other))
    if words.heads[left] != words.heads[right]:
        best -= _OTHER_HEAD
    return best


@njit(cache=True, nogil=True)
def _of_words(words, known, one, other):  # type: ignore[no-untyped-def]
    if one == other:
        return _IDENTICAL
    a, b = words.alphabet[one], words.alphabet[other]
    if a < 0 or b < 0:
        return STRANGERS
    slip = a == b and _one_slip(words.starts, words.plain, one, other)
    least = _ONE_SLIP if slip else STRANGERS
    if not _near(words.bones, one, other, known.row):
        return least
    odds = _log_odds(words, one, other, known.room) - min(words.alone[one], words.alone[other])
    if a != b:
        odds += _CROSSING
    return max(np.float32(odds), least)


@njit(cache=True, nogil=True)
def _log_odds(words, one, other, room):  # type: ignore[no-untyped-def]
    if words.alphabet[one] > words.alphabet[other]:
        one, other = other, one
    across = words.alphabet[one] != words.alphabet[other]
    own, chunks = words.own, words.across
    p, q = words.starts[one], words.starts[other]
    p_end, q_end = words.starts[one + 1], words.starts[other + 1]
    if across:
        joint = joint_chance(chunks[p:p_end], chunks[q:q_end], words.al, room)
    elif words.alphabet[one] == 0:
        joint = joint_chance(own[p:p_end], own[q:q_end], words.aa, room)
    else:
        joint = joint_chance(own[p:p_end], own[q:q_end], words.ll, room)
    weight = words.weights[words.alphabet[one] + words.alphabet[other]]
    first, second = words.common[one], words.common[other]
    return (
        weight[0] + weight[1] * np.log(joint + 1e-300) + weight[2] * (first + second)
        + weight[3] * (p_end - p + q_end - q) + weight[4] * abs(first - second)
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _weigh_alone(words, room):  # type: ignore[no-untyped-def]
    for word in range(len(words.alphabet)):
        if words.alphabet[word] >= 0:
            words.alone[word] = _log_odds(words, word, word, room)


@njit(cache=True, nogil=True, forceinline=True)
def _near(bones, p, q, row):  # type: ignore[no-untyped-def]
    """Whether the skeletons differ in one consonant at most, long ones in two."""
    n, m = np.int64(bones[p, 0]), np.int64(bones[q, 0])
    most = 2 if min(n, m) >= _LONG else 1
    if abs(n - m) > most:
        return False
    # What both begin and end with changes no distance; most pairs differ at once.
    begin = 1
    while begin <= min(n, m) and bones[p, begin] == bones[q, begin]:
        begin += 1
    while n >= begin and m >= begin and bones[p, n] == bones[q, m]:
        n, m = n - 1, m - 1
    a, b = n - begin + 1, m - begin + 1
    if max(a, b) <= most or most == 1:
        return max(a, b) <= most
    for column in range(b + 1):
        row[column] = column
    for i in range(1, a + 1):
        diagonal, row[0] = row[0], i
        for column in range(1, b + 1):
            above = row[column]
            changed = 0 if bones[p, begin + i - 1] == bones[q, begin + column - 1] else 1
            row[column] = min(diagonal + changed, above + 1, row[column - 1] + 1)
            diagonal = above
    return row[b] <= most


@njit(cache=True, nogil=True, forceinline=True)
def _one_slip(starts, plain, p, q):  # type: ignore[no-untyped-def]
    """Whether one letter anew, left out, put in or exchanged with the next makes both one."""
    a, b = starts[p], starts[q]
    n, m = starts[p + 1] - a, starts[q + 1] - b
    if abs(n - m) > 1 or min(n, m) <= _LONG_WORD:
        return False
    while n > 0 and m > 0 and plain[a] == plain[b]:
        a, b, n, m = a + 1, b + 1, n - 1, m - 1
    while n > 0 and m > 0 and plain[a + n - 1] == plain[b + m - 1]:
        n, m = n - 1, m - 1
    if max(n, m) <= 1:
        return True
    return n == 2 and m == 2 and plain[a] == plain[b + 1] and plain[a + 1] == plain[b]

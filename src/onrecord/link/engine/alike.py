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
from onrecord.names.channel import Steps, joint_chances, steps_of
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
_CLOSER = 0.3  # by which other words must be closer to both of a pair, for it to be two names
_TOLD_APART = np.float32(-7.0)  # the closeness of such a pair
_OTHER_HEAD = np.float32(3.0)  # taken away where one part is "Abd al-…" and the other is not
_LONGEST = 8  # consonants of a skeleton
_LONG = 5  # skeletons of so many consonants may differ in two
# Binary digits of the number of pairs that are remembered at a time.
_FEWEST, _MOST = 17, 23
_VALUE = 0xFFFFFFFF
_ODD = np.int64(-7046029254386353131)
_CHANNELS = ("arabic-arabic", "arabic-latin", "latin-latin")
_TWO = 1  # the channel between two scripts
_EACH_KIND = 0o11111111  # the lowest bit of the three that stand for each consonant
_KINDS = 3 * _LONGEST  # bits of a sketch that hold consonants; above them, how many there are
_STRANGERS, _PERHAPS, _UNTOLD = 0, 1, 2
_MANY_FORMS = 1 << 40  # in a sketch: there is another word for the unit


class Words(NamedTuple):
    """The words of a table's units, encoded; plain arrays, as compiled code wants them.

    ``forms`` is (n_units, 2) positions of the words that may stand for a unit's first part, -1 for
    none; ``heads`` numbers what is joined before it; ``second`` is the unit of its second part.
    ``aa``, ``al`` and ``ll`` are the chances of the three channels, ``weights`` one row for each.
    ``sketch`` tells most units that cannot be one name apart, see `_sketches`.
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
    aa: Steps
    al: Steps
    ll: Steps
    weights: NDArray[np.float64]
    alone: NDArray[np.float64]  # (n_words,) log odds of each word with itself
    sketch: Longs  # (n_units, 2)
    closest: Floats  # (n_units,) see `_closest`


class Memory(NamedTuple):
    """What was weighed: a pair that falls into another's place takes it. Threads may share one.

    ``slots`` holds, in one word of 64 bits, so that no other thread ever sees half of it, the
    smaller unit of a pair and what was found, as the bits of a float. The larger unit follows from
    the place, which is why there are at least as many places as units.
    """

    slots: Longs


def memory(n_units: int) -> Memory:
    """An empty memory for pairs of so many units."""
    digits = min(max(_FEWEST, 6 + n_units.bit_length()), max(_MOST, n_units.bit_length()))
    return Memory(np.full(1 << digits, -1, np.int64))


def words_of(units: Units, common: Ints | None = None) -> Words:
    """Encode the words of all units; ``common`` are those that many records bear."""
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
    plain = list(numbers)
    words = _with_itself(forms, head, second, _bones(plain), encoded_words(plain))
    if common is None or not len(common):
        return words
    return words._replace(closest=_closest(words, units.arabic, common))


def _closest(words: Words, arabic: NDArray[np.bool_], common: Ints) -> Floats:
    """(n_units,) how close the closest common unit of the other script is, to each common one."""
    found = np.full(len(words.forms), -np.inf, np.float32)
    one, other = common[arabic[common]], common[~arabic[common]]
    if len(one) and len(other):
        each = np.repeat(one, len(other)), np.tile(other, len(one))
        likeness = alike(words, *each).reshape(len(one), len(other))
        found[one], found[other] = likeness.max(axis=1), likeness.max(axis=0)
    return found


def _with_itself(
    forms: Ints, head: Ints, second: Ints, bones: NDArray[np.uint8], words: Encoded
) -> Words:
    spelling = NameModel.shipped().spelling
    aa, al, ll = (steps_of(spelling.channels[which]) for which in _CHANNELS)
    plain = np.ascontiguousarray(words.own[:, 0])
    made = Words(
        forms, head, second, bones, words.alphabet, words.starts, plain, words.own, words.across,
        words.common, aa, al, ll, np.array([spelling.weights[which] for which in _CHANNELS]),
        np.zeros(len(words.alphabet)), _sketches(forms, second, bones, words, plain),
        np.full(len(forms), -np.inf, np.float32),
    )  # fmt: skip
    return made._replace(alone=_alone(made))


def _sketches(
    forms: Ints, second: Ints, bones: NDArray[np.uint8], words: Encoded, plain: NDArray[np.int16]
) -> Longs:
    """(n_units, 2) of a unit's first word: consonants, three bits each; and its set of letters.

    Above the consonants stand their number, the alphabet and whether there is more to a unit than
    its first word, so that a sketch does not tell enough.
    """
    letter = np.zeros(len(words.alphabet), np.int64)
    rows = np.repeat(np.arange(len(words.alphabet)), np.diff(words.starts))
    np.bitwise_or.at(letter, rows, np.int64(1) << (plain.astype(np.int64) % 63))
    packed = (bones[:, 1:].astype(np.int64) << (3 * np.arange(_LONGEST))).sum(axis=1)
    packed |= bones[:, 0].astype(np.int64) << _KINDS
    packed |= (words.alphabet.astype(np.int64) & 3) << (_KINDS + 4)
    made = np.zeros((len(forms), 2), np.int64)
    made[:, 0], made[:, 1] = packed[forms[:, 0]], letter[forms[:, 0]]
    made[(forms[:, 1] >= 0) | (second >= 0), 0] |= _MANY_FORMS
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
    known = known or memory(len(words.forms))
    found, missed = _recalled(
        words.forms, words.heads, words.second, words.bones, words.starts, words.plain,
        words.alphabet, words.sketch, known.slots, left, right,
    )  # fmt: skip
    if len(missed):
        _weigh(words, known, left, right, missed, found)
    return np.asarray(found)


# Numba counts references in every loop that may call another function with arrays, so what is
# known, or plain from the consonants, is told in a loop that calls none.
@njit(cache=True, nogil=True)
def _recalled(  # type: ignore[no-untyped-def]
    forms, heads, second, bones, starts, plain, alphabet, sketch, slots, left, right
):
    """What is plain or remembered of the pairs, and which of them are to be weighed."""
    found = np.empty(len(left), np.float32)
    missed = np.empty(len(left), np.int32)
    row = np.empty(_LONGEST + 1, np.int64)
    last = len(slots) - 1
    n_missed = 0
    for k in range(len(left)):
        one, other = left[k], right[k]
        if one < 0 or other < 0:
            found[k] = np.nan
            continue
        if one == other:
            found[k] = _IDENTICAL
            continue
        may_be = _as_sketched(sketch[one, 0], sketch[other, 0], sketch[one, 1], sketch[other, 1])
        if may_be == _UNTOLD:
            near = second[one] >= 0 and second[other] >= 0
            if near or _may_agree(forms, bones, starts, plain, alphabet, one, other, row):
                may_be = _PERHAPS
        if may_be != _PERHAPS:
            found[k] = STRANGERS - (_OTHER_HEAD if heads[one] != heads[other] else 0)
            continue
        small = min(one, other)
        held = slots[_place(small, max(one, other), last)]
        found[k] = np.int32(held & _VALUE).view(np.float32)
        if held >> 32 != small:
            missed[n_missed] = k
            n_missed += 1
    return found, missed[:n_missed]


@njit(cache=True, nogil=True, forceinline=True)
def _place(small, large, last):  # type: ignore[no-untyped-def]
    """The place of a pair: those of one unit stand close together."""
    return (((np.int64(small) * _ODD) >> 32) + np.int64(large)) & last


@njit(cache=True, nogil=True, forceinline=True)
def _as_sketched(one, other, letters, its_letters):  # type: ignore[no-untyped-def]
    """Whether two units may agree, as far as the sketches of their words can tell."""
    if (one | other) & _MANY_FORMS:
        return _UNTOLD
    n, m = (one >> _KINDS) & 15, (other >> _KINDS) & 15
    if n <= m <= n + 1 or n == m + 1:
        if m < n:
            n, m, one, other = m, n, other, one
        p, q = one & ((1 << _KINDS) - 1), other & ((1 << _KINDS) - 1)
        differ = _by_consonant(p ^ q)
        # Of unlike lengths the first that differs was put in, and what follows it is the same.
        after, first = _by_consonant(p ^ (q >> 3)), differ & -differ
        near = differ == first if n == m else after < first or differ == 0
        if near:
            return _PERHAPS
    if min(n, m) >= _LONG and abs(n - m) <= 2:
        return _UNTOLD
    if (one >> (_KINDS + 4)) & 3 == (other >> (_KINDS + 4)) & 3:
        apart = letters ^ its_letters  # a slip changes two letters at most
        apart &= apart - 1
        apart &= apart - 1
        if apart == 0:
            return _UNTOLD
    return _STRANGERS


@njit(cache=True, nogil=True, forceinline=True)
def _by_consonant(bits):  # type: ignore[no-untyped-def]
    """One bit for each three of which any is set."""
    return (bits | (bits >> 1) | (bits >> 2)) & _EACH_KIND


def may_be_alike(words: Words, left: Ints, right: Ints) -> NDArray[np.bool_]:
    """Whether two units agree enough for them to be weighed; both are said."""
    return np.asarray(
        _may_be(
            words.forms,
            words.bones,
            words.starts,
            words.plain,
            words.alphabet,
            words.sketch,
            left,
            right,
        )
    )


@njit(cache=True, nogil=True)
def _may_be(  # type: ignore[no-untyped-def]
    forms, bones, starts, plain, alphabet, sketch, left, right
):
    found = np.empty(len(left), np.bool_)
    row = np.empty(_LONGEST + 1, np.int64)
    for k in range(len(left)):
        one, other = left[k], right[k]
        told = _as_sketched(sketch[one, 0], sketch[other, 0], sketch[one, 1], sketch[other, 1])
        found[k] = told == _PERHAPS or (
            told == _UNTOLD and _may_agree(forms, bones, starts, plain, alphabet, one, other, row)
        )
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


def _weigh(
    words: Words, known: Memory, left: Ints, right: Ints, missed: Ints, found: Floats
) -> None:
    """Weigh what is not known, each pair once, and remember it."""
    one, other = left[missed], right[missed]
    small, large = np.minimum(one, other).astype(np.int64), np.maximum(one, other)
    asked, which = np.unique((small << 32) | large, return_inverse=True)
    one, other = (asked >> 32).astype(np.int32), (asked & 0xFFFFFFFF).astype(np.int32)
    values = _weighed(words, one, other)
    _remember(known.slots, one, other, values)
    found[missed] = values[which]


def _weighed(words: Words, one: Ints, other: Ints) -> Floats:
    """The closeness of pairs of units; of two units of more parts, the mean of the first two."""
    odds = _first_parts(words, one, other)
    second, its_second = words.second[one], words.second[other]
    both = np.flatnonzero((second >= 0) & (its_second >= 0))
    if len(both):
        a, b = second[both], its_second[both]
        further = np.where(a == b, _IDENTICAL, _first_parts(words, a, b))
        odds[both] = (odds[both] + further) / np.float32(2.0)
    odds[_told_apart(words, one, other, odds)] = _TOLD_APART
    return odds


def _told_apart(words: Words, one: Ints, other: Ints, odds: Floats) -> NDArray[np.bool_]:
    """Pairs across two scripts of which both are closer to another common word: Hasan, حسين."""
    crossing = words.alphabet[words.forms[one, 0]] != words.alphabet[words.forms[other, 0]]
    closer = np.minimum(words.closest[one], words.closest[other]) - odds > _CLOSER
    return np.asarray(crossing & closer & (odds > _TOLD_APART))


def _first_parts(words: Words, left: Ints, right: Ints) -> Floats:
    """Under the likeliest reading of either."""
    best, pair, one, other, least = _readings(
        words.forms, words.alphabet, words.bones, words.starts, words.plain, left, right
    )
    odds = np.empty(len(pair))
    scripts = words.alphabet[one] + words.alphabet[other]
    for number, steps in enumerate((words.aa, words.al, words.ll)):
        of_these = np.flatnonzero(scripts == number)
        if len(of_these):
            a, b = one[of_these], other[of_these]
            odds[of_these] = _log_odds(words, number, steps, a, b) - np.minimum(
                words.alone[a], words.alone[b]
            )
    odds[scripts == _TWO] += _CROSSING
    np.maximum.at(best, pair, np.maximum(odds.astype(np.float32), least))
    best[words.heads[left] != words.heads[right]] -= _OTHER_HEAD
    return np.asarray(best)


def _log_odds(
    words: Words, number: int, steps: Steps, one: Ints, other: Ints
) -> NDArray[np.float64]:
    """Of pairs of words, an Arabic one first, by one channel."""
    chunks = words.across if number == _TWO else words.own
    joint = joint_chances(one, other, chunks, words.starts, chunks, words.starts, steps)
    starts = words.starts
    lengths = starts[one + 1] - starts[one] + starts[other + 1] - starts[other]
    weight, first, second = words.weights[number], words.common[one], words.common[other]
    return np.asarray(
        weight[0] + weight[1] * joint + weight[2] * (first + second)
        + weight[3] * lengths + weight[4] * np.abs(first - second)
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _readings(forms, alphabet, bones, starts, plain, left, right):  # type: ignore[no-untyped-def]
    """What is plain of each pair, and the words to be weighed: whose they are, and at least what.

    An Arabic word comes before a Latin one.
    """
    best = np.full(len(left), STRANGERS)
    pair, least = np.empty(4 * len(left), np.int32), np.empty(4 * len(left), np.float32)
    one, other = np.empty(4 * len(left), np.int32), np.empty(4 * len(left), np.int32)
    row = np.empty(_LONGEST + 1, np.int64)
    n = 0
    for k in range(len(left)):
        for a in range(2):
            p = forms[left[k], a]
            for b in range(2):
                q = forms[right[k], b]
                if p < 0 or q < 0:
                    continue
                if p == q:
                    best[k] = _IDENTICAL
                elif alphabet[p] >= 0 and alphabet[q] >= 0:
                    slip = alphabet[p] == alphabet[q] and _one_slip(starts, plain, p, q)
                    if _near(bones, p, q, row):
                        first = alphabet[p] <= alphabet[q]
                        pair[n], least[n] = k, _ONE_SLIP if slip else STRANGERS
                        one[n], other[n] = (p, q) if first else (q, p)
                        n += 1
                    elif slip:
                        best[k] = max(best[k], _ONE_SLIP)
    return best, pair[:n], one[:n], other[:n], least[:n]


@njit(cache=True, nogil=True)
def _remember(slots, small, large, found):  # type: ignore[no-untyped-def]
    last = len(slots) - 1
    for k in range(len(small)):
        value = np.int64(np.float32(found[k]).view(np.int32)) & _VALUE
        slots[_place(small[k], large[k], last)] = np.int64(small[k]) << 32 | value


def _alone(words: Words) -> NDArray[np.float64]:
    """The log odds of each word with itself."""
    odds = np.zeros(len(words.alphabet))
    for number, steps, alphabet in ((0, words.aa, 0), (2, words.ll, 1)):
        at = np.flatnonzero(words.alphabet == alphabet).astype(np.int32)
        odds[at] = _log_odds(words, number, steps, at, at)
    return odds


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

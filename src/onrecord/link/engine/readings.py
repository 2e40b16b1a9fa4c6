"""How the names of two records are read so that they agree best: which part stands for which.

A part before the last may be the family's where a tribe's name follows; the second of two parts
without columns may be the father's; a name in one cell may begin with the family's; own and family
name may stand in each other's columns.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.link.engine.alike import Memory, Words, alike, may_be_alike

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
Floats = NDArray[np.float32]

# Closeness (see `alike.py`) from which two words agree, nearly agree, or perhaps do.
SAME, NEAR, UNCLEAR, FAINT = -1.25, -2.25, -3.75, -5.75


class Sides(NamedTuple):
    """The columns of a table that say how its records are named (see `table.Table`)."""

    given: Ints
    father: Ints
    elder: Ints
    family: Ints
    short: Flags
    columned: Flags


class Closeness(NamedTuple):
    """How close the names of each pair are, as `alike.alike` has it; NaN where a side has none.

    ``turned``: own and family name agree only when one of the two is turned round, and then it was.
    """

    given: Floats
    father: Floats
    family: Floats
    turned: Flags


def read_names(words: Words, known: Memory, t: Sides, left: Ints, right: Ints) -> Closeness:
    """How close the three names are, read and ordered as they agree best."""
    given = alike(words, t.given[left], t.given[right], known)
    father = alike(words, t.father[left], t.father[right], known)
    family = alike(words, t.family[left], t.family[right], known)
    doubtful = np.flatnonzero(~(family >= NEAR))
    a, b = left[doubtful], right[doubtful]
    found = _with_elder(words, known, t, family[doubtful], a, b)
    father[doubtful], family[doubtful] = _short(words, known, t, father[doubtful], found, a, b)
    turned = np.zeros(len(left), np.bool_)
    doubtful = np.flatnonzero(given < UNCLEAR)
    for one, other in ((left, right), (right, left)):
        at, own, of_father, of_family = _family_first(words, known, t, doubtful, one, other)
        given[at], father[at], family[at] = own, of_father, of_family
        turned[at] = True
        doubtful = doubtful[~turned[doubtful]]
    return Closeness(given, father, family, turned)


def grandfathers(
    words: Words, known: Memory, t: Sides, father: Floats, left: Ints, right: Ints
) -> Flags:
    """Whether one list's father is the other's grandfather: a part of a chain was left out."""
    found = np.zeros(len(left), np.bool_)
    for one, other in ((left, right), (right, left)):
        at = np.flatnonzero((father < FAINT) & (t.elder[other] >= 0))
        likeness = alike(words, t.father[one[at]], t.elder[other[at]], known)
        found[at[likeness >= SAME]] = True
    return found


def _with_elder(
    words: Words, known: Memory, t: Sides, family: Floats, left: Ints, right: Ints
) -> Floats:
    """The part before the last may be the family's where a tribe's follows."""
    for one, other in ((left, right), (right, left)):
        at = np.flatnonzero((t.elder[one] >= 0) & (t.family[other] >= 0) & ~(family >= NEAR))
        likeness = alike(words, t.elder[one[at]], t.family[other[at]], known)
        family[at] = np.fmax(family[at], likeness)
    return family


def _short(
    words: Words, known: Memory, t: Sides, father: Floats, family: Floats, left: Ints, right: Ints
) -> tuple[Floats, Floats]:
    """Of two parts without columns the second is the father's where it agrees better so."""
    for one, other in ((left, right), (right, left)):
        at = np.flatnonzero(t.short[one] & (t.father[other] >= 0) & ~(family >= NEAR))
        as_father = alike(words, t.family[one[at]], t.father[other[at]], known)
        better = as_father >= np.fmax(np.nan_to_num(family[at]), NEAR)
        father[at[better]] = as_father[better]
        family[at[better]] = np.nan
    return father, family


def _family_first(
    words: Words, known: Memory, t: Sides, at: Places, left: Ints, right: Ints
) -> tuple[Places, Floats, Floats, Floats]:
    """The pairs whose names agree if the left begins with the family's, and how close they are.

    In columns the two are exchanged; in one cell what follows the family's is the own name, the
    father's, and perhaps his father's.
    """
    a, b = left[at], right[at]
    whole = (t.family[a] >= 0) & (t.given[b] >= 0) & (t.family[b] >= 0)
    at, a, b = at[whole], a[whole], b[whole]
    may_be = may_be_alike(words, t.given[a], t.family[b])
    at, a, b = at[may_be], a[may_be], b[may_be]
    alone = t.columned[a] | (t.father[a] < 0)
    own = np.where(alone, t.family[a], t.father[a])
    may_be = may_be_alike(words, own, t.given[b])
    at, a, b, alone, own = at[may_be], a[may_be], b[may_be], alone[may_be], own[may_be]
    family = alike(words, t.given[a], t.family[b], known)
    given = alike(words, own, t.given[b], known)
    agree = (family >= NEAR) & (given >= NEAR)
    at, a, b, alone = at[agree], a[agree], b[agree], alone[agree]
    last = np.where(t.elder[a] >= 0, t.elder[a], t.family[a])
    last = np.where(alone, t.father[a], last)
    return at, given[agree], alike(words, last, t.father[b], known), family[agree]

"""What two records say of kin, as levels: the same tie to one name, another, or to each other.

A tie to a father is not compared: it gives the father's name, which is. Of brothers, sisters and
children there may be several, so that other names of theirs say nothing; a wife has one husband.
"""

import numpy as np
from numpy.typing import NDArray

from onrecord.link.engine.alike import Memory, Words, alike
from onrecord.link.engine.readings import NEAR, SAME, UNCLEAR
from onrecord.link.engine.table import Table
from onrecord.names.kin import TIES

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Levels = NDArray[np.uint8]

LEVELS = ("same", "alike", "another", "too young", "kin of each other")
_CHILD, _SPOUSE, _PARENT, _ = range(len(TIES))
_FEMALE = 0
_GROWN = 12  # years, below which nobody is taken for a husband, wife or parent


def kin_levels(table: Table, names: Words, known: Memory, left: Ints, right: Ints) -> Levels:
    """By pair, a place in LEVELS from 1 on; 0 where nothing is compared."""
    made = np.zeros(len(left), np.uint8)
    some = np.flatnonzero((table.tie[left] >= 0) | (table.tie[right] >= 0))
    if not len(some):
        return made
    t, left, right = table, left[some], right[some]

    def close(column: Ints, other: Ints) -> NDArray[np.float32]:
        return alike(names, column[left], other[right], known)

    given, family = close(t.kin_given, t.kin_given), close(t.kin_family, t.kin_family)
    compared = (t.tie[left] == t.tie[right]) & (t.tie[left] != _CHILD) & ~np.isnan(given)
    agree = compared & ~(family < UNCLEAR)
    wives = compared & (t.tie[left] == _SPOUSE)
    wives &= (t.sex[left] == _FEMALE) | (t.sex[right] == _FEMALE)
    young = _too_young(t, left, right) | _too_young(t, right, left)
    of_other = _names(
        given=close(t.kin_given, t.given), family=close(t.kin_family, t.family),
        own=close(t.family, t.family),
    ) | _names(
        given=close(t.given, t.kin_given), family=close(t.family, t.kin_family),
        own=close(t.family, t.family),
    )  # fmt: skip
    made[some] = np.select(
        [of_other, agree & (given >= SAME), agree & (given >= UNCLEAR), wives, young],
        [5, 1, 2, 3, 4],
        0,
    )
    return made


def _names(*, given: NDArray[np.float32], family: NDArray[np.float32],
           own: NDArray[np.float32]) -> Flags:  # fmt: skip
    """Whether one record names the other as kin: by two parts, or by one within one family."""
    whole = np.where(np.isnan(family), own, family)
    return np.asarray((given >= SAME) & (whole >= NEAR))


def _too_young(t: Table, left: Ints, right: Ints) -> Flags:
    """Whether the one has a tie of grown people, and only the other says an age, a child's."""
    grown = (t.tie[left] == _SPOUSE) | (t.tie[left] == _PARENT)
    child = (t.oldest[right] >= 0) & (t.oldest[right] < _GROWN)
    return np.asarray(grown & child & (t.oldest[left] < 0))

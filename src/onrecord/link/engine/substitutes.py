"""Names and places that these very lists write for one another.

Two spellings are as close as their letters say, whatever the lists; but of two that are equally
close one pair stands for one name in these lists again and again (Ghareeb, Gharib) and the other
for two. So do places: a list that errs by a neighbouring town errs by the same one often. How often
pairs of records that show the two are one person, beside what other pairs of the same levels are,
moves the odds of all pairs that show them: by the log odds of the share, held to that of the level
as if so many more pairs had shown the two and been as others are. What is only seen with few pairs
moves next to nothing.

Chances are summed as multiples of 2^-30, so that sums are exact and hang on no order.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.kinds import CO_VICTIM, SAME
from onrecord.link.engine.lanes import in_lanes, portions
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.mixture import Mixture
from onrecord.link.engine.patterns import Codes, counted, numbered
from onrecord.link.engine.table import Table
from onrecord.link.engine.training import kinds_of

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Chances = Callable[[Ints, Ints, Codes], Floats]  # positions and patterns of pairs to (n_pairs, 2)

_HELD = 20.0  # pairs as others of the level, beside those that show the two
_STEP = 8  # of them make one of log odds: pairs that show the same must be few kinds (`draws.py`)
_ONE = 2.0**30
# By comparison, the last level that two different values may show and yet stand for one.
_LAST = {"given name": "faint", "father's name": "faint", "family name": "faint",
         "place": "different"}  # fmt: skip
SHOWN = tuple(_LAST)
_AT = np.array([tuple(COMPARISONS).index(name) for name in _LAST])
_UNTIL = np.array([COMPARISONS[name].index(level) + 1 for name, level in _LAST.items()])
_SCRIPTS, _ORDER = (tuple(COMPARISONS).index(name) for name in ("scripts", "order"))
_TURNED = COMPARISONS["order"].index("turned") + 1
_TWO = COMPARISONS["scripts"].index("two") + 1
_LEVELS = 64  # room for a field's levels, by scripts
N_CELLS = _LEVELS * len(_LAST)


class Written(NamedTuple):
    """Each two different values that some pairs show: (m,) arrays, sorted by pair.

    pair  : which of the pairs shows them
    cell  : of comparison, level and scripts
    which : of ``codes``, one for two values, whichever record has which
    """

    pair: Ints
    cell: NDArray[np.uint8]
    which: Ints
    codes: Codes


class Tally(NamedTuple):
    """By ``code``: pairs of one person, as many as others of the levels would be, and pairs."""

    code: Codes
    same: Floats
    usual: Floats
    pairs: Floats


class Substitutes(Struct, frozen=True):
    """By how much two values move the odds: sorted ``code``, and natural log odds ``moved``.

    Codes are made of the numbers that a table's names and places have.
    """

    code: Codes
    moved: Floats

    @staticmethod
    def that_move(code: Codes, moved: Floats) -> "Substitutes":
        """Those of which something is to be kept."""
        kept = moved != 0
        return Substitutes(code[kept], moved[kept])

    def shift(self, table: Table, left: Ints, right: Ints, pattern: Codes) -> Floats:
        """(n_pairs,) by how much the log odds of each pair move."""
        return np.asarray(self.shift_by(table, left, right, pattern).sum(axis=1))

    def shift_by(self, table: Table, left: Ints, right: Ints, pattern: Codes) -> Floats:
        """(n_pairs, len(SHOWN)) the same, by the comparison whose values are substitutes."""
        found = np.zeros((len(left), len(SHOWN)))
        for here, written in _portions(table, left, right, pattern):
            found[here][written.pair, written.cell // _LEVELS] = self._of(written)
        return found

    def _of(self, written: Written) -> Floats:
        """By how much each two values move the odds."""
        codes = written.codes
        moved = np.zeros(len(codes))
        if len(self.code):
            at = np.minimum(np.searchsorted(self.code, codes), len(self.code) - 1)
            known = self.code[at] == codes
            moved[known] = self.moved[at[known]]
        return moved[written.which]


def chances_by(table: Table, mixture: Mixture, substitutes: Substitutes | None) -> Chances:
    """The chances of pairs by a mixture, and by what the lists write for one another."""

    def chances(left: Ints, right: Ints, pattern: Codes) -> Floats:
        found = kinds_of(pattern, mixture)
        if substitutes is None:
            return found
        return moved_by(found, substitutes.shift(table, left, right, pattern))

    return chances


def moved_by(chance: Floats, shift: Floats) -> Floats:
    """(n_pairs, 2) chances, the odds of one person moved; all else shares what is left."""
    before = chance[:, SAME]
    same = 1 / (1 + np.exp(-shift) * (1 - before) / np.maximum(before, 1e-300))
    rest = (1 - same) / np.maximum(1 - before, 1e-12)
    return np.column_stack([same, np.minimum(chance[:, CO_VICTIM] * rest, 1 - same)])


def learned_from_pairs(
    table: Table, left: Ints, right: Ints, pattern: Codes, same: Floats
) -> tuple[Substitutes, Floats]:
    """What the pairs of a table show, by the chance of each that it is one person; their shift."""
    portions = list(_portions(table, left, right, pattern))
    of_cells = np.zeros((2, N_CELLS))
    for here, written in portions:
        of_cells += by_cell(written, same[here])
    usual = usual_by_cell(*of_cells)

    def tallied_in(portion: tuple[slice, Written]) -> Tally:
        here, written = portion
        return tallied(written, same[here], usual)

    tally, where = added_up(list(in_lanes(tallied_in, portions)))
    moved, begin = moved_each(tally), 0
    shifts: list[Floats] = [np.zeros(0)]
    for here, written in portions:
        own = moved[where[begin : begin + len(written.codes)]]
        shifts.append(_summed(written.pair, own[written.which], len(left[here])))
        begin += len(written.codes)
    return Substitutes.that_move(tally.code, moved), np.concatenate(shifts)


def moved_each(tally: Tally) -> Floats:
    """By how much each two values move the odds, in steps; most do not."""
    usual = tally.usual / tally.pairs
    same = tally.same + _HELD * usual
    moved = np.log(same) - np.log(tally.pairs + _HELD - same)
    moved -= np.log(usual) - np.log1p(-usual)
    return np.asarray(np.round(moved * _STEP) / _STEP)


def by_cell(written: Written, same: Floats) -> Floats:
    """(2, N_CELLS) the pairs of one person, and all pairs, that show two values so."""
    exact = _exact(same)[written.pair]
    return np.stack(
        [np.bincount(written.cell, exact, N_CELLS), np.bincount(written.cell, minlength=N_CELLS)]
    )


def usual_by_cell(same: Floats, pairs: Floats) -> Floats:
    """The share of one person's; never quite none, or all."""
    return np.clip(_exact((same + 1.0) / (pairs + 2.0)), 1 / _ONE, 1 - 1 / _ONE)


def tallied(written: Written, same: Floats, usual: Floats) -> Tally:
    """Some pairs, by the two values that they show."""
    which, n = written.which, len(written.codes)
    return Tally(
        written.codes,
        _summed(which, _exact(same)[written.pair], n),
        _summed(which, usual[written.cell], n),
        _summed(which, np.ones(len(which)), n),
    )


def added_up(parts: list[Tally]) -> tuple[Tally, NDArray[np.intp]]:
    """The tallies of several portions as one, sorted; and where each of their codes stands."""
    code, *sums = (np.concatenate(column) for column in zip(*[_NONE, *parts], strict=True))
    found, which = np.unique(code, return_inverse=True)
    return Tally(found, *(_summed(which, column, len(found)) for column in sums)), which


_NONE = Tally(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(0))


def _summed(which: NDArray[np.integer], column: Floats, n: int) -> Floats:
    return np.asarray(np.bincount(which, column, n), np.float64)


def _exact(chance: Floats) -> Floats:
    return np.asarray(np.round(chance * _ONE) / _ONE)


def _portions(
    table: Table, left: Ints, right: Ints, pattern: Codes
) -> Iterator[tuple[slice, Written]]:
    def written_in(here: slice) -> tuple[slice, Written]:
        return here, written_by(table, left[here], right[here], pattern[here])

    return in_lanes(written_in, portions(len(left)))


def written_by(table: Table, left: Ints, right: Ints, pattern: Codes) -> Written:
    """The different values that pairs show; not where names were read in another order."""
    patterns, where = counted(pattern)
    levels = patterns.levels
    turned = levels[:, _ORDER] == _TURNED
    shown = np.where((levels[:, _AT] <= _UNTIL) & ~turned[:, None], levels[:, _AT], 0)
    two_scripts = levels[:, _SCRIPTS] == _TWO
    columns = table.given, table.father, table.family, table.place
    pair, cell, code = _written(left, right, where, shown, two_scripts, *columns)
    codes, which = numbered(code)
    return Written(pair, cell, which.astype(np.int32), codes)


@njit(cache=True, nogil=True)
def _written(  # type: ignore[no-untyped-def]
    left, right, where, shown, two_scripts, given, father, family, place
):
    columns = (given, father, family, place)
    most = len(left) * len(columns)
    pair, code = np.empty(most, np.int32), np.empty(most, np.int64)
    cell = np.empty(most, np.uint8)
    n = 0
    for k in range(len(left)):
        of = where[k]
        for f in range(4):
            level = shown[of, f]
            a, b = columns[f][left[k]], columns[f][right[k]]
            if level == 0 or a == b or a < 0 or b < 0:
                continue
            kind = np.int64(f == 3) << 62  # names, whose ever they are; or places
            pair[n] = k
            code[n] = kind | np.int64(min(a, b)) << 31 | np.int64(max(a, b))
            cell[n] = f * _LEVELS + 2 * level + two_scripts[of]
            n += 1
    return pair[:n].copy(), cell[:n].copy(), code[:n].copy()

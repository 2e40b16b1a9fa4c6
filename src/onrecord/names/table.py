"""Many names at once: parts interned, pairs of parts weighed once, names compared in bulk.

The weight of a pair of names is a sum over parts set side by side. ``o(a, b)`` are the odds that
two words spell one part (``spelling.py``), ``f`` the shares of all parts on either side. What
speaks for one person is how much better b is explained by a than by what else stands in the lists:

    weight = ln((1 - e) o(a, b) / sqrt(D(a) D(b)) + e)
    D(a) = 1 + sum over b' of f(b') o(a, b')        D(b) = 1 + sum over a' of f(a') o(a', b)

and ``e`` is how often one person's part differs beyond spelling. So a rare part weighs up to
ln(1 / f), one that spells another name better (Mahmoud for Muhammad) little, and none below ln e.

Reference: Fellegi and Sunter (1969), JASA 64(328), doi:10.1080/01621459.1969.10501049.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.names.parts import Part, parse_name
from onrecord.names.spelling import SpellingModel
from onrecord.names.weigh import MOST_PARTS, facts_of_pairs, likeliest

_DIFFERS = 0.03  # how often the same part of one person is another name altogether
_OTHER_HEAD = 3.0  # taken from the log odds where one part is "Abd al-…" and the other is not
_KEPT_FROM = -2.0  # pairs of parts below these log odds are as good as strangers
_LISTS = 100  # how many parts a list must hold for its own shares to outweigh the usual one
_SHARPER = 1.3  # learned odds are blunted by wrong pairs in what they were learned from
_USUAL = 0.002

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


class NameTable(Struct, frozen=True, kw_only=True):
    """Names with their parts interned: parts of name k are ``members[starts[k]:starts[k + 1]]``.

    A name that names nobody has no parts and matches nothing.
    """

    names: tuple[str, ...]
    parts: tuple[Part, ...]
    starts: NDArray[np.int64]
    members: Ints

    @staticmethod
    def of(names: Sequence[str]) -> "NameTable":
        """Parse and intern names as written."""
        numbers: dict[Part, int] = {}
        starts, members = [0], []
        for name in names:
            for part in parse_name(name).parts[:MOST_PARTS]:
                members.append(numbers.setdefault(part, len(numbers)))
            starts.append(len(members))
        return NameTable(
            names=tuple(names),
            parts=tuple(numbers),
            starts=np.array(starts, dtype=np.int64),
            members=np.array(members, dtype=np.int32),
        )

    def shares(self) -> NDArray[np.float64]:
        """(parts,) the share of each part among all; a short list says little of it."""
        counted = np.bincount(self.members, minlength=len(self.parts))
        return np.asarray((counted + _LISTS * _USUAL) / (len(self.members) + _LISTS))


class PartWeights(Struct, frozen=True, kw_only=True):
    """The evidence of each pair of a left and a right part; pairs not listed weigh NO_EVIDENCE.

    Row k, of the k-th part on the left, is columns[starts[k]:starts[k + 1]], in rising order.
    """

    starts: NDArray[np.int64]
    columns: Ints
    weights: Floats


def weigh_parts(
    left: NameTable,
    right: NameTable,
    spelling: SpellingModel,
    *,
    shares: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
) -> PartWeights:
    """Weigh every pair of a left and a right part that may be one in two spellings.

    ``shares``: how common each part is, left and right; learned from the two tables if not given.
    """
    i, j, odds = _part_odds(left.parts, right.parts, spelling)
    held = shares or (left.shares(), right.shares())
    o = np.exp(np.clip(_SHARPER * odds, -40, 40))
    # What else may stand for a part: every part of the other list, as common as it is there.
    of_left = 1.0 + np.bincount(i, held[1][j] * o, minlength=len(left.parts))
    of_right = 1.0 + np.bincount(j, held[0][i] * o, minlength=len(right.parts))
    evidence = o / np.sqrt(of_left[i] * of_right[j])
    weights = np.log((1 - _DIFFERS) * evidence + _DIFFERS)
    starts = np.searchsorted(i, np.arange(len(left.parts) + 1)).astype(np.int64)
    return PartWeights(starts=starts, columns=j, weights=weights.astype(np.float32))


def _part_odds(
    left: Sequence[Part], right: Sequence[Part], spelling: SpellingModel
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Positions and log odds of the pairs of parts, under the likeliest reading of either."""
    words_a, part_a = _readings(left)
    words_b, part_b = _readings(right)
    i, j, likely = spelling.bulk(words_a, words_b, floor=_KEPT_FROM)
    i, j, odds = part_a[i], part_b[j], likely.astype(np.float64)
    heads = {part.head for part in (*left, *right)}
    number = {head: k for k, head in enumerate(sorted(heads, key=str))}
    head_a = np.array([number[part.head] for part in left], dtype=np.int32)
    head_b = np.array([number[part.head] for part in right], dtype=np.int32)
    if len(i):
        odds = odds - np.where(head_a[i] == head_b[j], 0.0, _OTHER_HEAD)
    order = np.lexsort((-odds, j, i))
    i, j, odds = i[order], j[order], odds[order]
    first = np.ones(len(i), dtype=np.bool_)
    first[1:] = (i[1:] != i[:-1]) | (j[1:] != j[:-1])
    return i[first], j[first], odds[first]


def _readings(parts: Sequence[Part]) -> tuple[list[str], Ints]:
    """All forms of all parts, and the part of each."""
    words = [form for part in parts for form in part.forms]
    owners = [k for k, part in enumerate(parts) for _ in part.forms]
    return words, np.array(owners, dtype=np.int32)


def pair_facts(left: NameTable, right: NameTable, weights: PartWeights, i: Ints, j: Ints) -> Floats:
    """(pairs, N_FACTS) what is known of each pair of names (left i, right j); see ``weigh.py``."""
    found: Floats = facts_of_pairs(
        i, j, left.starts, left.members, right.starts, right.members,
        weights.starts, weights.columns, weights.weights,
    )  # fmt: skip
    return found


def top(
    left: NameTable,
    right: NameTable,
    weights: PartWeights,
    slopes: NDArray[np.float32],
    *,
    k: int,
    among: Ints | None = None,
) -> tuple[Ints, Floats]:
    """The k names on the right that each name on the left is likeliest to be, and their log odds.

    ``slopes``: (N_FACTS,) of a ``NameModel``. ``among``: positions on the left to look for; all if
    not given. Gives (names, k) positions, the likeliest first, -1 where none has any evidence, and
    (names, k) natural log odds.
    """
    asked = np.arange(len(left.names), dtype=np.int32) if among is None else among
    found: tuple[Ints, Floats] = likeliest(
        asked, k, left.starts, left.members, right.starts, right.members, len(right.parts),
        weights.starts, weights.columns, weights.weights, slopes,
    )  # fmt: skip
    return found

"""Small tables: what is learned from all pairs of records, held to what is published.

Where few pairs are one person's, those that share a key cannot teach how often strangers agree. So
all pairs of a small table are looked at: nearly all are of strangers, and what these show is seen.
What one person and relatives show is seen of few, and stays near what is published; how many pairs
they are is learned nevertheless. Strangers agree on two things together where they share a given
name (and so the sex), a father's and family name, or an event: each is a kind of its own.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from onrecord.link.engine.kinds import (
    BY_SCRIPTS,
    CO_VICTIM,
    DOMAIN,
    EXPECTED,
    PULL,
    SAME,
    WORTH,
    Floats,
    beginning,
    spread,
    told,
)
from onrecord.link.engine.levels import COMPARISONS, Comparer, Levels
from onrecord.link.engine.mixture import Belief
from onrecord.link.engine.patterns import Patterns, added_up, counted, encoded

Ints = NDArray[np.int32]

KINDS_OF_ALL = ("same", "co-victim", "given name", "relatives", "one event", "other")
# What those strangers share, who share more than others do, and of which kind they show it.
_SHARED: dict[str, dict[str, int]] = {
    "given name": {"given name": SAME, "sex": SAME},
    "relatives": {"father's name": CO_VICTIM, "family name": CO_VICTIM},
    "one event": {"place": CO_VICTIM, "location": CO_VICTIM, "date": CO_VICTIM},
}
_STRANGER = 2
# In so many pairs of one person, co-victims, … is believed before any is seen; and what each kind
# shows, in so many pairs, for comparisons that are not `kinds.DOMAIN`.
_SHARES = (2.0, 4.0, 2.0, 2.0, 2.0, 4096.0)
_SHOWN = 100.0
_OF_STRANGERS = 200.0
_ROWS = 500  # records that are compared with all others at a time


def patterns_of_all(compare: Comparer, own_list: Ints, met: Patterns) -> Patterns:
    """The patterns of all pairs, but of none within a list that holds nobody twice.

    Pairs that look like one person count only where they share a key, as those in ``met`` do: what
    is called alike by hundreds and differs in nothing is set aside, and teaches nothing.
    """
    n = len(own_list)
    parts = []
    for start in range(0, n, _ROWS):
        left, right = np.triu_indices(min(_ROWS, n - start), 1, n - start)
        left, right = left + start, right + start
        apart = (own_list[left] < 0) | (own_list[left] != own_list[right])
        ends = left[apart].astype(np.int32), right[apart].astype(np.int32)
        parts.append(counted(encoded(compare(*ends)))[0])
    found = added_up(parts)
    at = np.minimum(np.searchsorted(met.codes, found.codes), len(met.codes) - 1)
    shared = np.where(met.codes[at] == found.codes, met.counts[at], 0.0)
    same = beginning(found.levels).argmax(axis=1) == SAME
    counts = np.where(same, shared, found.counts)
    return Patterns(found.codes[counts > 0], counts[counts > 0])


def number_of_pairs(own_list: Ints) -> int:
    """How many pairs all are, but for those within a list that holds nobody twice."""
    n, sizes = len(own_list), np.bincount(own_list[own_list >= 0]).astype(np.int64)
    return n * (n - 1) // 2 - int((sizes * (sizes - 1) // 2).sum())


def belief_of_all(rarities: Mapping[str, Floats]) -> Belief:
    """What is believed of each kind before the pairs of a small table are seen.

    ``rarities``: see `kinds.belief`; two strangers agree on a name as rare as the chance of that
    is, so more often on a common one.
    """
    made = []
    pull = np.zeros((len(COMPARISONS), len(KINDS_OF_ALL)))
    for at, (comparison, levels) in enumerate(COMPARISONS.items()):
        shown, shares = EXPECTED[comparison], rarities.get(comparison)
        by_chance = None if shares is None else shares**2 / (shares**2).sum()
        groups = 2 if comparison in BY_SCRIPTS else 1
        table = np.empty((groups, len(KINDS_OF_ALL), len(levels)))
        worth = WORTH if comparison in DOMAIN else _SHOWN
        for number, kind in enumerate(KINDS_OF_ALL):
            as_kind = _SHARED.get(kind, {}).get(comparison)
            if number in (SAME, CO_VICTIM):
                table[:, number] = worth * spread(levels, shown[number], shares)
                pull[at, number] = PULL.get(comparison, (0.0, 0.0))[number]
            elif as_kind is not None:
                table[:, number] = _OF_STRANGERS * spread(levels, shown[as_kind], shares)
                pull[at, number] = 1.0
            else:
                table[:, number] = _OF_STRANGERS * spread(levels, shown[_STRANGER], by_chance)
        made.append(table)
    return Belief(made, pull, np.array(_SHARES))


def beginning_of_all(patterns: Levels) -> Floats:
    """(n_patterns, n_kinds) chances from which the fit begins: what agrees, by a plain rule."""
    agree, _ = told(patterns)
    plain = beginning(patterns).argmax(axis=1)
    stranger = np.select(
        [agree["father's name"] & agree["family name"], agree["place"] & agree["date"],
         agree["given name"]],
        [KINDS_OF_ALL.index(kind) for kind in ("relatives", "one event", "given name")],
        len(KINDS_OF_ALL) - 1,
    )  # fmt: skip
    kind = np.where(plain <= CO_VICTIM, plain, stranger)
    chance = np.full((len(patterns), len(KINDS_OF_ALL)), 0.01)
    chance[np.arange(len(patterns)), kind] = 1.0
    return np.asarray(chance / chance.sum(axis=1, keepdims=True))

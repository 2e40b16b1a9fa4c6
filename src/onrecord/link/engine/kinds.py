"""The kinds of pairs, and what is believed of each before a case's own pairs are looked at.

One person; co-victims, relatives killed together; and strangers, by what made them come up. What
is believed of the first two is anchored in the domain: given and father's name come before place
and date, and relatives bear different given names. Of strangers, next to nothing is believed once
there are pairs to learn from: there are plenty of them.

The figures of `EXPECTED` are published and were not fitted to any list. References: Price and Ball
(2015), Significance 12(2), on matching lists of the dead by hand and by model.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.mixture import Belief, Mixture

Floats = NDArray[np.float64]
Patterns = NDArray[np.uint8]

SAME, CO_VICTIM = 0, 1
KINDS = (
    "same", "co-victim", "given and family name", "given and father's name",
    "father's and family name", "family name and place or day", "given name in one event",
    "given name and place", "given name and day", "birth date", "address", "other",
)  # fmt: skip
# Comparisons whose levels hang on whether both names are in one script.
BY_SCRIPTS = frozenset({"given name", "father's name", "family name", "mother's name"})

# How often records of one person, of relatives killed together, and of two strangers show each
# level. "same" of a name is parted by rarity.
_Shown = dict[str, float]
_PLACE_IN_FAMILY = {"same": 0.72, "alike": 0.08, "different": 0.20}
_LOCATION_OF_ONE = {
    "same": 0.70,
    "next to each other": 0.05,
    "within 25 km": 0.05,
    "one within the other": 0.10,
    "one region": 0.04,
    "far": 0.06,
}
_DATE_IN_FAMILY = {"same": 0.60, "within three days": 0.12, "overlapping": 0.18,
                   "within a week": 0.03, "within a month": 0.03, "far": 0.04}  # fmt: skip
EXPECTED: dict[str, tuple[_Shown, _Shown, _Shown]] = {
    "given name": (
        {"same": 0.84, "near": 0.09, "unclear": 0.04, "faint": 0.01, "different": 0.02},
        {"same": 0.01, "near": 0.005, "unclear": 0.015, "faint": 0.02, "different": 0.95},
        {"same": 0.012, "near": 0.006, "unclear": 0.02, "faint": 0.022, "different": 0.94},
    ),
    "father's name": (
        {"same": 0.82, "near": 0.09, "unclear": 0.04, "faint": 0.01, "different": 0.035,
         "grandfather's": 0.005},
        {"same": 0.50, "near": 0.04, "unclear": 0.03, "faint": 0.02, "different": 0.36,
         "grandfather's": 0.05},
        {"same": 0.012, "near": 0.006, "unclear": 0.02, "faint": 0.022, "different": 0.938,
         "grandfather's": 0.002},
    ),
    "family name": (
        {"same": 0.82, "near": 0.08, "unclear": 0.03, "faint": 0.01, "different": 0.06},
        {"same": 0.82, "near": 0.08, "unclear": 0.03, "faint": 0.01, "different": 0.06},
        {"same": 0.05, "near": 0.01, "unclear": 0.02, "faint": 0.02, "different": 0.90},
    ),
    "age": (
        {"same": 0.53, "within a year": 0.22, "within three years": 0.12, "digits turned": 0.02,
         "within ten years": 0.08, "far": 0.03},
        {"same": 0.025, "within a year": 0.045, "within three years": 0.08, "digits turned": 0.02,
         "within ten years": 0.23, "far": 0.60},
        {"same": 0.025, "within a year": 0.045, "within three years": 0.08, "digits turned": 0.02,
         "within ten years": 0.25, "far": 0.58},
    ),
    "sex": (
        {"same": 0.985, "different": 0.015},
        {"same": 0.50, "different": 0.50},
        {"same": 0.60, "different": 0.40},
    ),
    "place": (
        {"same": 0.70, "alike": 0.10, "different": 0.20},
        _PLACE_IN_FAMILY,
        {"same": 0.15, "alike": 0.05, "different": 0.80},
    ),
    "date": (
        {"same": 0.60, "within three days": 0.08, "overlapping": 0.20, "within a week": 0.02,
         "within a month": 0.05, "far": 0.05},
        _DATE_IN_FAMILY,
        {"same": 0.20, "within three days": 0.10, "overlapping": 0.15, "within a week": 0.05,
         "within a month": 0.15, "far": 0.35},
    ),
    "born": (
        {"same": 0.85, "one slip": 0.09, "two slips": 0.03, "different": 0.03},
        {"same": 0.01, "one slip": 0.03, "two slips": 0.08, "different": 0.88},
        {"same": 0.0003, "one slip": 0.003, "two slips": 0.02, "different": 0.9767},
    ),
    "identity number": (
        {"same": 0.88, "one slip": 0.08, "two slips": 0.02, "different": 0.02},
        {"same": 0.001, "one slip": 0.02, "two slips": 0.04, "different": 0.939},
        {"same": 0.001, "one slip": 0.002, "two slips": 0.007, "different": 0.99},
    ),
    "address": (
        {"same": 0.55, "alike": 0.15, "different": 0.30},
        {"same": 0.60, "alike": 0.15, "different": 0.25},
        {"same": 0.02, "alike": 0.03, "different": 0.95},
    ),
    "order": (
        {"straight": 0.98, "turned": 0.02},
        {"straight": 0.92, "turned": 0.08},
        {"straight": 0.92, "turned": 0.08},
    ),
    "lists": (
        {"across": 0.97, "within one": 0.03},
        {"across": 0.88, "within one": 0.12},
        {"across": 0.88, "within one": 0.12},
    ),
    "age range": (
        {"overlapping": 0.72, "overlapping widely": 0.18, "within three years": 0.05,
         "within ten years": 0.02, "far": 0.03},
        {"overlapping": 0.12, "overlapping widely": 0.13, "within three years": 0.08,
         "within ten years": 0.17, "far": 0.50},
        {"overlapping": 0.12, "overlapping widely": 0.13, "within three years": 0.08,
         "within ten years": 0.17, "far": 0.50},
    ),
    "mother's name": (
        {"same": 0.82, "near": 0.09, "unclear": 0.04, "faint": 0.01, "different": 0.04},
        {"same": 0.40, "near": 0.04, "unclear": 0.03, "faint": 0.03, "different": 0.50},
        {"same": 0.02, "near": 0.008, "unclear": 0.02, "faint": 0.022, "different": 0.93},
    ),
    # Lists err by a neighbouring town, or write the governorate; two strangers' places are apart.
    "location": (
        _LOCATION_OF_ONE,
        _LOCATION_OF_ONE,
        {"same": 0.15, "next to each other": 0.03, "within 25 km": 0.08,
         "one within the other": 0.05, "one region": 0.20, "far": 0.49},
    ),
    # Some wives are written under another husband's name; sisters name one brother.
    "kin": (
        {"same": 0.78, "alike": 0.13, "another": 0.07, "too young": 0.01,
         "kin of each other": 0.01},
        {"same": 0.12, "alike": 0.03, "another": 0.40, "too young": 0.10,
         "kin of each other": 0.35},
        {"same": 0.02, "alike": 0.04, "another": 0.80, "too young": 0.10,
         "kin of each other": 0.04},
    ),
    "scripts": tuple({"one": 0.5, "two": 0.5} for _ in range(3)),  # type: ignore[dict-item]
}  # fmt: skip
# Of the pairs that come up in a small case, so many are one person, and so many co-victims.
EXPECTED_SHARE = (2.0**-11, 2.0**-10)

# What is believed of one person and of co-victims is worth so many pairs, and as many as are seen
# of comparisons without which neither kind would be what it is called.
WORTH = 300.0
_LITTLE = 20.0
_OF_STRANGERS = 1.0
DOMAIN = frozenset(
    {"given name", "father's name", "age", "sex", "age range", "mother's name", "kin"}
)
PULL = {
    "given name": (1.0, 3.0),
    "father's name": (0.3, 0.0),
    "family name": (0.0, 3.0),
    "age": (0.1, 0.3),
    "sex": (0.3, 0.0),
    "place": (0.0, 1.0),
    "date": (0.0, 1.0),
    "born": (0.1, 1.0),
    "identity number": (0.1, 1.0),
    "age range": (0.1, 0.3),
    "mother's name": (0.3, 0.0),
    "location": (0.0, 1.0),
    "kin": (0.3, 0.0),
}
# Strangers differ in what is a person's own, but for those who came up because they share it; and
# those differ in the rest.
_OWN = {
    "identity number": frozenset[str](),
    "born": frozenset({"birth date"}),
    "address": frozenset(KINDS) - {"birth date"},
    "given name": frozenset(KINDS) - {"birth date", "address"},
    "family name": frozenset(KINDS) - {"birth date", "address"},
}
_OF_OWN = 50.0


def published() -> Mixture:
    """The mixture that `EXPECTED` describes, where nothing was learned; three kinds."""
    level = []
    for comparison, levels in COMPARISONS.items():
        groups = 2 if comparison in BY_SCRIPTS else 1
        kinds = [spread(levels, shown) for shown in EXPECTED[comparison]]
        level.append(np.tile(np.array(kinds), (groups, 1, 1)))
    return Mixture(
        share=np.array([*EXPECTED_SHARE, 1.0 - sum(EXPECTED_SHARE)]),
        level=tuple(level),
        seen=tuple(np.zeros((len(table), table.shape[2])) for table in level),
        rounds=0,
    )


def belief(rarities: Mapping[str, Floats] | None = None) -> Belief:
    """What is believed before a case's pairs are seen.

    ``rarities``: by name, the shares of records whose name is as rare as each level says; names on
    which one person's records agree are as rare as those of all records.
    """
    made = []
    for comparison, levels in COMPARISONS.items():
        groups = 2 if comparison in BY_SCRIPTS else 1
        table = np.full((groups, len(KINDS), len(levels)), _OF_STRANGERS / len(levels))
        worth = WORTH if comparison in DOMAIN else _LITTLE
        shares = None if rarities is None else rarities.get(comparison)
        for kind in (SAME, CO_VICTIM):
            table[:, kind] = worth * spread(levels, EXPECTED[comparison][kind], shares)
        for kind in _strangers_held_to(comparison):
            table[:, kind] = _OF_OWN * spread(levels, EXPECTED[comparison][2], shares)
        made.append(table)
    pull = np.zeros((len(COMPARISONS), len(KINDS)))
    for at, comparison in enumerate(COMPARISONS):
        pull[at, :2] = PULL.get(comparison, (0.0, 0.0))
        pull[at, _strangers_held_to(comparison)] = 1.0
    return Belief(made, pull, np.ones(len(KINDS)))


def _strangers_held_to(comparison: str) -> list[int]:
    """The kinds of strangers that are believed to show what strangers at large do."""
    free = _OWN.get(comparison, frozenset(KINDS))
    return [kind for kind in range(2, len(KINDS)) if KINDS[kind] not in free]


def spread(
    levels: tuple[str, ...], shown: Mapping[str, float], rarities: Floats | None = None
) -> Floats:
    """Chances by level, those of "same" shared out over rarities."""
    bins = max(1, sum(level.startswith("same (") for level in levels))
    shares = np.full(bins, 1.0 / bins) if rarities is None else rarities
    by_rarity = iter(shares.tolist())
    return np.array(
        [
            shown["same"] * next(by_rarity) if level.startswith("same (") else shown[level]
            for level in levels
        ]
    )


def beginning(patterns: Patterns) -> Floats:
    """(n_patterns, n_kinds) chances from which the fit begins: what agrees, by a plain rule."""
    agree, differ = told(patterns)
    place, day = agree["place"], agree["date"]
    event = (place | day) & ~(differ["place"] | differ["date"])
    given, father, family = (agree[name] for name in ("given name", "father's name", "family name"))
    further = father.astype(int) + family + (place & day) + agree["age"] + agree["address"]
    further += 2 * agree["born"] + 2 * agree["identity number"]
    against = differ["father's name"] | differ["family name"] | differ["age"] | differ["sex"]
    against |= (differ["place"] & differ["date"]) | differ["born"] | differ["identity number"]
    same = (given & (father | family) & (further >= 2) & ~against) | (
        agree["identity number"] & (further >= 3)
    )
    kind = np.select(
        [same, ~given & family & event & place & day, given & family, given & father,
         father & family, family & (place | day), given & place & day, given & place,
         given & day, agree["born"], agree["address"]],
        range(len(KINDS) - 1), len(KINDS) - 1,
    )  # fmt: skip
    chance = np.full((len(patterns), len(KINDS)), 0.02)
    chance[np.arange(len(patterns)), kind] = 1.0
    return np.asarray(chance / chance.sum(axis=1, keepdims=True))


def told(patterns: Patterns) -> tuple[dict[str, NDArray[np.bool_]], dict[str, NDArray[np.bool_]]]:
    """Where each comparison agrees, and where it differs; "place" is by words or on the map."""
    agree, differ = {}, {}
    for at, (comparison, levels) in enumerate(COMPARISONS.items()):
        good = [n for n, level in enumerate(levels, 1) if level.startswith(_AGREE)]
        bad = [n for n, level in enumerate(levels, 1) if level in ("different", "far")]
        agree[comparison] = np.isin(patterns[:, at], good)
        differ[comparison] = np.isin(patterns[:, at], bad)
    agree["place"] |= agree["location"]
    differ["place"] |= differ["location"]
    return agree, differ


_AGREE = ("same", "near", "within a year", "within three", "overlapping", "one slip", "next to")

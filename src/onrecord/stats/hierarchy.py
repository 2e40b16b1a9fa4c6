"""Hierarchical log-linear models: which there are, their design and their names.

A term is a set of lists, written as a bit mask (bit i: the i-th list); a model is the set of its
interaction terms (two lists or more), and with a term it has every term inside it. Main effects
and the constant are in every model. The term of all lists is in none: without the cell of those
on no list it cannot be told from the constant.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, combinations

import numpy as np

from onrecord.stats.histories import Floats, Histories, Ints

Model = frozenset[int]
# 1, 8, 113 and 6,893 models for 2 to 5 lists; 7,785,061 for six cannot all be fitted.
ALL_MODELS_UP_TO = 5


def interactions(n_lists: int) -> tuple[int, ...]:
    """The masks of all terms of 2 to ``n_lists - 1`` lists, smaller terms first."""
    masks = (
        sum(1 << index for index in group)
        for size in range(2, n_lists)
        for group in combinations(range(n_lists), size)
    )
    return tuple(masks)


def inside(term: int) -> tuple[int, ...]:
    """The terms that lack exactly one list of ``term``."""
    return tuple(term & ~(1 << bit) for bit in range(term.bit_length()) if term >> bit & 1)


@lru_cache(maxsize=8)
def all_models(n_lists: int) -> tuple[Model, ...]:
    """Every hierarchical model but the saturated one, fewest terms first.

    1 model for two lists, 8 for three, 113 for four and 6,893 for five, of which 6,212 have no
    term of four lists (``closedpMS.t(X, maxorder=3)`` in Rcapture; its default tries all 6,893).
    """
    by_size: list[list[int]] = [[] for _ in range(n_lists)]
    for term in interactions(n_lists):
        by_size[term.bit_count()].append(term)
    models = [frozenset[int]()]
    grown = list(_subsets_of(by_size[2])) if n_lists > 2 else []
    models.extend(model for model in grown if model)
    for size in range(3, n_lists):
        grown = [
            model | extra
            for model in grown
            for extra in _subsets_of([t for t in by_size[size] if _allowed(t, model)])
            if extra
        ]
        models.extend(grown)
    return tuple(sorted(models, key=lambda model: (len(model), sorted(model))))


def _subsets_of(terms: Sequence[int]) -> Iterable[Model]:
    sizes = range(len(terms) + 1)
    return map(frozenset, chain.from_iterable(combinations(terms, size) for size in sizes))


def _allowed(term: int, model: Model) -> bool:
    return term.bit_count() == 2 or all(part in model for part in inside(term))


def neighbours(model: Model, n_lists: int) -> tuple[Model, ...]:
    """The hierarchical models with one term more or one term less."""
    more = [
        model | {term}
        for term in interactions(n_lists)
        if term not in model and _allowed(term, model)
    ]
    generators = generating_terms(model)
    return (*more, *(model - {term} for term in generators))


def generating_terms(model: Model) -> tuple[int, ...]:
    """The interaction terms that lie in no larger term of the model, in a fixed order."""
    covered = {part for term in model for part in inside(term)}
    return tuple(sorted(model - covered))


def model_name(model: Model, lists: Sequence[str]) -> str:
    """The model by its largest terms: ``[A·B, B·C, D]``."""
    generators = generating_terms(model)
    covered = 0
    for term in generators:
        covered |= term
    alone = [1 << index for index in range(len(lists)) if not covered >> index & 1]
    parts = [
        "·".join(name for index, name in enumerate(lists) if term >> index & 1)
        for term in [*generators, *alone]
    ]
    return "[" + ", ".join(parts) + "]"


def full_table(table: Histories) -> tuple[Ints, Floats]:
    """All cells but that of people on no list: masks, and counts with their noughts.

    Returns
    -------
    cells : (2**n_lists - 1,) int array, the mask of each history, 1 upward
    counts : (2**n_lists - 1,) float array
    """
    cells = np.arange(1, 1 << table.n_lists, dtype=np.int64)
    counts = np.zeros(len(cells))
    masks = table.histories @ (1 << np.arange(table.n_lists, dtype=np.int64))
    counts[masks - 1] = table.counts
    return cells, counts


def counts_by_mask(table: Histories) -> Floats:
    """(2**n_lists,) array: people by the mask of their lists; nobody at 0, on no list."""
    _, counts = full_table(table)
    return np.concatenate([np.zeros(1), counts])


def terms_array(models: Sequence[Model], n_lists: int) -> tuple[Ints, Ints]:
    """Models as (n_models, most_terms) masks, padded with 0, and the (n_models,) terms of each."""
    n_terms = np.array([1 + n_lists + len(model) for model in models], dtype=np.int64)
    terms = np.zeros((len(models), int(n_terms.max(initial=0))), dtype=np.int64)
    for number, model in enumerate(models):
        terms[number, : n_terms[number]] = terms_of(model, n_lists)
    return terms, n_terms


def design(cells: Ints, terms: Sequence[int]) -> Floats:
    """(n_cells, len(terms)) array: 1 where the cell's history has every list of the term.

    The term 0 gives the column of ones; the cell 0 (on no list) has 1 there alone.
    """
    masks = np.array(terms, dtype=np.int64)
    holds: Floats = ((cells[:, None] & masks[None, :]) == masks[None, :]).astype(np.float64)
    return holds


def terms_of(model: Model, n_lists: int) -> tuple[int, ...]:
    """All terms of a model in a fixed order: the constant, the main effects, the interactions."""
    mains = (1 << index for index in range(n_lists))
    return (0, *mains, *sorted(model, key=lambda term: (term.bit_count(), term)))

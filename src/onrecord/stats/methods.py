"""The methods by name, each asked in the same way: what a report of a table is made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.errors import InputError
from onrecord.stats.chao import MOST_LISTS as MOST_LISTS_OF_CHAO
from onrecord.stats.chao import chao_by_frequency, chao_lower_bound
from onrecord.stats.closed_population import MODELS, ClosedModel, closed_population
from onrecord.stats.estimate import STOPPED, Result
from onrecord.stats.graph_average import graph_average
from onrecord.stats.histories import Histories
from onrecord.stats.latent_class import latent_class
from onrecord.stats.leave_one_out import leave_one_list_out
from onrecord.stats.log_linear_estimate import log_linear, log_linear_average
from onrecord.stats.loglinear import MOST_LISTS, Search, search_models
from onrecord.stats.obstacle import obstacle
from onrecord.stats.recommended import recommended
from onrecord.stats.sparse import sparse
from onrecord.stats.two_lists import chapman, lincoln_petersen

Told = Callable[[str, int, int], None]  # method, steps done, steps in all


def untold(method: str, done: int, whole: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How a method is asked. ``known``: results of the same table that were made before it."""

    level: float = 0.95
    seed: int = 1
    progress: Told = untold
    known: Mapping[str, Result]


Method = Callable[[Histories, Asked], Result]


@lru_cache(maxsize=4)
def _closed_family(table: Histories, level: float) -> tuple[Result, ...]:
    """Rcapture's family is fitted together; each of its models is a method by name."""
    return closed_population(table, level=level)


def _closed(model: ClosedModel) -> Method:
    def method(table: Histories, asked: Asked) -> Result:
        family = _closed_family(table, asked.level)
        return next(result for result in family if result.method == model.method)

    return method


@lru_cache(maxsize=4)
def _searched(table: Histories) -> Search | None:
    """One search for both methods that need it; None where they say why there is none."""
    if table.n_lists > MOST_LISTS or obstacle(table) is not None:
        return None
    return search_models(table)


METHODS: dict[str, Method] = {
    "lincoln-petersen": lambda table, asked: lincoln_petersen(table, level=asked.level),
    "chapman": lambda table, asked: chapman(table, level=asked.level),
    "chao": lambda table, asked: chao_lower_bound(table, level=asked.level),
    "chao-frequency": lambda table, asked: chao_by_frequency(table, level=asked.level),
    "log-linear": lambda table, asked: log_linear(
        table, level=asked.level, search=_searched(table)
    ),
    "log-linear-average": lambda table, asked: log_linear_average(
        table, level=asked.level, search=_searched(table)
    ),
    "log-linear-anew": lambda table, asked: log_linear(
        table,
        level=asked.level,
        search=_searched(table),
        interval="bootstrap",
        seed=asked.seed,
    ),
    "sparse": lambda table, asked: sparse(table, level=asked.level, seed=asked.seed),
    "decomposable-graphs": lambda table, asked: graph_average(table, level=asked.level),
    "latent-classes": lambda table, asked: latent_class(
        table,
        level=asked.level,
        seed=asked.seed,
        progress=lambda drawn, most: asked.progress("latent-classes", drawn, most),
    ),
    "recommended": lambda table, asked: recommended(
        table, level=asked.level, seed=asked.seed, known=asked.known
    ),
}
for _model in MODELS:
    METHODS[f"closed-{_model.name.replace(' ', '-')}"] = _closed(_model)
# Asked again without each list in turn, up to so many lists: a report stays one of seconds.
LEFT_OUT = {"chao": MOST_LISTS_OF_CHAO, "log-linear": 5, "recommended": 6}
LEFT_OUT_BY: dict[str, Method] = {
    "recommended": lambda table, asked: recommended(
        table, level=asked.level, seed=asked.seed, fast=True
    )
}
TWO_LISTS_ONLY = frozenset({"lincoln-petersen", "chapman"})


def methods_for(n_lists: int) -> tuple[str, ...]:
    """All but those for another number of lists, and those that are asked for by name alone.

    These are Rcapture's family, of which most stand on a form that no table can show, and the
    bound that takes lists for alike, where there is a better one.
    """
    unfit = {name for name in METHODS if name.startswith("closed-")}
    unfit |= set() if n_lists == 2 else set(TWO_LISTS_ONLY)
    if n_lists <= MOST_LISTS_OF_CHAO:
        unfit.add("chao-frequency")
    return tuple(name for name in METHODS if name not in unfit)


def known_methods(names: Iterable[str]) -> tuple[str, ...]:
    """The names, checked; InputError with those that there are."""
    chosen = tuple(names)
    for name in chosen:
        if name not in METHODS:
            raise InputError(f"there is no method {name!r}; there are {', '.join(METHODS)}")
    return chosen


def estimates(
    table: Histories,
    methods: Iterable[str] | None = None,
    *,
    level: float = 0.95,
    seed: int = 1,
    progress: Told = untold,
) -> Iterator[tuple[str, Result]]:
    """The results of a table method by method, each as soon as it is there.

    Parameters
    ----------
    methods : keys of METHODS; None: all that take the table's number of lists
    level : of the intervals, between 0 and 1
    seed : of every method that draws

    Raises
    ------
    InputError : a method or a level that there is not
    KeyboardInterrupt : stopped by hand, after what a sampler had drawn was given
    """
    if not 0 < level < 1:
        raise InputError(f"the level of an interval lies between 0 and 1, not at {level}")
    chosen = methods_for(table.n_lists) if methods is None else known_methods(methods)
    known: dict[str, Result] = {}
    for name in chosen:
        asked = Asked(level=level, seed=seed, progress=progress, known=known)
        known[name] = _with_lists_left_out(name, table, METHODS[name](table, asked), asked)
        yield name, known[name]
        if known[name].diagnostics.get(STOPPED):  # what was drawn is told; nothing more is asked
            raise KeyboardInterrupt


def _with_lists_left_out(name: str, table: Histories, result: Result, asked: Asked) -> Result:
    """The result with what it would have been without each list, where that is quick."""
    if name not in LEFT_OUT or not 2 < table.n_lists <= LEFT_OUT[name]:
        return result
    rows = leave_one_list_out(table, lambda one: LEFT_OUT_BY.get(name, METHODS[name])(one, asked))
    return replace(result, sensitivity=(*result.sensitivity, *rows))

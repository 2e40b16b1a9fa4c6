"""Estimated figures: how many people there are, on a list or not, from the overlap of lists."""

from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.count.documented import named_people
from onrecord.count.doubt import tables_drawn
from onrecord.count.ground import Ground, Naming
from onrecord.count.overlaps import overlaps_of, table_of
from onrecord.count.wording import nothing_accepted, number_of, people, within
from onrecord.model.canonical import identify
from onrecord.model.event import Event
from onrecord.model.figure import Figure, Input
from onrecord.model.overlap import Overlaps
from onrecord.stats import (
    Estimated,
    Histories,
    NotEstimable,
    Result,
    below_bound,
    chao_lower_bound,
    over_clusterings,
    recommended,
)

LEVEL = 0.95
# Below seven matches even Chapman's estimator may be biased (Robson & Regier 1964, Trans. Am.
# Fish. Soc. 93, 215–226), and one link more or less moves the number by a fifth.
FEWEST_MATCHES = 7
CHAO = "Chao's lower bound (Mth) 1"
RECOMMENDED = "recommended: all interactions, drawn together 1"
SEED = 1


def _recommended(table: Histories, *, level: float) -> Result:
    return recommended(table, seed=SEED, level=level, fast=True)


METHODS = {CHAO: chao_lower_bound, RECOMMENDED: _recommended}


def estimated_figures(
    harm: str, event: Event | None, namings: Sequence[Naming], ground: Ground
) -> tuple[Figure, ...]:
    """Chao's lower bound and the recommended estimate from the lists that name people.

    A list is a document with a table of persons. People named only in running text stand on no
    list and are set aside: nothing tells how such names came to be written.
    """
    admitted = [naming for naming in namings if ground.admits(naming.claim.id)]
    listed = [naming for naming in admitted if naming.record.row > 0]
    overlaps = overlaps_of(harm, listed)
    table = _histories(harm, overlaps)
    inputs = _inputs(harm, listed, admitted)
    waiting = not admitted and any(naming.harm == harm for naming in namings)
    if waiting:
        table = nothing_accepted(harm, event)
    figures = tuple(_figure(method, harm, event, ground, inputs, overlaps) for method in METHODS)
    if isinstance(table, str):
        return tuple(replace(figure, reason=table) for figure in figures)
    named = [n for n in listed if n.harm == harm and n.person.name.strip()]
    drawn = tables_drawn(table.lists, named, ground.clusterings)
    results = [_estimated(figure.method, table, drawn) for figure in figures]
    warning = below_bound(*results)
    return tuple(
        _with_result(figure, table, result, warning)
        for figure, result in zip(figures, results, strict=True)
    )


def _estimated(method: str, table: Histories, drawn: Sequence[Histories]) -> Result:
    """The estimate by a method; the recommended one over all drawn clusterings, if there are any.

    A lower bound stays that of the persons as they are linked.
    """
    if method == CHAO or {one.digest for one in drawn} <= {table.digest}:
        return METHODS[method](table, level=LEVEL)
    return over_clusterings(
        drawn, lambda one: METHODS[method](one, level=LEVEL), seed=SEED, level=LEVEL
    )


def _histories(harm: str, overlaps: Overlaps) -> Histories | str:
    lists = [one.name for one in overlaps.lists]
    if len(lists) < 2:
        have = "No list" if not lists else f"Only one list ({lists[0]})"
        return (
            f"{have} of the case names {people(harm)} here; an estimate of those whom no list "
            "names needs two lists that overlap."
        )
    table = table_of(overlaps)
    if isinstance(table, str):
        return table
    if 0 < table.n_on_several < FEWEST_MATCHES:
        return (
            "Not estimable. Only "
            + number_of(table.n_on_several, "person is", "persons are")
            + f" on more than one list; with fewer than {FEWEST_MATCHES} an estimate would hang on "
            "chance and on single links. Report the documented count alone."
        )
    return table


def _figure(
    method: str,
    harm: str,
    event: Event | None,
    ground: Ground,
    inputs: tuple[Input, ...],
    overlaps: Overlaps,
) -> Figure:
    """A figure that has no number yet."""
    title = f"{people(harm).capitalize()}, on a list or not"
    return Figure(
        id=identify("figure", "estimated", ground.basis, event.id if event else None, harm, method),
        kind="estimated",
        basis=ground.basis,
        title=f"{title}: a lower bound" if method == CHAO else f"{title}: an estimate",
        event=event.id if event else None,
        harm=harm,
        definition=(
            f"All {people(harm)} {within(event)} who could have come to be named on a list, "
            "whether or not one names them."
        ),
        method=method,
        inputs=inputs,
        overlaps=overlaps,
    )


def _with_result(figure: Figure, table: Histories, result: Result, warning: str | None) -> Figure:
    if isinstance(result, NotEstimable):
        return replace(
            figure,
            reason=f"Not estimable. {result.reason}",
            assumptions=result.assumptions,
            calculation=_overlaps(table),
        )
    return replace(
        figure,
        value=round(result.estimate, 1),
        statistic=result.statistic,
        lower=None if result.lower is None else round(result.lower, 1),
        upper=None if result.upper is None else round(result.upper, 1),
        level=result.level,
        assumptions=result.assumptions,
        calculation=(
            *_overlaps(table),
            *_steps(result),
            *result.notes,
            *result.doubts,
            *_told(warning),
        ),
    )


def _told(warning: str | None) -> tuple[str, ...]:
    return () if warning is None else (warning.replace("This estimate", "The estimate"),)


def _overlaps(table: Histories) -> tuple[str, ...]:
    sizes = ", ".join(
        f"{name} {size:,}" for name, size in zip(table.lists, table.list_sizes, strict=True)
    )
    return (
        f"{number_of(table.n_documented, 'person stands', 'persons stand')} on a list ({sizes}); "
        f"{table.n_on_several:,} on more than one.",
    )


def _steps(result: Estimated) -> tuple[str, ...]:
    if result.kind == "lower bound":
        return ("The bound compares those on one list with those on two.",)
    return (
        "No model of dependence is selected: every list may depend on every other, as strongly as "
        "the overlaps and published tables of this kind show.",
        f"The interval is {result.interval}; other methods stand beside it on the page of methods.",
    )


def _inputs(harm: str, listed: Sequence[Naming], admitted: Sequence[Naming]) -> tuple[Input, ...]:
    used = named_people(harm, listed)
    ids = {one.person.id for one in used}
    in_text = [one for one in named_people(harm, admitted) if one.person.id not in ids]
    return (
        *(
            Input(
                id=one.person.id,
                role="used",
                words=", ".join(sorted({naming.record.list_name for naming in one.namings})),
            )
            for one in used
        ),
        *(
            Input(
                id=one.person.id,
                role="set aside: named in a text, which is no list",
                words=one.person.name,
            )
            for one in in_text
        ),
    )

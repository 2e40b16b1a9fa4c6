"""The report of a linkage: what was compared and how, what is expected of it, what is in doubt."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log2

import numpy as np
from numpy.typing import NDArray

from onrecord.link.decided import UNSURE_FROM
from onrecord.link.engine.kinds import CO_VICTIM, SAME
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.linkage import Linkage
from onrecord.link.engine.training import Trained
from onrecord.model.linkage import (
    Blocking,
    Comparison,
    Crowd,
    InDoubt,
    Level,
    LinkageReport,
    ListTaken,
    Quality,
    Weights,
)
from onrecord.model.material import Linked
from onrecord.model.party import Record

SHOWN = 200  # pairs in doubt
_SCRIPTS = ("both names in one script", "names in two scripts")
_LEAST = 1e-6


def report_of(
    linked: Linked,
    linkage: Linkage,
    lists: Sequence[ListTaken],
    *,
    engine: str,
    by_given: bool = False,
) -> LinkageReport:
    """The report of lists that were linked by an engine, ``by_given`` weights or by their own."""
    known = {record.id: record for record in linked.records}
    named = sorted(
        (known[record] for person in linked.persons for record in person.records),
        key=lambda record: record.id,
    )
    n = len(named)
    unsure = sum(pair.verdict == "unsure" for pair in linked.pairs)
    return LinkageReport(
        engine=engine,
        lists=tuple(lists),
        n_records=len(linked.records),
        n_persons=len(linked.persons),
        n_unsure=unsure,
        blocking=Blocking(
            n_pairs=n * (n - 1) // 2,
            n_candidates=linkage.n_candidates,
            crowds=tuple(_crowds(linkage, named)),
        ),
        weights=_weights(linkage, by_given),
        quality=_quality(linkage),
        in_doubt=tuple(_in_doubt(linked, known)),
    )


def _crowds(linkage: Linkage, named: Sequence[Record]) -> Iterator[Crowd]:
    """Each crowd once, though several keys brought it together."""
    sizes: dict[str, int] = {}
    for block in linkage.crowded:
        name = named[int(block.min())].name or ""
        sizes[name] = max(sizes.get(name, 0), len(set(block.tolist())))
    for name, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        yield Crowd(name=name, n_records=size)


def _weights(linkage: Linkage, by_given: bool) -> Weights:
    trained = linkage.trained
    return Weights(
        given=by_given,
        learned=trained.learned,
        why_not=trained.why_not,
        n_substitutes=0 if linkage.substitutes is None else len(linkage.substitutes.code),
        joined_from=round(linkage.threshold, 4),
        unsure_from=UNSURE_FROM,
        comparisons=comparisons_of(trained),
    )


def comparisons_of(trained: Trained) -> tuple[Comparison, ...]:
    """How often each kind of pair shows each level of each comparison, and what that weighs."""
    return tuple(_comparisons(trained))


def _comparisons(trained: Trained) -> Iterator[Comparison]:
    mixture = trained.mixture
    others = np.delete(mixture.share, SAME)
    for comparison, names, table in zip(
        COMPARISONS, COMPARISONS.values(), mixture.level, strict=True
    ):
        for group, shown in enumerate(table):
            u = others @ np.delete(shown, SAME, axis=0) / max(float(others.sum()), _LEAST)
            yield Comparison(
                comparison=comparison,
                scripts=_SCRIPTS[group] if len(table) > 1 else None,
                levels=tuple(
                    _level(level, float(shown[SAME, at]), float(u[at]), float(shown[CO_VICTIM, at]),
                           (comparison, level) not in trained.untrained and trained.learned)
                    for at, level in enumerate(names)
                ),
            )  # fmt: skip


def _level(level: str, m: float, u: float, co_victim: float, learned: bool) -> Level:
    weight = log2(max(m, _LEAST)) - log2(max(u, _LEAST))
    return Level(
        level=level, m=round(m, 6), u=round(u, 6), co_victim=round(co_victim, 6),
        weight=round(weight, 2), learned=learned,
    )  # fmt: skip


def _quality(linkage: Linkage) -> Quality:
    joined = linkage.cluster[linkage.compared.left] == linkage.cluster[linkage.compared.right]
    within = _pairs_inside(linkage.cluster)
    expected, found = float(linkage.same.sum()), float(linkage.same[joined].sum())
    return Quality(
        n_joined=within,
        precision=round(found / within, 4) if within else None,
        recall=round(found / expected, 4) if expected else None,
    )


def _pairs_inside(clusters: NDArray[np.int32]) -> int:
    sizes = np.bincount(clusters).astype(np.int64) if len(clusters) else np.zeros(0, np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _in_doubt(linked: Linked, known: Mapping[str, Record]) -> Iterator[InDoubt]:
    """Unsure pairs, those first whose judgement is expected to move most."""
    person = {record: one.id for one in linked.persons for record in one.records}
    unsure = sorted(
        (pair for pair in linked.pairs if pair.verdict == "unsure"),
        key=lambda pair: (-pair.worth, pair.id),
    )
    for pair in unsure[:SHOWN]:
        yield InDoubt(
            left=_said(known[pair.left]),
            right=_said(known[pair.right]),
            chance=pair.chance,
            together=person.get(pair.left) == person.get(pair.right),
            reasons=pair.reasons,
        )


def _said(record: Record) -> str:
    return f"{record.list_name}, row {record.row}: {record.name or 'no name'}"


def report_lines(report: LinkageReport) -> Iterable[str]:
    """The report in short, a sentence a line."""
    blocking, weights, quality = report.blocking, report.weights, report.quality
    share = blocking.n_candidates / blocking.n_pairs if blocking.n_pairs else 0.0
    yield (
        f"compared {blocking.n_candidates:,} of {blocking.n_pairs:,} pairs ({share:.2%}), those "
        "that share a name, a place or a day in some way and agree in enough else"
    )
    for crowd in blocking.crowds[:5]:
        called = f"{crowd.n_records:,} records called {crowd.name!r}"
        yield f"not compared: {called} that differ in nothing"
    by = "learned from these pairs" if weights.learned else "the published ones"
    if weights.given:
        by = "those given, learned from other pairs" if weights.learned else "those given"
    yield f"weights: {by}" + (f": {weights.why_not}" if weights.why_not else "")
    if weights.n_substitutes:
        yield (
            f"{weights.n_substitutes:,} pairs of names or places weigh more or less than others as "
            "close, by how often these lists write them for one another"
        )
    yield (
        f"joined from a chance of {weights.joined_from:.2f}, in doubt from "
        f"{weights.unsure_from:.2f}"
    )
    if quality.precision is not None and quality.recall is not None:
        yield (
            f"expected by the chances, which nobody has checked: {quality.precision:.1%} of "
            f"{quality.n_joined:,} joined pairs are right, {quality.recall:.1%} of the pairs "
            "of one person that were compared are joined"
        )

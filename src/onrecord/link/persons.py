"""Persons: records that speak of the same human being, linked and undoable."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from math import log2
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.decided import (
    SURE_FROM,
    UNSURE_FROM,
    Decided,
    against_others,
    decided_pairs,
)
from onrecord.link.engine.asking import Queue
from onrecord.link.engine.draws import Drawn, draw_clusterings
from onrecord.link.engine.judged import ABOUT
from onrecord.link.engine.kept import Kept
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.linkage import Judged, Linkage, compare_in, link_table
from onrecord.link.engine.mixture import Mixture
from onrecord.link.engine.patterns import decoded
from onrecord.link.engine.table import MISSING, Table, table_of
from onrecord.link.engine.waterfall import falls
from onrecord.link.reasons import reasons_for
from onrecord.model.canonical import identify
from onrecord.model.clusterings import Clusterings
from onrecord.model.judgement import Judgement
from onrecord.model.outcome import SetAside
from onrecord.model.party import Pair, Person, Record, Step

Engine = Callable[..., Linkage]
Floats = NDArray[np.float64]
SEED = 1  # of the draws
_EVEN = 0.5
_REST = 1e-3  # of its doubt, that a pair is worth of which nothing is expected: it is asked last
_WORTH_TELLING = 0.02  # pairs less likely one person are not kept
_HELD_APART = "held apart: another record of the group is a different person"
_RELATIVES = "they may be two relatives who were killed together"


class LinkedPersons(NamedTuple):
    """Pairs that were close or judged, persons, what was set aside, and draws of who is who."""

    pairs: tuple[Pair, ...]
    persons: tuple[Person, ...]
    set_aside: tuple[SetAside, ...]
    clusterings: Clusterings | None


class _Linked(Struct, frozen=True):
    """The records that name somebody, in order of id, and how they were linked."""

    records: Sequence[Record]
    table: Table
    linkage: Linkage
    decided: Decided
    position: dict[str, int]

    def together(self, left: str, right: str) -> bool:
        cluster = self.linkage.cluster
        return bool(cluster[self.position[left]] == cluster[self.position[right]])


def link_persons(
    records: Iterable[Record],
    judgements: Iterable[Judgement],
    *,
    free_of_duplicates: Collection[str] = (),
    n_draws: int = 0,
    engine: Engine = link_table,
    kept: Kept | None = None,
) -> LinkedPersons:
    """Group records of the same person; set aside those that name nobody.

    Judgements on record ids are always respected: "same" joins, "different" and "unsure" keep
    apart. A person's id is made of the smallest id of its records. ``free_of_duplicates``:
    renditions of lists that hold nobody twice; two records of one are never joined, unless
    somebody says so.
    ``n_draws``: clusterings drawn from what stays open; what somebody was unsure of stays open.
    ``engine`` links the table: `link_table`, or one that gives the same on other machines.
    ``kept``: weights of before, by which all pairs are weighed.

    How often the lists err, and how relatives killed together look alike, is learned from the pairs
    without labels; the fewer these are, the more what is published counts.
    """
    ordered = sorted(records, key=lambda record: record.id)
    whole = table_of(ordered)
    nobody = [_names_nobody(ordered[at], why) for at, why in whole.nameless.items()]
    named = [record for at, record in enumerate(ordered) if at not in whole.nameless]
    table = table_of(named) if nobody else whole
    position = {record.id: at for at, record in enumerate(named)}
    decided = {
        pair: verdict
        for pair, verdict in decided_pairs(judgements).items()
        if pair[0] in position and pair[1] in position
    }
    free = np.array([name in free_of_duplicates for name in table.lists], bool)
    judged = _judged(decided, position)
    linkage = engine(table, free_of_duplicates=free, judged=judged, kept=kept)
    linked = _Linked(named, table, linkage, decided, position)
    own_list = np.where(free[table.rendition], table.rendition, MISSING).astype(np.int32)
    pairs = _pairs(linked, Queue(linkage, own_list, judged).worth)
    aside = (*nobody, *_crowded(linked), *_conflicts(linked), *_not_learned(linked))
    drawn = None
    if n_draws:
        settled = {pair: what for pair, what in decided.items() if what[0] != "unsure"}
        drawn = draw_clusterings(
            table, linkage, n_draws=n_draws, seed=SEED, free_of_duplicates=free,
            judged=_judged(settled, position),
        )  # fmt: skip
    persons = _persons(linked, pairs, drawn)
    return LinkedPersons(pairs, persons, aside, _told(linked, drawn))


def _told(linked: _Linked, drawn: Drawn | None) -> Clusterings | None:
    """The draws by the ids of records; None where nothing is open."""
    if drawn is None or not len(drawn.open):
        return None
    place = np.full(len(linked.records), -1)
    place[drawn.open] = np.arange(len(drawn.open))
    return Clusterings(
        records=tuple(linked.records[at].id for at in drawn.open.tolist()),
        draws=tuple(map(tuple, place[drawn.cluster].tolist())),
        seed=SEED,
    )


def _judged(decided: Decided, position: dict[str, int]) -> Judged:
    """The decided pairs by position; the oldest first, so that the order of arrival is no input."""
    pairs = sorted(decided.items(), key=_by_age_of_judgement)
    return Judged(
        np.array([position[left] for (left, _), _ in pairs], np.int32),
        np.array([position[right] for (_, right), _ in pairs], np.int32),
        np.array([verdict == "same" for _, (verdict, _) in pairs], np.bool_),
        np.array([verdict == "unsure" for _, (verdict, _) in pairs], np.bool_),
        np.array([made.body.get("asked") or np.nan for _, (_, made) in pairs], np.float64),
    )


def _by_age_of_judgement(item: tuple[tuple[str, str], tuple[str, Judgement]]) -> tuple[str, str]:
    judgement = item[1][1]
    return judgement.at.isoformat(), judgement.id


def _names_nobody(record: Record, why: str) -> SetAside:
    where = f"row {record.row} of" if record.row else "a passage of"
    return SetAside(
        stage="link",
        subject=record.id,
        reason=(
            f"{where} {record.list_name} names nobody ({why}): it counts as a record "
            "and is never linked to a person by these words"
        ),
        code="names-nobody",
    )


def _crowded(linked: _Linked) -> Iterable[SetAside]:
    """Records of one name that nothing tells apart; each block is told once, by its first."""
    told: dict[str, SetAside] = {}
    for block in linked.linkage.met_nobody():
        first = linked.records[int(block.min())]
        told[first.id] = SetAside(
            stage="link",
            subject=first.id,
            reason=(
                f"{len(set(block.tolist()))} records are called like {first.name or 'this one'!r} "
                "and differ in no age, place or day; they were not compared with each other, and "
                "each stays a person of its own until somebody judges them"
            ),
            code="too-many-alike",
        )
    return told.values()


def _conflicts(linked: _Linked) -> list[SetAside]:
    """Judgements "same" that other judgements do not allow."""
    return [
        against_others(pair, judgement, "person")
        for pair, (verdict, judgement) in sorted(linked.decided.items(), key=_by_age_of_judgement)
        if verdict == "same" and not linked.together(*pair)
    ]


def _not_learned(linked: _Linked) -> list[SetAside]:
    """That nothing was learned from lists that would have been large enough."""
    trained = linked.linkage.trained
    if not trained.refused:
        return []
    return [
        SetAside(
            stage="link",
            subject=linked.records[0].id,
            reason=f"the published weights were used for all records: {trained.why_not}",
            code="weights-not-learned",
        )
    ]


def _pairs(linked: _Linked, worth: Floats) -> tuple[Pair, ...]:
    """Pairs that may be one person, that would be but for the given name, or that were judged.

    ``worth`` of asking, by row of those compared.
    """
    found, compared = linked.linkage, linked.linkage.compared
    kept = (found.same >= _WORTH_TELLING) | (found.but_for_given_name() >= _EVEN) | (worth > 0)
    rows = {
        (linked.records[compared.left[at]].id, linked.records[compared.right[at]].id): at
        for at in np.flatnonzero(kept).tolist()
    }
    shown = {
        pair: _shown(linked, pair, rows.get(pair)) for pair in sorted({*rows, *linked.decided})
    }
    steps = _steps({pattern for pattern, _, _ in shown.values()}, found.trained.mixture)
    taught = _taught(linked, shown, steps)
    return tuple(
        _pair(
            linked, pair, *what, (*steps[what[0]], *taught.get(pair, ())),
            float(worth[rows[pair]]) if pair in rows else 0.0,
        )
        for pair, what in shown.items()
    )  # fmt: skip


def _taught(
    linked: _Linked,
    shown: Mapping[tuple[str, str], tuple[int, float, float]],
    steps: Mapping[int, tuple[Step, ...]],
) -> dict[tuple[str, str], tuple[Step, ...]]:
    """What judged pairs added to the weight of each pair; nothing where they taught nothing."""
    relearned = linked.linkage.relearned
    if relearned is None or relearned.lesson.taught_nothing:
        return {}
    left, right = (
        np.array([linked.position[pair[side]] for pair in shown], np.int32) for side in (0, 1)
    )
    turned = left > right
    left, right = np.where(turned, right, left), np.where(turned, left, right)
    pattern = np.array([what[0] for what in shown.values()], np.int64)
    weights = np.round(relearned.taught(left, right, pattern), 3)
    before = [sum(step.weight for step in steps[what[0]]) for what in shown.values()]
    after = [_match_weight(what[1]) for what in shown.values()]
    # Rounding, and what was compared after the lesson, is told with what all pairs get.
    weights[:, 0] = np.round(np.array(after) - np.array(before) - weights[:, 1:].sum(axis=1), 3)
    return {
        pair: tuple(
            Step(comparison="judged pairs", level=about, weight=weight)
            for about, weight in zip(("all of it", *ABOUT), row, strict=True)
            if weight
        )
        for pair, row in zip(shown, weights.tolist(), strict=True)
    }


def _shown(linked: _Linked, pair: tuple[str, str], at: int | None) -> tuple[int, float, float]:
    """The pattern of a pair and its two chances; ``at`` is its place among those compared."""
    found = linked.linkage
    if at is None:
        left, right = (linked.position[record] for record in pair)
        return compare_in(linked.table, left, right, found.trained)
    return int(found.compared.pattern[at]), float(found.same[at]), float(found.co_victim[at])


def _match_weight(same: float) -> float:
    """Log2 of the odds of one person, to three places."""
    kept = min(max(same, 1e-9), 1 - 1e-9)
    return round(log2(kept) - log2(1 - kept), 3)


def _pair(
    linked: _Linked,
    pair: tuple[str, str],
    pattern: int,
    same: float,
    relatives: float,
    steps: tuple[Step, ...],
    worth: float,
) -> Pair:
    at_left, at_right = (linked.position[record] for record in pair)
    (levels,) = decoded(np.array([pattern])).tolist()
    named = {
        comparison: names[level - 1]
        for (comparison, names), level in zip(COMPARISONS.items(), levels, strict=True)
        if level
    }
    parts = int(linked.table.parts[at_left]), int(linked.table.parts[at_right])
    said = reasons_for(linked.records[at_left], linked.records[at_right], named, parts)
    if relatives >= 0.1 and named.get("given name") != "different":
        said = (*said, _RELATIVES)
    verdict = _verdict(same)
    if pair in linked.decided:
        verdict, judgement = linked.decided[pair]
        because = f": {judgement.because}" if judgement.because else ""
        said = (f"judged {verdict} by {judgement.by}{because}", *said)
    elif verdict == "same" and not linked.together(*pair):
        verdict, said = "unsure", (*said, _HELD_APART)
    judged = pair in linked.decided
    return Pair(
        id=identify("pair", *pair),
        left=pair[0],
        right=pair[1],
        match_weight=_match_weight(same),
        chance=round(same, 6),
        co_victim=round(relatives, 6),
        worth=0.0 if judged else round(worth + _REST * same * (1 - same), 9),
        verdict=verdict,  # type: ignore[arg-type]
        decided_by="judgement" if judged else "rule",
        reasons=said,
        steps=steps,
    )


def _steps(patterns: Collection[int], mixture: Mixture) -> dict[int, tuple[Step, ...]]:
    """The steps of each pattern that occurs."""
    codes = np.array(sorted(patterns), np.int64)
    levels = decoded(codes)
    starts, added = falls(levels, mixture)
    return {
        code: (
            Step(comparison="before comparing", level="", weight=round(start, 3)),
            *_compared(shown, weights),
        )
        for code, shown, start, weights in zip(
            codes.tolist(), levels.tolist(), starts.tolist(), added.tolist(), strict=True
        )
    }


def _compared(levels: Sequence[int], weights: Sequence[float]) -> Iterator[Step]:
    for (comparison, names), level, weight in zip(
        COMPARISONS.items(), levels, weights, strict=True
    ):
        if level:
            yield Step(comparison=comparison, level=names[level - 1], weight=round(weight, 3))


def _verdict(same: float) -> str:
    """same, unsure or different: the rule's verdict, before any judgement."""
    if same >= SURE_FROM:
        return "same"
    return "unsure" if same >= UNSURE_FROM else "different"


def _persons(linked: _Linked, pairs: Iterable[Pair], drawn: Drawn | None) -> tuple[Person, ...]:
    why: dict[int, list[str]] = defaultdict(list)
    in_doubt: set[str] = set()
    cluster = linked.linkage.cluster
    for pair in pairs:
        together = linked.together(pair.left, pair.right)
        if pair.verdict == "unsure" and (pair.decided_by == "rule" or not together):
            in_doubt.update((pair.left, pair.right))
        if pair.verdict != "different" and together:
            why[int(cluster[linked.position[pair.left]])].append("; ".join(pair.reasons))
    groups: dict[int, list[int]] = defaultdict(list)
    for at, name in enumerate(cluster.tolist()):
        groups[name].append(at)
    doubt = {} if drawn is None else drawn.doubt(cluster)
    return tuple(
        _person(
            [linked.records[at] for at in groups[name]], why.get(name, []), in_doubt,
            doubt.get(name, (0.0, 0.0)),
        )
        for name in sorted(groups)
    )  # fmt: skip


def _person(
    group: Sequence[Record],
    why: Sequence[str],
    in_doubt: Collection[str],
    doubt: tuple[float, float],
) -> Person:
    fullest = max(
        group, key=lambda r: (len((r.name or "").split()), len(r.name or ""), r.name or "")
    )
    return Person(
        id=identify("person", group[0].id),
        name=fullest.name or "",
        records=tuple(record.id for record in group),
        lists=tuple(sorted({record.list_name for record in group})),
        reasons=tuple(dict.fromkeys(why)),
        doubtful=any(record.id in in_doubt for record in group),
        parted=doubt[0],
        joined=doubt[1],
    )

"""Persons: records that speak of the same human being, linked and undoable."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
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
from onrecord.link.engine.lanes import begun
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.linkage import Judged, Linkage, compare_in, link_table
from onrecord.link.engine.mixture import Mixture
from onrecord.link.engine.patterns import Codes, decoded
from onrecord.link.engine.substitutes import SHOWN
from onrecord.link.engine.table import Table, of_somebody, table_of
from onrecord.link.engine.units import MISSING
from onrecord.link.engine.waterfall import falls
from onrecord.link.reasons import ELSEWHERE, Reasons, words_elsewhere
from onrecord.model.canonical import identify
from onrecord.model.clusterings import Clusterings
from onrecord.model.judgement import Judgement
from onrecord.model.outcome import SetAside
from onrecord.model.party import Pair, Person, Record, Step
from onrecord.model.progress import Progress, silent

Engine = Callable[..., Linkage]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
SEED = 1  # of the draws
_EVEN = 0.5
_REST = 1e-3  # of its doubt, that a pair is worth of which nothing is expected: it is asked last
_AT_ONCE = 1 << 16  # pairs
_WORTH_TELLING = 0.02  # pairs less likely one person are not kept
_HELD_APART = "held apart: another record of the group is a different person"
_RELATIVES = "they may be two relatives who were killed together"
# Levels of given names whose pairs are joined by what else agrees: nearly one in ten of the "faint"
# and half of the "different" are two persons (benchmarks/link_doubt.py).
HARDLY_AGREE = frozenset({"faint", "different"})
_FOR_ALL_THAT = "taken for one person though the given names hardly agree; two brothers may look so"


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
    clusters: list[int]  # of each record, by its smallest position

    def together(self, left: str, right: str) -> bool:
        return self.clusters[self.position[left]] == self.clusters[self.position[right]]


def link_persons(
    records: Iterable[Record],
    judgements: Iterable[Judgement],
    *,
    free_of_duplicates: Collection[str] = (),
    n_draws: int = 0,
    briefly: bool = False,
    engine: Engine = link_table,
    kept: Kept | None = None,
    progress: Progress = silent,
) -> LinkedPersons:
    """Group records of the same person; set aside those that name nobody.

    Judgements on record ids are always respected: "same" joins, "different" and "unsure" keep
    apart. A person's id is made of the smallest id of its records. ``free_of_duplicates``:
    renditions of lists that hold nobody twice; two records of one are never joined, unless
    somebody says so.
    ``n_draws``: clusterings drawn from what stays open; what somebody was unsure of stays open.
    ``briefly``, for a million records: draws tell how far each person is in doubt and are not
    given themselves, nor are the steps of pairs, and pairs that are neither in one person nor in
    doubt.
    ``engine`` links the table: `link_table`, or one that gives the same on other machines.
    ``kept``: weights of before, by which all pairs are weighed.

    How often the lists err, and how relatives killed together look alike, is learned from the pairs
    without labels; the fewer these are, the more what is published counts.
    """
    ordered = sorted(records, key=lambda record: record.id)
    table = table_of(ordered)
    nameless = table.nameless
    nobody = [_names_nobody(ordered[at], why) for at, why in nameless.items()]
    named = [record for at, record in enumerate(ordered) if at not in nameless]
    table = of_somebody(table)
    position = {record.id: at for at, record in enumerate(named)}
    decided = {
        pair: verdict
        for pair, verdict in decided_pairs(judgements).items()
        if pair[0] in position and pair[1] in position
    }
    free = np.array([name in free_of_duplicates for name in table.lists], bool)
    judged = _judged(decided, position)
    progress("compare", 0, 1)
    linkage = engine(table, free_of_duplicates=free, judged=judged, kept=kept)
    progress("compare", 1, 1)
    linked = _Linked(named, table, linkage, decided, position, linkage.cluster.tolist())
    own_list = np.where(free[table.rendition], table.rendition, MISSING).astype(np.int32)
    aside = (*nobody, *_crowded(linked), *_conflicts(linked), *_not_learned(linked))
    telling = begun(partial(_told_pairs, linked, own_list, judged, briefly))
    drawn = None
    if n_draws:
        settled = {pair: what for pair, what in decided.items() if what[0] != "unsure"}
        drawn = draw_clusterings(
            table, linkage, n_draws=n_draws, seed=SEED, free_of_duplicates=free,
            judged=_judged(settled, position), progress=progress,
        )  # fmt: skip
    close, pairs = telling.result()
    persons = _persons(linked, pairs, close, drawn)
    return LinkedPersons(pairs, persons, aside, None if briefly else _told(linked, drawn))


def _told_pairs(
    linked: _Linked, own_list: Ints, judged: Judged, briefly: bool
) -> tuple["_Close", tuple[Pair, ...]]:
    close = _close(linked, Queue(linked.linkage, own_list, judged).worth, briefly)
    return close, _pairs(linked, close, briefly)


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


class _Close(NamedTuple):
    """Pairs to be told, in order of the ids of their records: columns of one length.

    ``left`` < ``right`` are positions, ``worth`` is that of asking.
    """

    left: Ints
    right: Ints
    pattern: Codes
    same: Floats
    relatives: Floats
    worth: Floats

    def rows(self) -> Iterator[tuple[int, int, int, float, float, float]]:
        for few in self.portions():
            yield from zip(*(column.tolist() for column in few), strict=True)

    def portions(self) -> Iterator["_Close"]:
        """The pairs a few at a time: numbers as Python has them take six times the room."""
        for start in range(0, len(self.left), _AT_ONCE):
            yield _Close._make(column[start : start + _AT_ONCE] for column in self)


def _close(linked: _Linked, worth: Floats, briefly: bool) -> _Close:
    """Pairs that are in one person or may be, would be but for the given name, or were judged.

    ``briefly``: those alone that are in one person, in doubt, or were judged.
    """
    found, compared = linked.linkage, linked.linkage.compared
    told = found.cluster[compared.left] == found.cluster[compared.right]
    if briefly:
        told |= found.same >= UNSURE_FROM
    else:
        may_be = (found.same >= _WORTH_TELLING) | (found.but_for_given_name() >= _EVEN)
        told |= may_be | (worth > 0)
    at = np.flatnonzero(told)
    left, right = compared.left[at], compared.right[at]
    sides = [(linked.position[one], linked.position[other]) for one, other in linked.decided]
    known = set(zip(left.tolist(), right.tolist(), strict=True)) if sides else set()
    more = np.array([pair for pair in sides if pair not in known], np.int32).reshape(-1, 2)
    pattern, chance = compare_in(linked.table, more[:, 0], more[:, 1], found)
    close = _Close(
        np.concatenate([left, more[:, 0]]),
        np.concatenate([right, more[:, 1]]),
        np.concatenate([compared.pattern[at], pattern]),
        np.concatenate([found.same[at], chance[:, 0]]),
        np.concatenate([found.co_victim[at], chance[:, 1]]),
        np.concatenate([worth[at], np.zeros(len(more))]),
    )
    # Records are in order of id, so that positions are ordered as ids are.
    order = np.lexsort((close.right, close.left))
    return _Close._make(column[order] for column in close)


def _pairs(linked: _Linked, close: _Close, briefly: bool) -> tuple[Pair, ...]:
    steps = _steps(np.unique(close.pattern), linked.linkage.trained.mixture)
    shown = _shown(steps)
    written = _as_written(linked, close, 1.0 if briefly else 0.0)
    taught = _taught(linked, close, steps, written)
    words = Reasons()
    return tuple(
        _pair(linked, row, shown[row[2]], () if briefly else steps[row[2]] + elsewhere + added,
              elsewhere, words)
        for row, elsewhere, added in zip(close.rows(), written, taught, strict=True)
    )  # fmt: skip


def _as_written(linked: _Linked, close: _Close, least: float) -> Sequence[tuple[Step, ...]]:
    """What it adds to each pair how often the lists write its values for one another.

    ``least``: bits that a step must add or take away.
    """
    substitutes = linked.linkage.substitutes
    if substitutes is None:
        return [()] * len(close.left)
    moved = (
        substitutes.shift_by(linked.table, few.left, few.right, few.pattern)
        for few in close.portions()
    )
    return [
        tuple(
            Step(comparison=ELSEWHERE, level=name, weight=weight)
            for name, weight in zip(SHOWN, row, strict=True)
            if weight and abs(weight) >= least
        )
        for of_few in moved
        for row in np.round(of_few / np.log(2), 3).tolist()
    ]


def _taught(
    linked: _Linked,
    close: _Close,
    steps: Mapping[int, tuple[Step, ...]],
    written: Sequence[tuple[Step, ...]],
) -> Iterable[tuple[Step, ...]]:
    """What judged pairs added to the weight of each pair; nothing where they taught nothing."""
    relearned = linked.linkage.relearned
    if relearned is None or relearned.lesson.taught_nothing:
        return repeat((), len(close.left))
    weights = np.round(relearned.taught(close.left, close.right, close.pattern), 3)
    before = [
        sum(step.weight for step in (*steps[code], *elsewhere))
        for code, elsewhere in zip(close.pattern.tolist(), written, strict=True)
    ]
    after = [_match_weight(same) for same in close.same.tolist()]
    # Rounding, and what was compared after the lesson, is told with what all pairs get.
    weights[:, 0] = np.round(np.array(after) - np.array(before) - weights[:, 1:].sum(axis=1), 3)
    return (
        tuple(
            Step(comparison="judged pairs", level=about, weight=weight)
            for about, weight in zip(("all of it", *ABOUT), row, strict=True)
            if weight
        )
        for row in weights.tolist()
    )


def _shown(steps: Mapping[int, tuple[Step, ...]]) -> dict[int, dict[str, str]]:
    """By pattern, the level of each comparison that was made."""
    return {
        pattern: {step.comparison: step.level for step in told[1:]}
        for pattern, told in steps.items()
    }


def _match_weight(same: float) -> float:
    """Log2 of the odds of one person, to three places."""
    kept = min(max(same, 1e-9), 1 - 1e-9)
    return round(log2(kept) - log2(1 - kept), 3)


def _pair(
    linked: _Linked,
    row: tuple[int, int, int, float, float, float],
    named: dict[str, str],
    steps: tuple[Step, ...],
    elsewhere: tuple[Step, ...],
    words: Reasons,
) -> Pair:
    at_left, at_right, pattern, same, relatives, worth = row
    left, right = linked.records[at_left], linked.records[at_right]
    parts = int(linked.table.parts[at_left]), int(linked.table.parts[at_right])
    said = (
        *words.of(left, right, pattern, named, parts),
        *map(words_elsewhere, filter(_telling, elsewhere)),
    )
    if relatives >= 0.1 and named.get("given name") != "different":
        said = (*said, _RELATIVES)
    verdict = _verdict(same)
    together = linked.clusters[at_left] == linked.clusters[at_right]
    decided = linked.decided.get((left.id, right.id)) if linked.decided else None
    if decided is not None:
        verdict, judgement = decided
        because = f": {judgement.because}" if judgement.because else ""
        said = (f"judged {verdict} by {judgement.by}{because}", *said)
    elif verdict == "same" and not together:
        verdict, said = "unsure", (*said, _HELD_APART)
    elif together and named.get("given name") in HARDLY_AGREE:
        verdict, said = "unsure", (*said, _FOR_ALL_THAT)
    return Pair(
        id=identify("pair", left.id, right.id),
        left=left.id,
        right=right.id,
        match_weight=_match_weight(same),
        chance=round(same, 6),
        co_victim=round(relatives, 6),
        worth=0.0 if decided else round(worth + _REST * same * (1 - same), 9),
        verdict=verdict,  # type: ignore[arg-type]
        decided_by="judgement" if decided else "rule",
        reasons=said,
        steps=steps,
    )


def _telling(step: Step) -> bool:
    """Whether it doubles the odds, or halves them."""
    return abs(step.weight) >= 1


def _steps(codes: Codes, mixture: Mixture) -> dict[int, tuple[Step, ...]]:
    """The steps of each pattern."""
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


def _persons(
    linked: _Linked, pairs: Sequence[Pair], close: _Close, drawn: Drawn | None
) -> tuple[Person, ...]:
    why: dict[int, list[str]] = defaultdict(list)
    in_doubt: set[int] = set()
    clusters = linked.clusters
    for pair, left, right in zip(pairs, close.left.tolist(), close.right.tolist(), strict=True):
        together = clusters[left] == clusters[right]
        if pair.verdict == "unsure" and (pair.decided_by == "rule" or not together):
            in_doubt.update((left, right))
        if together and pair.verdict != "different":
            why[clusters[left]].append("; ".join(pair.reasons))
    groups: dict[int, list[int]] = defaultdict(list)
    for at, name in enumerate(clusters):
        groups[name].append(at)
    doubt = {} if drawn is None else drawn.doubt(linked.linkage.cluster)
    return tuple(
        _person(
            [linked.records[at] for at in groups[name]], why.get(name, ()),
            any(at in in_doubt for at in groups[name]), doubt.get(name, (0.0, 0.0)),
        )
        for name in sorted(groups)
    )  # fmt: skip


def name_of(names: Iterable[str]) -> str:
    """By which of its records' names a person is called: the fullest, and of these the commonest.

    Of names as full and as common, the longest in letters.
    """
    borne = Counter(names)
    return max(borne, key=lambda name: (len(name.split()), borne[name], len(name), name))


def _person(
    group: Sequence[Record], why: Sequence[str], is_doubtful: bool, doubt: tuple[float, float]
) -> Person:
    return Person(
        id=identify("person", group[0].id),
        name=name_of(record.name or "" for record in group),
        records=tuple(record.id for record in group),
        lists=tuple(sorted({record.list_name for record in group})),
        reasons=tuple(dict.fromkeys(why)),
        doubtful=is_doubtful,
        parted=doubt[0],
        joined=doubt[1],
    )

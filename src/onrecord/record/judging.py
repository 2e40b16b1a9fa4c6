"""Who judged which pairs of records, where judges disagree, and what is left to judge.

The newest judgement on a pair is what linking follows. Beside it stand the verdicts of every judge,
so that two can judge the same pairs without seeing each other's answers, and their disagreements be
counted and settled.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

import onrecord.record.ready  # noqa: F401
from onrecord.errors import CaseBusy, DecisionRefused
from onrecord.link.decided import ordered
from onrecord.model.judgement import Judgement
from onrecord.model.progress import Progress, silent
from onrecord.record import queries
from onrecord.record.case import Case, sole_writer
from onrecord.record.decisions import PAIR_KINDS, SampleOf, UnderWhat, decide, standing
from onrecord.record.models import ReceiptRow
from onrecord.record.pair_rows import show_verdict
from onrecord.record.refresh import INLINE, wait_for_linking
from onrecord.record.run import CASE, run
from onrecord.record.tally import set_or_add, tallies

RecordPair = tuple[str, str]  # ids of records, or of claims of events; the smaller first
NAMED: Mapping[SampleOf, str] = {"persons": "record-", "events": "claim-"}  # how their ids begin


class JudgedPair(Struct, frozen=True, kw_only=True):
    """What was said of a pair: the newest verdict of each judge, and what settled it, if anything.

    ``verdicts`` are in force and not made to settle, oldest first.
    """

    left: str
    right: str
    verdicts: tuple[Judgement, ...]
    settled: Judgement | None = None

    @property
    def newest(self) -> Judgement:
        """The judgement that linking follows."""
        made = (*self.verdicts, self.settled) if self.settled else self.verdicts
        return max(made, key=lambda judgement: (judgement.at, judgement.id))

    @property
    def disputed(self) -> bool:
        """Do judges say different things, and nobody has settled it since?"""
        if len({judgement.kind for judgement in self.verdicts}) < 2:
            return False
        return self.settled is None or self.newest is not self.settled

    def said_by(self, judge: str) -> Judgement | None:
        """The newest verdict of one judge."""
        return next((judgement for judgement in self.verdicts if judgement.by == judge), None)

    def said_in(self, sample: str, judge: str | None = None) -> bool:
        """Was a verdict given when a sample asked for it, by one judge or by any?"""
        return any(
            judgement.body.get("sample") == sample and judge in (None, judgement.by)
            for judgement in self.verdicts
        )


JudgedPairs = Mapping[RecordPair, JudgedPair]


def judged_pairs(case: Case, of: SampleOf = "persons") -> JudgedPairs:
    """Every pair of records, or of claims, with a judgement in force, in the order first judged.

    Remembered until another judgement is made: a page asks for a few of them by name.
    """
    return _as_of(case.root, queries.judging_state(), of)


@lru_cache(maxsize=4)
def _as_of(_case: Path, _state: int, of: SampleOf) -> JudgedPairs:
    return gathered(standing(PAIR_KINDS), of)


def gathered(
    judgements: Iterable[Judgement], of: SampleOf = "persons"
) -> dict[RecordPair, JudgedPair]:
    """Judgements in force, oldest first, by the pair of records, or of claims, they are about."""
    about: dict[RecordPair, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.other is not None and judgement.target.startswith(NAMED[of]):
            about[ordered(judgement.target, judgement.other)].append(judgement)
    return {pair: _judged(*pair, made) for pair, made in about.items()}


def _judged(left: str, right: str, made: list[Judgement]) -> JudgedPair:
    verdicts: dict[str, Judgement] = {}
    settled = None
    for judgement in made:
        if judgement.body.get("settles"):
            settled = judgement
        else:
            verdicts.pop(judgement.by, None)
            verdicts[judgement.by] = judgement
    return JudgedPair(left=left, right=right, verdicts=tuple(verdicts.values()), settled=settled)


def disputed_pairs(case: Case) -> list[JudgedPair]:
    """The pairs of which judges say different things, those judged first before the others."""
    return [judged for judged in judged_pairs(case).values() if judged.disputed]


def second_opinions(case: Case, judge: str) -> list[JudgedPair]:
    """The pairs that somebody else judged and this judge has not."""
    return [j for j in judged_pairs(case).values() if j.verdicts and j.said_by(judge) is None]


def newest_by(case: Case, judge: str, of: SampleOf = "persons") -> Judgement | None:
    """The newest judgement on a pair that a judge has made and that is in force."""
    own = (
        judgement
        for judged in judged_pairs(case, of).values()
        for judgement in (*judged.verdicts, judged.settled)
        if judgement is not None and judgement.by == judge
    )
    return max(own, key=lambda judgement: (judgement.at, judgement.id), default=None)


# --- judging ------------------------------------------------------------------------------------


def judge(
    case: Case,
    left: str,
    right: str,
    verdict: str,
    *,
    by: str,
    because: str = "",
    under: UnderWhat | None = None,
) -> Judgement:
    """Judge a pair of records, or of claims; linking waits for `link_again`, the next pair not."""
    if verdict not in PAIR_KINDS:
        raise DecisionRefused(f"{verdict!r} is no decision about two records or claims")
    body: dict[str, Any] = {} if under is None else structs.asdict(under)
    made = decide(case, verdict, left, other=right, by=by, because=because, body=body)
    wait_for_linking()
    return made


def undo_judgement(case: Case, judgement: str, *, by: str) -> Judgement:
    """Undo a judgement on a pair; linking waits for `link_again`."""
    made = decide(case, "undo", judgement, by=by)
    wait_for_linking(undone=True)
    return made


def link_again(case: Case, *, progress: Progress = silent) -> bool:
    """Link a small case again as it is judged now; False where `onrecord run` has to do it.

    Judgements may be made meanwhile: the links do not know them, and the rows of their pairs are
    brought in line with them afterwards.
    """
    if tallies().get("claims", 0) > INLINE:
        return False
    before = queries.judging_state()
    try:
        with sole_writer(case):
            run(case, progress=progress)
    except CaseBusy:
        return False
    if queries.judging_state() != before:
        _show_late(case)
    return True


def _show_late(case: Case) -> None:
    for judged in judged_pairs(case).values():
        row = queries.pair_of(judged.left, judged.right)
        if row is not None and (row.verdict, row.decided_by) != (judged.newest.kind, "judgement"):
            set_or_add("pairs.waiting", show_verdict(row, judged.newest.kind))
    wait_for_linking()


# --- how far it has come --------------------------------------------------------------------------


class Standing(Struct, frozen=True, kw_only=True):
    """How far judging has come, and what it changed.

    ``since``: judgements made since ``persons_before`` was the number of persons. ``linked``:
    whether the links know them, so that ``persons`` is what they made of it.
    """

    judged: int
    judged_by_me: int
    in_doubt: int
    disputed: int
    second: int
    persons: int
    persons_before: int
    since: int
    linked: bool
    large: bool  # too large to be linked while one waits


def how_far(case: Case, judge: str) -> Standing:
    """How far judging has come in a case, as one judge sees it."""
    counts, pairs = tallies(), judged_pairs(case)
    persons = counts.get("persons", 0)
    return Standing(
        judged=len(pairs),
        judged_by_me=sum(judged.said_by(judge) is not None for judged in pairs.values()),
        in_doubt=counts.get("pairs.waiting", 0),
        disputed=sum(judged.disputed for judged in pairs.values()),
        second=len(second_opinions(case, judge)),
        persons=persons,
        persons_before=counts.get("judging.persons_before", persons),
        since=counts.get("judging.since", 0),
        linked=ReceiptRow.objects.filter(stage="link", unit=CASE, current=True).exists(),
        large=counts.get("claims", 0) > INLINE,
    )

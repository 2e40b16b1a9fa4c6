"""What answers about events have changed so far, what they taught, and how much is still open."""

from collections.abc import Iterable
from math import exp

from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.link.event_pairs import chance_of
from onrecord.link.likeness_words import words_of
from onrecord.link.weighing import TAUGHT
from onrecord.model.event import HappeningPair
from onrecord.model.event_lesson import EventLesson, MovedLevel
from onrecord.record.material import stored_event_lesson
from onrecord.record.models import EventPairRow

NEXT = 100  # answers that one looks ahead
EVEN = 0.5
SHOWN = 4  # comparisons that were moved most


class EventsGained(Struct, frozen=True, kw_only=True):
    """What judging events gained. ``parted`` and ``joined``: judged to be two, or one, where the
    comparison alone, as published, speaks for the other.

    ``next_overturned``: how many of the ``n_next`` answers worth most go against what is joined now
    by the chances of the pairs alone, which is too many: other pairs keep most of them apart.
    """

    n_judged: int
    parted: int
    joined: int
    n_next: int
    next_overturned: float
    lesson: EventLesson | None

    @property
    def words(self) -> tuple[str, ...]:
        """The same in sentences."""
        return (
            f"{self.n_judged:,} {_pairs(self.n_judged)} judged. In {self.parted:,} "
            "the comparison alone speaks for one event where there are two, and in "
            f"{self.joined:,} for two where there is one.",
            *_taught(self.lesson),
            f"Of the next {self.n_next:,} answers at most about {self.next_overturned:,.0f} are "
            "expected to go against what is joined now: the chance of a pair does not see what "
            "else keeps it apart.",
        )


def events_gained() -> EventsGained:
    """What answers about events have gained in the case."""
    judged = [row.pair for row in EventPairRow.objects.filter(decided_by="judgement")]
    ahead = list(EventPairRow.objects.filter(waits=True).order_by("-worth", "-id")[:NEXT])
    return EventsGained(
        n_judged=len(judged),
        parted=sum(p.verdict == "different" and published_chance(p) >= EVEN for p in judged),
        joined=sum(p.verdict == "same" and published_chance(p) < EVEN for p in judged),
        n_next=len(ahead),
        next_overturned=sum(
            1 - row.chance if row.left_event_id == row.right_event_id else row.chance
            for row in ahead
        ),
        lesson=stored_event_lesson(),
    )


def published_chance(pair: HappeningPair) -> float:
    """The chance that the comparison gives, without what answers taught."""
    return chance_of(sum(step.weight for step in pair.steps if step.comparison != TAUGHT))


def _pairs(n: int) -> str:
    return "pair of happenings was" if n == 1 else "pairs of happenings were"


def _taught(lesson: EventLesson | None) -> Iterable[str]:
    if lesson is None:
        yield "Answers teach from twenty on, of which three or more say one and as many say two."
        return
    n = lesson.n_same + lesson.n_different
    losses = (
        f"Predicted from the others, an answer had a chance of {exp(-lesson.loss_before):.2f} by "
        f"the published weights and of {exp(-lesson.loss_after):.2f} by those learned (geometric "
        "means)"
    )
    if lesson.taught_nothing:
        yield f"{n:,} answers taught nothing that tells from chance. {losses}."
        return
    yield f"{n:,} answers moved the weights. {losses}."
    most = sorted(lesson.moved, key=lambda one: (-abs(one.moved), one.comparison, one.level))
    if most:
        yield f"Moved most, in log2 of the odds: {'; '.join(map(_moved, most[:SHOWN]))}."


def _moved(one: MovedLevel) -> str:
    words = words_of(one.comparison, one.level)
    return f"{words}, from {one.published:+.1f} to {one.published + one.moved:+.1f}"

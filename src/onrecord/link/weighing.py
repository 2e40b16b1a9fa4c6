"""By what two happenings of a case are weighed: its occasions, and what its judged pairs taught."""

from collections.abc import Mapping

from onrecord.link.event_weights import level_weight, steps_of, weight_of
from onrecord.link.gathering import Gathering
from onrecord.link.likeness import Level, Occasions, levels
from onrecord.link.likeness_words import SPEAKS_FOR, WORDS
from onrecord.model.event_lesson import EventLesson
from onrecord.model.party import Step

TAUGHT = "judged pairs"
ALL_OF_IT = "all of it"


class Weighing:
    """Weighs happenings; without a lesson, or with one that taught nothing, as published."""

    def __init__(self, occasions: Occasions, lesson: EventLesson | None = None) -> None:
        self.lesson = lesson
        self._occasions = occasions
        self._taught = None if lesson is None or lesson.taught_nothing else lesson
        listed = () if self._taught is None else self._taught.moved
        self._moved = {(one.comparison, one.level): one.moved for one in listed}

    def weight(self, left: Gathering, right: Gathering) -> float:
        """log2 of the odds that two happenings are one."""
        found = levels(left, right, self._occasions)
        published = weight_of(found, self._occasions)
        return published + sum(self._added(published, found).values())

    def steps(self, left: Gathering, right: Gathering) -> tuple[Step, ...]:
        """What each comparison adds, then what judged pairs taught; they add up to the weight."""
        found = levels(left, right, self._occasions)
        steps = steps_of(found, self._occasions)
        taught = self._added(sum(step.weight for step in steps), found)
        return (*steps, *(Step(comparison=TAUGHT, level=of, weight=w) for of, w in taught.items()))

    def reasons(self, left: Gathering, right: Gathering) -> tuple[str, ...]:
        """What speaks for one event, in words."""
        return tuple(
            WORDS[comparison, level.found]
            for comparison, level in levels(left, right, self._occasions).items()
            if self._of_level(comparison, level) > SPEAKS_FOR
        )

    def _added(self, published: float, found: Mapping[str, Level]) -> dict[str, float]:
        """log2 odds that answers add, by comparison; what all pairs get comes first."""
        if self._taught is None:
            return {}
        added = {ALL_OF_IT: self._taught.of_all + (self._taught.share - 1) * published}
        for comparison, level in found.items():
            if moved := self._moved.get((comparison, level.found)):
                added[comparison] = moved
        return added

    def _of_level(self, comparison: str, level: Level) -> float:
        return level_weight(comparison, level) + self._moved.get((comparison, level.found), 0.0)

"""What answers about events give: by two orders of asking, with and without teaching.

Cases of several waves of violence (`event_reports.months`) are linked, and a simulated judge, who
knows which incident each claim speaks of, answers ten pairs at a time; then the case is linked
again. Printed, over all cases together, after so many answers a case: precision, recall and F1 of
pairs of claims of two documents, B-cubed F1, and F1 of events that are exactly one incident. Ways:

- *onrecord*: those first on which most hangs, and answers teach;
- *without teaching*: the same order, and answers hold as constraints alone;
- *nearest to even*: the pairs whose chance is nearest to one half first, and answers teach.

Two presses tell of the waves: the one from whose reports the published weights were learned, and
another one, with other habits. Seeds below 100 were used in tuning; those printed begin at 1000.

    python benchmarks/judge_events.py [--cases 4] [--first 1000] [--waves 6]
"""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from msgspec import structs

from event_reports import DAMAGE, OTHER_PRESS, Shares, Wave, months
from link_events import Tally
from onrecord.link import event_lessons
from onrecord.link.link import link
from onrecord.model.event import HappeningPair
from onrecord.model.judgement import Judgement
from onrecord.model.material import Linked

MARKS = (0, 20, 50, 100, 200)
AT_ONCE = 10
BEGIN = datetime(2032, 1, 1, tzinfo=UTC)
NEVER = 10**9
PRESSES: Mapping[str, Shares] = {"the press that was learned from": DAMAGE, "another": OTHER_PRESS}

Order = Callable[[HappeningPair], float]


def by_worth(pair: HappeningPair) -> float:
    """Our order."""
    return pair.worth


def nearest_to_even(pair: HappeningPair) -> float:
    """The peer's."""
    return -abs(pair.chance - 0.5)


WAYS: Mapping[str, tuple[Order, int]] = {
    "onrecord": (by_worth, event_lessons.ENOUGH),
    "without teaching": (by_worth, NEVER),
    "nearest to even": (nearest_to_even, event_lessons.ENOUGH),
}


def judged(case: Wave, order: Order, enough: int) -> Iterator[tuple[int, Linked, float]]:
    """The case linked after so many answers, and the CPU seconds that linking took."""
    answers: list[Judgement] = []
    while True:
        started = time.process_time()
        with patch.object(event_lessons, "ENOUGH", enough):
            linked = link(structs.replace(case.material, judgements=tuple(answers)))
        if len(answers) in MARKS:
            yield len(answers), linked, time.process_time() - started
        waiting = [pair for pair in linked.event_pairs if pair.decided_by == "rule"]
        if len(answers) >= MARKS[-1] or not waiting:
            return
        for pair in sorted(waiting, key=lambda p: (-order(p), p.id))[:AT_ONCE]:
            answers.append(_answer(case, pair, len(answers)))


def _answer(case: Wave, pair: HappeningPair, number: int) -> Judgement:
    same = case.truth[pair.left] == case.truth[pair.right]
    return Judgement(
        id=f"judgement-{number:04}", kind="same" if same else "different", target=pair.left,
        other=pair.right, by="the truth", at=BEGIN + timedelta(seconds=number),
    )  # fmt: skip


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=4)
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--waves", type=int, default=6)
    asked = parser.parse_args()
    for press, damage in PRESSES.items():
        seeds = range(asked.first, asked.first + asked.cases)
        cases = [months(seed, asked.waves, damage) for seed in seeds]
        claims = sum(len(case.material.claims) for case in cases)
        incidents = sum(len(case.incidents) for case in cases)
        print(f"\n{press}: {asked.cases} cases, {incidents} incidents, {claims} claims\n")
        print(
            "| way | answers | P | R | F1 | B-cubed | exact | mixed | worst | astray | told apart "
            "| CPU s |"
        )
        print(f"| --- {'| ---: ' * 11}|")
        for way, (order, enough) in WAYS.items():
            tallies = {mark: Tally() for mark in MARKS}
            for case in cases:
                for mark, linked, seconds in judged(case, order, enough):
                    tallies[mark].add(case, [event.claims for event in linked.events], seconds)
            for mark, tally in tallies.items():
                print(tally.row(f"{way} | {mark}"), flush=True)


if __name__ == "__main__":
    main()

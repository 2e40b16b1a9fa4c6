"""Claim: mentions of one incident are found across reports, and no vague report joins two of them.

Cases of invented reports (`event_reports.py`) are linked, and what is one event is compared with
the truth. Pairs are of claims of different documents. Printed, over all cases together: precision,
recall and F1 of pairs; B-cubed F1; F1 of events that are exactly the claims of one incident; in how
many cases some event holds claims of two incidents or more, and of how many the worst does; of what
share of claims more claims of their event speak of another incident (*astray*); and how many events
hold two incidents of each of which a claim there says town and day (*told apart*): that is what one
vague report between them could do. Peers:

- *place and day*: claims at one place on days that meet are linked, and what is linked is joined;
- *threshold*: a point for the same place, days that meet, the same kind of harm, a perpetrator of
  the same name, victims of the same word; joined from so many points (the best number on seeds 0
  to 59).

Of the chances that pairs of happenings are one, which are given before anything is joined and leave
out what excludes one another: of so many given such a chance, how many are one; and Brier's score,
beside that of always giving the share of all.

Cases differ by their seed alone. Seeds below 100 were used in tuning; those printed begin at 1000.

    python benchmarks/link_events.py [--cases 200] [--first 1000]
"""

import argparse
import itertools
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
from msgspec import Struct

from event_reports import Wave, wave
from event_weights import compared
from onrecord.link.event_pairs import chance_of
from onrecord.link.event_weights import weight_of
from onrecord.link.events import happenings_of_case
from onrecord.link.grouping import Grouping
from onrecord.link.link import link
from onrecord.link.parties import link_parties
from onrecord.model.claim import Act, Claim, Displacement, Toll
from onrecord.model.when import When

Events = Iterable[Sequence[str]]  # the claims of each event


class Tally(Struct):
    """What one way of joining reached, over all cases so far."""

    right: int = 0
    joined: int = 0
    true: int = 0
    b_precision: float = 0.0
    b_recall: float = 0.0
    claims: int = 0
    exact: int = 0
    events: int = 0
    incidents: int = 0
    mixed: int = 0  # cases in which an event holds two incidents
    worst: int = 0
    astray: int = 0  # claims
    told_apart: int = 0  # events
    seconds: float = 0.0

    def add(self, case: Wave, events: Events, seconds: float) -> None:
        """Count what was found in one case."""
        document = {claim.id: claim.rendition for claim in case.material.claims}
        found = [frozenset(event) for event in events]
        of_truth: dict[str, set[str]] = defaultdict(set)
        for claim, incident in case.truth.items():
            of_truth[incident].add(claim)
        self.right += sum(
            case.truth[a] == case.truth[b]
            for event in found for a, b in combinations(event, 2) if document[a] != document[b]
        )  # fmt: skip
        self.joined += sum(_pairs(event, document) for event in found)
        self.true += sum(_pairs(claims, document) for claims in of_truth.values())
        for event in found:
            for claim in event:
                same = len(event & of_truth[case.truth[claim]])
                self.b_precision += same / len(event)
                self.b_recall += same / len(of_truth[case.truth[claim]])
        self.claims += len(document)
        self.exact += len({*found} & {frozenset(claims) for claims in of_truth.values()})
        self.events += len(found)
        self.incidents += len(of_truth)
        held = max(len(_incidents_of(event, case)) for event in found)
        self.mixed += held > 1
        self.worst = max(self.worst, held)
        by_id = {claim.id: claim for claim in case.material.claims}
        for event in found:
            spoken_of = Counter(case.truth[claim] for claim in event if _of_one(claim, case))
            self.astray += spoken_of.total() - max(spoken_of.values(), default=0)
            pinned = {case.truth[c] for c in event if _of_one(c, case) and _pinned(by_id[c])}
            self.told_apart += len(pinned) > 1
        self.seconds += seconds

    def row(self, name: str) -> str:
        """A row of the table."""
        precision, recall = self.right / max(1, self.joined), self.right / self.true
        b_precision, b_recall = self.b_precision / self.claims, self.b_recall / self.claims
        exact = 2 * self.exact / (self.events + self.incidents)
        figures = (precision, recall, _f1(precision, recall), _f1(b_precision, b_recall), exact)
        shown = " | ".join(f"{figure:.3f}" for figure in figures)
        astray = f"{self.astray / self.claims:.3f} | {self.told_apart}"
        mixed = f"{self.mixed} | {self.worst} | {astray}"
        return f"| {name} | {shown} | {mixed} | {self.seconds:.1f} |"


def _incidents_of(event: Iterable[str], case: Wave) -> set[str]:
    """The incidents that claims of an event speak of; a whole is none."""
    return {case.truth[c] for c in event if _of_one(c, case)}


def _of_one(claim: str, case: Wave) -> bool:
    return not case.truth[claim].endswith("whole")


def _pinned(claim: Claim) -> bool:
    """Whether a claim says town and day."""
    when, body = _when(claim), claim.body
    places = body.places if isinstance(body, Act | Toll) else ()
    on_a_day = when is not None and when.earliest is not None and when.earliest == when.latest
    return on_a_day and any(place.precision in ("exact", "near") for place in places)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _pairs(claims: Iterable[str], document: Mapping[str, str]) -> int:
    """How many pairs of claims are of two documents."""
    counts = Counter(document[claim] for claim in claims)
    n = sum(counts.values())
    return (n * n - sum(m * m for m in counts.values())) // 2


# --- ways of joining ----------------------------------------------------------------------------


def ours(case: Wave) -> Events:
    """The events of `link`."""
    return [event.claims for event in link(case.material).events]


def each_document_alone(case: Wave) -> Events:
    """The happenings of each document, none of them joined with another's: what is to be joined."""
    _, links, _ = link_parties(case.material.claims, case.material.documents, (), ())
    return [sorted(happening.claims) for happening in happenings_of_case(case.material, links)]


def by_place_and_day(case: Wave) -> Events:
    """Single linkage of claims at one place, on days that meet."""
    return _joined(case, lambda one, other: _one_place(one, other) and _meet(one, other))


def by_points(least: int) -> Callable[[Wave], Events]:
    """Single linkage of claims that share so many of five things."""
    return lambda case: _joined(case, lambda one, other: _points(one, other) >= least)


def _joined(case: Wave, linked: Callable[[Claim, Claim], bool]) -> Events:
    claims = case.material.claims
    groups = Grouping([claim.id for claim in claims])
    for one, other in combinations(claims, 2):
        if linked(one, other):
            groups.join(one.id, other.id)
    return groups.groups()


def _points(one: Claim, other: Claim) -> int:
    return (
        _one_place(one, other)
        + _meet(one, other)
        + (_harm(one) == _harm(other))
        + bool(_perpetrators(one) & _perpetrators(other))
        + bool(_victims(one) & _victims(other))
    )


def _one_place(one: Claim, other: Claim) -> bool:
    return bool(_places(one) & _places(other))


def _places(claim: Claim) -> set[str]:
    body = claim.body
    found = body.places if isinstance(body, Act | Toll) else ()
    return {place.name or place.text for place in found if place.precision != "country"}


def _meet(one: Claim, other: Claim) -> bool:
    left, right = _when(one), _when(other)
    if not (left and left.earliest and left.latest and right and right.earliest and right.latest):
        return False
    return left.earliest <= right.latest and right.earliest <= left.latest


def _when(claim: Claim) -> When | None:
    return claim.body.when if isinstance(claim.body, Act | Toll) else None


def _harm(claim: Claim) -> str:
    body = claim.body
    if isinstance(body, Act):
        return "killed" if body.act_type == "killing" else body.act_type
    return body.harm if isinstance(body, Toll) else "displaced"


def _perpetrators(claim: Claim) -> set[str]:
    body = claim.body
    return {m.name or "" for m in body.perpetrators if m.name} if isinstance(body, Act) else set()


def _victims(claim: Claim) -> set[str]:
    body = claim.body
    if isinstance(body, Displacement):
        return {mention.text for mention in body.displaced}
    return {mention.text for mention in body.victims} if isinstance(body, Act | Toll) else set()


def best_points() -> int:
    """How many points join best, on seeds that are not printed."""
    f1 = {}
    for least in (2, 3, 4):
        tally = Tally()
        for seed in range(60):
            case = wave(seed)
            tally.add(case, by_points(least)(case), 0.0)
        f1[least] = _f1(tally.right / max(1, tally.joined), tally.right / tally.true)
    return max(f1, key=lambda least: f1[least])


BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0001)


def print_chances(cases: Iterable[Wave]) -> None:
    """Print how reliable the chances of pairs are."""
    given, truth = [], []
    for case in cases:
        for occasions, found, same in compared(case):
            given.append(chance_of(weight_of(found, occasions)))
            truth.append(same)
    chance, one = np.array(given), np.array(truth)
    print("\n| chance | pairs | mean chance | one incident |\n| --- | ---: | ---: | ---: |")
    for low, high in itertools.pairwise(BINS):
        within = (chance >= low) & (chance < high)
        shown = f"{low:.1f}–{min(high, 1):.1f} | {within.sum()}"
        print(f"| {shown} | {chance[within].mean():.3f} | {one[within].mean():.3f} |")
    brier, share = np.mean((chance - one) ** 2), one.mean()
    print(f"\nBrier score {brier:.3f}; always {share:.3f}: {share * (1 - share):.3f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--first", type=int, default=1000)
    asked = parser.parse_args()
    least = best_points()
    ways: dict[str, Callable[[Wave], Events]] = {
        "onrecord": ours,
        "each document alone": each_document_alone,
        "place and day": by_place_and_day,
        f"threshold, {least} of 5": by_points(least),
    }
    tallies = {name: Tally() for name in ways}
    n_documents, n_claims, n_incidents = [], [], []
    cases = [wave(seed) for seed in range(asked.first, asked.first + asked.cases)]
    for case in cases:
        n_documents.append(len(case.material.documents))
        n_claims.append(len(case.material.claims))
        n_incidents.append(len(case.incidents))
        for name, way in ways.items():
            started = time.process_time()
            events = way(case)
            tallies[name].add(case, events, time.process_time() - started)
    print(
        f"{asked.cases} cases from seed {asked.first} on; each of {min(n_incidents)} to "
        f"{max(n_incidents)} incidents (mean {np.mean(n_incidents):.1f}) in "
        f"{np.mean(n_documents):.1f} documents and {np.mean(n_claims):.1f} claims on average\n"
    )
    print(
        "| way | P | R | F1 | B-cubed | exact | cases with a mixed event | worst | astray "
        "| told apart | CPU s |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, tally in tallies.items():
        print(tally.row(name))
    print_chances(cases)


if __name__ == "__main__":
    main()

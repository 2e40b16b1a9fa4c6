"""Persons: records that speak of the same human being, linked and undoable."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from onrecord.link.candidates import candidate_pairs
from onrecord.link.comparison import Compared, compare, hopeless
from onrecord.link.decided import Decided, against_others, decided_pairs
from onrecord.link.grouping import Grouping
from onrecord.link.portrait import Portrait, portray
from onrecord.link.reasons import reasons_for
from onrecord.link.weights import DIFFERENT_BELOW, SAME_FROM, match_weight
from onrecord.model.canonical import identify
from onrecord.model.judgement import Judgement
from onrecord.model.outcome import SetAside
from onrecord.model.party import Pair, Person, Record

_HELD_APART = "held apart: another record of the group is a different person"


def link_persons(
    records: Iterable[Record], judgements: Iterable[Judgement]
) -> tuple[tuple[Pair, ...], tuple[Person, ...], tuple[SetAside, ...]]:
    """Group records of the same person; set aside those that name nobody.

    Returns the pairs that were close or judged, the persons, and what was set aside. Judgements
    on record ids are always respected: "same" joins, "different" and "unsure" keep apart. A
    person's id is made of the smallest id of its records.
    """
    portraits = sorted((portray(record) for record in records), key=lambda p: p.record.id)
    named = [portrait for portrait in portraits if portrait.nameless is None]
    nobody = tuple(_names_nobody(p) for p in portraits if p.nameless is not None)
    by_id = {portrait.record.id: portrait for portrait in named}
    decided = {
        pair: verdict
        for pair, verdict in decided_pairs(judgements).items()
        if pair[0] in by_id and pair[1] in by_id
    }
    positions, too_many = candidate_pairs(named)
    weighed = _weighed(named, positions)
    grouping, conflicts = _grouped(by_id, weighed, decided)
    pairs = _pairs(by_id, weighed, decided, grouping)
    return pairs, _persons(by_id, grouping, pairs), (*nobody, *too_many, *conflicts)


def _names_nobody(portrait: Portrait) -> SetAside:
    record = portrait.record
    where = f"row {record.row} of" if record.row else "a passage of"
    return SetAside(
        stage="link",
        subject=record.id,
        reason=(
            f"{where} {record.list_name} names nobody ({portrait.nameless}): it counts as a record "
            "and is never linked to a person by these words"
        ),
        code="names-nobody",
    )


def _weighed(
    named: Sequence[Portrait], positions: Iterable[tuple[int, int]]
) -> dict[tuple[str, str], Compared]:
    """The comparisons worth keeping, by record ids: close ones, and the near misses of families."""
    relief = match_weight("given name", "different")
    kept: dict[tuple[str, str], Compared] = {}
    for left, right in positions:
        if hopeless(named[left], named[right]):
            continue
        compared = compare(named[left], named[right])
        trap = compared.level("given name") == "different"
        weight = compared.weight - (relief if trap else 0.0)
        if weight >= DIFFERENT_BELOW:
            kept[named[left].record.id, named[right].record.id] = compared
    return kept


def verdict_of(compared: Compared) -> str:
    """same, different or unsure: the rule's verdict on a comparison, before any judgement."""
    if compared.contradiction is not None or compared.weight < DIFFERENT_BELOW:
        return "different"
    return "unsure" if compared.capped or compared.weight < SAME_FROM else "same"


def _grouped(
    by_id: dict[str, Portrait], weighed: dict[tuple[str, str], Compared], decided: Decided
) -> tuple[Grouping[str], list[SetAside]]:
    """Judged pairs first, then the rest by falling weight, never against a contradiction."""
    apart = [pair for pair, (verdict, _) in decided.items() if verdict != "same"]
    grouping = Grouping(by_id, apart)
    conflicts = [
        against_others(pair, judgement, "person")
        for pair, (verdict, judgement) in sorted(decided.items(), key=_by_age_of_judgement)
        if verdict == "same" and not grouping.join(*pair)
    ]

    def conflict(left: str, right: str) -> bool:
        pair = (left, right) if left <= right else (right, left)
        if pair in decided:
            return decided[pair][0] != "same"
        compared = weighed.get(pair) or compare(by_id[left], by_id[right])
        return verdict_of(compared) == "different"

    offered = sorted(weighed.items(), key=lambda item: (-item[1].weight, item[0]))
    for pair, compared in offered:
        if pair not in decided and verdict_of(compared) == "same":
            grouping.join(*pair, conflict)
    return grouping, conflicts


def _by_age_of_judgement(item: tuple[tuple[str, str], tuple[str, Judgement]]) -> tuple[str, str]:
    judgement = item[1][1]
    return judgement.at.isoformat(), judgement.id


def _pairs(
    by_id: dict[str, Portrait],
    weighed: dict[tuple[str, str], Compared],
    decided: Decided,
    grouping: Grouping[str],
) -> tuple[Pair, ...]:
    made: list[Pair] = []
    for pair in sorted({*weighed, *decided}):
        left, right = by_id[pair[0]], by_id[pair[1]]
        compared = weighed.get(pair) or compare(left, right)
        said = reasons_for(left, right, compared)
        verdict = verdict_of(compared)
        if pair in decided:
            verdict, judgement = decided[pair]
            because = f": {judgement.because}" if judgement.because else ""
            said = (f"judged {verdict} by {judgement.by}{because}", *said)
        elif verdict == "same" and not grouping.together(*pair):
            verdict, said = "unsure", (*said, _HELD_APART)
        made.append(
            Pair(
                id=identify("pair", *pair),
                left=pair[0],
                right=pair[1],
                match_weight=compared.weight,
                verdict=verdict,  # type: ignore[arg-type]
                decided_by="judgement" if pair in decided else "rule",
                reasons=said,
            )
        )
    return tuple(made)


def _persons(
    by_id: dict[str, Portrait], grouping: Grouping[str], pairs: Iterable[Pair]
) -> tuple[Person, ...]:
    why: dict[str, list[str]] = defaultdict(list)
    in_doubt: set[str] = set()
    for pair in pairs:
        if pair.verdict == "unsure" and not grouping.together(pair.left, pair.right):
            in_doubt.update((pair.left, pair.right))
        elif pair.verdict == "same" and grouping.together(pair.left, pair.right):
            why[min(grouping.group_of(pair.left))].append("; ".join(pair.reasons))
    return tuple(
        _person(sorted(group), by_id, why.get(min(group), []), bool(in_doubt & set(group)))
        for group in sorted(grouping.groups(), key=min)
    )


def _person(
    group: Sequence[str], by_id: dict[str, Portrait], why: Sequence[str], doubtful: bool
) -> Person:
    fullest = max(
        (by_id[member] for member in group),
        key=lambda p: (len(p.chain), len(p.record.name or ""), p.record.name or ""),
    )
    return Person(
        id=identify("person", group[0]),
        name=fullest.record.name or "",
        records=tuple(group),
        lists=tuple(sorted({by_id[member].record.list_name for member in group})),
        reasons=tuple(dict.fromkeys(why)),
        doubtful=doubtful,
    )

"""Within one document: which acts, tolls and displacements speak of the same happening.

Claims that state a place or a time come first. What states neither joins a happening only where
the text leaves one answer: its sentence, its paragraph, or the only one of its kind.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from onrecord.link.closeness import Apart, conflict, related
from onrecord.link.gathering import Gathering
from onrecord.link.traces import Trace

Choice = tuple[Gathering, str]


def happenings_of(traces: Sequence[Trace], apart: Apart) -> list[Gathering]:
    """Gather the traces of one document, given in the order of the text."""
    made = _of_rows([trace for trace in traces if trace.row], apart)
    told = [trace for trace in traces if not trace.row]
    sides: dict[int, set[str]] = defaultdict(set)
    for trace in told:
        sides[trace.paragraph] |= {trace.victims} - {None}  # type: ignore[arg-type]
    for trace in [t for t in told if t.anchored] + [t for t in told if not t.anchored]:
        alone = Gathering([trace])
        open_ones = [
            g
            for g in made
            if conflict(g, alone, apart, one_sentence=_in_sentence_of_kind(trace, g)) is None
            and not _places_told_apart(g, alone)
        ]
        choice = _choose(trace, open_ones, sides[trace.paragraph])
        if choice is None:
            made.append(alone)
        else:
            choice[0].absorb(alone, [choice[1]])
    for gathering in made:
        # "The violence of the last days", "forty dead in the valley" hold what is told beside them.
        if gathering.umbrella or gathering.wide:
            gathering.told_as_a_whole |= gathering.told_in
    return made


def _of_rows(rows: Iterable[Trace], apart: Apart) -> list[Gathering]:
    """Rows of a list with the same place, days and kind of harm; judged rows on their own."""
    alike: dict[object, list[Trace]] = defaultdict(list)
    for row in rows:
        places = tuple(sorted(spot.key for spot in row.spots))
        judged = row.claim if row.claim in apart else None
        alike[places, row.days.first, row.days.last, row.family, judged].append(row)
    reason = "rows of one list with the same place, days and kind of harm"
    return [
        Gathering(found, [reason] if len(found) > 1 else ())
        for _, found in sorted(alike.items(), key=lambda item: item[1][0].claim)
    ]


def _choose(trace: Trace, open_ones: Sequence[Gathering], sides_at_hand: set[str]) -> Choice | None:
    told = [g for g in open_ones if not g.traces[0].row]
    if trace.spots and trace.days.known:
        return _by_place_and_days(trace, told)
    if trace.spots:
        return _by_place(trace, told)
    if trace.days.known:
        return _by_days(trace, told)
    if trace.victims is not None and len(sides_at_hand) == 2:
        # "Violence", told before harm to fighters and harm to civilians, is of neither alone.
        told = [g for g in told if not g.umbrella]
    return _by_own_words(trace, told) if trace.elsewhere else _by_context(trace, told)


def _by_own_words(trace: Trace, open_ones: Sequence[Gathering]) -> Choice | None:
    """For a claim with a place or time that cannot be pinned down: its own sentence alone."""
    alike = [g for g in open_ones if g.family == trace.family and _in_sentence(trace, g)]
    return _nearest(trace, alike, "same sentence and kind of harm")


def _by_place_and_days(trace: Trace, open_ones: Sequence[Gathering]) -> Choice | None:
    fitting = [g for g in open_ones if g.dated and g.located and _same_or_at_hand(trace, g)]
    if not fitting:
        here = Gathering([trace])
        same_days = [
            g for g in open_ones if g.dated and not g.located and _in_sentence(trace, g)
            and related(trace.family, g.family)
        ]  # fmt: skip
        if same_days:
            return _nearest(trace, same_days, "same sentence, and only one of them says where")
        undated = [
            g
            for g in open_ones
            if not g.dated and g.family == trace.family and g.place_fit(here) == "same"
        ]
        return _nearest(trace, undated, "same place in the same document")
    return _nearest(trace, fitting, "same place and days in the same document")


def _by_place(trace: Trace, open_ones: Sequence[Gathering]) -> Choice | None:
    located = [g for g in open_ones if g.located and _same_or_at_hand(trace, g)]
    if located:
        return _nearest(trace, located, "same place in the same document")
    unplaced = [
        g for g in open_ones
        if not g.located and _goes_with(trace, g)
    ]  # fmt: skip
    return _nearest(trace, unplaced, "same paragraph, and only one of them says where")


def _by_days(trace: Trace, open_ones: Sequence[Gathering]) -> Choice | None:
    dated = [
        g for g in open_ones
        if g.dated and _same_or_at_hand(trace, g) and not _of_others(trace, g)
    ]  # fmt: skip
    if dated:
        return _nearest(trace, dated, "same days in the same document")
    undated = [
        g for g in open_ones
        if not g.dated and _goes_with(trace, g)
    ]  # fmt: skip
    return _nearest(trace, undated, "same paragraph, and only one of them says when")


def _by_context(trace: Trace, open_ones: Sequence[Gathering]) -> Choice | None:
    """For a claim without place and time: what the text around it leaves open."""
    fitting = [g for g in open_ones if related(trace.family, g.family)]
    alike = [g for g in fitting if g.family == trace.family]
    in_sentence = [g for g in fitting if _in_sentence(trace, g)]
    in_paragraph = [g for g in fitting if _in_paragraph(trace, g)]
    before = [g for g in alike if any(t.start < trace.start for t in g.traces)]
    if trace.points_back and len(before) == 1:
        return before[0], "points back to what was told before"
    if in_sentence:
        return _nearest(trace, in_sentence, "same sentence")
    if trace.family == "flight":
        if len(in_paragraph) == 1 and in_paragraph[0].family in ("killing", "attack"):
            return in_paragraph[0], "same paragraph, which speaks of no other happening"
        fatal = [g for g in fitting if g.family == "killing"]
        if len(fatal) == 1 and (not in_paragraph or _tied(trace, fatal[0])):
            return fatal[0], "people flee from the only killing that the document tells of"
    if len(in_paragraph) == 1:
        return in_paragraph[0], "same paragraph, which speaks of no other happening"
    in_words = [g for g in in_paragraph if _some(g, lambda t: t.word == trace.word != "")]
    if len(in_words) == 1:
        return in_words[0], "same paragraph, the same word for it"
    in_side = [g for g in in_paragraph if g.side == trace.victims is not None]
    if len(in_side) == 1:
        return in_side[0], "same paragraph and side of the victims"
    of_kind = [g for g in in_paragraph if g in alike]
    if len(of_kind) == 1:
        return of_kind[0], "same paragraph and kind of harm"
    if len(alike) == 1 and _tied(trace, alike[0]):
        return alike[0], "the only happening of its kind in the document"
    whole = [g for g in alike if g.wide]
    if len(whole) == 1:
        return whole[0], "left open between the parts, so said of the whole"
    if trace.points_back and before:
        return _nearest(trace, before, "points back to what was told before")
    if len(fitting) == 1 and _tied(trace, fitting[0]) and _may_go_on(trace, fitting[0]):
        return fitting[0], "the only happening in the document that it can speak of"
    return None


def _places_told_apart(left: Gathering, right: Gathering) -> bool:
    """Whether one document names the places as two: a part and its whole, a bridge and a town."""
    if not (left.located and right.located):
        return False
    if left.wide or right.wide:
        return left.wide != right.wide
    named = not any(spot.is_area for spot in (*left.spots.values(), *right.spots.values()))
    return named and not left.spots.keys() & right.spots.keys()


def _tied(trace: Trace, gathering: Gathering) -> bool:
    """Whether words tie a claim to what another paragraph tells.

    It points back, or names one of the same parties; or what is told there is a whole, of
    which it is a part, or says neither where nor when.
    """
    return (
        trace.points_back
        or trace.of_people_before
        or gathering.wide
        or gathering.umbrella
        or not (gathering.located or gathering.dated)
        or bool(trace.perpetrator_parties & gathering.perpetrators)
        or bool(trace.victim_parties & gathering.victims)
    )


def _of_others(trace: Trace, gathering: Gathering) -> bool:
    """Whether another paragraph tells of other perpetrators, and a day alone is in both."""
    return (
        bool(trace.perpetrator_parties and gathering.perpetrators)
        and not _in_paragraph(trace, gathering)
        and not _tied(trace, gathering)
    )


def _may_go_on(trace: Trace, gathering: Gathering) -> bool:
    """Whether a claim of another kind goes on with a happening: at hand, or said of any kind."""
    return "unsaid" in (trace.family, gathering.family) or _some(
        gathering, lambda t: 0 <= trace.paragraph - t.paragraph <= 1
    )


def _goes_with(trace: Trace, gathering: Gathering) -> bool:
    """In one paragraph with the same kind of harm, or in one sentence with a related kind."""
    if gathering.family == trace.family:
        return _in_paragraph(trace, gathering)
    return _in_sentence(trace, gathering) and related(trace.family, gathering.family)


def _same_or_at_hand(trace: Trace, gathering: Gathering) -> bool:
    return gathering.family == trace.family or (
        related(trace.family, gathering.family) and _in_paragraph(trace, gathering)
    )


def _in_sentence(trace: Trace, gathering: Gathering) -> bool:
    return _some(gathering, lambda t: _overlap(t, trace))


def _in_sentence_of_kind(trace: Trace, gathering: Gathering) -> bool:
    return _some(gathering, lambda t: t.family == trace.family and _overlap(t, trace))


def _overlap(left: Trace, right: Trace) -> bool:
    return left.sentence[0] < right.sentence[1] and right.sentence[0] < left.sentence[1]


def _in_paragraph(trace: Trace, gathering: Gathering) -> bool:
    return _some(gathering, lambda t: t.paragraph == trace.paragraph)


def _some(gathering: Gathering, holds: Callable[[Trace], bool]) -> bool:
    return any(holds(trace) for trace in gathering.traces)


def _nearest(trace: Trace, fitting: Sequence[Gathering], reason: str) -> Choice | None:
    """The gathering with the trace nearest in the text, of the same kind before others."""
    if not fitting:
        return None
    return min(fitting, key=lambda g: (g.family != trace.family, _distance(trace, g))), reason


def _distance(trace: Trace, gathering: Gathering) -> tuple[int, int]:
    """Distance in characters; what stands before is nearer than what stands after."""
    return min((abs(trace.start - t.start), int(t.start > trace.start)) for t in gathering.traces)

"""What an event is called: its kinds of act, places and dates, and nothing more."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from onrecord.link.days import Days, day
from onrecord.link.spots import is_loose
from onrecord.link.traces import Trace
from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.names.fold import fold, script_of
from onrecord.vocab import term, terms

_SHOWN = 3


def label_of(traces: Sequence[Trace], places: Sequence[Where], when: When | None) -> str:
    """ "killing in Ardun and Velis, 6–9 March 2031"; places and dates only where stated."""
    label = _kinds(traces)
    located = [place for place in places if not is_loose(place)]
    names = list(dict.fromkeys(shown_name(place) for place in located or places))
    if names:
        label += f" in {_listed(names)}"
    if when is not None and when.earliest is not None and when.latest is not None:
        label += f", {_dates(when.earliest, when.latest)}"
    return label


def shown_name(place: Where) -> str:
    """The place as the source writes it, where that is a name in Latin letters; else as listed."""
    written = place.text.strip()
    latin = script_of(fold(written)) == "latin" and written[:1].isupper()
    return written if latin and len(written.split()) <= 3 else place.name or written


def act_types_of(traces: Sequence[Trace]) -> tuple[str, ...]:
    """The act types that the traces state, the most frequent first."""
    counted = Counter(trace.act_type for trace in traces if trace.act_type is not None)
    order = list(terms("acts"))
    return tuple(sorted(counted, key=lambda act: (-counted[act], order.index(act))))


def when_of(traces: Sequence[Trace], days: Days) -> When | None:
    """The days that the event's claims allow in common, or the words where no day is known."""
    texts = list(dict.fromkeys(t.when_text for t in traces if t.when_text))
    if days.first is None and days.last is None:
        return When(text=texts[0], basis="open", precision="open") if texts else None
    return When(
        text="; ".join(texts[:_SHOWN]),
        earliest=day(days.first) if days.first is not None else None,
        latest=day(days.last) if days.last is not None else None,
        basis="resolved",
        precision="day" if days.first == days.last else "interval",
    )


def _kinds(traces: Sequence[Trace]) -> str:
    specific = [act for act in act_types_of(traces) if act != "violence"]
    if specific:
        return term("acts", specific[0]).label
    if act_types_of(traces):
        return term("acts", "violence").label
    families = Counter(trace.family for trace in traces)
    commonest = min(families, key=lambda f: (-families[f], f))
    return _FAMILY_WORDS[commonest]


_FAMILY_WORDS = {
    "killing": "deaths and injuries",
    "attack": "attack",
    "custody": "detention or disappearance",
    "ill_treatment": "ill-treatment",
    "property": "damage to property",
    "flight": "displacement",
    "unsaid": "harm, not specified",
}


def _listed(names: Sequence[str]) -> str:
    shown, rest = list(names[:_SHOWN]), len(names) - _SHOWN
    if rest > 0:
        return f"{', '.join(shown)} and {rest} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def _dates(first: date, last: date) -> str:
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B %Y}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {last.day} {last:%B %Y}"
    return f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}"

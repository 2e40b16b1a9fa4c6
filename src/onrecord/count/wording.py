"""The words in which figures are told."""

from onrecord.model.event import Event
from onrecord.vocab import term

# Labels of harms that do not read as "people <label>".
_PHRASES = {
    "raped": "people subjected to sexual violence",
    "casualties": "people killed or injured",
    "threatened": "people attacked or threatened, with no harm stated",
}


def people(harm: str) -> str:
    """The people who suffered a harm: "people killed"."""
    return _PHRASES.get(harm) or f"people {term('harms', harm).label}"


def within(event: Event | None) -> str:
    """Where a figure counts: in an event, or in the whole case."""
    return "in the whole case" if event is None else f"in “{event.label}”"


def interval(lower: float | None, upper: float | None) -> str:
    """An interval in words: "111", "200 to 999", "40 or more", "up to 12"."""
    if lower is None:
        return "no number" if upper is None else f"up to {upper:,.0f}"
    if upper is None:
        return f"{lower:,.0f} or more"
    return f"{lower:,.0f}" if lower == upper else f"{lower:,.0f} to {upper:,.0f}"


def number_of(count: int, singular: str, plural: str) -> str:
    """ "1 person", "12 persons", with the verb or noun that fits the number."""
    return f"{count:,} {singular if count == 1 else plural}"


def nothing_accepted(harm: str, event: Event | None) -> str:
    """Why a figure on the accepted basis has no number yet."""
    return f"No claim about {people(harm)} {within(event)} has been accepted yet."

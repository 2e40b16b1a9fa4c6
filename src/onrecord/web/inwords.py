"""Values of the model in words: what a page says of a claim, a quantity, a date."""

from collections.abc import Iterable

from msgspec import Struct

from onrecord.model.claim import (
    Act,
    Attribute,
    Claim,
    Displacement,
    Naming,
    Relation,
    Sequence,
    Statement,
    Toll,
)
from onrecord.model.figure import Figure
from onrecord.model.party import Mention
from onrecord.model.quantity import Quantity
from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.vocab import term

CERTAINTY = {"stated": "stated as fact", "hedged": "hedged", "alleged": "alleged"}
STANCE = {
    "asserts": "asserted",
    "denies": "denied",
    "reports": "reported, nobody is named as saying it",
}
POLARITY = {"positive": "", "negative": "says that it did not happen"}
STATE = {
    "suggested": "suggested, not reviewed",
    "accepted": "accepted",
    "amended": "amended and accepted",
    "rejected": "rejected",
    "superseded": "replaced by an amendment",
}
KIND = {
    "act": "act",
    "toll": "toll",
    "displacement": "displacement",
    "statement": "statement",
    "relation": "relation",
    "sequence": "sequence",
    "attribute": "attribute",
}
FIGURE_KIND = {
    "documented": "documented: persons named and linked",
    "ranged": "ranged: from what sources claim",
    "estimated": "estimated: with its uncertainty",
}
PRECISION = {
    "near": "near",
    "region": "somewhere within",
    "country": "somewhere within",
    "unnamed": "a place without a name",
    "unresolved": "not found in a gazetteer",
}
UNITS = {"person": ""}


class Fact(Struct, frozen=True):
    """One line of a card: what it is, the words of the source, what the record makes of them."""

    label: str
    words: str
    meaning: str = ""


def interval(at_least: float | None, at_most: float | None) -> str:
    """ "111", "200 to 999", "at least 12", "at most 30", or that no end is bound."""
    if at_least is None and at_most is None:
        return "not bounded"
    if at_most is None:
        return f"at least {at_least:,.10g}"
    if at_least is None:
        return f"at most {at_most:,.10g}"
    if at_least == at_most:
        return f"{at_least:,.10g}"
    return f"{at_least:,.10g} to {at_most:,.10g}"


def quantity_meaning(quantity: Quantity) -> str:
    """The interval, what is counted, and whether it counts everything so far."""
    unit = UNITS.get(quantity.unit, f" ({quantity.unit})")
    so_far = ", everything so far" if quantity.cumulative else ""
    return f"{interval(quantity.at_least, quantity.at_most)}{unit}{so_far}"


def when_meaning(when: When) -> str:
    """The days that the words allow, and how they were found."""
    if when.earliest is None and when.latest is None:
        return "left open: the source does not bound it"
    days = (
        _day(when.earliest)
        if when.earliest == when.latest
        else f"{_day(when.earliest)} to {_day(when.latest)}"
    )
    against = f", reckoned from “{when.resolved_against}”" if when.resolved_against else ""
    return f"{days}{against}"


def _day(day: object) -> str:
    return str(day) if day is not None else "open"


def where_meaning(where: Where) -> str:
    """How exactly the words place it, and the gazetteer's entry."""
    exactness = PRECISION.get(where.precision, "")
    if where.name is None:
        return exactness
    named = where.name if where.name != where.text or exactness else ""
    entry = f"GeoNames {where.gazetteer_id}" if where.gazetteer == "geonames" else ""
    return ", ".join(part for part in (f"{exactness} {named}".strip(), entry) if part)


def naming_words(naming: Naming) -> str:
    """How specifically a statement names perpetrators: "names nobody" … "names a person"."""
    return term("naming", naming.level).label


def heading(claim: Claim) -> str:
    """What a claim is, in two or three words: "act: killing", "statement: condemned"."""
    match claim.body:
        case Act(act_type=found):
            label = term("acts", found).label
        case Toll(harm=found):
            label = term("harms", found).label
        case Statement(speech_act=found):
            label = term("speech_acts", found).label
        case Relation(relation=found):
            label = term("relations", found).label
        case Attribute(attribute=found):
            label = term("attributes", found).label
        case Sequence(causal=causal):
            label = "one led to the other" if causal else "one before the other"
        case Displacement():
            return "displacement"
    return f"{KIND[claim.kind]}: {label}"


def facts(claim: Claim) -> list[Fact]:
    """Everything the claim states beside its heading, in the order in which people ask."""
    match claim.body:
        case Act() as act:
            return [
                *_mentions("by", act.perpetrators),
                *_mentions("against", act.victims),
                *_quantity(act.quantity),
                *_places("where", act.places),
                *_when("when", act.when),
            ]
        case Toll() as toll:
            return [
                *_quantity(toll.quantity),
                *_mentions("of whom", toll.victims),
                *_mentions("by", toll.perpetrators),
                *_places("where", toll.places),
                *_when("when", toll.when),
                *_when("as of", toll.as_of),
                *([Fact("part of", toll.part_of)] if toll.part_of else []),
            ]
        case Displacement() as moved:
            return [
                *_mentions("who", moved.displaced),
                *_quantity(moved.quantity),
                *_places("from", moved.origins),
                *_places("to", moved.refuges),
                *_when("when", moved.when),
            ]
        case Statement() as said:
            return _statement_facts(said)
        case Relation() as tie:
            return [*_mentions("of", (tie.subject,)), *_mentions("to", (tie.object,))]
        case Sequence() as order:
            return [Fact("first", order.earlier.text), Fact("then", order.later.text)]
        case Attribute() as quality:
            return [*_mentions("of", (quality.subject,)), Fact("value", quality.value.text)]


def _statement_facts(said: Statement) -> list[Fact]:
    speaker = said.speaker.text if said.speaker else said.speaker_name or "this document's speaker"
    named = said.names_perpetrator
    spoken_for = said.on_behalf_of.text if said.on_behalf_of else said.on_behalf_of_name
    return [
        Fact("speaker", speaker, _beside(speaker, said.speaker_name)),
        *([Fact("on behalf of", spoken_for, _beside(spoken_for, said.on_behalf_of_name))]
          if spoken_for else []),
        *_mentions("to", (said.addressee,) if said.addressee else ()),
        *([Fact("about", said.content.text)] if said.content else []),
        Fact("perpetrators", named.mention.text if named.mention else "", naming_words(named)),
        *_places("where", said.about),
        *_when("when", said.when),
    ]  # fmt: skip


def _beside(words: str, name: str | None) -> str:
    return name if name and name != words else ""


def _mentions(label: str, mentions: Iterable[Mention]) -> list[Fact]:
    return [Fact(label, m.text, f"stands for {m.refers_to}" if m.refers_to else "")
            for m in mentions]  # fmt: skip


def _places(label: str, places: Iterable[Where]) -> list[Fact]:
    return [Fact(label, place.text, where_meaning(place)) for place in places]


def _quantity(quantity: Quantity | None) -> list[Fact]:
    return [Fact("how many", quantity.text, quantity_meaning(quantity))] if quantity else []


def _when(label: str, when: When | None) -> list[Fact]:
    return [Fact(label, when.text, when_meaning(when))] if when else []


def figure_number(figure: Figure) -> str:
    """The number of a figure as a reader should see it; empty where there is none."""
    if figure.value is None:
        bounded = figure.lower is not None or figure.upper is not None
        return interval(figure.lower, figure.upper) if bounded else ""
    value = f"{figure.value:,.10g}"
    if figure.lower is None and figure.upper is None:
        return value
    level = f"{figure.level:.0%} " if figure.level else ""
    return f"{value} ({level}interval {interval(figure.lower, figure.upper)})"

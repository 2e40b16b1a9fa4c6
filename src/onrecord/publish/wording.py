"""Values of the model in the words of a published page: never more than a source says."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from onrecord.model.claim import (
    Act,
    Attribute,
    Claim,
    Displacement,
    Relation,
    Sequence,
    Statement,
    Toll,
)
from onrecord.model.figure import Figure
from onrecord.model.material import Document
from onrecord.model.party import Mention
from onrecord.model.quantity import Quantity
from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.vocab import term

RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he", "ps", "ckb", "sd", "ug", "dv", "syr", "yi"})
_NEAR = {"near": "near ", "region": "within ", "country": "within "}


class Fact(Struct, frozen=True):
    """One thing that a claim states: what it is, the source's words, how they were understood."""

    label: str
    words: str
    meaning: str = ""


def chain(claim: Claim, document: Document) -> tuple[str, ...]:
    """Who says it, outermost first: the document, whom it cites, whom they cite in turn."""
    return (document_words(document, isolated=True), *cited(claim))


def cited(claim: Claim) -> tuple[str, ...]:
    """The voices of the chain after the document, outermost first."""
    return tuple(voice.holder for voice in claim.attribution if voice.kind != "document")


def chain_words(claim: Claim, document: Document) -> str:
    """ "“Title” (Publisher, 9 March 2025), citing the Herald, citing witnesses"."""
    return ", citing ".join((document_words(document), *cited(claim)))


def document_words(document: Document, *, isolated: bool = False) -> str:
    """ "“Title” (publisher or speaker, date)", with what nobody says left out.

    ``isolated``: title and publisher each keep their own direction (Unicode isolates), so that
    an Arabic title does not turn an English date around.
    """
    known = document.bibliography
    who = known.publisher or known.speaker
    published = when_short(known.published) if known.published else "undated"
    if isolated:
        who = f"\u2068{who}\u2069" if who else who
    title = f"\u2068{document.title}\u2069" if isolated else document.title
    return f"“{title}” ({', '.join(part for part in (who, published) if part)})"


def manner(claim: Claim) -> tuple[str, ...]:
    """How it is said, where it is not simply asserted."""
    found = []
    if claim.stance == "denies":
        found.append("a denial")
    if claim.stance == "reports":
        found.append("reported, nobody is named as saying it")
    if claim.polarity == "negative":
        found.append("says that it did not happen")
    if claim.certainty != "stated":
        found.append(claim.certainty)
    return tuple(found)


def heading(claim: Claim) -> str:
    """What kind of claim it is: "act: killing", "statement: condemned"."""
    match claim.body:
        case Act(act_type=found):
            return f"act: {term('acts', found).label}"
        case Toll(harm=found):
            return f"toll: {term('harms', found).label}"
        case Statement(speech_act=found):
            return f"statement: {term('speech_acts', found).label}"
        case Relation(relation=found):
            return f"relation: {term('relations', found).label}"
        case Attribute(attribute=found):
            return f"attribute: {term('attributes', found).label}"
        case Sequence(causal=causal):
            return "sequence: one led to the other" if causal else "sequence: one before the other"
        case Displacement():
            return "displacement"


def facts(claim: Claim) -> list[Fact]:
    """What the claim states beside its heading, each in the source's words."""
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
            return _statement(said)
        case Relation() as tie:
            return [*_mentions("of", [tie.subject]), *_mentions("to", [tie.object])]
        case Sequence() as order:
            return [Fact("first", order.earlier.text), Fact("then", order.later.text)]
        case Attribute() as quality:
            return [*_mentions("of", [quality.subject]), Fact("value", quality.value.text)]


def _statement(said: Statement) -> list[Fact]:
    named = said.names_perpetrator
    level = term("naming", named.level).label
    speaker = said.speaker_name or (said.speaker.text if said.speaker else "")
    behalf = said.on_behalf_of_name or (said.on_behalf_of.text if said.on_behalf_of else "")
    return [
        *([Fact("speaker", speaker)] if speaker else []),
        *([Fact("on behalf of", behalf)] if behalf else []),
        *_mentions("to", [said.addressee] if said.addressee else []),
        *([Fact("about", said.content.text)] if said.content else []),
        Fact("perpetrators", named.mention.text if named.mention else "", level),
        *_places("where", said.about),
        *_when("when", said.when),
    ]


def _mentions(label: str, mentions: Iterable[Mention]) -> list[Fact]:
    return [
        Fact(label, m.text, f"stands for “{m.refers_to}”" if m.refers_to else "") for m in mentions
    ]


def _places(label: str, places: Iterable[Where]) -> list[Fact]:
    return [Fact(label, place.text, place_words(place)) for place in places]


def _quantity(quantity: Quantity | None) -> list[Fact]:
    return [Fact("how many", quantity.text, quantity_words(quantity))] if quantity else []


def _when(label: str, when: When | None) -> list[Fact]:
    return [Fact(label, when.text, when_words(when))] if when else []


def place_words(where: Where) -> str:
    """How exactly the words place it: "near Jableh"; empty where the words say it all."""
    if where.name is None:
        return "" if where.precision == "unnamed" else "not found in a gazetteer"
    exactness = _NEAR.get(where.precision, "")
    return f"{exactness}{where.name}" if exactness or where.name != where.text else ""


def quantity_words(quantity: Quantity) -> str:
    """The interval that the words are taken to mean, and the rule by which."""
    unit = "" if quantity.unit == "person" else f" ({quantity.unit})"
    rule = "" if quantity.convention == "exact" else f", by the convention “{quantity.convention}”"
    return f"{interval_words(quantity.at_least, quantity.at_most)}{unit}{rule}"


def interval_words(at_least: float | None, at_most: float | None) -> str:
    """ "12", "200 to 999", "at least 12", "at most 30", or "no number"."""
    if at_least is None and at_most is None:
        return "no number"
    if at_most is None:
        return f"at least {at_least:,.10g}"
    if at_least is None:
        return f"at most {at_most:,.10g}"
    if at_least == at_most:
        return f"{at_least:,.10g}"
    return f"{at_least:,.10g} to {at_most:,.10g}"


def when_words(when: When) -> str:
    """The days that the words allow, and how they were found."""
    if when.earliest is None and when.latest is None:
        return "left open: nothing in the source bounds it"
    against = f", reckoned from {when.resolved_against}" if when.resolved_against else ""
    return f"{when_short(when)}{against}"


def when_short(when: When) -> str:
    """ "9 March 2025", "9 March 2025 to 11 March 2025", "until 9 March 2025", or the words."""
    if when.earliest and when.latest:
        first, last = day_words(when.earliest), day_words(when.latest)
        return first if first == last else f"{first} to {last}"
    if when.earliest:
        return f"from {day_words(when.earliest)}"
    return f"until {day_words(when.latest)}" if when.latest else f"“{when.text}”"


def day_words(day: date) -> str:
    """ "9 March 2025"."""
    return f"{day.day} {day:%B %Y}"


def figure_words(figure: Figure) -> str:
    """The number as a reader should see it, with its statistic; "not estimable" with none."""
    if figure.value is None:
        bounded = figure.lower is not None or figure.upper is not None
        nothing = "not estimable" if figure.kind == "estimated" else "no number"
        return interval_words(figure.lower, figure.upper) if bounded else nothing
    value = f"{figure.value:,.10g}"
    if figure.lower is None and figure.upper is None:
        return value
    level = f"{figure.level:.0%} " if figure.level else ""
    return f"{value} ({level}interval {interval_words(figure.lower, figure.upper)})"


def direction(language: str | None) -> str:
    """ "rtl", "ltr", or "auto" where the language is not known."""
    if language is None:
        return "auto"
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def of_thousand(share: float) -> str:
    """A share in so many of a thousand: "840", "1.2", "under 0.1"."""
    n = share * 1000
    return f"{n:.0f}" if n >= 10 else f"{n:.1f}" if n >= 0.1 else "under 0.1"

"""How many, as one claim says it: the reading of a number of people that a claim states."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from onrecord.model.claim import Act, Claim, Displacement, Toll
from onrecord.model.party import Mention
from onrecord.model.quantity import Quantity
from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.vocab import term


class TollReading(Struct, frozen=True, kw_only=True):
    """So many suffered a harm, according to one claim. ``harm`` is a term of vocab/harms.toml.

    ``stated_as`` tells a number that the source gives as a toll ("at least 12 were killed") from
    one that comes with an act ("the gunmen killed 12"), which may be one act among several.
    ``denied``: the words say that it is not so; such a reading bounds nothing by itself.
    ``when`` is when the harm was done, ``as_of`` the day up to which the source counts, where
    the claim itself says so (a reader may fall back on the document's publication date).
    """

    claim: str
    rendition: str
    harm: str
    quantity: Quantity
    stated_as: Literal["toll", "act", "displacement"]
    denied: bool
    certainty: Literal["stated", "hedged", "alleged"]
    victims: tuple[Mention, ...] = ()
    places: tuple[Where, ...] = ()
    when: When | None = None
    as_of: When | None = None
    part_of: str | None = None


def is_denial(claim: Claim) -> bool:
    """Do the claim's words say that it is not so (a voice denies it, or the sentence does)?"""
    return claim.stance == "denies" or claim.polarity == "negative"


def tolls_of(claim: Claim) -> tuple[TollReading, ...]:
    """The tolls that a claim states: none for most claims, else one.

    A toll is one; an act with a quantity is one, of the harm of its act type (a killing of 12 is
    12 killed); a displacement with a quantity is one of the displaced. A row of a list of persons
    is none: it tells of one person, who is counted as documented and not as a number.
    Raises VocabularyError when the act type is no term of vocab/acts.toml.
    """
    match claim.body:
        case Toll() as toll:
            reading = _reading(claim, toll.harm, toll.quantity, "toll", toll.victims, toll.places)
            return (_dated(reading, toll.when, toll.as_of, toll.part_of),)
        case Act(quantity=Quantity() as quantity) as act if claim.cell is None:
            harm = term("acts", act.act_type).harm
            if harm is None:
                return ()
            reading = _reading(claim, harm, quantity, "act", act.victims, act.places)
            return (_dated(reading, act.when, None, None),)
        case Displacement(quantity=Quantity() as quantity) as moved:
            reading = _reading(
                claim, "displaced", quantity, "displacement", moved.displaced, moved.origins
            )
            return (_dated(reading, moved.when, None, None),)
        case _:
            return ()


def _reading(
    claim: Claim,
    harm: str,
    quantity: Quantity,
    stated_as: Literal["toll", "act", "displacement"],
    victims: tuple[Mention, ...],
    places: tuple[Where, ...],
) -> TollReading:
    return TollReading(
        claim=claim.id,
        rendition=claim.rendition,
        harm=harm,
        quantity=quantity,
        stated_as=stated_as,
        denied=is_denial(claim),
        certainty=claim.certainty,
        victims=victims,
        places=places,
    )


def _dated(
    reading: TollReading, when: When | None, as_of: When | None, part_of: str | None
) -> TollReading:
    return replace(reading, when=when, as_of=as_of, part_of=part_of)

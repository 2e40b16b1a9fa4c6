"""Whom, where and when a toll counts, so that only what is comparable is compared."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from onrecord.model.event import Event
from onrecord.model.party import Mention
from onrecord.model.party_name import name_key
from onrecord.model.toll import TollReading
from onrecord.model.when import When
from onrecord.model.where import Where

Relation = Literal["same", "part", "whole", "apart"]

_LETTERS = re.compile(r"[^\W\d_]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in words.split())


# Words that count or point and say nothing of who is counted.
_COUNTING = _set("""
    a about all an and another approximately around as at been being between dead dozen dozens
    eight eighty eleven exactly few fewer fifty five forty four from hundred hundreds in just
    killed least less many million more most nearly nine ninety no number of on one only other
    others over rest roughly scores seven seventy several since six sixty so some ten tens than
    that the their them these they thirty this those thousand thousands three to twelve twenty
    two up was were who with
""")
# Everybody: a toll of these is a toll of all who suffered the harm.
_EVERYBODY = _set("""
    bodies body casualties casualty corpse corpses death deaths fatalities fatality human
    individual individuals life lives people person persons soul souls victim victims
""")


class Scope(Struct, frozen=True, kw_only=True):
    """Whom, where and when a toll counts; empty or None: everybody, the whole event."""

    unit: str
    population: frozenset[str]
    places: frozenset[str]
    first: date | None
    last: date | None


def scope_of(reading: TollReading, event: Event) -> Scope:
    """The scope of a reading within its event.

    Places that are all the places of the event, and days that cover all of its days, are no
    narrower than the event, and are left out like those that are not said.
    """
    places, everywhere = _narrowing(reading.places), place_keys(event.places)
    first, last = _days(reading.when)
    whole_first, whole_last = _days(event.when)
    covers = (first is None or (whole_first is not None and first <= whole_first)) and (
        last is None or (whole_last is not None and last >= whole_last)
    )
    return Scope(
        unit=reading.quantity.unit,
        population=described(reading.victims) - _words(reading.quantity.text),
        places=frozenset() if everywhere and places >= everywhere else places,
        first=None if covers else first,
        last=None if covers else last,
    )


def relation(left: Scope, right: Scope) -> Relation:
    """Does the left scope equal the right one, lie within it, hold it, or neither?"""
    if left.unit != right.unit:
        return "apart"
    found = {
        _of_sets(left.population, right.population),
        _of_places(left.places, right.places),
        _of_days(left, right),
    } - {"same"}
    if not found:
        return "same"
    return found.pop() if len(found) == 1 else "apart"


def place_keys(places: Iterable[Where]) -> frozenset[str]:
    """What identifies each named place: its gazetteer's entry, else its words."""
    return frozenset(
        f"{place.gazetteer}:{place.gazetteer_id}"
        if place.gazetteer_id
        else (place.name or place.text).casefold()
        for place in places
        if place.precision != "unnamed"
    )


def _narrowing(places: Sequence[Where]) -> frozenset[str]:
    """Named places, and the words of places without a name: "at the bridge" narrows too."""
    unnamed = (place for place in places if place.precision == "unnamed")
    return place_keys(places) | {f"words:{name_key(place.text)}" for place in unnamed}


def described(people: Iterable[Mention]) -> frozenset[str]:
    """The words that say who is meant, without number, article or plural; empty: anybody."""
    said = frozenset().union(*(_words(mention.text) for mention in people))
    return said - _COUNTING - _EVERYBODY


def says_whom(reading: TollReading) -> bool:
    """Does the toll say whom it counts, "people" included, or is it a bare number?"""
    said = frozenset().union(*(_words(victim.text) for victim in reading.victims))
    return bool(said - _COUNTING - _words(reading.quantity.text))


def _words(text: str) -> frozenset[str]:
    """The words of a text in lower case, in one form for one and many."""
    return frozenset(word.removesuffix("s") for word in _LETTERS.findall(text.casefold()))


def _of_sets(left: frozenset[str], right: frozenset[str]) -> Relation:
    """Each word that describes the victims narrows who is counted."""
    if left == right:
        return "same"
    if left > right:
        return "part"
    return "whole" if left < right else "apart"


def _of_places(left: frozenset[str], right: frozenset[str]) -> Relation:
    """Each place that is named widens where is counted; no place at all is the whole event."""
    if left == right:
        return "same"
    if not right or (left and left < right):
        return "part"
    return "whole" if not left or left > right else "apart"


def _of_days(left: Scope, right: Scope) -> Relation:
    within = _starts_in(left, right) and _ends_in(left, right)
    around = _starts_in(right, left) and _ends_in(right, left)
    if within and around:
        return "same"
    if within:
        return "part"
    return "whole" if around else "apart"


def _starts_in(part: Scope, whole: Scope) -> bool:
    return whole.first is None or (part.first is not None and part.first >= whole.first)


def _ends_in(part: Scope, whole: Scope) -> bool:
    return whole.last is None or (part.last is not None and part.last <= whole.last)


def _days(when: When | None) -> tuple[date | None, date | None]:
    return (when.earliest, when.latest) if when else (None, None)

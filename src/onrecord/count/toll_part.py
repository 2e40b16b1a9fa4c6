"""Whom and where a toll counts, so that a part is never taken for the whole."""

import re
from collections.abc import Iterable

from onrecord.model.toll import TollReading
from onrecord.model.where import Where

_LETTERS = re.compile(r"[^\W\d_]+")
# Members of armed forces and groups, of whatever party.
_ARMED_WORDS = (
    "combatant commander conscript fighter guard guardsman gunman gunmen insurgent militant "
    "militiaman militiamen officer police policeman policemen rebel recruit serviceman servicemen "
    "soldier trooper troops"
)
_ARMED = frozenset(_ARMED_WORDS.split())
# Words that pick some out of everybody, by what those are: age, sex, family, occupation.
_SOME_WORDS = {
    "women": "woman women",
    "men": "man men",
    "children": "child children minor minors",
    "girls": "girl girls",
    "boys": "boy boys",
    "infants": "baby babies infant infants",
    "old people": "elderly aged",
    "brothers": "brother brothers",
    "sisters": "sister sisters",
    "relatives": "relative relatives cousin cousins parent parents son sons daughter daughters",
    "drivers": "driver drivers",
    "students": "student students pupil pupils",
    "patients": "patient patients",
    "health workers": "doctor doctors nurse nurses medic medics paramedic paramedics",
    "aid workers": "volunteer volunteers",
    "journalists": "journalist journalists reporter reporters",
    "teachers": "teacher teachers",
    "prisoners": "prisoner prisoners hostage hostages",
    "workers": "worker workers farmer farmers shepherd shepherds",
}
_SOME = {word: some for some, words in _SOME_WORDS.items() for word in words.split()}


def part_of_event(reading: TollReading) -> str:
    """Whom of an event's people a reading counts, in words; "" where it counts all of them.

    A toll of people, residents or civilians is taken for one of all; a toll of soldiers, of
    women, or of a larger number's part, for one of some.
    """
    parts = [] if reading.part_of is None else [f"of “{reading.part_of}”"]
    return " ".join([*parts, *_who(reading)])


def _who(reading: TollReading) -> list[str]:
    words = [word for one in reading.victims for word in _LETTERS.findall(one.text.casefold())]
    some = sorted({_SOME[word] for word in words if word in _SOME})
    if some:
        return [" and ".join(some)]
    armed = any(word in _ARMED or word.removesuffix("s") in _ARMED for word in words)
    return ["members of armed forces or groups"] if armed else []


def place_keys(places: Iterable[Where]) -> dict[str, str]:
    """Named places by what identifies them (the gazetteer's entry, else the words), with names."""
    return {
        f"{place.gazetteer}:{place.gazetteer_id}"
        if place.gazetteer_id
        else (place.name or place.text).casefold(): place.name or place.text
        for place in places
        if place.precision != "unnamed"
    }

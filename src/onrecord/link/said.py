"""What a statement's own words say of what it answers: kinds of harm, places, side of victims."""

from functools import cache

from msgspec import Struct

from onrecord.link.case_places import CasePlaces, completed, spots_named_in
from onrecord.link.gathering import Gathering
from onrecord.link.party_words import party_words, singular
from onrecord.link.spots import Spot, best_fit, spot_of
from onrecord.link.traces import Family, Side, side_of, sides_in
from onrecord.model.claim import Claim, Statement
from onrecord.names.fold import fold
from onrecord.vocab import terms

# Who keeps silent, denies or admits answers what was told, whether or not the words say what.
_ANSWERS = frozenset({"silence", "deny", "acknowledge"})
_FAMILY_OF_ACT: dict[str, Family] = {
    "killing": "killing", "execution": "killing", "injury": "killing", "attack": "attack",
    "abduction": "custody", "disappearance": "custody", "torture": "ill_treatment",
    "sexual_violence": "ill_treatment", "destruction": "property", "violence": "unsaid",
}  # fmt: skip


class Said(Struct, frozen=True, kw_only=True):
    """A statement as the linking sees it. ``start``/``end``: of what it is about, in the text.

    ``answering``: its words only point to something told before ("those responsible").
    """

    start: int
    end: int
    families: frozenset[Family]
    spots: tuple[Spot, ...]
    countries: frozenset[str]
    side: Side | None
    sides: frozenset[Side]  # all that the words speak of
    answering: bool


def said_in(claim: Claim, places: CasePlaces) -> Said:
    """What a statement says; of its content where it has one, else of its whole passage."""
    body = claim.body
    assert isinstance(body, Statement)
    content = body.content
    text = content.text if content else claim.text
    tokens = [word.strip('.,;:!?"“”()[]') for word in fold(text).split()]
    words = {*tokens, *(singular(word) for word in tokens)}
    families = _families(words)
    if not families and words & party_words("happened"):
        families = frozenset({"unsaid"})
    about = tuple(spot_of(completed(place, places)) for place in body.about)
    spots = tuple(spot for spot in about if spot is not None) or spots_named_in(text, places)
    return Said(
        start=content.start if content else claim.start,
        end=content.end if content else claim.end,
        families=families,
        spots=spots,
        countries=frozenset(place.country for place in body.about if place.country),
        side=side_of([text]) if content else None,
        sides=sides_in([text]) if content else frozenset(),
        answering=bool(words & party_words("answering")) or body.speech_act in _ANSWERS,
    )


def may_answer(said: Said, event: Gathering) -> bool:
    """Whether nothing that the statement says excludes an event."""
    return (
        not event.denied
        and (said.side is None or event.side in (None, said.side))
        and best_fit(said.spots, event.common_spots()) != "apart"
    )


def speaks_of(said: Said, event: Gathering) -> bool:
    """Whether the words name the event's kind of harm; "violence" may be any."""
    return any(
        family == event.family or (family == "unsaid" and event.family != "flight")
        for family in said.families
    )


def _families(words: set[str]) -> frozenset[Family]:
    fatal: frozenset[Family] = frozenset({"killing"} if words & party_words("fatal") else ())
    return fatal | {family for family, forms in _forms_of_families() if words & forms}


@cache
def _forms_of_families() -> tuple[tuple[Family, frozenset[str]], ...]:
    return tuple(
        (_FAMILY_OF_ACT[key], frozenset(form for word in act.words for form in _forms(word)))
        for key, act in terms("acts").items()
    )


def _forms(word: str) -> tuple[str, ...]:
    """A vocabulary word and its regular English forms."""
    stem = word.removesuffix("e")
    return word, singular(word), f"{stem}ed", f"{stem}ing", f"{word}ed"

"""What one claim says of a happening: kind of harm, place, days, sides, and where it says so."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Literal

from msgspec import Struct

from onrecord.link.case_places import CasePlaces, completed
from onrecord.link.days import Days, days_of
from onrecord.link.party_words import party_words, singular
from onrecord.link.spots import Spot, fit, is_loose, spot_of
from onrecord.model.claim import Act, Attribute, Claim, Displacement, Toll
from onrecord.model.event import PartyLink
from onrecord.model.material import Document
from onrecord.model.party import Mention
from onrecord.model.toll import TollReading, tolls_of
from onrecord.model.where import Where
from onrecord.names.fold import fold
from onrecord.vocab import terms

Family = Literal["killing", "attack", "custody", "ill_treatment", "property", "flight", "unsaid"]
Side = Literal["armed", "civilian"]

_FAMILY_OF_HARM: dict[str, Family] = {
    "killed": "killing", "injured": "killing", "casualties": "killing", "disappeared": "custody",
    "detained": "custody", "tortured": "ill_treatment", "raped": "ill_treatment",
    "displaced": "flight", "property": "property", "threatened": "unsaid",
}  # fmt: skip


class Trace(Struct, frozen=True, kw_only=True):
    """One act, toll or displacement as the linking of events sees it."""

    claim: str
    document: str
    start: int
    sentence: tuple[int, int]  # the claim's own passage
    paragraph: int
    family: Family
    act_type: str | None
    word: str  # the trigger's last word, singular; "" where there is none
    plural: bool | None  # does the trigger speak of several? None: cannot be told
    points_back: bool
    of_people_before: bool  # speaks of people by a pronoun, or by words for somebody told before
    places: tuple[Where, ...]  # those that say more than a country
    spots: tuple[Spot, ...]
    sites: frozenset[str]  # kinds of place without a name: "hospital", "house"
    countries: frozenset[str]
    days: Days
    when_text: str | None
    victims: Side | None
    perpetrator_parties: frozenset[str]
    victim_parties: frozenset[str]
    row: bool
    denied: bool
    published: Days = Days()
    named: frozenset[str] = frozenset()  # parties that it calls perpetrators by a proper name
    tolls: tuple[TollReading, ...] = ()

    @property
    def anchored(self) -> bool:
        """Whether the claim states a place or a time of its own that can tell events apart."""
        return bool(self.spots) or self.days.known

    @property
    def wide(self) -> bool:
        """Whether it speaks of a whole region, or of places apart from each other, in one."""
        return any(spot.is_area for spot in self.spots) or self.of_several

    @property
    def of_several(self) -> bool:
        """Whether it speaks of places apart from each other, in one."""
        return any(fit(*pair) == "apart" for pair in combinations(self.spots, 2))

    @property
    def elsewhere(self) -> bool:
        """Whether it states a place or time of its own that cannot be pinned down."""
        open_time = self.when_text is not None and not self.days.known
        return not self.anchored and (bool(self.places) or open_time)


def traces_of(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    links: Iterable[PartyLink],
    places: CasePlaces,
) -> tuple[Trace, ...]:
    """The traces of all acts, tolls and displacements, by document and place in it."""
    by_id = {document.id: document for document in documents}
    listed = sorted(claims, key=lambda c: (c.rendition, c.start, c.id))
    where = {claim.id: claim.rendition for claim in listed}
    parties: dict[tuple[str, str], set[str]] = defaultdict(set)
    called: dict[str, set[str]] = defaultdict(set)
    by_name = {
        (claim.id, mention.start)
        for claim in listed
        if isinstance(claim.body, Act | Toll)
        for mention in claim.body.perpetrators
        if mention.name is not None
    }
    for link in links:
        parties[link.claim, link.role].add(link.party)
        if link.role == "perpetrator" and (link.claim, link.start) in by_name:
            parties[link.claim, "named"].add(link.party)
        called[where[link.claim]].add(f" {fold(link.text)} ")
    statuses = _statuses(listed)
    found = [
        _trace(claim, by_id[claim.rendition], parties, called[claim.rendition], statuses, places)
        for claim in listed
        if isinstance(claim.body, Act | Toll | Displacement) and claim.rendition in by_id
    ]
    return tuple(sorted(found, key=lambda t: (t.document, t.start, t.claim)))


def _statuses(claims: Iterable[Claim]) -> dict[tuple[str, str, int], str]:
    """The civilian status that each row of a list states, by rendition, sheet and row."""
    return {
        (claim.rendition, claim.cell.sheet, claim.cell.row): claim.body.value.text
        for claim in claims
        if claim.cell is not None
        and isinstance(claim.body, Attribute)
        and claim.body.attribute == "civilian_status"
    }


def paragraph_of(text: str, at: int) -> int:
    """The number of the paragraph that holds an offset, from 0."""
    return bisect_right(_paragraph_breaks(text), at)


@lru_cache(maxsize=64)
def _paragraph_breaks(text: str) -> list[int]:
    """Offsets at which paragraphs end: blank lines, or single line breaks where there is none."""
    mark = "\n\n" if "\n\n" in text.strip() else "\n"
    found, at = [], text.find(mark)
    while at >= 0:
        found.append(at)
        at = text.find(mark, at + len(mark))
    return found


def _trace(
    claim: Claim,
    document: Document,
    parties: Mapping[tuple[str, str], set[str]],
    called: set[str],
    statuses: Mapping[tuple[str, str, int], str],
    gazetteer: CasePlaces,
) -> Trace:
    body = claim.body
    assert isinstance(body, Act | Toll | Displacement)
    trigger = body.trigger.text if isinstance(body, Act) else ""
    victims = body.displaced if isinstance(body, Displacement) else body.victims
    places = tuple(completed(place, gazetteer) for place in _places(body))
    located = _locating(places, (*victims, *_perpetrators(body)), called)
    cell = claim.cell
    status = statuses.get((claim.rendition, cell.sheet, cell.row), "") if cell else ""
    at = body.trigger.start if isinstance(body, Act) else claim.start
    return Trace(
        claim=claim.id,
        document=claim.rendition,
        start=at,
        sentence=(claim.start, claim.end),
        paragraph=paragraph_of(document.text, at),
        family=_family(body),
        act_type=body.act_type if isinstance(body, Act) else None,
        word=_last_word(trigger),
        plural=_plural(trigger),
        points_back=_points_back(document.text, at, trigger),
        of_people_before=any(map(_told_before, (*victims, *_perpetrators(body)))),
        places=located,
        spots=tuple(spot for spot in map(spot_of, located) if spot is not None),
        sites=frozenset(_last_word(p.text) for p in places if p.precision == "unnamed"),
        countries=_countries(places, document.bibliography.country),
        days=days_of(body.when),
        when_text=body.when.text if body.when else None,
        victims=side_of([status] if cell else [m.text for m in victims]),
        perpetrator_parties=frozenset(parties.get((claim.id, "perpetrator"), ())),
        victim_parties=frozenset(parties.get((claim.id, "victim"), ())),
        row=claim.cell is not None,
        denied=claim.polarity == "negative",
        published=days_of(document.bibliography.published),
        named=frozenset(parties.get((claim.id, "named"), ())),
        tolls=tolls_of(claim),
    )


def _places(body: Act | Toll | Displacement) -> tuple[Where, ...]:
    """Where it happened; people flee from an origin, and a refuge is no place of the harm."""
    return body.origins if isinstance(body, Displacement) else body.places


def _perpetrators(body: Act | Toll | Displacement) -> tuple[Mention, ...]:
    return () if isinstance(body, Displacement) else body.perpetrators


def _locating(
    places: Iterable[Where], people: Sequence[Mention], called: set[str]
) -> tuple[Where, ...]:
    """The places that locate.

    Words that no gazetteer knows locate nothing inside a mention of people, or where the document
    calls a party by them.
    """
    return tuple(
        place
        for place in places
        if (spot_of(place) is not None or is_loose(place))
        and not (
            place.precision == "unresolved"
            and (
                any(_inside(place, m) for m in people)
                or any(f" {fold(place.text)} " in words for words in called)
            )
        )
    )


def _inside(place: Where, mention: Mention) -> bool:
    return place.start is not None and mention.start <= place.start < mention.end


def _countries(places: Iterable[Where], of_document: str | None) -> frozenset[str]:
    """The countries of the places; where no place has one, that which the document is about."""
    stated = frozenset(place.country for place in places if place.country)
    return stated or frozenset({of_document} - {None})  # type: ignore[arg-type]


def _family(body: Act | Toll | Displacement) -> Family:
    if isinstance(body, Displacement):
        return "flight"
    if isinstance(body, Toll):
        return _FAMILY_OF_HARM[body.harm]
    if body.act_type == "attack":
        return "attack"
    return _FAMILY_OF_HARM[terms("acts")[body.act_type].harm or "threatened"]


def _last_word(trigger: str) -> str:
    words = fold(trigger).split()
    return singular(words[-1]) if words else ""


def _plural(trigger: str) -> bool | None:
    """Whether a noun speaks of several; None for verbs and for what no vocabulary knows."""
    words = fold(trigger).split()
    if not words:
        return None
    known = {word for term in terms("acts").values() for word in term.words}
    if words[-1] in known:
        return False
    return True if singular(words[-1]) in known and words[-1].endswith("s") else None


def _points_back(text: str, at: int, trigger: str) -> bool:
    before = fold(text[max(0, at - 24) : at]).split()
    return bool(trigger) and bool(party_words("pointing_back") & set(before[-2:]))


def _told_before(mention: Mention) -> bool:
    words = set(fold(mention.text).split())
    return mention.refers_to is not None or (
        bool(words) and words <= party_words("pronouns") | party_words("bare")
    )


def side_of(texts: Iterable[str]) -> Side | None:
    """Armed or civilian, as far as the words go; None where they say neither or both."""
    sides = sides_in(texts)
    return next(iter(sides)) if len(sides) == 1 else None


def sides_in(texts: Iterable[str]) -> frozenset[Side]:
    """The sides that words speak of."""
    words = {singular(word) for text in texts for word in fold(text).replace("-", " ").split()}
    sides: list[Side] = []
    if words & party_words("armed"):
        sides.append("armed")
    if words & party_words("civilian"):
        sides.append("civilian")
    return frozenset(sides)

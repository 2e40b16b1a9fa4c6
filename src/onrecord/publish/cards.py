"""Claims as pages show them: according to whom, in which words, with the way to the passage."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from onrecord.model.claim import Claim
from onrecord.model.material import Document
from onrecord.model.toll import TollReading, is_denial, tolls_of
from onrecord.model.when import When
from onrecord.publish import paths, wording
from onrecord.publish.chart import TollPoint, toll_chart
from onrecord.publish.shown import Shown
from onrecord.vocab import term


class Card(Struct, frozen=True, kw_only=True):
    """One claim on a page. ``chain`` is who says it, outermost first; ``words`` are exact."""

    id: str
    href: str  # relative to the folder
    heading: str
    chain: tuple[str, ...]
    words: str
    language: str | None
    direction: str
    manner: tuple[str, ...]
    facts: tuple[wording.Fact, ...]
    accepted: bool


def card(shown: Shown, claim_id: str) -> Card:
    """The card of a claim that is shown."""
    claim = shown.claims[claim_id]
    document = shown.documents[claim.rendition]
    return Card(
        id=claim.id,
        href=paths.passage(claim),
        heading=wording.heading(claim),
        chain=wording.chain(claim, document),
        words=claim.text,
        language=document.language,
        direction=wording.direction(document.language),
        manner=wording.manner(claim),
        facts=tuple(wording.facts(claim)),
        accepted=claim.id in shown.accepted,
    )


def cards(shown: Shown, claims: Iterable[str]) -> list[Card]:
    """The cards of some claims, those that are not shown left out, in the order of documents."""
    found = [shown.claims[claim] for claim in dict.fromkeys(claims) if claim in shown.claims]
    return [card(shown, claim.id) for claim in sorted(found, key=_by_place)]


def sentences(shown: Shown, claims: Iterable[str]) -> list[Card]:
    """The cards of some claims, one for those that tell the same words after the same chain.

    One sentence often holds an act and a toll: as a quotation it needs to stand only once.
    """
    found = cards(shown, claims)
    return list({(c.chain, c.words, c.manner, c.accepted): c for c in reversed(found)}.values())[
        ::-1
    ]


def _by_place(claim: Claim) -> tuple[bool, str, int, str]:
    """Prose first: a hundred rows of a list must not bury the sentence of an article."""
    return claim.cell is not None, claim.rendition, claim.start, claim.id


def charts(shown: Shown, claims: Iterable[str], *, root: str) -> list[tuple[str, str]]:
    """A chart for each harm that some claims give a number of people for: (harm, SVG).

    A denied number is no point of a chart, since it bounds nothing; nor is the number of an act,
    which may be one act among several. Both stand among the claims.
    """
    points: dict[str, list[TollPoint]] = {}
    for claim in claims:
        for toll in tolls_of(shown.claims[claim]):
            counts = toll.stated_as != "act" and toll.quantity.unit == "person"
            if counts and not is_denial(shown.claims[claim]):
                points.setdefault(toll.harm, []).append(_point(shown, toll, root))
    return [
        (term("harms", harm).label,
         toll_chart(found, name=f"tolls-{harm}",
                    title=f"Numbers of people {term('harms', harm).label}, by source"))
        for harm, found in sorted(points.items())
    ]  # fmt: skip


def _point(shown: Shown, toll: TollReading, root: str) -> TollPoint:
    claim = shown.claims[toll.claim]
    document = shown.documents[claim.rendition]
    spoken_of = _last_day(toll.as_of)
    return TollPoint(
        claim=claim.id,
        href=root + paths.passage(claim),
        told_by=", citing ".join((_outlet(document), *wording.cited(claim))),
        words=toll.quantity.text,
        at_least=toll.quantity.at_least,
        at_most=toll.quantity.at_most,
        when=spoken_of or _last_day(document.bibliography.published),
        when_is="as of" if spoken_of else "published",
        accepted=claim.id in shown.accepted,
        scope=", ".join(dict.fromkeys(place.name or place.text for place in toll.places)),
    )


def _outlet(document: Document) -> str:
    known = document.bibliography
    return known.publisher or known.speaker or document.title


def _last_day(when: When | None) -> date | None:
    return when.latest if when else None

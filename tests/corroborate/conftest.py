"""Builders of fictional claims: the Varenna coast, its outlets and its parties."""

from datetime import date
from itertools import count as counting

import pytest

from onrecord.corroborate.corroborate import corroborate
from onrecord.model.claim import Act, Claim, Displacement, Statement, Toll, Voice
from onrecord.model.event import Event, PartyLink
from onrecord.model.material import Corroborated, Document, Linked, Material
from onrecord.model.party import Mention, Party
from onrecord.model.passage import Span
from onrecord.model.quantity import Quantity
from onrecord.model.source import Bibliography
from onrecord.model.when import When
from onrecord.model.where import Where


class Case:
    """A small case that a test fills sentence by sentence."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.claims: list[Claim] = []
        self.links: list[PartyLink] = []
        self.parties: dict[str, Party] = {}
        self.statements: list[str] = []
        self._number = counting()

    def document(self, name: str, text: str = "", **bibliography: object) -> str:
        published = bibliography.pop("published", None)
        when = None
        if isinstance(published, str):
            day = date.fromisoformat(published)
            when = When(text=published, earliest=day, latest=day, basis="stated", precision="day")
        self.documents[name] = Document(
            id=name,
            capture=str(bibliography.pop("capture", f"bytes of {name}")),
            name=f"{name}.txt",
            title=str(bibliography.pop("title", name)),
            bibliography=Bibliography(published=when, **bibliography),  # type: ignore[arg-type]
            shape=str(bibliography.pop("shape", "prose")),
            language="en",
            text=text,
        )
        return name

    def party(self, name: str, kind: str = "armed_group", *aliases: str) -> str:
        self.parties[name] = Party(id=name, name=name, kind=kind, aliases=aliases)  # type: ignore[arg-type]
        return name

    def claim(self, document: str, body: object, text: str, *voices: Voice, **how: object) -> str:
        """A claim in a document; each call stands at a later place of it."""
        number = next(self._number)
        start = how.pop("start", 1000 * number)
        claim = Claim(
            id=f"claim-{number:03}",
            rendition=document,
            text=text,
            start=start,  # type: ignore[arg-type]
            end=start + len(text),  # type: ignore[operator]
            attribution=(Voice(holder="this document", kind="document"), *voices),
            body=body,  # type: ignore[arg-type]
            suggested_by="test",
            **{"stance": "asserts", "polarity": "positive", "certainty": "stated", **how},  # type: ignore[arg-type]
        )
        self.claims.append(claim)
        if isinstance(body, Statement):
            self.statements.append(claim.id)
        return claim.id

    def killing(
        self,
        document: str,
        text: str = "Gunmen killed people at the mill.",
        *voices: Voice,
        by: str | None = None,
        where: tuple[str, ...] = (),
        on: When | None = None,
        number: Quantity | None = None,
        victims: str | None = None,
        **how: object,
    ) -> str:
        perpetrators = (Mention(text=by, start=7, end=7 + len(by)),) if by else ()
        body = Act(
            act_type="killing",
            trigger=Span(text="killed", start=0, end=6),
            perpetrators=perpetrators,
            victims=(Mention(text=victims, start=0, end=len(victims)),) if victims else (),
            places=tuple(Where(text=name) for name in where),
            when=on,
            quantity=number,
        )
        made = self.claim(document, body, text, *voices, **how)
        if by in self.parties:
            self.link(made, "perpetrator", 7, str(by))
        return made

    def toll(
        self,
        document: str,
        number: Quantity,
        *voices: Voice,
        text: str | None = None,
        harm: str = "killed",
        victims: str | None = None,
        where: tuple[str, ...] = (),
        as_of: When | None = None,
        part_of: str | None = None,
        on: When | None = None,
        **how: object,
    ) -> str:
        body = Toll(
            harm=harm,
            quantity=number,
            victims=(Mention(text=victims, start=0, end=len(victims)),) if victims else (),
            places=tuple(Where(text=name) for name in where),
            as_of=as_of,
            part_of=part_of,
            when=on,
        )
        return self.claim(document, body, text or f"{number.text} people died.", *voices, **how)

    def flight(self, document: str, number: Quantity, text: str = "People fled.") -> str:
        return self.claim(document, Displacement(quantity=number), text)

    def denial(self, document: str, speaker: str, text: str, *voices: Voice) -> str:
        body = Statement(
            speech_act="deny",
            cue=Span(text="denied", start=0, end=6),
            speaker=Mention(text=speaker, start=3, end=3 + len(speaker)),
        )
        made = self.claim(document, body, text, *voices)
        if speaker in self.parties:
            self.link(made, "speaker", 3, speaker)
        return made

    def link(self, claim: str, role: str, start: int, party: str) -> None:
        link = PartyLink(claim=claim, role=role, start=start, text=party, party=party)  # type: ignore[arg-type]
        self.links.append(link)

    def event(self, **about: object) -> Event:
        return Event(
            id="event-1",
            label="killings at the coast",
            claims=tuple(c.id for c in self.claims if not isinstance(c.body, Statement)),
            statements=tuple(self.statements),
            **about,  # type: ignore[arg-type]
        )

    def material(self) -> Material:
        return Material(documents=tuple(self.documents.values()), claims=tuple(self.claims))

    def linked(self, **about: object) -> Linked:
        return Linked(
            parties=tuple(self.parties.values()),
            party_links=tuple(self.links),
            events=(self.event(**about),),
        )

    def corroborated(self, **about: object) -> Corroborated:
        return corroborate(self.material(), self.linked(**about))

    @staticmethod
    def exactly(number: int, **how: object) -> Quantity:
        return Quantity(text=str(number), at_least=number, at_most=number, **how)  # type: ignore[arg-type]

    @staticmethod
    def at_least(number: int) -> Quantity:
        return Quantity(text=f"at least {number}", at_least=number, convention="minimum")

    @staticmethod
    def at_most(number: int) -> Quantity:
        return Quantity(text=f"at most {number}", at_least=1, at_most=number, convention="maximum")

    @staticmethod
    def day(iso: str) -> When:
        when = date.fromisoformat(iso)
        return When(text=iso, earliest=when, latest=when, basis="stated", precision="day")


@pytest.fixture
def case() -> Case:
    return Case()


@pytest.fixture(scope="session")
def new_case() -> type[Case]:
    """For tests that need many cases, as those of hypothesis do."""
    return Case

"""Builders of fictional statements: what the parties of the Varenna coast said, and who tells."""

from datetime import date
from itertools import count as counting

import pytest

from onrecord.model.claim import Act, Claim, Naming, Statement, Voice
from onrecord.model.event import Event, PartyLink
from onrecord.model.material import Answered, Document, Linked, Material
from onrecord.model.party import Mention, Party
from onrecord.model.passage import Span
from onrecord.model.source import Bibliography
from onrecord.model.when import When
from onrecord.respond.respond import respond


class Case:
    """A small case that a test fills statement by statement."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.claims: list[Claim] = []
        self.links: list[PartyLink] = []
        self.parties: dict[str, Party] = {}
        self.about: dict[str, list[str]] = {}
        self.acts: dict[str, list[str]] = {}
        self._number = counting()

    def party(self, name: str, kind: str = "organisation", *aliases: str) -> str:
        self.parties[name] = Party(id=name, name=name, kind=kind, aliases=aliases)  # type: ignore[arg-type]
        return name

    def document(self, name: str, published: str | None = None, **bibliography: object) -> str:
        self.documents[name] = Document(
            id=name,
            capture=f"bytes of {name}",
            name=f"{name}.txt",
            title=name,
            bibliography=Bibliography(
                published=self.day(published) if published else None,
                **bibliography,  # type: ignore[arg-type]
            ),
            shape="prose",
            language="en",
            text="",
        )
        return name

    def says(
        self,
        document: str,
        speaker: str | None,
        act: str = "condemn",
        text: str = "We condemn all violence on the coast.",
        *voices: Voice,
        naming: str = "nobody",
        named: str | None = None,
        to: str | None = None,
        on: When | None = None,
        content: Span | None = None,
        event: str | tuple[str, ...] | None = "massacre",
        **how: object,
    ) -> str:
        number = next(self._number)
        start = how.pop("start", 1000 * number)
        named_mention = Mention(text=named, start=40, end=40 + len(named)) if named else None
        claim = Claim(
            id=f"claim-{number:03}",
            rendition=document,
            text=text,
            start=start,  # type: ignore[arg-type]
            end=start + len(text),  # type: ignore[operator]
            attribution=(Voice(holder="this document", kind="document"), *voices),
            body=Statement(
                speech_act=act,
                cue=Span(text="condemn", start=3, end=10),
                speaker=Mention(text=speaker, start=0, end=len(speaker)) if speaker else None,
                addressee=Mention(text=to, start=20, end=20 + len(to)) if to else None,
                names_perpetrator=Naming(level=naming, mention=named_mention),  # type: ignore[arg-type]
                when=on,
                content=content,
            ),
            suggested_by="test",
            **{"stance": "asserts", "polarity": "positive", "certainty": "stated", **how},  # type: ignore[arg-type]
        )
        self.claims.append(claim)
        for role, start, party in (("speaker", 0, speaker), ("addressee", 20, to)):
            if party in self.parties:
                self.link(claim.id, role, start, str(party))
        for name in (event,) if isinstance(event, str) else event or ():
            self.about.setdefault(name, []).append(claim.id)
        return claim.id

    def act(self, document: str, text: str, by: str | None = None, event: str = "massacre") -> str:
        number = next(self._number)
        who = (Mention(text=by, start=0, end=len(by)),) if by else ()
        body = Act(
            act_type="killing", trigger=Span(text="killed", start=0, end=6), perpetrators=who
        )
        claim = Claim(
            id=f"claim-{number:03}",
            rendition=document,
            text=text,
            start=1000 * number,
            end=1000 * number + len(text),
            attribution=(Voice(holder="this document", kind="document"),),
            body=body,
            stance="asserts",
            polarity="positive",
            certainty="stated",
            suggested_by="test",
        )
        self.claims.append(claim)
        if by in self.parties:
            self.link(claim.id, "perpetrator", 0, str(by))
        self.acts.setdefault(event, []).append(claim.id)
        return claim.id

    def link(self, claim: str, role: str, start: int, party: str) -> None:
        link = PartyLink(claim=claim, role=role, start=start, text=party, party=party)  # type: ignore[arg-type]
        self.links.append(link)

    def events(self) -> tuple[Event, ...]:
        return tuple(
            Event(
                id=name,
                label=name,
                claims=tuple(self.acts.get(name, ())),
                statements=tuple(self.about.get(name, ())),
            )
            for name in sorted({*self.about, *self.acts})
        )

    def material(self) -> Material:
        return Material(documents=tuple(self.documents.values()), claims=tuple(self.claims))

    def linked(self) -> Linked:
        return Linked(
            parties=tuple(self.parties.values()),
            party_links=tuple(self.links),
            events=self.events(),
        )

    def answered(self) -> Answered:
        return respond(self.material(), self.linked())

    @staticmethod
    def day(iso: str) -> When:
        when = date.fromisoformat(iso)
        return When(text=iso, earliest=when, latest=when, basis="stated", precision="day")

    @staticmethod
    def window(first: str | None, last: str | None) -> When:
        return When(
            text="then",
            earliest=date.fromisoformat(first) if first else None,
            latest=date.fromisoformat(last) if last else None,
            basis="stated",
            precision="interval",
        )


@pytest.fixture
def case() -> Case:
    return Case()


@pytest.fixture(scope="session")
def new_case() -> type[Case]:
    """For tests that need many cases, as those of hypothesis do."""
    return Case

"""A small fictional publication, written claim by claim: what every test here starts from."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from onrecord.model.claim import Act, Claim, Naming, Statement, Toll, Voice
from onrecord.model.event import Event
from onrecord.model.figure import Figure, Input
from onrecord.model.finding import Contradiction, Finding, Lineage, Version
from onrecord.model.material import Answered, Corroborated, Counted, Document, Linked
from onrecord.model.party import Mention, Party, Person, Record
from onrecord.model.passage import Span
from onrecord.model.quantity import Quantity
from onrecord.model.response import Response, Silence
from onrecord.model.source import Bibliography
from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.publish.publication import Exhibit, Publication, PublishedFile, Redaction

DAY = When(
    text="4 March 2031",
    earliest=date(2031, 3, 4),
    latest=date(2031, 3, 4),
    basis="stated",
    precision="day",
)
GAZETTE = (
    "A day of mourning was called.\n"
    "Witnesses told the Gazette that gunmen killed 12 people in Port Selm. "
    "The ministry denies it.\n"
    "The weather stayed cold.\n"
    "The union condemned the killings and named nobody."
)
TESTIMONY = "I am Salma Verrin. I saw it.\nSalma's brother counted dozens of dead.\nI went home."


def identifier(prefix, number):
    return f"{prefix}-{number:024x}"


def find(text, words):
    return {"text": words, "start": text.index(words), "end": text.index(words) + len(words)}


def a_document(number, text, *, language="en", shape="prose", **known):
    bibliography = Bibliography(**({"publisher": "Shore Gazette", "published": DAY} | known))
    return Document(
        id=identifier("rendition", number),
        capture=f"{number:064x}",
        name=f"{number}.txt",
        title=f"Report {number}",
        bibliography=bibliography,
        shape=shape,
        language=language,
        text=text,
    )


def a_claim(number, document, words, body, *voices, **how):
    manner = {"stance": "asserts", "polarity": "positive", "certainty": "stated"} | how
    chain = (Voice(holder="this document", kind="document"), *voices)
    return Claim(
        id=identifier("claim", number),
        rendition=document.id,
        attribution=chain,
        body=body,
        suggested_by="by hand 1",
        **find(document.text, words),
        **manner,
    )


def a_toll(document, words, at_least, at_most):
    place = find(document.text, words)
    return Toll(harm="killed", quantity=Quantity(at_least=at_least, at_most=at_most, **place))


@pytest.fixture
def publication():
    """A Gazette article with an accepted toll, a suggested denial, a statement; a testimony."""
    gazette = a_document(1, GAZETTE)
    testimony = a_document(
        2,
        TESTIMONY,
        protection="protected",
        speaker="Witness S",
        url="https://archive.example/salma",
        publisher="Shore Archive",
    )
    witnesses = Voice(holder="Witnesses", kind="witness", cue="told", start=30, end=39)
    toll = a_claim(
        1, gazette, "gunmen killed 12 people in Port Selm", a_toll(gazette, "12", 12, 12), witnesses
    )
    denial = a_claim(
        2,
        gazette,
        "The ministry denies it",
        Statement(
            speech_act="deny", cue=Span(**find(GAZETTE, "denies")), speaker_name="The ministry"
        ),
    )
    condemned = a_claim(
        3,
        gazette,
        "The union condemned the killings and named nobody",
        Statement(
            speech_act="condemn", cue=Span(**find(GAZETTE, "condemned")), speaker_name="The union"
        ),
    )
    dozens = a_claim(
        4, testimony, "Salma's brother counted dozens of dead", a_toll(testimony, "dozens", 24, 99)
    )
    act = a_claim(
        5,
        gazette,
        "gunmen killed 12 people",
        Act(
            act_type="killing",
            trigger=Span(**find(GAZETTE, "killed")),
            perpetrators=(Mention(kind="category", **find(GAZETTE, "gunmen")),),
        ),
        witnesses,
    )
    event = Event(
        id=identifier("event", 1),
        label="killing in Port Selm, 4 March 2031",
        claims=(toll.id, dozens.id, act.id),
        statements=(denial.id, condemned.id),
        act_types=("killing",),
        when=DAY,
        places=(
            Where(
                text="Port Selm", name="Port Selm", latitude=2.5, longitude=-25.2, precision="exact"
            ),
        ),
    )
    lines = (
        Lineage(
            id="line-1",
            origin="witnesses",
            claims=(toll.id, act.id),
            documents=(gazette.id,),
            reasons=(),
        ),
        Lineage(
            id="line-2",
            origin="a testimony",
            claims=(dozens.id,),
            documents=(testimony.id,),
            reasons=(),
        ),
    )
    finding = Finding(
        id=identifier("finding", 1),
        event=event.id,
        question="toll:killed",
        versions=(
            Version(value="12", claims=(toll.id,), lineages=("line-1",)),
            Version(value="dozens", claims=(dozens.id,), lineages=("line-2",)),
        ),
        lineages=lines,
        n_origins_for=2,
        n_origins_against=0,
        grade="contested",
        rule="onrecord-origins 1",
    )
    union, ministry = (
        Party(id=identifier("party", n), name=name, kind="organisation")
        for n, name in ((1, "The union"), (2, "The ministry"))
    )
    response = Response(
        id=identifier("response", 1),
        event=event.id,
        party=union.id,
        speech_act="condemn",
        claim=condemned.id,
        words=condemned.text,
        naming=Naming(level="nobody"),
        addressee=None,
        said=DAY,
        told_by=gazette.id,
    )
    figures = tuple(
        Figure(
            id=identifier("figure", n),
            kind="ranged",
            basis=basis,
            title=f"Killed, {basis}",
            event=None,
            harm="killed",
            definition="People killed.",
            method="by hand 1",
            lower=12,
            upper=99,
            inputs=(Input(id=toll.id, role="used"),),
        )
        for n, basis in ((1, "accepted"), (2, "with_suggestions"))
    )
    return Publication(
        title="Port Selm, March 2031 (fictional)",
        documents=(gazette, testimony),
        claims=(toll, denial, condemned, dozens, act),
        states={
            toll.id: "accepted",
            condemned.id: "accepted",
            dozens.id: "accepted",
            act.id: "accepted",
        },
        linked=Linked(parties=(union, ministry), events=(event,)),
        corroborated=Corroborated(
            findings=(finding,),
            contradictions=(
                Contradiction(
                    id=identifier("contradiction", 1),
                    event=event.id,
                    kind="tolls_disjoint",
                    claims=(toll.id, dozens.id),
                    words="12 and dozens cannot both hold",
                ),
            ),
        ),
        answered=Answered(
            responses=(response,),
            silences=(Silence(event=event.id, party=ministry.id, state="unknown"),),
        ),
        counted=Counted(figures=figures),
        exhibits=tuple(
            Exhibit(capture=d.capture, size=len(d.text), media_type="text/plain")
            for d in (gazette, testimony)
        ),
        redactions=(
            Redaction(words="Salma Verrin", pseudonym="Witness S"),
            Redaction(words="Salma", pseudonym="Witness S", capture=testimony.capture),
        ),
        ledger_head="ab" * 32,
        ledger_at=datetime(2031, 4, 1, 12, tzinfo=UTC),
    )


@pytest.fixture(scope="session")
def make():
    """Builders for tests that need another document, claim or file."""
    return SimpleNamespace(
        identifier=identifier,
        document=a_document,
        claim=a_claim,
        toll=a_toll,
        find=find,
        replace=replace,
        person=Person,
        record=Record,
        redaction=Redaction,
        file=PublishedFile,
    )

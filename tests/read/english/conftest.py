"""A reader of made-up sentences: Varenna, Orrin and all who live there are invented."""

from collections.abc import Callable
from datetime import date

import pytest

from onrecord.model.claim import Claim
from onrecord.model.rendition import Rendition
from onrecord.model.source import Bibliography, Context
from onrecord.model.when import When
from onrecord.read.english.prose import claims_of_prose

# Made-up documents that several tests read: {A} and {B} are parties, {P} and {Q} persons.
FILLED = {"A": "Kesh Brigade", "B": "Northern Freedom Front", "P": "Orso Talin", "Q": "Mira Vosk"}

DOCUMENTS = (
    "{A} fighters killed at least 12 villagers in Hareth on Tuesday, the Varenna Herald reported. "
    "The {A} denied killing civilians. “Our men were not there,” {P} said. He also called on the "
    "{B} to release its prisoners.",
    "The massacre followed an ambush by the {B} near Sel, which then sparked reprisals against "
    "farmers in the hills. Survivors told the Herald that gunmen loyal to the {A} had burned "
    "homes; shot men in their fields; and looted shops. {Q}, a spokeswoman for the {B}, condemned "
    "the {A} for the killings. The {A} has not responded to requests for comment.",
    "{A}’s attack on a convoy left 19 people dead. {B}’s leader, Commander {P}, vowed to hunt down "
    "the killers. According to two officials, {Q} was abducted by masked men reportedly affiliated "
    "with the {A}, and dozens of families fled to Dorvale, schools and churches.",
    "Residents accused the {B} of executing eleven prisoners. “They came at dawn,” said {Q}, 34. "
    "“The {B} took my brother.” The United Council condemned all violence against civilians and "
    "urged the {A} and the {B} to protect them. Pro-{A} militias and {B}-backed gunmen clashed on "
    "Friday; 40 people may have been killed.",
    "On Sunday {P} said the {A} had shelled Tamrit in response to an attack by {B} units. The "
    "shelling killed 31 people, including 12 children. {A} commanders insisted that the {B}, "
    "under the control of {Q}, had executed two captured soldiers. {Q} dismissed the accusation. "
    "No {A} fighter has been charged over the murder of {P}'s father.",
)

Reader = Callable[..., tuple[Claim, ...]]


def rendition_of(text: str) -> Rendition:
    return Rendition(
        id="rendition-of-a-test", capture="0" * 64, extractor="test", extractor_version="1",
        text=text, shape="prose", language="en", right_to_left=False,
    )  # fmt: skip


def on_day(year: int, month: int, day: int) -> When:
    when = date(year, month, day)
    return When(text=when.isoformat(), earliest=when, latest=when, basis="stated", precision="day")


@pytest.fixture(scope="session")
def claims_of() -> Reader:
    def read(text: str, **bibliography: object) -> tuple[Claim, ...]:
        context = Context(bibliography=Bibliography(**bibliography))  # type: ignore[arg-type]
        return claims_of_prose(rendition_of(text), context).made

    return read


@pytest.fixture(scope="session")
def documents() -> tuple[str, ...]:
    return DOCUMENTS


@pytest.fixture(scope="session")
def filled() -> Callable[..., str]:
    def fill(document: str, **names: str) -> str:
        return document.format(**{**FILLED, **names})

    return fill

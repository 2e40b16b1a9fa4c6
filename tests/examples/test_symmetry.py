"""The same rule for every party: exchange two names in a document, and the claims exchange them."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from onrecord import pipeline
from onrecord.model.canonical import canonical
from onrecord.model.claim_line import claim_line
from onrecord.model.rendition import Rendition
from onrecord.model.source import Bibliography, Context
from onrecord.record.single import read_alone

DOCUMENTS = Path(__file__).parents[2] / "examples" / "velmara" / "documents"
PROSE = sorted(
    path.name for path in DOCUMENTS.iterdir()
    if path.suffix in {".txt", ".html", ".docx", ".pdf"} and not path.name.startswith("sarn-front")
)  # fmt: skip
# Each pair with the short forms by which the documents call the two.
PAIRS = (
    {"Ostrel Volunteers": "Sarn Liberation Front", "Volunteers": "Front"},
    {"Hestmark": "Dranmar"},
)
# A state's force and a group that is none: how specifically a statement names goes with the name.
UNLIKE = {"National Guard": "Sarn Liberation Front", "Guard": "Front"}
PLACES = {"id", "rendition", "start", "end", "cue_start", "cue_end"}


def exchanged(text: str, pair: dict[str, str]) -> str:
    both = pair | {other: one for one, other in pair.items()}
    names = sorted(both, key=len, reverse=True)
    return re.sub(rf"\b({'|'.join(names)})\b", lambda found: both[found[1]], text)


def claims(
    text: str, known: Bibliography, rendition: Rendition, leave_out: set[str]
) -> Counter[str]:
    made = pipeline.read(
        msgspec.structs.replace(rendition, text=text, headings=()), Context(bibliography=known)
    )
    lines = (_without_places(claim_line(claim)) for claim in made.made)
    return Counter(
        canonical({k: v for k, v in line.items() if k not in leave_out}).decode() for line in lines
    )


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        # What kind of party a name shows ("… Front", "… Guard") goes where the name goes.
        left_out = PLACES | ({"kind"} if value.get("name") or value.get("holder") else set())
        return {key: _without_places(v) for key, v in value.items() if key not in left_out}
    return [_without_places(v) for v in value] if isinstance(value, list | tuple) else value


def _read(
    name: str, pair: dict[str, str], leave_out: set[str]
) -> tuple[Counter[str], Counter[str]]:
    """The claims of a document, and those of the document with names exchanged, named back."""
    read = read_alone(DOCUMENTS / name)
    assert read.rendition is not None
    text = read.rendition.text
    known = msgspec.structs.replace(read.bibliography, speaker=None, on_behalf_of=None)
    before = claims(text, known, read.rendition, leave_out)
    after = claims(exchanged(text, pair), known, read.rendition, leave_out)
    return before, Counter({exchanged(line, pair): n for line, n in after.items()})


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: next(iter(pair)))
@pytest.mark.parametrize("name", PROSE)
def test_exchanging_two_parties_exchanges_them_in_the_claims_and_nothing_else(
    name: str, pair: dict[str, str]
) -> None:
    before, back = _read(name, pair, set())
    assert before == back


@pytest.mark.parametrize("name", PROSE)
def test_a_state_force_and_a_group_exchange_all_but_what_their_names_show(name: str) -> None:
    before, back = _read(name, UNLIKE, {"names_perpetrator"})
    assert before == back

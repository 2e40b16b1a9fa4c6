"""Every file in ``exhibits/`` is set aside with its reason, or read, as its sidecar says.

To add one: drop the file there with a ``NAME.toml`` that holds any of

    expect   = "zip-bomb"        the code of the reason for which it is set aside as a whole
    contains = "words"           words that its text must hold (then it must be readable)
    notes    = ["formula"]       codes of parts of it that are set aside
    claims   = 8                 how many claims it gives, for a table
"""

import hashlib
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import Unreadable
from onrecord.model.claim_line import grounded_values
from onrecord.model.outcome import Outcome
from onrecord.model.rendition import Rendition
from onrecord.model.source import Context
from onrecord.preserve.media_type import HEAD, media_type
from onrecord.read.rendition import render
from onrecord.read.table import claims_of_table, suggest_mappings

EXHIBITS = Path(__file__).parent / "exhibits"
FILES = sorted(p for p in EXHIBITS.iterdir() if p.suffix != ".toml")
SECONDS = 20.0


def _rendered(path: Path) -> Rendition:
    content = path.read_bytes()
    kind = media_type(content[:HEAD], path.name)
    capture = hashlib.sha256(content).hexdigest()
    return render(content, capture=capture, media_type=kind, name=path.name)


def _claims(rendition: Rendition) -> Outcome[Any]:
    if rendition.shape != "table":
        return Outcome(made=())
    return claims_of_table(rendition, suggest_mappings(rendition), Context())


@pytest.fixture(params=FILES, ids=lambda path: path.name)
def exhibit(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_an_exhibit_meets_what_its_sidecar_says(exhibit: Path):
    said = tomllib.loads((EXHIBITS / f"{exhibit.name}.toml").read_text(encoding="utf-8"))
    assert said.keys() <= {"expect", "contains", "notes", "claims"}
    if "expect" in said:
        with pytest.raises(Unreadable) as refused:
            _rendered(exhibit)
        assert refused.value.code == said["expect"]
        return
    rendition = _rendered(exhibit)
    claims = _claims(rendition)
    codes = [part.code for part in (*rendition.set_aside, *claims.set_aside)]
    assert said.get("contains", "") in rendition.text
    assert set(said.get("notes", ())) <= set(codes), codes
    assert len(claims.made) == said.get("claims", len(claims.made))


def test_a_reason_is_a_sentence_with_a_way_out(exhibit: Path):
    try:
        rendition = _rendered(exhibit)
    except Unreadable as refused:
        reasons = [str(refused)]
    else:
        reasons = [part.reason for part in (*rendition.set_aside, *_claims(rendition).set_aside)]
    for reason in reasons:
        assert len(reason.split()) >= 6
        assert "Traceback" not in reason
        assert "Error" not in reason
        assert "0x" not in reason


def test_what_is_read_of_an_exhibit_stands_where_it_says(exhibit: Path):
    try:
        rendition = _rendered(exhibit)
    except Unreadable as refused:
        assert refused.code
        return
    for cell in rendition.cells:
        assert 0 <= cell.start <= cell.end <= len(rendition.text)
        assert "\n" not in rendition.text[cell.start : cell.end]
    for claim in _claims(rendition).made:
        assert rendition.text[claim.start : claim.end] == claim.text
        for value in grounded_values(claim):
            assert rendition.text[value.start : value.end] == value.text
    assert not any("\ud800" <= c <= "\udfff" or c == "\x00" for c in rendition.text)
    rendition.text.encode("utf-8")


def test_no_exhibit_keeps_a_run_waiting(exhibit: Path):
    begun = time.monotonic()
    try:
        first: Any = _rendered(exhibit)
    except Unreadable as refused:
        first = refused.code
    assert time.monotonic() - begun < SECONDS
    try:
        again: Any = _rendered(exhibit)
    except Unreadable as refused:
        again = refused.code
    assert first == again


def test_every_exhibit_has_a_sidecar_and_every_sidecar_an_exhibit():
    sidecars = {path.name.removesuffix(".toml") for path in EXHIBITS.glob("*.toml")}
    assert sidecars == {path.name for path in FILES}

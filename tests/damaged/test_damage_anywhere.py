"""Wherever a file is damaged, it is read or set aside with a reason: it never breaks a run."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onrecord.errors import Unreadable
from onrecord.model.source import Context
from onrecord.preserve.media_type import HEAD, media_type
from onrecord.read.rendition import render
from onrecord.read.table import claims_of_table, suggest_mappings

EXHIBITS = Path(__file__).parent / "exhibits"
WHOLE = ("half-scan.pdf", "zip-slip.docx", "formula-without-value.xlsx", "camera.jpg",
         "arabic-cp1256.csv", "wrong-charset.html", "utf16-be-mark.txt")  # fmt: skip
PACKAGES = ("zip-slip.docx", "formula-without-value.xlsx")
DAMAGE = st.tuples(
    st.sampled_from(["flip", "cut", "insert", "end"]),
    st.floats(0, 0.999),
    st.binary(min_size=1, max_size=40),
)
FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _damaged(content: bytes, how: str, where: float, words: bytes) -> bytes:
    at = int(where * len(content))
    match how:
        case "flip":
            return content[:at] + words[:1] + content[at + 1 :]
        case "cut":
            return content[:at] + content[at + len(words) :]
        case "insert":
            return content[:at] + words + content[at:]
        case _:
            return content[:at]


def _read(content: bytes, name: str) -> None:
    try:
        kind = media_type(content[:HEAD], name)
        rendition = render(content, capture="0" * 64, media_type=kind, name=name)
    except Unreadable as refused:
        assert refused.code
        return
    rendition.text.encode("utf-8")
    if rendition.shape == "table":
        for claim in claims_of_table(rendition, suggest_mappings(rendition), Context()).made:
            assert rendition.text[claim.start : claim.end] == claim.text


@pytest.mark.parametrize("name", WHOLE)
@FEW
@given(damage=DAMAGE)
@example(damage=("flip", 0.23333065480090265, b"{"))  # a filter of a name that pypdf gave up
def test_damage_to_the_bytes_of_a_file(name: str, damage: tuple[str, float, bytes]):
    _read(_damaged((EXHIBITS / name).read_bytes(), *damage), name)


@pytest.mark.parametrize("name", PACKAGES)
@FEW
@given(member=st.integers(0, 30), damage=DAMAGE)
def test_damage_inside_an_office_file(name: str, member: int, damage: tuple[str, float, bytes]):
    made = io.BytesIO()
    with zipfile.ZipFile(EXHIBITS / name) as whole, zipfile.ZipFile(made, "w") as package:
        names = whole.namelist()
        for n, part in enumerate(names):
            content = whole.read(part)
            hit = n == member % len(names)
            package.writestr(part, _damaged(content, *damage) if hit else content)
    _read(made.getvalue(), name)

"""What is too large for a repository is made here, and is set aside in time and in memory."""

import hashlib
import io
import resource
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import Unreadable
from onrecord.model.source import Context
from onrecord.preserve.folder import find_files
from onrecord.preserve.media_type import HEAD, media_type
from onrecord.read.rendition import render
from onrecord.read.table import claims_of_table, suggest_mappings
from onrecord.record.blobs import Blobs

LINE = b"Nobody has answered for the village of Sel Maran since then, and nobody was asked to.\n"


@pytest.fixture
def within_seconds() -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < 60


def _refused(content: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as refused:
        kind = media_type(content[:HEAD], name)
        render(content, capture=hashlib.sha256(content).hexdigest(), media_type=kind, name=name)
    assert name in str(refused.value) or "split it" in str(refused.value)
    return refused.value.code


def test_a_hundred_megabytes_of_text_stay_sealed_and_are_not_read(
    tmp_path: Path, within_seconds: None
):
    path = tmp_path / "dump.txt"
    with path.open("wb") as stream:
        for _ in range(1200):
            stream.write(LINE * 1000)
    assert path.stat().st_size > 100_000_000
    (found,) = find_files([tmp_path]).made
    store = Blobs(tmp_path / "blobs")
    sealed = store.seal(found.path)
    assert _refused(store.read(sealed.sha256), "dump.txt") == "too-large"
    assert sealed.sha256 in store


def test_a_line_of_a_million_characters_is_read(within_seconds: None):
    content = b"a sentence without an end, " * 40_000
    rendition = render(content, capture="0" * 64, media_type="text/plain", name="one-line.txt")
    assert len(rendition.text) == len(content)


def test_a_list_of_a_million_rows_is_refused_with_the_way_out(within_seconds: None):
    rows = b"".join(b"%d,Ara Sel,34,killed\n" % n for n in range(1_000_000))
    assert _refused(b"No,Name,Age,Outcome\n" + rows, "national-list.csv") == "too-large"


def test_a_list_of_twenty_thousand_rows_gives_every_person(within_seconds: None):
    rows = "".join(f"{n},Person {n} of Sel,{n % 90},killed\n" for n in range(20_000))
    content = ("No,Name,Age,Outcome\n" + rows).encode()
    rendition = render(content, capture="0" * 64, media_type="text/csv", name="list.csv")
    claims = claims_of_table(rendition, suggest_mappings(rendition), Context()).made
    acts = [claim for claim in claims if claim.kind == "act"]
    assert len({claim.id for claim in acts}) == 20_000
    assert {claim.cell.row for claim in acts if claim.cell} == set(range(2, 20_002))


def test_a_gigabyte_in_a_megabyte_is_never_unpacked_whole(within_seconds: None):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(100):
                member.write(b" " * 10_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable, match="overwhelm") as refused:
        kind = media_type(made.getvalue()[:HEAD], "list.xlsx")
        render(made.getvalue(), capture="0" * 64, media_type=kind, name="list.xlsx")
    assert refused.value.code == "zip-bomb"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KiB

"""What leaves: headers, no name that is withheld, nothing captured that is rendered as ours."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from onrecord.record.case import create_case, sole_writer
from onrecord.record.intake import add
from onrecord.record.models import ClaimRow, DocumentRow, EventRow, FigureRow, PersonRow
from onrecord.record.protection import withheld_names
from onrecord.record.run import run
from onrecord.web.assets import assets
from onrecord.web.door import Door
from onrecord.web.served import Served, begin


def test_every_answer_forbids_what_is_not_ours(visitor: Any) -> None:
    for address in ("/", "/nowhere", "/api/claims", reverse("documents")):
        headers = visitor.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "same-origin"


def test_refusals_carry_the_same_headers(door: Door) -> None:
    for client in (Client(HTTP_HOST="127.0.0.1:8000"), Client(HTTP_HOST="elsewhere.example")):
        assert "Content-Security-Policy" in client.get("/").headers


def test_no_page_holds_script_or_style_of_its_own(visitor: Any) -> None:
    for address in every_address():
        page = visitor.page(address)
        assert not re.search(r"<script(?! src=)", page)
        assert not re.search(r"<style", page)
        assert not re.search(r"\sstyle=", page)
        assert not re.search(r"\son[a-z]+=", page)
        assert not re.search(r"""(src|href)=["'](https?:)?//""", page)


def test_script_and_style_state_their_digest(visitor: Any) -> None:
    page = visitor.page("/")
    for asset in assets().values():
        assert f'integrity="{asset.integrity}"' in page
        answer = visitor.get(f"/assets/{asset.file}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]


def test_nothing_but_what_was_built_is_an_asset(visitor: Any) -> None:
    for name in ("manifest.json", "../serve.py", "..%2fserve.py", "app.css"):
        assert visitor.get(f"/assets/{name}").status_code == 404


def test_sealed_bytes_are_only_ever_saved(visitor: Any, case: Any) -> None:
    row = DocumentRow.objects.filter(name__endswith=".html")[0]
    answer = visitor.get(reverse("sealed", args=[row.id]))
    assert answer.content == case.blobs.read(row.capture_id)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_sealed_bytes_that_are_damaged_are_not_handed_out(visitor: Any, case: Any) -> None:
    row = DocumentRow.objects.all()[0]
    path = case.blobs.path(row.capture_id)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    answer = visitor.get(reverse("sealed", args=[row.id]))
    assert answer.status_code == 409
    assert "restore it from a copy" in answer.content.decode()


def every_address() -> list[str]:
    lists = ("home", "documents", "claims", "events", "responses", "persons", "pairs", "figures",
             "ledger", "set_aside")  # fmt: skip
    return [
        *(reverse(name) for name in lists),
        *(reverse("document", args=[row.id]) for row in DocumentRow.objects.all()),
        *(reverse("event", args=[row.id]) for row in EventRow.objects.all()),
        *(reverse("figure", args=[row.pk]) for row in FigureRow.objects.all()[:20]),
        *(reverse("person", args=[row.id]) for row in PersonRow.objects.all()[:10]),
    ]


def test_no_answer_holds_a_name_that_is_withheld(visitor: Any) -> None:
    names = [one.name for one in withheld_names()]
    assert names, "the bundled case has a protected witness"
    protected = DocumentRow.objects.filter(protection="protected")[0]
    family_name = names[0].split()[-1]
    amend = [reverse("amend_claim", args=[row.id])
             for row in ClaimRow.objects.filter(document=protected)]  # fmt: skip
    json = ["/api/claims", "/api/documents", "/api/events", "/api/figures", "/api/responses"]
    for address in [*every_address(), *amend, *json, f"/documents/?q={family_name}"]:
        answer = visitor.get(address).content.decode()
        if "q=" in address:
            assert "No document fits" in answer
            continue
        for name in names:
            assert name not in answer, address
    own = visitor.page(reverse("document", args=[protected.id]))
    assert family_name not in own


def test_a_protected_speaker_appears_under_the_pseudonym(visitor: Any) -> None:
    row = DocumentRow.objects.filter(protection="protected")[0]
    page = visitor.page(reverse("document", args=[row.id]))
    assert withheld_names()[0].pseudonym in page


@pytest.fixture
def hostile(tmp_path: Path) -> Client:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "page.txt").write_text(
        '<script>alert("x")</script> Soldiers killed 12 people <img src=x onerror=alert(1)> in the '
        "town of Ardal, a witness said.\n",
        encoding="utf-8",
    )
    (folder / "sources.csv").write_text(
        'file,title,publisher,published\npage.txt,"<b onclick=1>T</b>","<i>P</i>",2021-09-18\n',
        encoding="utf-8",
    )
    case = create_case(tmp_path / "c", title="<u>A case</u>", country=None, by="tester")
    with sole_writer(case):
        add(case, [folder], by="tester")
        run(case)
    door = Door(8000)
    begin(Served(case=case, door=door, by="tester"))
    client = Client(HTTP_HOST="127.0.0.1:8000")
    client.get(door.new_address().split("8000", 1)[1])
    return client


def test_captured_markup_is_shown_as_text_and_never_rendered(hostile: Client) -> None:
    row = DocumentRow.objects.get()
    for address in ("/", "/documents/", f"/documents/{row.id}/", "/claims/", "/events/"):
        page = hostile.get(address).content.decode()
        for tag in ("<script>", "<img", "<b onclick", "<i>P", "<u>A"):
            assert tag not in page, address
    page = hostile.get(f"/documents/{row.id}/").content.decode()
    assert "&lt;script&gt;" in page


def test_the_secret_key_is_of_this_run() -> None:
    assert len(settings.SECRET_KEY) >= 50
    assert not settings.DEBUG

"""A stranger's check of a published folder: what is changed is found and named."""

import json
import subprocess
from hashlib import sha256

import pytest

from onrecord.publish.check import check_published, target
from onrecord.publish.publish import publish


@pytest.fixture
def files(publication, make):
    made = publish(make.replace(publication, include_unreviewed=True)).made
    return {file.path: file.data for file in made}


def problems(files):
    return check_published(files.get, files)


def codes(files):
    return {problem.code for problem in problems(files)}


def with_honest_digests(files, path, data):
    """The file changed, and both manifests made to agree: what a forger would do."""
    old = files[path]
    changed = files | {path: data}
    for name in ("manifest.json", "MANIFEST.sha256"):
        text = changed[name].decode()
        text = text.replace(sha256(old).hexdigest(), sha256(data).hexdigest())
        text = text.replace(f'"size": {len(old)}', f'"size": {len(data)}')
        if name == "MANIFEST.sha256":
            before = sha256(files["manifest.json"]).hexdigest()
            text = text.replace(before, sha256(changed["manifest.json"]).hexdigest())
        changed[name] = text.encode()
    return changed


def test_a_published_folder_holds(files):
    assert problems(files) == []


def test_a_changed_byte_is_found_and_named(files):
    changed = files | {"style.css": files["style.css"] + b" "}
    assert [(p.path, p.code) for p in problems(changed)] == [("style.css", "digest")]


def test_a_missing_file_is_found(files):
    left = {path: data for path, data in files.items() if path != "data/tolls.csv"}
    assert ("data/tolls.csv", "missing") in {(p.path, p.code) for p in problems(left)}


def test_an_extra_file_is_found(files):
    assert codes(files | {"notes.txt": b"?"}) == {"extra"}


def test_without_a_manifest_nothing_is_said_to_hold(files):
    assert codes({"index.html": files["index.html"]}) == {"missing"}
    assert codes(files | {"manifest.json": b"{"}) == {"unreadable"}


def test_a_line_taken_from_the_sums_is_found(files):
    shorter = b"\n".join(files["MANIFEST.sha256"].split(b"\n")[1:])
    assert codes(files | {"MANIFEST.sha256": shorter}) == {"sums"}


def test_a_quotation_that_was_changed_is_found_even_with_honest_digests(files):
    path = next(p for p in files if p.startswith("events/"))
    forged = files[path].replace(b">gunmen killed 12 people</a>", b">gunmen killed 21 people</a>")
    assert forged != files[path]
    assert "words" in codes(with_honest_digests(files, path, forged))


def test_a_passage_that_was_changed_is_found_even_with_honest_digests(files):
    path = next(p for p in files if p.startswith("documents/") and b"Port Selm" in files[p])
    forged = files[path].replace(b" in Port Selm</span>", b" in Port Oum</span>")
    assert forged != files[path]
    assert "words" in codes(with_honest_digests(files, path, forged))


def test_an_anchor_that_leads_nowhere_is_found(files):
    path = next(p for p in files if p.startswith("documents/") and b"Port Selm" in files[p])
    forged = files[path].replace(b' id="c-claim-', b' id="d-claim-')
    assert "anchor" in codes(with_honest_digests(files, path, forged))


def test_a_link_out_of_the_folder_is_found(files):
    forged = files["index.html"].replace(b'href="responses.html"', b'href="../responses.html"')
    assert "link" in codes(with_honest_digests(files, "index.html", forged))


def test_sha256sum_agrees(files, tmp_path):
    for path, data in files.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    command = ["sha256sum", "-c", "--quiet", "--strict", "MANIFEST.sha256"]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0


@pytest.mark.parametrize(
    ("page", "link", "expected"),
    [
        ("events/e.html", "../documents/d.html#c-1", ("documents/d.html", "c-1")),
        ("documents/d.html", "#c-1", ("documents/d.html", "c-1")),
        ("index.html", "events/e.html", ("events/e.html", "")),
        ("index.html", "../secret", ("../secret", "")),
    ],
)
def test_links_are_followed_from_the_page_they_stand_on(page, link, expected):
    assert target(page, link) == expected


@pytest.mark.parametrize("receipts", [7, {}, ["link"], None])
def test_receipts_that_are_none_are_told(files, receipts):
    manifest = json.loads(files["manifest.json"])
    manifest |= {"weights_saved_by": "anybody", "receipts": receipts}
    assert "weights" in codes(files | {"manifest.json": json.dumps(manifest).encode()})

"""What a published folder holds, and what it must never hold."""

import json
from datetime import date
from html import unescape

import pytest

from onrecord.publish.publish import publish
from onrecord.publish.spreadsheet import unguarded


def folder(publication):
    return {file.path: file.data for file in publish(publication).made}


def text_of(files):
    return "\n".join(data.decode("utf-8-sig") for data in files.values()) + "\n".join(files)


def rows(files, table):
    return [json.loads(line) for line in files[f"data/{table}.jsonl"].decode().split("\n") if line]


def event_html(files):
    return next(data.decode() for path, data in files.items() if path.startswith("events/"))


def test_the_same_publication_gives_the_same_bytes(publication):
    assert publish(publication).made == publish(publication).made


def test_order_of_claims_and_documents_does_not_change_a_byte(publication, make):
    turned = make.replace(
        publication, claims=publication.claims[::-1], documents=publication.documents[::-1]
    )
    assert publish(turned).made == publish(publication).made


def test_a_suggestion_is_left_out_unless_it_is_asked_for(publication, make):
    assert "The ministry denies it</a>" not in text_of(folder(publication))
    asked = folder(make.replace(publication, include_unreviewed=True))
    assert "The ministry denies it</a>" in text_of(asked)


def test_with_suggestions_every_page_says_so_and_each_is_marked(publication, make):
    asked = folder(make.replace(publication, include_unreviewed=True))
    pages = [data.decode() for path, data in asked.items() if path.endswith(".html")]
    assert all("includes suggestions that nobody has reviewed" in page for page in pages)
    reviews = {row["words"]: row["review"] for row in rows(asked, "claims")}
    assert reviews["The ministry denies it"] == "suggested, not reviewed"
    assert reviews["gunmen killed 12 people in Port Selm"] == "accepted"


def test_a_page_of_accepted_claims_alone_carries_no_warning(publication):
    pages = folder(publication)
    assert b"not reviewed" not in pages["index.html"] + pages["responses.html"]


@pytest.mark.parametrize("state", ["rejected", "superseded"])
def test_a_rejected_or_replaced_claim_appears_nowhere(publication, make, state):
    claim = publication.claims[4]
    changed = make.replace(
        publication, states=publication.states | {claim.id: state}, include_unreviewed=True
    )
    assert claim.id not in text_of(folder(changed))


def test_a_number_made_with_suggestions_needs_them_to_be_asked_for(publication, make):
    assert [row["basis"] for row in rows(folder(publication), "figures")] == ["accepted"]
    asked = folder(make.replace(publication, include_unreviewed=True))
    assert {row["basis"] for row in rows(asked, "figures")} == {"accepted", "with_suggestions"}


def test_a_protected_name_is_in_no_file_and_no_file_name(publication, make):
    for unreviewed in (False, True):
        for whole in (False, True):
            made = folder(
                make.replace(publication, include_unreviewed=unreviewed, whole_texts=whole)
            )
            assert "salma" not in text_of(made).casefold()
            assert "verrin" not in text_of(made).casefold()


def test_a_protected_name_is_covered_in_titles_parties_and_labels(publication, make):
    documents = tuple(
        make.replace(d, title="What SALMA  VERRIN saw") for d in publication.documents
    )
    events = tuple(
        make.replace(e, label="killing of Salma Verrin") for e in publication.linked.events
    )
    linked = make.replace(publication.linked, events=events)
    made = folder(
        make.replace(publication, documents=documents, linked=linked, title="Salma-Verrin")
    )
    assert "verrin" not in text_of(made).casefold()
    assert "killing of Witness S" in event_html(made)


def test_of_a_protected_document_nothing_but_the_passages_is_shown(publication):
    made = folder(publication)
    page = next(made[p].decode() for p in made if p.endswith("2.html") and "documents/" in p)
    assert "Words are withheld in this document" in page
    assert "Witness S's brother counted dozens of dead" in unescape(page)
    assert "I went home" not in page
    assert "archive.example" not in text_of(made)


def test_a_person_whose_name_is_withheld_is_in_no_table(publication, make):
    claim = publication.claims[0]
    records = tuple(
        make.record(
            id=make.identifier("record", n),
            rendition=claim.rendition,
            list_name="A list",
            row=n,
            claims=(claim.id,),
            name=name,
        )
        for n, name in ((1, "████ ██████"), (2, "Anders Oum"), (3, "Salma Verrin"))
    )
    persons = tuple(
        make.person(
            id=make.identifier("person", r.row), name=r.name, records=(r.id,), lists=("A list",)
        )
        for r in records
    )
    linked = make.replace(publication.linked, records=records, persons=persons)
    made = folder(make.replace(publication, linked=linked))
    assert [row["name"] for row in rows(made, "persons")] == ["Anders Oum"]


def test_only_cited_paragraphs_are_published_unless_whole_texts_are_asked_for(publication, make):
    assert "The weather stayed cold" not in text_of(folder(publication))
    assert "The weather stayed cold" in text_of(folder(make.replace(publication, whole_texts=True)))


def test_every_sentence_of_a_dossier_says_according_to_whom(publication):
    page = event_html(folder(publication))
    sentences = page.split('<p class="sentence">')[1:]
    assert len(sentences) >= 5
    assert all(sentence.startswith("According to ") for sentence in sentences)
    assert "According to <bdi>“Report 1” (Shore Gazette, 4 March 2031)</bdi>" in _plain(page)
    assert ", citing <bdi>Witnesses</bdi>: <q" in page


def _plain(page):
    """Without the marks that keep words of other scripts in their own direction."""
    return page.replace("\u2068", "").replace("\u2069", "")


def test_rival_versions_stand_side_by_side(publication):
    page = event_html(folder(publication))
    assert page.count('<article class="version">') == 2
    assert "12 and dozens cannot both hold" in page


def test_silent_and_unknown_are_different(publication, make):
    page = folder(publication)["responses.html"].decode()
    assert '<td class="cell cell--unknown">' in page
    silent = make.replace(
        publication.answered.silences[0], state="silent", claims=(publication.claims[2].id,)
    )
    told = make.replace(publication.answered, silences=(silent,))
    page = folder(make.replace(publication, answered=told))["responses.html"].decode()
    assert '<td class="cell cell--silent">' in page
    assert "A source says that it said nothing." in page


def test_what_rests_on_an_unpublished_claim_is_set_aside_with_a_reason(publication, make):
    states = {k: v for k, v in publication.states.items() if k != publication.claims[3].id}
    outcome = publish(make.replace(publication, states=states))
    assert {one.subject.split("-")[0] for one in outcome.set_aside} == {"finding", "contradiction"}
    assert all("not published" in one.reason for one in outcome.set_aside)


def test_words_of_a_source_are_escaped(publication, make):
    hostile = '<script>alert(1)</script> "killed" 3 & more'
    document = make.document(3, hostile)
    claim = make.claim(9, document, hostile, make.toll(document, "3", 3, 3))
    event = publication.linked.events[0]
    linked = make.replace(
        publication.linked, events=(make.replace(event, claims=(*event.claims, claim.id)),)
    )
    made = folder(
        make.replace(
            publication,
            documents=(*publication.documents, document),
            claims=(*publication.claims, claim),
            linked=linked,
            states=publication.states | {claim.id: "accepted"},
        )
    )
    pages = [data for path, data in made.items() if path.endswith(".html")]
    assert not any(b"<script" in page for page in pages)
    assert any(b"&lt;script&gt;" in page for page in pages)


def test_no_page_holds_a_script_an_inline_style_or_an_address_to_fetch(publication):
    for path, data in folder(publication).items():
        if path.endswith(".html"):
            page = data.decode()
            assert "<script" not in page
            assert " style=" not in page
            assert "src=" not in page
            assert 'http-equiv="Content-Security-Policy"' in page


def test_arabic_words_are_set_right_to_left(publication, make):
    arabic = make.document(4, "قُتل 3 أشخاص في الميناء", language="ar")
    claim = make.claim(8, arabic, "قُتل 3 أشخاص", make.toll(arabic, "3", 3, 3))
    made = folder(
        make.replace(
            publication,
            documents=(*publication.documents, arabic),
            claims=(*publication.claims, claim),
            states=publication.states | {claim.id: "accepted"},
        )
    )
    page = next(made[p].decode() for p in made if p.endswith("4.html") and "documents/" in p)
    assert '<blockquote class="text" lang="ar" dir="rtl">' in page


def test_a_row_of_the_table_has_every_column_of_the_codebook_and_no_other(publication):
    made = folder(publication)
    columns = json.loads(made["data/codebook.json"])["columns"]
    for table in ("claims", "events", "tolls", "responses", "figures", "documents"):
        named = [c["column"] for c in columns if c["table"] == table]
        found = rows(made, table)
        assert found, table
        for row in found:
            assert [key for key in row if (table, key) != ("claims", "claim")] == named
        header = made[f"data/{table}.csv"].decode("utf-8-sig").split("\r\n")[0]
        assert header == ",".join(named)


def test_every_value_with_allowed_terms_is_one_of_them(publication, make):
    made = folder(make.replace(publication, include_unreviewed=True))
    n_checked = 0
    for column in json.loads(made["data/codebook.json"])["columns"]:
        if not column["allowed_terms"] or column["table"] == "persons":
            continue
        for row in rows(made, column["table"]):
            value = row[column["column"]]
            for one in value if isinstance(value, list) else [value]:
                n_checked += one is not None
                assert one is None or one in column["allowed_terms"], (column["column"], one)
    assert n_checked > 30


def test_a_title_that_is_a_formula_stays_words(publication, make):
    first, second = publication.documents
    made = folder(make.replace(publication, documents=(make.replace(first, title="=1+2"), second)))
    assert b",'=1+2," in made["data/documents.csv"]
    assert unguarded("'=1+2") == "=1+2"


def test_the_toll_chart_leaves_out_a_denied_number_but_the_page_keeps_its_words(publication, make):
    denied = make.replace(publication.claims[0], stance="denies")
    page = event_html(folder(make.replace(publication, claims=(denied, *publication.claims[1:]))))
    chart = page.split("<svg")[1].split("</svg>")[0]
    assert f"c-{denied.id}" not in chart
    assert f"c-{denied.id}" in page
    assert "a denial" in page


def test_a_toll_without_a_day_of_its_own_stands_at_its_publication(publication):
    page = event_html(folder(publication))
    assert f"published {date(2031, 3, 4).day} Mar 2031" in page

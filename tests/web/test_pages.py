"""Every page of the bundled case answers, and says what it should."""

import re
from typing import Any

import pytest
from django.urls import reverse

from onrecord.record.case import Case
from onrecord.record.models import (
    ClaimRow,
    DocumentRow,
    EventRow,
    FigureRow,
    LedgerEntry,
    PairRow,
    PersonRow,
    SetAsideRow,
)

LISTS = ("home", "documents", "claims", "events", "responses", "persons", "pairs", "figures",
         "ledger", "set_aside")  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_list_answers_and_marks_where_one_is(visitor: Any, name: str) -> None:
    page = visitor.page(reverse(name))
    assert page.split("</header>")[0].count("aria-current=") == 1
    assert page.count("<h1") == 1


def test_every_document_shows_its_own_words(visitor: Any) -> None:
    for row in DocumentRow.objects.all():
        page = visitor.page(reverse("document", args=[row.id]))
        assert f"of {row.n_characters:,}." in page


def test_a_claim_leads_to_its_words_in_the_document(visitor: Any) -> None:
    row = ClaimRow.objects.filter(kind="toll", document__shape="prose").order_by("id")[0]
    address = visitor.get(reverse("claim", args=[row.id])).headers["Location"]
    assert address.endswith(f"#c-{row.id}")
    page = visitor.page(address.split("#")[0])
    assert f'id="c-{row.id}"' in page
    assert f'id="p-{row.id}"' in page
    marked = re.findall(rf'<mark data-claims="[^"]*\b{row.id}\b[^"]*"[^>]*>([^<]*)</mark>', page)
    assert "".join(marked).replace("&#x27;", "'").replace("&quot;", '"') == row.text


def test_every_event_and_every_figure_answers(visitor: Any) -> None:
    for event in EventRow.objects.all():
        visitor.page(reverse("event", args=[event.id]))
    for figure in FigureRow.objects.all()[:40]:
        visitor.page(reverse("figure", args=[figure.pk]))


def test_the_event_with_rival_tolls_shows_chart_map_and_versions(visitor: Any) -> None:
    event = EventRow.objects.order_by("-n_contradictions", "-n_claims")[0]
    page = visitor.page(reverse("event", args=[event.id]))
    assert "What cannot both hold" in page
    assert "toll-chart" in page
    assert "Outlines: Natural Earth" in page
    assert page.count('class="version') > 2


def test_a_figure_without_a_number_says_why(visitor: Any) -> None:
    none = next(
        row for row in FigureRow.objects.all() if row.figure.value is None and row.figure.reason
        and row.figure.lower is None and row.figure.upper is None
    )  # fmt: skip
    page = visitor.page(reverse("figure", args=[none.pk]))
    assert "Not estimable" in page or "No number" in page


def test_a_figure_with_suggestions_says_that_it_is_not_published(visitor: Any) -> None:
    for basis, said in (("with_suggestions", True), ("accepted", False)):
        row = FigureRow.objects.filter(basis=basis)[0]
        page = visitor.page(reverse("figure", args=[row.pk]))
        assert ("suggestions that nobody has reviewed" in page) is said


def test_an_arabic_document_runs_from_right_to_left(visitor: Any) -> None:
    row = DocumentRow.objects.filter(language="ar", shape="prose")[0]
    page = visitor.page(reverse("document", args=[row.id]))
    assert '<div class="reading__text" lang="ar" dir="rtl">' in page


def test_silent_and_unknown_are_different_words(visitor: Any) -> None:
    page = visitor.page(reverse("responses"))
    assert '<p class="unknown">unknown</p>' in page
    assert "Silent, as a source says" in page


def test_the_day_makes_a_difference_to_who_had_answered(visitor: Any) -> None:
    def own_statements(day: str) -> int:
        return visitor.page(f"{reverse('responses')}?as_of={day}").count("its own statement")

    assert own_statements("2021-09-15") == 0
    assert own_statements("2021-09-20") < own_statements("2021-09-22")


def test_documents_are_found_by_words_whatever_their_case(visitor: Any) -> None:
    everything = DocumentRow.objects.count()
    found = visitor.page(f"{reverse('documents')}?q=LEDGER").count('class="list__head"')
    assert 0 < found < everything
    assert "No document fits" in visitor.page(f"{reverse('documents')}?q=zzzz")


def test_a_list_goes_on_where_it_stopped(visitor: Any) -> None:
    seen: list[str] = []
    address = reverse("claims")
    while address:
        page = visitor.page(address)
        seen += re.findall(r'data-card="([^"]+)"', page)
        more = re.search(r'href="\?([^"]+)" rel="next"', page)
        address = f"{reverse('claims')}?{more[1].replace('&amp;', '&')}" if more else ""
    assert len(seen) == len(set(seen)) == ClaimRow.objects.count()


@pytest.mark.parametrize(
    "address",
    ["/documents/none/", "/claim/none/", "/events/none/", "/persons/none/", "/figures/none/",
     "/nowhere", "/claims/?state=perhaps", "/claims/?after=xx", "/documents/?after=W10=",
     "/responses/?as_of=soon", "/events/?sort=size"],
)  # fmt: skip
def test_what_is_not_there_is_said_to_be_not_there(visitor: Any, address: str) -> None:
    response = visitor.get(address)
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_a_position_beyond_the_end_is_no_page(visitor: Any) -> None:
    row = DocumentRow.objects.all()[0]
    address = reverse("document", args=[row.id])
    assert visitor.get(f"{address}?at={row.n_characters + 1}").status_code == 404


def test_what_was_set_aside_stands_there_with_its_reason(visitor: Any) -> None:
    page = visitor.page(reverse("set_aside"))
    first = SetAsideRow.objects.order_by("id")[0]
    assert first.code in page


def test_the_ledger_shows_every_hash_and_verifies(visitor: Any) -> None:
    newest = LedgerEntry.objects.order_by("-seq")[0]
    assert newest.hash in visitor.page(reverse("ledger"))
    answer = visitor.post(reverse("verify"), reverse("ledger"))
    assert "Everything that was checked holds." in answer.content.decode()


def test_verification_names_what_does_not_hold(visitor: Any, case: Case) -> None:
    blob = next((case.root / "blobs" / "sha256").rglob("??*/*"))
    blob.chmod(0o600)
    blob.write_bytes(b"not what was sealed")
    answer = visitor.post(reverse("verify"), reverse("ledger")).content.decode()
    assert "Something does not hold." in answer
    assert blob.name[:12] in answer


def test_records_and_pairs_stand_side_by_side(visitor: Any) -> None:
    pair = PairRow.objects.select_related("left", "right").order_by("-worth", "-id")[0]
    page = visitor.page(reverse("pairs"))
    assert pair.left.name in page
    assert pair.right.name in page
    for person in PersonRow.objects.all()[:10]:
        visitor.page(reverse("person", args=[person.id]))

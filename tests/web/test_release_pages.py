"""A list that came out again, on the pages: marked, with what it became and what changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from onrecord.record.case import Case, create_case
from onrecord.record.decisions import decide
from onrecord.record.intake import add
from onrecord.record.models import ClaimBefore, ClaimRow, DocumentRow
from onrecord.record.run import run
from onrecord.web.door import Door
from onrecord.web.served import Served, begin

HEADER = "name,age,sex,place,date,harm\n"
FIRST = "Samir Khalil Darwish,34,male,Orlan,2021-05-07,killed\n"
SECOND = "Layla Hasan Qabbar,12,female,Orlan,2021-05-07,killed\n"
GONE = "Tariq Yusuf Melhem,51,male,Besh,2021-05-09,killed\n"
COME = "Adam Musa Rahal,8,male,Orlan,2021-05-07,killed\n"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = create_case(tmp_path / "case", title="A list", country=None, by="tester")
    (tmp_path / "may.csv").write_text(HEADER + FIRST + SECOND + GONE)
    (tmp_path / "june.csv").write_text(HEADER + FIRST + SECOND.replace(",12,", ",13,") + COME)
    (first,) = add(made, [tmp_path / "may.csv"], by="tester").arrivals
    run(made)
    for claim in list(ClaimRow.objects.all()):
        decide(made, "accept", claim.id, by="tester")
    run(made)
    (second,) = add(made, [tmp_path / "june.csv"], by="tester").arrivals
    decide(made, "release", second.capture_id, other=first.capture_id, by="tester")
    run(made)
    yield made


@pytest.fixture
def door(case: Case) -> Door:
    door = Door(8000)
    begin(Served(case=case, door=door, by="tester"))
    return door


def page_of(visitor: Any, name: str) -> str:
    page: str = visitor.page(reverse("document", args=[DocumentRow.objects.get(name=name).id]))
    return page


def test_an_earlier_release_is_marked_and_leads_to_what_it_became(visitor: Any) -> None:
    later = DocumentRow.objects.get(name="june.csv")
    listed = visitor.page(reverse("documents"))
    assert listed.count("earlier release") == 1
    page = page_of(visitor, "may.csv")
    assert "An earlier release of a list" in page
    assert reverse("document", args=[later.id]) in page
    assert reverse("release", args=[later.id]) in page
    assert "A later release of" in page_of(visitor, "june.csv")


def test_the_page_of_a_release_tells_what_it_changed(visitor: Any) -> None:
    later = DocumentRow.objects.get(name="june.csv")
    page = visitor.page(reverse("release", args=[later.id]))
    assert "1 as they were, 1 changed, 1 added, 1 withdrawn, 0 back again" in page
    assert ">12<" in page and ">13<" in page
    assert "Adam Musa Rahal" in page and "Tariq Yusuf Melhem" in page
    earlier = DocumentRow.objects.get(name="may.csv")
    assert visitor.get(reverse("release", args=[earlier.id])).status_code == 404


def test_a_claim_tells_what_was_decided_of_it_on_the_earlier_release(visitor: Any) -> None:
    page = page_of(visitor, "june.csv")
    assert "On the earlier release of this list, in the same words: accepted" in page
    assert "Decided on the earlier wording: accepted" in page
    changed = ClaimBefore.objects.filter(changed=True)[0]
    assert reverse("claim", args=[changed.before]) in page
    assert ClaimRow.objects.get(id=changed.claim).state == "suggested"

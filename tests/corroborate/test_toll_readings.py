from dataclasses import dataclass

import pytest

from onrecord.errors import VocabularyError
from onrecord.model.claim import Act
from onrecord.model.passage import Cell, Span
from onrecord.model.toll import tolls_of


@dataclass(frozen=True)
class Told:
    harm: str
    number: int | None
    stated_as: str


def told(case, claim_id):
    claim = next(claim for claim in case.claims if claim.id == claim_id)
    return [
        Told(reading.harm, reading.quantity.at_least, reading.stated_as)
        for reading in tolls_of(claim)
    ]


def test_a_toll_is_a_toll_of_its_harm(case):
    made = case.toll(case.document("a"), case.exactly(12), harm="injured")
    assert told(case, made) == [Told("injured", 12, "toll")]


def test_an_act_with_a_number_counts_for_the_harm_that_such_an_act_does(case):
    made = case.killing(case.document("a"), number=case.exactly(12))
    assert told(case, made) == [Told("killed", 12, "act")]


def test_an_act_without_a_number_says_nothing_of_how_many(case):
    assert told(case, case.killing(case.document("a"))) == []


def test_a_displacement_with_a_number_counts_the_displaced(case):
    made = case.flight(case.document("a"), case.exactly(3000))
    assert told(case, made) == [Told("displaced", 3000, "displacement")]


def test_a_row_of_a_list_tells_of_one_person_and_is_no_toll(case):
    cell = Cell(sheet="", row=2, column="name")
    made = case.killing(case.document("a"), number=case.exactly(1), cell=cell)
    assert told(case, made) == []


def test_a_denied_number_is_marked_as_denied(case):
    made = case.toll(case.document("a"), case.exactly(12), polarity="negative")
    claim = next(claim for claim in case.claims if claim.id == made)
    assert [reading.denied for reading in tolls_of(claim)] == [True]


def test_an_act_of_a_kind_that_no_vocabulary_has_is_refused(case):
    body = Act(
        act_type="jaywalking",
        trigger=Span(text="walked", start=0, end=6),
        quantity=case.exactly(2),
    )
    made = case.claim(case.document("a"), body, "Two walked.")
    with pytest.raises(VocabularyError, match="jaywalking"):
        told(case, made)

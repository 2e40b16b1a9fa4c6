"""The three lists of the bundled case, linked: who is one person is known, because we made them up.

Rows are lines of the files. A pair of rows of one person must be linked or offered to a person as
doubtful; a pair of rows of two persons must not be linked.
"""

from itertools import combinations
from pathlib import Path

import pytest

from onrecord.model.material import Linked
from onrecord.record.lists import link_alone

DOCUMENTS = Path(__file__).parents[2] / "examples" / "velmara" / "documents"
COMMITTEE, RELATIVES, HOSPITAL = (
    "sarn-committee-list.csv",
    "relatives-association-list.xlsx",
    "marsa-torin-hospital.csv",
)
# Rows of the committee's list, the relatives' list and the hospital's register that are one person.
SAME_PERSON: tuple[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]], ...] = (
    ((3,), (4,), ()),  # Zaki Tornasi
    ((5,), (5,), ()),  # Hassan Serrati, 34; his namesake of 61 is row 14 of the relatives' list
    ((6,), (6,), ()),  # Khalil Nasmiri
    ((7,), (), (5,)),  # Walid Ghadmiri
    ((12,), (8,), (6,)),  # Karim Dorsani
    ((15,), (), (7,)),  # Adnan Tornasi
    ((17,), (9,), ()),  # Ibrahim Halwari and his family
    ((18,), (10,), ()),
    ((19,), (11,), ()),
    ((20,), (12,), (9,)),
    ((21,), (13,), (10,)),
    ((22, 29), (15,), (11,)),  # Yusuf Ketrani, entered twice by the committee
    ((23,), (16,), ()),  # Maryam Ketrani
    ((24, 30), (17,), (12,)),  # Nadia Zolfari, entered twice by the committee
    ((25,), (), (13,)),  # Tariq Zolfari
    ((26,), (18,), ()),  # Rashid Lorati
    ((27,), (20, 21), ()),  # Bassam Belhatti, entered twice by the relatives
    ((28,), (), (15,)),  # Ghassan Shadluni
    ((), (28,), (19,)),  # Rim Ashwari
    ((), (29,), (20,)),  # Suad Hamersi
)
# Rows that name nobody.
UNKNOWN = {(COMMITTEE, 16), (COMMITTEE, 33), (RELATIVES, 27), (HOSPITAL, 18)}

Line = tuple[str, int]
Two = frozenset[Line]


@pytest.fixture(scope="module")
def linked() -> tuple[Linked, dict[str, Line]]:
    found = link_alone([DOCUMENTS / n for n in (COMMITTEE, RELATIVES, HOSPITAL)])
    made = found.linked
    lines = {record.id: (found.names[record.rendition], record.row) for record in made.records}
    return made, lines


def of_one_person() -> set[Two]:
    persons = (
        [(name, row) for name, rows in zip((COMMITTEE, RELATIVES, HOSPITAL), lists, strict=True)
         for row in rows]
        for lists in SAME_PERSON
    )  # fmt: skip
    return {frozenset(pair) for person in persons for pair in combinations(person, 2)}


def joined(made: Linked, lines: dict[str, Line]) -> set[Two]:
    return {
        frozenset((lines[left], lines[right]))
        for person in made.persons
        for left, right in combinations(person.records, 2)
    }


def test_every_row_of_a_person_becomes_a_record(linked: tuple[Linked, dict[str, Line]]) -> None:
    found = set(linked[1].values())
    expected = {(COMMITTEE, row) for row in range(2, 34)}  # row 34 is the totals row
    expected |= {(RELATIVES, row) for row in range(4, 30)}  # rows 1 to 3 are title and headers
    expected |= {(HOSPITAL, row) for row in range(2, 22)}
    assert found == expected


def test_no_two_persons_are_made_one(linked: tuple[Linked, dict[str, Line]]) -> None:
    assert joined(*linked) - of_one_person() == set()


def test_rows_of_one_person_are_linked_or_offered_to_a_person(
    linked: tuple[Linked, dict[str, Line]],
) -> None:
    made, lines = linked
    joins = joined(made, lines)
    doubtful = {
        frozenset((lines[pair.left], lines[pair.right]))
        for pair in made.pairs
        if pair.verdict == "unsure"
    }
    # A row may be offered beside one row of a person and be linked to the others through it.
    missed = [two for two in of_one_person() - joins if not _reached(two, joins, doubtful)]
    assert missed == []
    assert len(joins) > len(of_one_person()) / 2


def _reached(two: Two, joins: set[Two], doubtful: set[Two]) -> bool:
    """Is there a way from one row to the other over links and doubtful pairs?"""
    start, goal = sorted(two)
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for pair in joins | doubtful:
            if here in pair:
                (there,) = pair - {here}
                if there not in seen:
                    seen.add(there)
                    waiting.append(there)
    return goal in seen


def test_rows_that_name_nobody_are_linked_to_nobody(
    linked: tuple[Linked, dict[str, Line]],
) -> None:
    assert not {line for pair in joined(*linked) for line in pair} & UNKNOWN

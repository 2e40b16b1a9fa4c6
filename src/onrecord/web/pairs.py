"""Two records side by side, and what was decided about them."""

from msgspec import Struct

from onrecord.model.party import Person, Record
from onrecord.record.differences import Line, side_by_side
from onrecord.record.models import EventPairRow, PairRow, RecordRow
from onrecord.vocab import term
from onrecord.web.inwords import Fact
from onrecord.web.withholding import covered

VERDICT = {"same": "same person", "different": "different persons", "unsure": "not sure"}
BY = {"rule": "suggested by the rules", "judgement": "decided by a person"}


class ShownRecord(Struct, frozen=True):
    """A row of a list, with what it says of the person."""

    row: RecordRow
    facts: list[Fact]


class ShownVerdict(Struct, frozen=True):
    """What holds about a pair, of records or of happenings, as its template needs it."""

    row: PairRow | EventPairRow

    @property
    def undoable(self) -> bool:
        """Did a person decide it?"""
        return self.row.decided_by == "judgement"

    @property
    def look(self) -> str:
        """Decided pairs look like accepted claims, the others like suggestions."""
        return "accepted" if self.undoable else "suggested"


class ShownPair(ShownVerdict, frozen=True):
    """A pair as its template needs it."""

    left: RecordRow
    right: RecordRow
    lines: tuple[Line, ...]
    reasons: tuple[str, ...]

    @property
    def verdict_words(self) -> str:
        """What holds about it, and who says so."""
        return f"{VERDICT[self.row.verdict]}, {BY[self.row.decided_by]}"


def covered_record(row: RecordRow) -> Record:
    """What a record says, without what is withheld in its list."""
    return covered(row.document, row.record)


def where_texts_meet(one: RecordRow, other: RecordRow) -> tuple[RecordRow, RecordRow]:
    """Two records from left to right: of two scripts, the one that is written from the right first.

    So the words of both begin, or end, at the line between them.
    """
    turned = other.document.right_to_left and not one.document.right_to_left
    return (other, one) if turned else (one, other)


def shown_record(row: RecordRow) -> ShownRecord:
    """A record with what it says, in the order in which people compare; unsaid is left out."""
    record = covered_record(row)
    stated = (
        ("given name", record.given_name),
        ("father's name", record.father_name),
        ("family name", record.family_name),
        ("age", record.ages),
        ("sex", record.sex),
        ("place", record.place),
        ("date", record.when),
        ("harm", term("acts", record.harm).label if record.harm else None),
        ("status", record.status),
    )
    return ShownRecord(row, [Fact(label, words) for label, words in stated if words])


def shown_pair(row: PairRow) -> ShownPair:
    """A pair with its records, and what differs."""
    left, right = where_texts_meet(row.left, row.right)
    lines = side_by_side(covered_record(left), covered_record(right))
    return ShownPair(row, left, right, lines, row.pair.reasons)


def open_words(person: Person) -> list[str]:
    """What linkage leaves open about a person, in sentences; none where nothing is."""
    found = (
        (person.parted, "these records are of more than one person"),
        (person.joined, "records of somebody else belong here too"),
    )
    drawn = "of the clusterings that are drawn by the chances of the links"
    return [f"In {share:.0%} {drawn}, {what}." for share, what in found if share]

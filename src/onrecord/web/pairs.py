"""Two records side by side, and what was decided about them."""

from msgspec import Struct

from onrecord.record.models import PairRow, RecordRow
from onrecord.vocab import term
from onrecord.web.inwords import Fact

VERDICT = {"same": "same person", "different": "different persons", "unsure": "not sure"}
BY = {"rule": "suggested by the rules", "judgement": "decided by a person"}


class ShownRecord(Struct, frozen=True):
    """A row of a list, with what it says of the person."""

    row: RecordRow
    facts: list[Fact]


class ShownPair(Struct, frozen=True):
    """A pair as its template needs it."""

    row: PairRow
    left: ShownRecord
    right: ShownRecord

    @property
    def undoable(self) -> bool:
        """Did a person decide it?"""
        return self.row.decided_by == "judgement"

    @property
    def look(self) -> str:
        """Decided pairs look like accepted claims, the others like suggestions."""
        return "accepted" if self.undoable else "suggested"

    @property
    def verdict_words(self) -> str:
        """What holds about it, and who says so."""
        return f"{VERDICT[self.row.verdict]}, {BY[self.row.decided_by]}"


def shown_record(row: RecordRow) -> ShownRecord:
    """A record with what it says, in the order in which people compare; unsaid is left out."""
    record = row.record
    stated = (
        ("given name", record.given_name),
        ("father's name", record.father_name),
        ("family name", record.family_name),
        ("age", None if record.age is None else str(record.age)),
        ("sex", record.sex),
        ("place", record.place),
        ("date", record.when),
        ("harm", term("acts", record.harm).label if record.harm else None),
        ("status", record.status),
    )
    return ShownRecord(row, [Fact(label, words) for label, words in stated if words])


def shown_pair(row: PairRow) -> ShownPair:
    """A pair with its records."""
    return ShownPair(row, shown_record(row.left), shown_record(row.right))

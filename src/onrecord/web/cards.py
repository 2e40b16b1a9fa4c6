"""A claim as a card: its words, who says it, what it states, and what may be decided."""

from collections.abc import Mapping

from msgspec import Struct

from onrecord.model.claim import Claim, Voice
from onrecord.record.models import ClaimRow, DocumentRow
from onrecord.web import inwords
from onrecord.web.withholding import covered


class Card(Struct, frozen=True):
    """What the template of a claim needs. ``number`` is its number on the page, if it has one."""

    claim: Claim
    document: DocumentRow
    state: str
    number: int | None = None
    supersedes: str = ""
    before: "Before | None" = None

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.claim.id

    @property
    def heading(self) -> str:
        """What kind of claim it is."""
        return inwords.heading(self.claim)

    @property
    def chain(self) -> tuple[Voice, ...]:
        """The chain of attribution, outermost first."""
        return self.claim.attribution

    @property
    def facts(self) -> list[inwords.Fact]:
        """What it states."""
        return inwords.facts(self.claim)

    @property
    def manner(self) -> str:
        """Certainty, stance and polarity in words."""
        parts = (
            inwords.CERTAINTY[self.claim.certainty],
            inwords.STANCE[self.claim.stance],
            inwords.POLARITY[self.claim.polarity],
        )
        return "; ".join(part for part in parts if part)

    @property
    def unusual_manner(self) -> bool:
        """Is it more, or less, than stated and asserted?"""
        said = (self.claim.certainty, self.claim.stance, self.claim.polarity)
        return said != ("stated", "asserts", "positive")

    @property
    def state_words(self) -> str:
        """The state of its review in words."""
        return inwords.STATE[self.state]

    @property
    def undoable(self) -> bool:
        """Is there a decision that can be undone?"""
        return self.state != "suggested"

    @property
    def decidable(self) -> bool:
        """May it be accepted, amended or rejected as it stands?"""
        return self.state != "superseded"


class Before(Struct, frozen=True):
    """The claim of an earlier release of the list that a claim was, and what that means for it."""

    claim: str
    words: str


def before_of(changed: bool, row: ClaimRow) -> Before:
    """What was decided on an earlier release, in words."""
    decided = inwords.STATE[shown_state(row)]
    if row.state == "suggested":
        words = "It stood in the earlier release of this list, and was not reviewed there."
    elif row.state in ("accepted", "rejected") and not changed:
        words = f"On the earlier release of this list, in the same words: {decided}."
    else:
        words = f"Decided on the earlier wording: {decided}. Look again: the words are others now."
    return Before(claim=row.id, words=words)


def shown_state(row: ClaimRow) -> str:
    """The state as pages show it: an accepted amendment is "amended"."""
    return "amended" if row.supersedes and row.state == "accepted" else row.state


def card(
    row: ClaimRow,
    document: DocumentRow,
    number: int | None = None,
    before: Before | None = None,
) -> Card:
    """The card of a claim's row."""
    return Card(
        claim=covered(document, row.claim),
        document=document,
        state=shown_state(row),
        number=number,
        supersedes=row.supersedes,
        before=before,
    )


def cards_of(rows: list[ClaimRow], documents: Mapping[str, DocumentRow]) -> list[Card]:
    """Cards of claims from several documents, in the order of the rows."""
    return [card(row, documents[row.document_id]) for row in rows]

"""What a party said of an event, with who tells it and what stands beside it."""

from collections.abc import Sequence

from msgspec import Struct

from onrecord.model.response import Response
from onrecord.model.when import When
from onrecord.record import queries
from onrecord.record.models import PartyRow, ResponseRow
from onrecord.vocab import term
from onrecord.web import inwords
from onrecord.web.cards import shown_state
from onrecord.web.names import titled
from onrecord.web.withholding import covered

ITSELF = "itself"


class Own(Struct, frozen=True):
    """The party's own statement beside which a telling stands."""

    claim_id: str
    words: str


class ShownAnswer(Struct, frozen=True):
    """An answer as its template needs it."""

    party: PartyRow
    speech_act: str
    claim_id: str
    words: str
    naming: str
    named_words: str
    addressee: str | None
    said_words: str
    told_by_another: bool
    teller: str
    beside: list[Own]
    state: str
    manner: str  # where it was not said plainly, or said not to have been said

    @property
    def label(self) -> str:
        """What the party did by speaking."""
        return term("speech_acts", self.speech_act).label


def shown_answers(rows: Sequence[ResponseRow]) -> list[ShownAnswer]:
    """Answers with the statements beside which they stand, read in one query."""
    values = [covered(row.claim.document, row.response) for row in rows]
    beside = queries.responses({own for value in values for own in value.stands_beside[:3]})
    return [_shown(row, value, beside) for row, value in zip(rows, values, strict=True)]


def _shown(row: ResponseRow, value: Response, beside: dict[str, ResponseRow]) -> ShownAnswer:
    own = [beside[i] for i in value.stands_beside if i in beside]
    return ShownAnswer(
        party=row.party,
        speech_act=row.speech_act,
        claim_id=row.claim_id,
        words=value.words,
        naming=value.naming.level,
        named_words=value.naming.mention.text if value.naming.mention else "",
        addressee=value.addressee,
        said_words=said_words(value.said),
        told_by_another=value.told_by != ITSELF,
        teller=titled(row.claim.document),
        beside=[Own(one.claim_id, one.response.words) for one in own],
        state=shown_state(row.claim),
        manner=_manner(value),
    )


def _manner(value: Response) -> str:
    not_so = "it is said not to have done so" if value.polarity == "negative" else ""
    unsure = inwords.CERTAINTY[value.certainty] if value.certainty != "stated" else ""
    return ", ".join(part for part in (not_so, unsure) if part)


def said_words(said: When | None) -> str:
    """When it was said, as far as anybody says."""
    if said is None or (said.earliest is None and said.latest is None):
        return "on a day that nobody gives"
    if said.earliest == said.latest:
        return f"on {said.earliest}"
    if said.earliest is None:
        return f"by {said.latest}"
    if said.latest is None:
        return f"on or after {said.earliest}"
    return f"between {said.earliest} and {said.latest}"

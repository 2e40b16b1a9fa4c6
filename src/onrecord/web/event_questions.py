"""The questions that the case answers about an event: rival versions, side by side."""

from collections.abc import Sequence

from msgspec import Struct

from onrecord.model.finding import Finding, Lineage, Version
from onrecord.record import queries
from onrecord.record.models import ClaimRow, FindingRow
from onrecord.vocab import Term, term
from onrecord.web.cards import Card, card

CLAIMS_SHOWN = 6  # of each version; the rest are below, among the claims of the event
IN_SIGHT = 1  # the others open on demand
TOLLS_SHOWN = 60
WORDS = {
    "it happened": "Did it happen?",
    "perpetrator": "Who did it?",
    "toll": "How many?",
    "when": "When?",
    "place": "Where?",
}


class ShownVersion(Struct, frozen=True):
    """One version: what it says, who claims it, who denies it."""

    value: str
    n_lineages: int
    origins: list[str]
    first: list[Card]
    others: list[Card]
    more: int
    denials: list[Card]


class Question(Struct, frozen=True):
    """One question with its versions, and the rule that graded them."""

    words: str
    finding: Finding
    grade: Term
    versions: list[ShownVersion]
    lineages: tuple[Lineage, ...]


def questions(rows: Sequence[FindingRow]) -> list[Question]:
    """The findings of an event in words; their claims are read in one query."""
    findings = [row.finding for row in rows]
    shown = {
        claim
        for finding in findings
        for version in finding.versions
        for claim in (*version.claims[:CLAIMS_SHOWN], *version.denied_by[:CLAIMS_SHOWN])
    }
    claims = queries.claims(shown)
    ordered = sorted(findings, key=lambda finding: (_place(finding.question), finding.question))
    return [_question(finding, claims) for finding in ordered]


def _place(question: str) -> int:
    """Questions come as people ask them; tolls after who did it."""
    asked = list(WORDS)
    return asked.index(question) if question in asked else 2


def question_words(question: str) -> str:
    """A question as people ask it."""
    if question.startswith("toll:"):
        return f"How many were {term('harms', question.removeprefix('toll:')).label}?"
    return WORDS.get(question, question)


def _question(finding: Finding, claims: dict[str, ClaimRow]) -> Question:
    origins = {lineage.id: lineage.origin for lineage in finding.lineages}
    return Question(
        words=question_words(finding.question),
        finding=finding,
        grade=term("grades", finding.grade),
        versions=[_version(version, claims, origins) for version in finding.versions],
        lineages=finding.lineages,
    )


def _version(
    version: Version, claims: dict[str, ClaimRow], origins: dict[str, str]
) -> ShownVersion:
    return ShownVersion(
        value=version.value,
        n_lineages=len(version.lineages),
        origins=[origins[lineage] for lineage in version.lineages if lineage in origins],
        first=_cards(version.claims, claims)[:IN_SIGHT],
        others=_cards(version.claims, claims)[IN_SIGHT:],
        more=max(0, len(version.claims) - CLAIMS_SHOWN),
        denials=_cards(version.denied_by, claims),
    )


def _cards(ids: Sequence[str], claims: dict[str, ClaimRow]) -> list[Card]:
    return [card(claims[i], claims[i].document) for i in ids[:CLAIMS_SHOWN] if i in claims]


def toll_cards(rows: Sequence[FindingRow]) -> list[Card]:
    """The tolls that the findings of an event compare, as many as a chart can show."""
    found = dict.fromkeys(
        claim
        for row in rows
        if row.question.startswith("toll:")
        for version in row.finding.versions
        for claim in version.claims
    )
    claims = queries.claims(list(found)[:TOLLS_SHOWN])
    return [card(row, row.document) for row in claims.values()]

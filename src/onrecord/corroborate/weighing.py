"""Findings: the versions of a question, weighed by the independent origins for and against."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from onrecord.corroborate.evidence import Evidence
from onrecord.corroborate.grade import RULE, grade
from onrecord.corroborate.versions import Draft
from onrecord.model.canonical import identify
from onrecord.model.claim import Claim
from onrecord.model.finding import Finding, Version


class _Weight(Struct, frozen=True, kw_only=True):
    """Lineages of one version: those that state or hedge it, only allege it, or exclude it."""

    stated: frozenset[str]
    alleged: frozenset[str]
    against: frozenset[str]


def weigh(
    question: str,
    drafts: Sequence[Draft],
    evidence: Evidence,
    rivals: Mapping[str, frozenset[str]],
) -> Finding | None:
    """The finding on one question; None where no claim answers it.

    ``rivals`` holds, by the key of a version, the keys of the versions that exclude it. The
    versions stand in the order of their origins. The numbers and the grade of the finding are
    those of its first version that is contested, else those of its first version.
    """
    if not drafts:
        return None
    weights = {draft.key: _weight(draft, drafts, evidence, rivals) for draft in drafts}
    ordered = sorted(drafts, key=lambda draft: _most_origins_first(weights[draft.key], draft))
    graded = {draft.key: _grade(weights[draft.key]) for draft in ordered}
    contested = [draft for draft in ordered if graded[draft.key] == "contested"]
    deciding = (contested or ordered)[0].key
    used = {evidence.lineage_of[c.id] for d in drafts for c in (*d.claims, *d.denied_by)}
    return Finding(
        id=identify("finding", evidence.event.id, question),
        event=evidence.event.id,
        question=question,
        versions=tuple(_version(d, weights[d.key], graded[d.key], evidence) for d in ordered),
        lineages=tuple(one for one in evidence.lineages if one.id in used),
        n_origins_for=len(weights[deciding].stated),
        n_origins_against=len(weights[deciding].against),
        n_origins_alleged=len(weights[deciding].alleged),
        grade=graded[deciding],
        rule=RULE,
    )


def _weight(
    draft: Draft,
    drafts: Sequence[Draft],
    evidence: Evidence,
    rivals: Mapping[str, frozenset[str]],
) -> _Weight:
    stated = _lineages([c for c in draft.claims if not _only_alleges(c)], evidence)
    excluding = rivals.get(draft.key, frozenset())
    against = [c for other in drafts if other.key in excluding for c in other.claims]
    return _Weight(
        stated=stated,
        alleged=_lineages(draft.claims, evidence) - stated,
        against=_lineages([*against, *draft.denied_by], evidence),
    )


def _only_alleges(claim: Claim) -> bool:
    """ "allegedly", and "reportedly" without a voice that reports: nobody vouches for it."""
    return claim.certainty == "alleged" or claim.stance == "reports"


def _version(draft: Draft, weight: _Weight, graded: str, evidence: Evidence) -> Version:
    return Version(
        value=draft.value,
        claims=tuple(sorted(claim.id for claim in draft.claims)),
        lineages=tuple(sorted(_lineages(draft.claims, evidence))),
        denied_by=tuple(sorted(claim.id for claim in draft.denied_by)),
        grade=graded,
    )


def _lineages(claims: Sequence[Claim], evidence: Evidence) -> frozenset[str]:
    return frozenset(evidence.lineage_of[claim.id] for claim in claims)


def _grade(weight: _Weight) -> str:
    return grade(
        n_for=len(weight.stated), n_alleged=len(weight.alleged), n_against=len(weight.against)
    )


def _most_origins_first(weight: _Weight, draft: Draft) -> tuple[int, int, str]:
    return (-len(weight.stated), -len(weight.alleged), draft.key)

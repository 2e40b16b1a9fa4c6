"""What a denial denies: the event, a perpetrator's part in it, or a number."""

from onrecord.corroborate.evidence import Evidence
from onrecord.corroborate.toll_version import is_number
from onrecord.corroborate.voice import is_pronoun
from onrecord.model.claim import Act, Claim, Displacement, Statement, Toll
from onrecord.model.party import Mention
from onrecord.model.toll import tolls_of


def denies_it_all(claim: Claim) -> bool:
    """Does a denial deny the event, as it names no perpetrator and gives no number?"""
    if not isinstance(claim.body, Act | Toll | Displacement) or perpetrators_of(claim):
        return False
    return not any(is_number(reading) for reading in tolls_of(claim))


def accused(claim: Claim, evidence: Evidence, held: frozenset[str]) -> tuple[str, ...]:
    """The parties whose part in it a statement of denial denies.

    Those that it names; else the one that speaks, where another claim of the event says that it
    did it. A denial by somebody whom nobody accuses denies the event itself.
    """
    body = claim.body
    if not isinstance(body, Statement):
        return ()
    mention = body.names_perpetrator.mention
    named = evidence.party(claim, "named", mention) if mention else None
    if named is not None:
        return (named,)
    speakers = {*evidence.parties(claim, "on_behalf_of"), *evidence.parties(claim, "speaker")}
    return tuple(sorted(speakers & held))


def held_responsible(evidence: Evidence) -> frozenset[str]:
    """The parties of which some claim says that they did it."""
    found = (
        evidence.party(claim, "perpetrator", mention)
        for claim in evidence.asserted()
        for mention in perpetrators_of(claim)
    )
    return frozenset(party for party in found if party is not None)


def perpetrators_of(claim: Claim) -> tuple[Mention, ...]:
    """The perpetrators that a claim names; a pronoun that nobody resolved names none."""
    if not isinstance(claim.body, Act | Toll):
        return ()
    return tuple(m for m in claim.body.perpetrators if m.refers_to or not is_pronoun(m.text))

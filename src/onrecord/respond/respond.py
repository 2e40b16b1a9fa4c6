"""Respond: who answered, how, how specifically they named perpetrators, and what they promised."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from onrecord.model.canonical import identify
from onrecord.model.claim import Claim, Statement
from onrecord.model.event import Event
from onrecord.model.material import Answered, Linked, Material
from onrecord.model.outcome import SetAside
from onrecord.model.response import Commitment, Response, Silence
from onrecord.respond.beside import OwnStatements, own_statements, set_beside
from onrecord.respond.commitments import Later, commitment, later_claims
from onrecord.respond.silences import Told, silent, unknown
from onrecord.respond.telling import Telling, telling

STAGE = "respond"
_SILENCE = "silence"


def respond(material: Material, linked: Linked) -> Answered:
    """Every answer, silence and promise of a case; the order of the inputs changes nothing.

    Inputs are the statement claims. Set aside are those whose document or speaker is no part of
    the case, with the reason.
    """
    tell = telling(material.documents, linked.parties, linked.party_links)
    claims = {claim.id: claim for claim in material.claims if claim.rendition in tell.documents}
    statements = [claims[name] for name in sorted(claims) if _is_statement(claims[name])]
    events = sorted(linked.events, key=lambda event: event.id)
    about = _events_of(events)
    responses = [
        response
        for claim in statements
        for event in about.get(claim.id, [None])
        for response in answers(claim, event, tell)
    ]
    own = own_statements(responses)
    responses = [set_beside(response, own) for response in responses]
    told = _told_silences(statements, about, tell)
    later = later_claims(claims.values(), events, linked.party_links, tell)
    return Answered(
        responses=tuple(sorted(responses, key=lambda response: response.id)),
        silences=_in_order([*silent(told), *unknown(events, statements, responses, told, tell)]),
        commitments=_promises(responses, claims, later, tell),
        set_aside=_set_aside(material, tell),
    )


def responses_of_event(
    event: Event, statements: Iterable[Claim], tell: Telling, own: OwnStatements
) -> tuple[Response, ...]:
    """The answers to one event, for recomputing it alone after a decision.

    ``statements`` need to hold the event's and may hold more; ``tell`` is `telling(…)` of the case
    and ``own`` the `own_statements(…)` of its responses. The cost is that of the event.
    """
    wanted = set(event.statements)
    found = [
        set_beside(response, own)
        for claim in statements
        if claim.id in wanted
        for response in answers(claim, event.id, tell)
    ]
    return tuple(sorted(found, key=lambda response: response.id))


def answers(claim: Claim, event: str | None, tell: Telling) -> tuple[Response, ...]:
    """The answer that a statement gives to an event; none for a silence or without a speaker."""
    body = claim.body
    party = tell.party_of(claim) if isinstance(body, Statement) else None
    if not isinstance(body, Statement) or party is None or body.speech_act == _SILENCE:
        return ()
    return (
        Response(
            id=identify("response", event, party, claim.id),
            event=event,
            party=party,
            speech_act=body.speech_act,
            claim=claim.id,
            words=claim.text,
            naming=body.names_perpetrator,
            addressee=body.addressee.text if body.addressee else None,
            said=tell.said(claim),
            told_by=tell.told_by(claim),
            polarity="negative" if _is_negated(claim) else "positive",
            certainty=claim.certainty,
        ),
    )


def _is_statement(claim: Claim) -> bool:
    return isinstance(claim.body, Statement)


def _is_negated(claim: Claim) -> bool:
    """ "did not condemn": a denial, by contrast, is a positive statement of the kind "deny"."""
    return claim.polarity == "negative" or claim.stance == "denies"


def _events_of(events: Iterable[Event]) -> dict[str, Sequence[str | None]]:
    about: dict[str, list[str | None]] = defaultdict(list)
    for event in events:
        for name in event.statements:
            about[name].append(event.id)
    return dict(about)


def _told_silences(
    statements: Iterable[Claim], about: dict[str, Sequence[str | None]], tell: Telling
) -> list[Told]:
    return [
        Told(event=event, party=party, claim=claim.id, said=tell.said(claim))
        for claim in statements
        if isinstance(claim.body, Statement)
        and claim.body.speech_act == _SILENCE
        and not _is_negated(claim)
        and (party := tell.party_of(claim)) is not None
        for event in about.get(claim.id, [None])
    ]


def _promises(
    responses: Iterable[Response], claims: dict[str, Claim], later: Later, tell: Telling
) -> tuple[Commitment, ...]:
    promises = (r for r in responses if r.speech_act == "promise" and r.polarity == "positive")
    made = (commitment(response, claims[response.claim], later, tell) for response in promises)
    return tuple(sorted(made, key=lambda one: one.id))


def _in_order(silences: Iterable[Silence]) -> tuple[Silence, ...]:
    return tuple(sorted(silences, key=lambda s: (s.event or "", s.party, s.state, s.claims)))


def _set_aside(material: Material, tell: Telling) -> tuple[SetAside, ...]:
    found = (_unusable(claim, tell) for claim in material.claims if _is_statement(claim))
    kept = [one for one in found if one is not None]
    return tuple(sorted(kept, key=lambda one: (one.subject, one.code)))


def _unusable(claim: Claim, tell: Telling) -> SetAside | None:
    if claim.rendition not in tell.documents:
        return _aside(claim, "no-document", "its document is not among those handed over")
    if tell.party_of(claim) is None:
        return _aside(claim, "no-speaker", "nobody in the case is known to have made it")
    says_silence = isinstance(claim.body, Statement) and claim.body.speech_act == _SILENCE
    if says_silence and _is_negated(claim):
        return _aside(claim, "no-words", "it says that somebody did speak, and not what they said")
    return None


def _aside(claim: Claim, code: str, why: str) -> SetAside:
    words = " ".join(claim.text.split())[:120]
    return SetAside(
        stage=STAGE,
        subject=claim.id,
        reason=f"The statement “{words}” answers for no party: {why}; amend the claim, or add the "
        "speaker to the document's entry in sources.csv.",
        code=code,
    )

"""A claim as one flat JSON object: what `onrecord read --json` prints and what is published.

The schema is versioned (SCHEMA) and documented in docs/reference/claim-lines.md.
"""

from typing import Any

from msgspec import Struct, to_builtins

from onrecord.model.claim import (
    Act,
    Attribute,
    Claim,
    Displacement,
    Relation,
    Sequence,
    Statement,
    Toll,
)
from onrecord.model.party import Mention
from onrecord.model.passage import Span
from onrecord.model.quantity import Quantity
from onrecord.model.when import When
from onrecord.model.where import Where

SCHEMA = "onrecord/claim-line/1"
Grounded = Mention | Span | Where | When | Quantity


def claim_line(claim: Claim) -> dict[str, Any]:
    """The claim as JSON-ready values; every value that the text states has its start and end."""
    line: dict[str, Any] = {
        "schema": SCHEMA,
        "id": claim.id,
        "rendition": claim.rendition,
        "kind": claim.kind,
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "attribution": to_builtins(claim.attribution),
        "stance": claim.stance,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "suggested_by": claim.suggested_by,
        "cell": to_builtins(claim.cell),
    }
    line.update(_body_fields(claim))
    return line


def _body_fields(claim: Claim) -> dict[str, Any]:
    match claim.body:
        case Act() as act:
            fields: dict[str, Any] = {
                "act_type": act.act_type,
                "trigger": act.trigger,
                "perpetrator": act.perpetrators,
                "victims": act.victims,
                "place": act.places,
                "when": act.when,
                "quantity": act.quantity,
            }
        case Toll() as toll:
            fields = {
                "harm": toll.harm,
                "quantity": toll.quantity,
                "perpetrator": toll.perpetrators,
                "victims": toll.victims,
                "place": toll.places,
                "when": toll.when,
                "as_of": toll.as_of,
                "part_of": toll.part_of,
            }
        case Displacement() as moved:
            fields = {
                "displaced": moved.displaced,
                "quantity": moved.quantity,
                "origins": moved.origins,
                "refuges": moved.refuges,
                "when": moved.when,
            }
        case Statement() as said:
            fields = {
                "speech_act": said.speech_act,
                "cue": said.cue,
                "speaker": said.speaker,
                "speaker_name": said.speaker_name,
                "on_behalf_of": said.on_behalf_of,
                "on_behalf_of_name": said.on_behalf_of_name,
                "addressee": said.addressee,
                "content": said.content,
                "names_perpetrator": said.names_perpetrator,
                "place": said.about,
                "when": said.when,
            }
        case Relation() as tie:
            fields = {
                "relation": tie.relation,
                "cue": tie.cue,
                "subject": tie.subject,
                "object": tie.object,
            }
        case Sequence() as order:
            fields = {
                "earlier": order.earlier,
                "later": order.later,
                "cue": order.cue,
                "causal": order.causal,
            }
        case Attribute() as quality:
            fields = {
                "attribute": quality.attribute,
                "subject": quality.subject,
                "value": quality.value,
            }
    plain: dict[str, Any] = to_builtins(fields)
    return plain


def grounded_values(value: Any) -> list[Grounded]:
    """Every part of a claim that carries words with offsets, at any depth, in field order.

    Values said outside the rendition (a date from a bibliography) have no offsets and are left
    out. ``[v.text == rendition[v.start:v.end] for v in …]`` holds for all of them.
    """
    found: list[Grounded] = []
    if isinstance(value, Mention | Span | Where | When | Quantity) and value.start is not None:
        found.append(value)
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            found.extend(grounded_values(getattr(value, name)))
    elif isinstance(value, tuple):
        for part in value:
            found.extend(grounded_values(part))
    return found

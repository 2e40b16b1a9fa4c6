"""The form by which a person amends a claim: what can be changed, and the claim that results.

Whatever words an amendment names must stand in the claim's passage: an amendment is grounded in
the source as every claim is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from onrecord.errors import DecisionRefused
from onrecord.model.claim import (
    Act,
    Attribute,
    Claim,
    Displacement,
    Naming,
    Relation,
    Statement,
    Toll,
)
from onrecord.model.claim import Sequence as Order
from onrecord.model.party import Mention
from onrecord.model.quantity import Quantity
from onrecord.vocab import terms
from onrecord.web import inwords

Choices = tuple[tuple[str, str], ...]
Posted = Mapping[str, str]
BETWEEN = ";"  # stands between the words of several people or parties in one field
LARGEST = 10**12


class Field(Struct, frozen=True):
    """A field of the form: a choice, a whole number, or words of the passage."""

    name: str
    label: str
    value: str
    choices: Choices = ()
    numeric: bool = False
    note: str = ""


def fields_of(claim: Claim, shown: Callable[[str], str]) -> list[Field]:
    """The fields for a claim, filled in. ``shown`` covers what is withheld."""
    body = claim.body
    return [
        *_term_fields(body),
        *_quantity_fields(getattr(body, "quantity", None)),
        *(
            Field(name, label, f"{BETWEEN} ".join(shown(m.text) for m in getattr(body, name)),
                  note=f"Words of the passage; between several a {BETWEEN}")
            for name, label in (("perpetrators", "By whom"), ("victims", "Against whom"))
            if isinstance(body, Act | Toll)
        ),
        *(_naming_fields(body.names_perpetrator, shown) if isinstance(body, Statement) else ()),
        Field("stance", "Stance", claim.stance, _choices(inwords.STANCE)),
        Field("polarity", "Does it say that it happened?", claim.polarity,
              (("positive", "that it happened"), ("negative", inwords.POLARITY["negative"]))),
        Field("certainty", "Certainty", claim.certainty, _choices(inwords.CERTAINTY)),
    ]  # fmt: skip


def amended(claim: Claim, posted: Posted, shown: Callable[[str], str]) -> Claim:
    """The claim with what the form says; DecisionRefused where it says what cannot be."""
    changes: dict[str, Any] = {
        name: posted[name] for name in ("stance", "polarity", "certainty") if name in posted
    }
    changes["body"] = _amended_body(claim, posted, shown)
    made = msgspec.structs.replace(claim, **changes)
    try:
        checked = msgspec.convert(msgspec.to_builtins(made), Claim)
    except msgspec.ValidationError as error:
        raise DecisionRefused(f"this is not a claim: {error}") from error
    if checked == claim:
        raise DecisionRefused("nothing was changed; to agree with the claim, accept it")
    return checked


def _choices(words: Mapping[str, str]) -> Choices:
    return tuple(words.items())


_TERMS: dict[type, tuple[str, str, str]] = {  # body → field, label, vocabulary
    Act: ("act_type", "What was done", "acts"),
    Toll: ("harm", "Harm", "harms"),
    Statement: ("speech_act", "What the speaker did", "speech_acts"),
    Relation: ("relation", "Tie", "relations"),
    Attribute: ("attribute", "Property", "attributes"),
}


def _term_fields(body: object) -> list[Field]:
    if isinstance(body, Order):
        kinds = (("no", "one came before the other"), ("yes", "one led to the other"))
        return [Field("causal", "Order", "yes" if body.causal else "no", kinds)]
    if type(body) not in _TERMS:
        return []
    name, label, vocabulary = _TERMS[type(body)]
    choices = tuple((term.id, term.label) for term in terms(vocabulary).values())
    return [Field(name, label, getattr(body, name), choices)]


def _quantity_fields(quantity: Quantity | None) -> list[Field]:
    if quantity is None:
        return []
    note = f"The words are “{quantity.text}”. Empty: the words do not bound this end."
    ends = (("at_least", "At least", quantity.at_least), ("at_most", "At most", quantity.at_most))
    return [
        Field(name, label, "" if end is None else str(end), numeric=True, note=note)
        for name, label, end in ends
    ]


def _naming_fields(naming: Naming, shown: Callable[[str], str]) -> list[Field]:
    levels = tuple((term.id, term.label) for term in terms("naming").values())
    words = shown(naming.mention.text) if naming.mention else ""
    return [
        Field("naming", "Whom it names as perpetrator", naming.level, levels),
        Field("named", "In which words", words, note="Words of the passage; empty for nobody"),
    ]


def _amended_body(claim: Claim, posted: Posted, shown: Callable[[str], str]) -> object:
    body = claim.body
    changes: dict[str, Any] = {}
    if type(body) in _TERMS:
        name, _, vocabulary = _TERMS[type(body)]
        changes[name] = _known(posted.get(name, ""), vocabulary)
    if isinstance(body, Order):
        changes["causal"] = posted.get("causal") == "yes"
    if isinstance(body, Act | Toll | Displacement) and body.quantity is not None:
        changes["quantity"] = _amended_quantity(body.quantity, posted)
    if isinstance(body, Act | Toll):
        for name in ("perpetrators", "victims"):
            changes[name] = _mentions(claim, posted.get(name, ""), getattr(body, name), shown)
    if isinstance(body, Statement):
        before = body.names_perpetrator.mention
        named = _mentions(claim, posted.get("named", ""), (before,) if before else (), shown)
        level = _known(posted.get("naming", ""), "naming")
        if (level == "nobody") != (not named):
            raise DecisionRefused("who is named is named in words; for nobody, leave them empty")
        changes["names_perpetrator"] = Naming(
            level=level,  # type: ignore[arg-type]  # a term of the vocabulary, checked above
            mention=named[0] if named else None,
        )
    return msgspec.structs.replace(body, **changes)


def _known(key: str, vocabulary: str) -> str:
    if key not in terms(vocabulary):
        raise DecisionRefused(f"{key!r} is no term of {vocabulary}")
    return key


def _amended_quantity(quantity: Quantity, posted: Posted) -> Quantity:
    at_least, at_most = (_whole(posted.get(name, "")) for name in ("at_least", "at_most"))
    if at_least is not None and at_most is not None and at_least > at_most:
        raise DecisionRefused(f"at least {at_least} and at most {at_most} cannot both hold")
    return msgspec.structs.replace(quantity, at_least=at_least, at_most=at_most)


def _whole(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or int(text) > LARGEST:
        raise DecisionRefused(f"{text!r} is not a whole number of people")
    return int(text)


def _mentions(
    claim: Claim, text: str, before: Sequence[Mention], shown: Callable[[str], str]
) -> tuple[Mention, ...]:
    """The mentions that a field names: those that were there, or words of the passage."""
    known = {shown(mention.text): mention for mention in before}
    named = [words.strip() for words in text.split(BETWEEN)]
    return tuple(known.get(words) or _grounded(claim, words) for words in named if words)


def _grounded(claim: Claim, words: str) -> Mention:
    place = claim.text.find(words)
    if place < 0:
        raise DecisionRefused(f"“{words}” does not stand in the passage “{claim.text}”")
    start = claim.start + place
    return Mention(text=words, start=start, end=start + len(words))

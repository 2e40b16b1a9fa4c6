"""What a text says of the people in it: civilian, foreign, of which group, how old."""

import re

from spacy.tokens import Token

from onrecord.model.claim import Attribute
from onrecord.model.passage import Span
from onrecord.read.english.clauses import children
from onrecord.read.english.draft import Draft
from onrecord.read.english.lexicon import is_people, is_site
from onrecord.read.english.phrases import core, mention
from onrecord.read.english.sentence import Sentence

_STATUS = frozenset({"civilian", "noncombatant", "combatant", "unarmed"})
_ORIGIN = frozenset({"foreign", "local"})
_GROUP = frozenset({"minority", "religious", "ethnic", "sectarian", "tribal"})
_AGE = re.compile(r"\d{1,3}")


def attributes(sentence: Sentence) -> list[Draft]:
    """Properties that the words of a sentence give to people, places and acts."""
    found = []
    for token in sentence.doc:
        if sentence.is_name(token):
            draft = _predominant(sentence, token) or _aged(sentence, token)
        elif token.dep_ in ("amod", "compound") and token.i < token.head.i:
            draft = _modifier(sentence, token)
        elif token.lower_ == "basis":
            draft = _basis(sentence, token)
        elif token.lower_ == "combat":
            draft = _out_of_combat(sentence, token)
        else:
            draft = None
        if draft is not None:
            found.append(draft)
    return found


def _draft(sentence: Sentence, attribute: str, subject: Token, value: Span) -> Draft:
    return Draft(
        Attribute(attribute=attribute, subject=mention(sentence, subject), value=value), subject
    )


def _modifier(sentence: Sentence, token: Token) -> Draft | None:
    """ "foreign fighters", "civilian casualties", "minority communities"."""
    head = token.head
    if not is_people(sentence.lemma(head)) or sentence.is_name(head):
        return None
    lemma = sentence.lemma(token)
    value = sentence.span(token.i, token.i)
    if lemma in _STATUS:
        return _draft(sentence, "civilian_status", head, value)
    if lemma in _ORIGIN and sentence.lemma(head) not in ("authority",):
        return _draft(sentence, "origin", head, value)
    if lemma in _GROUP and sentence.lemma(head) in (
        "community",
        "group",
        "minority",
        "family",
        "population",
    ):
        return _draft(sentence, "group_identity", head, value)
    return None


def _predominant(sentence: Sentence, token: Token) -> Draft | None:
    """ "predominantly N villages", "mostly N neighbourhoods"."""
    head = token.head
    if token.dep_ not in ("compound", "amod", "nmod") or token.i > head.i:
        return None
    for child in [*token.children, *head.children]:
        if (
            child.lower_ in ("predominantly", "mostly", "mainly", "largely", "majority")
            and child.i == token.i - 1
        ) and (is_people(sentence.lemma(head)) or is_site(sentence.lemma(head))):
            return _draft(sentence, "group_identity", head, sentence.span(child.i, token.i))
    return None


def _aged(sentence: Sentence, token: Token) -> Draft | None:
    """ "Name, 34," : an age after a name."""
    for child in token.children:
        if (
            child.dep_ in ("appos", "npadvmod", "nummod", "amod")
            and child.i > token.i
            and _AGE.fullmatch(child.text)
        ):
            after = sentence.doc[child.i + 1].text if child.i + 1 < len(sentence.doc) else ","
            before = sentence.doc[child.i - 1].text
            if before in (",", "(") and after in (",", ")", ".") and int(child.text) < 120:
                return _draft(sentence, "age", token, sentence.span(child.i, child.i))
    return None


def _basis(sentence: Sentence, token: Token) -> Draft | None:
    """ "executions on a sectarian basis"."""
    kinds = [
        c
        for c in children(token, "amod")
        if c.lemma_ in ("sectarian", "ethnic", "religious", "political", "tribal")
    ]
    preposition = token.head
    if not kinds or preposition.lower_ != "on":
        return None
    subject = preposition.head
    if subject.pos_ not in ("NOUN", "PROPN"):
        return None
    return _draft(
        sentence, "condition", core(sentence, subject), sentence.span(preposition.i, token.i)
    )


def _out_of_combat(sentence: Sentence, token: Token) -> Draft | None:
    """ "hors de combat fighters", "individuals hors de combat"."""
    if token.i < 2 or sentence.doc[token.i - 2].lower_ != "hors":
        return None
    before = sentence.doc[token.i - 3] if token.i >= 3 else None
    after = sentence.doc[token.i + 1] if token.i + 1 < len(sentence.doc) else None
    value = sentence.span(token.i - 2, token.i)
    for noun in (after, before):
        if noun is not None and noun.pos_ == "NOUN" and is_people(sentence.lemma(noun)):
            body = Attribute(
                attribute="civilian_status", subject=_bare(sentence, noun), value=value
            )
            return Draft(body, noun)
    return None


def _bare(sentence: Sentence, noun: Token):  # type: ignore[no-untyped-def]
    return mention(sentence, noun, frozenset(range(noun.i + 1, len(sentence.doc))))

"""How specifically words name perpetrators: nobody < category < group < state body < person."""

from typing import Literal

from spacy.tokens import Token

from onrecord.model.claim import Naming
from onrecord.model.party import Mention
from onrecord.read.english.phrases import core, extent, kind
from onrecord.read.english.sentence import Sentence
from onrecord.vocab import term

Level = Literal["nobody", "category", "group", "state_body", "person"]
_FORMER = frozenset({"former", "ex", "ousted", "deposed", "previous", "toppled", "fallen"})
_BELONGING = frozenset(
    {"member", "element", "unit", "fighter", "soldier", "officer", "force", "commander", "troop"}
)
_TYING = frozenset(
    {
        "support",
        "associate",
        "affiliate",
        "link",
        "ally",
        "align",
        "back",
        "loyal",
        "belong",
        "control",
        "command",
        "lead",
    }
)


def level_of(sentence: Sentence, head: Token) -> Level:
    """The level at which a noun phrase names whoever it means."""
    noun = core(sentence, head)
    shown = kind(sentence, noun)
    if shown == "person":
        return "person" if sentence.is_name(noun) or _has_name(sentence, noun) else "category"
    if _is_former(sentence, noun):
        return "group"
    if shown in ("state_body", "government", "state"):
        return "state_body"
    if sentence.is_name(noun):
        return "group"
    if sentence.lemma(noun) in _BELONGING:
        for preposition in noun.children:
            if preposition.lower_ == "of":
                for owner in preposition.children:
                    if owner.dep_ == "pobj":
                        return level_of(sentence, owner)
    return "group" if _is_tied(sentence, noun, shown) else "category"


def _has_name(sentence: Sentence, noun: Token) -> bool:
    return any(sentence.is_name(c) for c in noun.children if c.dep_ in ("appos", "compound"))


def _is_former(sentence: Sentence, noun: Token) -> bool:
    first, last = extent(sentence, noun)
    return any(token.lower_ in _FORMER for token in sentence.doc[first : last + 1])


def _is_tied(sentence: Sentence, noun: Token, shown: str) -> bool:
    """Is a group told from others: by a name with "pro-", by its own name, by whom it supports?"""
    pro = any(c.lower_ == "pro" for c in noun.lefts)
    own_name = any(
        sentence.is_name(c) for c in noun.lefts if c.dep_ in ("compound", "nmod", "poss")
    )
    tied = any(sentence.lemma(c) in _TYING for c in noun.rights if c.dep_ in ("acl", "amod"))
    return pro or tied or (own_name and shown == "armed_group")


def naming(found: list[tuple[Mention, Level]]) -> Naming:
    """The most specific of several; the first of equals."""
    if not found:
        return Naming(level="nobody")
    mention, level = max(found, key=lambda pair: (term("naming", pair[1]).order, -pair[0].start))
    return Naming(level=level, mention=mention)

"""Words that say an act: verbs, nouns, and nouns that a verb such as "carry out" carries."""

from typing import NamedTuple

from spacy.tokens import Token

from onrecord.read.english.clauses import children, is_passive, shared_objects, subjects
from onrecord.read.english.lexicon import LIGHT_VERBS, QUANTITY_NOUNS, act_types, is_people, is_site
from onrecord.read.english.listed import listed
from onrecord.read.english.memory import Memory
from onrecord.read.english.phrases import core
from onrecord.read.english.sentence import Sentence

_PARTICLES = {
    ("round", "up"): "abduction",
    ("gun", "down"): "killing",
    ("blow", "up"): "attack",
    ("mow", "down"): "killing",
    ("burn", "down"): "destruction",
    ("take", "away"): "abduction",
    ("drag", "away"): "abduction",
}
_PROJECTILES = listed("shot shell rocket round mortar missile bomb bullet salvo drone")
_GENERAL = frozenset({"all", "any", "no", "every", "such", "further", "more", "future", "possible"})
_PRONOUNS = frozenset({"they", "these", "those", "this", "it", "both"})
_VERBAL = frozenset({"VBD", "VBN", "VBG", "VBP", "VBZ", "VB"})


class Trigger(NamedTuple):
    """A token that says an act, with the verb that carries it where a noun says it."""

    token: Token
    act_type: str
    carrier: Token | None = None

    resumes: bool = False  # its subject stands for an act of the sentence before

    @property
    def verb(self) -> Token:
        """The token whose clause, negation and reality are the act's."""
        return self.carrier or self.token

    @property
    def is_noun(self) -> bool:
        """Is the act told by a noun?"""
        return self.token.pos_ in ("NOUN", "PROPN")


def triggers(sentence: Sentence, memory: Memory) -> list[Trigger]:
    """The triggers of a sentence in order; remembers the last act told by a noun."""
    found = []
    carried = set()
    last = memory.act_type
    for token in sentence.doc:
        trigger = _trigger(sentence, token)
        if trigger is None:
            continue
        found.append(trigger)
        if trigger.carrier is not None:
            carried.add(trigger.carrier.i)
        if trigger.is_noun:
            last = trigger.act_type
    found += [
        Trigger(token, memory.act_type, None, resumes=True)
        for token in sentence.doc
        if memory.act_type is not None and token.i not in carried and _resumes(sentence, token)
    ]
    memory.act_type = last
    return sorted(found, key=lambda trigger: trigger.token.i)


def _trigger(sentence: Sentence, token: Token) -> Trigger | None:
    if sentence.is_name(token):
        return None
    if token.pos_ == "VERB" or (
        token.tag_ in _VERBAL and token.dep_ in ("acl", "relcl", "ROOT", "conj", "ccomp")
    ):
        return _verb(sentence, token)
    if token.pos_ == "NOUN" and token.dep_ not in ("compound", "amod", "nmod"):
        return _noun(sentence, token)
    return None


def _verb(sentence: Sentence, token: Token) -> Trigger | None:
    lemma = sentence.lemma(token)
    particle = next(
        (c.lower_ for c in children(token, "prt", "advmod") if c.lower_ in ("up", "down", "away")),
        "",
    )
    phrase = _PARTICLES.get((lemma, particle))
    if phrase is not None:
        return Trigger(token, phrase) if _has_people(token) else None
    if lemma == "shoot":
        following = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
        dead = any(c.lower_ == "dead" for c in token.children) or following == "dead"
        dead = dead or particle == "down"
        return Trigger(token, "killing" if dead else "attack")
    if lemma == "open":
        return (
            Trigger(token, "attack")
            if any(c.lower_ == "fire" for c in children(token, "dobj"))
            else None
        )
    if lemma == "fire":
        return Trigger(token, "attack") if _fires_at(token) else None
    if lemma in ("seize", "hold", "take") and any(
        c.lower_ in ("hostage", "hostages", "captive", "prisoner") for c in token.children
    ):
        return Trigger(token, "abduction")
    if lemma in ("die", "perish") or (
        lemma == "lose" and any(n.lemma_ == "life" for n in children(token, "dobj"))
    ):
        return None  # a death is no act until words say that somebody caused it; tolls count it
    if lemma == "beat" and any(c.lower_ in ("back", "down", "out") for c in token.children):
        return None
    if lemma == "seize":
        things = [n for n in shared_objects(token) if is_site(sentence.lemma(n))]
        people = [n for n in shared_objects(token) if not _is_goods(sentence, n)]
        if is_passive(token) or people:
            return Trigger(token, "abduction" if not things else "attack")
        return Trigger(token, "attack") if things else None
    if lemma in ("invade", "attack", "occupy") and token.tag_ == "VBG" and token.dep_ == "pcomp":
        return None  # "invading forces" after a preposition: they invade, nobody invades them
    if token.dep_ in ("ccomp", "conj") and token.tag_ == "VBN" and token.head.lemma_ == "leave":
        return None  # "left 19 dead and 45 wounded": a toll
    act_type = act_types("verb").get(lemma)
    return Trigger(token, act_type) if act_type is not None else None


def _is_goods(sentence: Sentence, noun: Token) -> bool:
    """Is a noun neither people nor a name?"""
    head = core(sentence, noun)
    return not (sentence.is_name(head) or is_people(sentence.lemma(head)) or head.pos_ == "PRON")


def _has_people(token: Token) -> bool:
    return bool(is_passive(token) or shared_objects(token) or subjects(token))


def _fires_at(token: Token) -> bool:
    """Guns and not staff are fired: "fired at", "fired a shot", "fired rockets"."""
    return any(
        (c.lower_ in ("at", "on", "into") and c.dep_ == "prep") or c.lemma_.lower() in _PROJECTILES
        for c in token.children
    )


def _noun(sentence: Sentence, token: Token) -> Trigger | None:
    act_type = act_types("noun").get(sentence.lemma(token)) or act_types("noun").get(token.lower_)
    if act_type is None:
        return None
    if any(c.lower_ in _GENERAL and c.dep_ in ("det", "predet", "amod") for c in token.lefts):
        carrier = _carrier(sentence, token)
        if carrier is None or carrier.tag_ not in ("VBD", "VBN"):
            return None
        if not any(c.lower_ == "no" for c in token.lefts):
            return None
        return Trigger(token, act_type, carrier)
    return Trigger(token, act_type, _carrier(sentence, token))


def _carrier(sentence: Sentence, noun: Token) -> Token | None:
    """The verb that carries an act told as a noun: "launched attacks", "attacks launched by"."""
    for child in children(noun, "acl", "relcl"):
        if sentence.lemma(child) in LIGHT_VERBS:
            return child
    top = noun
    while (
        top.dep_ == "pobj"
        and top.head.lower_ == "of"
        and top.head.head.lemma_.lower() in QUANTITY_NOUNS
    ):
        top = top.head.head
    while top.dep_ == "conj" and top.head.pos_ == "NOUN":
        top = top.head
    for child in children(top, "acl", "relcl"):
        if sentence.lemma(child) in LIGHT_VERBS:
            return child
    if top.dep_ in ("dobj", "nsubjpass") and sentence.lemma(top.head) in LIGHT_VERBS:
        return top.head
    return None


def _resumes(sentence: Sentence, token: Token) -> bool:
    """ "They appear to have been carried out by …": the act of the sentence before."""
    if token.pos_ != "VERB" or sentence.lemma(token) not in LIGHT_VERBS or sentence.is_name(token):
        return False
    if sentence.lemma(token) in ("make", "work", "lead", "direct", "cause", "open"):
        return False
    return is_passive(token) and any(s.lower_ in _PRONOUNS for s in subjects(token))

"""Acts and the tolls they state: killings, attacks, abductions, destruction, by verb and noun."""

from typing import NamedTuple

from spacy.tokens import Token

from onrecord.model.claim import Act, Toll
from onrecord.model.passage import Span
from onrecord.model.party import Mention
from onrecord.model.where import Where
from onrecord.read.english.clauses import (
    agents,
    children,
    clause_of,
    is_negated,
    is_passive,
    is_unreal,
    shared_objects,
    subjects,
    suffers_subject,
)
from onrecord.read.english.document import Reading
from onrecord.read.english.draft import Draft
from onrecord.read.english.lexicon import LIGHT_VERBS, act_types, is_people, is_site
from onrecord.read.english.locating import dated, located, where_of
from onrecord.read.english.phrases import coordinated, core, mention, quantity_of
from onrecord.read.english.sentence import Sentence
from onrecord.vocab import term

_NOUN_VICTIM_OF = frozenset({"killing", "execution", "abduction", "disappearance", "torture",
                             "sexual_violence", "destruction", "injury"})  # fmt: skip
_PHRASES = {("round", "up"): "abduction", ("gun", "down"): "killing", ("blow", "up"): "attack",
            ("mow", "down"): "killing", ("burn", "down"): "destruction"}  # fmt: skip


class Trigger(NamedTuple):
    """A token that says an act, with the verb that carries it where a noun says it."""

    token: Token
    act_type: str
    carrier: Token | None  # "carried out" of "carried out executions"


def acts(reading: Reading, sentence: Sentence) -> list[Draft]:
    """Every act that a sentence says, and the toll where it counts those who suffered it."""
    if sentence.doc.text.rstrip('"”’) ').endswith("?"):
        return []
    found: list[Draft] = []
    for token in sentence.doc:
        trigger = _trigger(sentence, token)
        if trigger is not None and not is_unreal(sentence, trigger.carrier or trigger.token):
            found += _drafts(reading, sentence, trigger)
    return found


def _trigger(sentence: Sentence, token: Token) -> Trigger | None:
    if sentence.is_name(token):
        return None
    lemma = sentence.lemma(token)
    if token.pos_ == "VERB" or (
        token.tag_ in ("VBN", "VBD", "VBG")
        and token.dep_ in ("acl", "relcl", "ROOT", "conj", "ccomp")
    ):
        return _verb_trigger(sentence, token, lemma)
    if token.pos_ == "NOUN" and token.dep_ not in ("compound", "amod", "nmod"):
        act_type = act_types("noun").get(lemma) or act_types("noun").get(token.lower_)
        if act_type is not None and not _only_mentioned(token):
            return Trigger(token, act_type, _carrier(sentence, token))
    return None


def _verb_trigger(sentence: Sentence, token: Token, lemma: str) -> Trigger | None:
    particle = next((c.lower_ for c in children(token, "prt")), None)
    phrase = _PHRASES.get((lemma, particle or ""))
    if phrase is not None:
        return Trigger(token, phrase, None)
    if lemma in ("shoot",):
        dead = any(c.lower_ == "dead" for c in token.children)
        killed = dead or particle == "down"
        return Trigger(token, "killing" if killed else "attack", None)
    if lemma == "open" and any(c.lemma_ == "fire" for c in children(token, "dobj")):
        return Trigger(token, "attack", None)
    if lemma == "fire" and not any(
        c.lower_ in ("at", "on", "into", "shots", "shot", "shells", "rockets", "rocket")
        or c.lemma_ in ("shot", "shell", "rocket", "round", "mortar", "missile")
        for c in token.children
    ):
        return None
    act_type = act_types("verb").get(lemma)
    if act_type is None or lemma in ("fire",) and is_passive(token):
        return None if act_type is None else None
    return Trigger(token, act_type, None)


def _only_mentioned(noun: Token) -> bool:
    """ "all violence", "no attack", "any crimes": a quantifier speaks of none in particular."""
    return any(
        c.lower_ in ("all", "any", "no", "every", "such", "further", "more", "future")
        for c in noun.lefts
    )


def _carrier(sentence: Sentence, noun: Token) -> Token | None:
    """The verb that carries an act told as a noun: "launched attacks", "attacks launched by"."""
    for child in children(noun, "acl", "relcl"):
        if sentence.lemma(child) in LIGHT_VERBS:
            return child
    head = noun.head
    while head.pos_ == "NOUN" and noun.dep_ in ("pobj", "prep"):
        noun, head = head, head.head
        if noun.dep_ == "prep":
            continue
    if noun.dep_ == "pobj":
        noun, head = noun.head, noun.head.head
        if head.lemma_ in ("wave", "series", "string", "spate", "campaign", "number"):
            noun, head = head, head.head
    if noun.dep_ in ("dobj", "nsubjpass") and sentence.lemma(head) in LIGHT_VERBS:
        return head
    return None


class _Roles(NamedTuple):
    perpetrators: list[Token]
    victims: list[Token]


def _drafts(reading: Reading, sentence: Sentence, trigger: Trigger) -> list[Draft]:
    roles = (
        _verb_roles(sentence, trigger)
        if trigger.token.pos_ != "NOUN"
        else _noun_roles(sentence, trigger)
    )
    barred = frozenset({trigger.token.i} | ({trigger.carrier.i} if trigger.carrier else set()))
    victims = [noun for head in roles.victims for noun in coordinated(head)]
    perpetrators = [n for head in roles.perpetrators for n in coordinated(head)]
    perpetrators = [n for n in perpetrators if n not in victims and _can_act(sentence, n)]
    sites = [n for n in victims if _is_thing(sentence, n)]
    victims = [n for n in victims if n not in sites]
    if trigger.token.pos_ == "NOUN" and not _worth_saying(trigger, victims, perpetrators, sites):
        return []
    heads = (
        barred | {n.i for n in victims}
        if trigger.token.pos_ != "NOUN"
        else barred | {n.i for n in victims}
    )
    places = _places(reading, sentence, trigger, heads, sites)
    body = Act(
        act_type=trigger.act_type, trigger=_trigger_span(sentence, trigger),
        perpetrators=tuple(mention(sentence, n, barred) for n in perpetrators),
        victims=tuple(mention(sentence, n, barred) for n in victims),
        places=places, when=dated(reading, sentence, trigger.carrier or trigger.token, heads),
        quantity=quantity_of(sentence, victims[0], barred) if len(victims) == 1 else None,
    )  # fmt: skip
    anchor = trigger.token
    by = tuple(
        p
        for v in (trigger.token, trigger.carrier)
        if v is not None
        for p in v.children
        if p.lower_ == "by"
    )
    beside = (*((trigger.carrier,) if trigger.carrier else ()), *by)
    negative = is_negated(trigger.carrier or trigger.token)
    drafts = [Draft(body, anchor, beside, negative)]
    return drafts + _tolls(sentence, trigger, victims, body, barred, drafts[0])


def _tolls(
    sentence: Sentence,
    trigger: Trigger,
    victims: list[Token],
    act: Act,
    barred: frozenset[int],
    of: Draft,
) -> list[Draft]:
    """One toll for each counted group of victims; bare plurals count nobody."""
    harm = term("acts", trigger.act_type).harm
    found = []
    for noun in victims:
        quantity = quantity_of(sentence, noun, barred)
        if harm is None or harm == "threatened" or quantity is None:
            continue
        if quantity.convention in ("plural", "one"):
            continue
        body = Toll(harm=harm, quantity=quantity, victims=(mention(sentence, noun, barred),),
                    perpetrators=act.perpetrators, places=act.places, when=act.when)  # fmt: skip
        found.append(Draft(body, of.anchor, of.beside, of.negative))
    return found


def _trigger_span(sentence: Sentence, trigger: Trigger) -> Span:
    token = trigger.token
    last = max([token.i, *(c.i for c in token.children if c.dep_ == "prt" or c.lower_ == "dead")])
    return sentence.span(token.i, last)


def _can_act(sentence: Sentence, noun: Token) -> bool:
    """Could the words mean somebody who acts? Things and happenings cannot."""
    if sentence.is_name(noun) or noun.pos_ == "PRON":
        return noun.tag_ not in ("WDT", "EX") and noun.lower_ not in (
            "it",
            "this",
            "that",
            "which",
            "there",
        )
    head = core(sentence, noun)
    if sentence.is_name(head) or head.pos_ == "PRON":
        return True
    return is_people(sentence.lemma(head))


def _is_thing(sentence: Sentence, noun: Token) -> bool:
    head = core(sentence, noun)
    return (
        not sentence.is_name(head)
        and is_site(sentence.lemma(head))
        and not is_people(sentence.lemma(head))
    )


def _worth_saying(
    trigger: Trigger, victims: list[Token], perpetrators: list[Token], sites: list[Token]
) -> bool:
    """A noun says an act where it also says who did it, or who or what suffered it."""
    return bool(victims or perpetrators or sites)


def _verb_roles(sentence: Sentence, trigger: Trigger) -> _Roles:
    verb = trigger.token
    own = subjects(verb)
    if suffers_subject(sentence, verb):
        return _Roles(agents(verb), own)
    targets = shared_objects(verb)
    if not targets:
        targets = [
            noun for p in children(verb, "prep") if p.lower_ in ("at", "on", "against", "with")
            for noun in children(p, "pobj") if is_people(sentence.lemma(core(sentence, noun))) or sentence.is_name(noun) and p.lower_ == "against"
        ]  # fmt: skip
    targets = [
        t
        for t in targets
        if sentence.lemma(t)
        not in ("fire", "shot", "shell", "rocket", "round", "mortar", "missile", "bomb")
    ]
    return _Roles([n for n in own if n not in targets], targets)


def _noun_roles(sentence: Sentence, trigger: Trigger) -> _Roles:
    noun, carrier = trigger.token, trigger.carrier
    perpetrators, victims = _around(sentence, noun, trigger.act_type)
    if carrier is not None:
        if is_passive(carrier) or carrier.dep_ == "acl":
            perpetrators += agents(carrier)
        else:
            perpetrators += [s for s in subjects(carrier) if s.i != noun.i]
        for p in children(carrier, "prep"):
            if p.lower_ in ("against", "on", "at"):
                victims += [
                    n for n in children(p, "pobj") if n.lemma_ != "basis" and _living(sentence, n)
                ]
    return _Roles(perpetrators, victims)


def _living(sentence: Sentence, noun: Token) -> bool:
    head = core(sentence, noun)
    return sentence.is_name(head) or is_people(sentence.lemma(head)) or head.pos_ == "PRON"


def _around(sentence: Sentence, noun: Token, act_type: str) -> tuple[list[Token], list[Token]]:
    """By, against and of, wherever the parser hung them, up to the next verb."""
    perpetrators, victims = [], []
    for preposition in _prepositions_after(sentence, noun):
        nouns = children(preposition, "pobj")
        match preposition.lower_:
            case "by":
                perpetrators += nouns
            case "against" | "on" | "upon":
                victims += [
                    n
                    for n in nouns
                    if _living(sentence, n) or sentence.lemma(n) in ("hospital", "village")
                ]
            case "of":
                if preposition.head.i == noun.i and act_type in _NOUN_VICTIM_OF:
                    victims += nouns
    for owner in children(noun, "poss"):
        if owner.pos_ == "PRON":
            continue
        (victims if act_type in _NOUN_VICTIM_OF and not victims else perpetrators).append(owner)
    return perpetrators, victims


def _prepositions_after(sentence: Sentence, noun: Token) -> list[Token]:
    """Prepositions right of a noun that can be its own: up to the next verb, act or semicolon."""
    found = []
    for token in sentence.doc[noun.i + 1 :]:
        if (
            token.pos_ in ("VERB", "AUX")
            and token.dep_ not in ("amod",)
            or token.text in (";", ":")
        ):
            break
        if token.pos_ == "NOUN" and act_types("noun").get(sentence.lemma(token)):
            break
        if token.dep_ in ("prep", "agent") or token.lower_ == "by":
            if token.lower_ != "of" or token.head.i == noun.i:
                found.append(token)
    return found


def _places(
    reading: Reading,
    sentence: Sentence,
    trigger: Trigger,
    heads: frozenset[int],
    sites: list[Token],
) -> tuple[Where, ...]:
    found = {
        w.start: w
        for w in located(reading, sentence, trigger.carrier or trigger.token, heads)
        if w.start is not None
    }
    for noun in sites:
        where = where_of(reading, sentence, noun)
        if where is not None and where.start is not None:
            found.setdefault(where.start, where)
    return tuple(found[start] for start in sorted(found))


__all__ = ["acts", "clause_of"]

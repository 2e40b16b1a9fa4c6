"""Who did an act and who suffered it: from syntax alone, whatever the parties are called."""

import itertools
from typing import NamedTuple

from spacy.tokens import Token

from onrecord.read.english.clauses import (
    agents,
    children,
    is_negated,
    is_passive,
    shared_objects,
    shares_passive_subject,
    subjects,
    suffers_subject,
)
from onrecord.read.english.document import Reading
from onrecord.read.english.lexicon import act_types, is_people, is_site, words_of
from onrecord.read.english.listed import listed
from onrecord.read.english.phrases import coordinated, core
from onrecord.read.english.sentence import Sentence
from onrecord.read.english.triggers import Trigger

_OF_MEANS_VICTIM = frozenset(
    {
        "killing",
        "execution",
        "abduction",
        "disappearance",
        "torture",
        "sexual_violence",
        "destruction",
        "injury",
    }
)
_ACCUSING = frozenset(
    {"charge", "accuse", "convict", "suspect", "blame", "indict", "sentence", "try", "implicate"}
)
# What befalls its subject: "people who disappeared" did nothing to anybody.
_BEFALLS = frozenset({"disappear", "vanish"})
_MUTUAL = frozenset({"clash", "fight", "skirmish"})
_THINGS = listed("it this that which there what everything nothing who whom")
_NOT_ACTORS = _THINGS | {"her", "him", "them", "me", "us"}  # objects are no subjects
_NOT_TARGETS = listed(
    "fire shot shell rocket round mortar missile bomb bullet salvo basis ground scale"
)
_ON_PLACES = listed(
    """
    shell bomb bombard storm raid burn loot torch ransack overrun invade occupy conquer
    shelling bombing bombardment raid looting burning destruction invasion assault offensive
    """
)
_UNCOUNTED = frozenset({"number", "toll", "count", "total"})


class Roles(NamedTuple):
    """Nouns by role, and the prepositions that gave them: adverbs at those concern the act."""

    perpetrators: list[Token]
    victims: list[Token]
    sites: list[Token]
    prepositions: list[Token]


def roles(reading: Reading, sentence: Sentence, trigger: Trigger) -> Roles:
    """Perpetrators, victims and sites of a trigger, coordination spread out.

    Nobody is both: where syntax leaves it open, the noun is a victim and never a perpetrator.
    """
    if trigger.is_noun:
        doers, sufferers, prepositions = _of_noun(sentence, trigger)
    else:
        doers, sufferers, prepositions = _of_verb(sentence, trigger)
    victims = _spread(sufferers)
    perpetrators = [n for n in _spread(doers) if n not in victims and can_act(sentence, n)]
    sites = [
        n for n in victims if is_thing(sentence, n) or _is_place(reading, sentence, trigger, n)
    ]
    people = [n for n in victims if n not in sites and _can_suffer(sentence, n)]
    return Roles(perpetrators, people, sites, prepositions)


def _is_place(reading: Reading, sentence: Sentence, trigger: Trigger, noun: Token) -> bool:
    """Is a name that was attacked a place's? Shells fall on places, ambushes on people."""
    if not sentence.is_name(noun) or trigger.act_type not in ("attack", "destruction", "violence"):
        return False
    name = sentence.names[noun.i]
    if reading.is_place(name.start, name.end):
        return True
    bare = not any(c.dep_ in ("det", "poss", "compound", "amod") for c in noun.lefts)
    return bare and sentence.lemma(trigger.token) in _ON_PLACES


def _spread(heads: list[Token]) -> list[Token]:
    found: dict[int, Token] = {}
    for head in heads:
        for noun in coordinated(head):
            found.setdefault(noun.i, noun)
    return [found[i] for i in sorted(found)]


def can_act(sentence: Sentence, noun: Token) -> bool:
    """Could the words mean somebody who acts? Things and happenings cannot."""
    head = core(sentence, noun)
    if sentence.is_name(head):
        return True
    if noun.pos_ == "PRON" or head.pos_ == "PRON":
        return noun.tag_ not in ("WDT", "EX") and noun.lower_ not in _NOT_ACTORS
    return is_people(sentence.lemma(head))


def is_thing(sentence: Sentence, noun: Token) -> bool:
    """Do the words mean a place or goods, and not people?"""
    head = core(sentence, noun)
    lemma = sentence.lemma(head)
    return not sentence.is_name(head) and is_site(lemma) and not is_people(lemma)


def _can_suffer(sentence: Sentence, noun: Token) -> bool:
    head = core(sentence, noun)
    if sentence.is_name(head):
        return True
    if head.pos_ == "PRON" or noun.pos_ == "PRON":
        if noun.lower_ in ("nobody", "none", "noone"):
            return False
        return noun.lower_ not in _THINGS and noun.tag_ not in ("WDT", "EX")
    lemma = sentence.lemma(head)
    if lemma in act_types("noun"):
        return False
    return is_people(lemma) or lemma in words_of("parties", "organisation") or head.pos_ == "NUM"


def _living(sentence: Sentence, noun: Token) -> bool:
    head = core(sentence, noun)
    return sentence.is_name(head) or is_people(sentence.lemma(head)) or head.pos_ == "PRON"


_Found = tuple[list[Token], list[Token], list[Token]]


def _of_verb(sentence: Sentence, trigger: Trigger) -> _Found:
    verb = trigger.token
    if suffers_subject(sentence, verb):
        by = [p for p in verb.children if p.lower_ == "by"]
        sufferers = [] if trigger.resumes else _sufferers(sentence, verb)
        return _agents(sentence, verb), sufferers, by
    if sentence.lemma(verb) in _BEFALLS:
        return [], subjects(verb), []
    doers = subjects(verb)
    targets = [n for n in shared_objects(verb) if sentence.lemma(n) not in _NOT_TARGETS]
    if not targets:
        targets = [
            noun
            for preposition in children(verb, "prep")
            if preposition.i > verb.i
            if preposition.lower_ in ("at", "on", "against", "into")
            or (preposition.lower_ == "with" and sentence.lemma(verb) in _MUTUAL)
            for noun in children(preposition, "pobj")
            if (
                _living(sentence, noun)
                and not (sentence.is_name(noun) and preposition.lower_ in ("at", "on", "into"))
            )
            or (preposition.lower_ in ("at", "on", "into") and is_thing(sentence, noun))
        ]
    if shares_passive_subject(verb):
        return [], targets, []
    if sentence.lemma(verb) in _MUTUAL:
        return doers + [n for n in targets if _living(sentence, n)], [], []
    return [n for n in doers if n not in targets], targets, []


def _sufferers(sentence: Sentence, verb: Token) -> list[Token]:
    """The subject of a passive; of "reports of families being killed", the families."""
    own = children(verb, "nsubj", "nsubjpass")
    if not own and verb.dep_ == "conj" and not suffers_subject(sentence, verb.head):
        return []  # "reported five killed and several wounded": who reports is not wounded
    being = any(c.lower_ == "being" for c in children(verb, "auxpass"))
    if own or not being or verb.dep_ in ("acl", "relcl"):
        return subjects(verb)
    for token in reversed(list(sentence.doc[: verb.i])):
        if token.dep_ == "pobj" and token.head.lower_ == "of" and _living(sentence, token):
            return [token]
    return []


def _agents(sentence: Sentence, verb: Token) -> list[Token]:
    """Nouns after "by"; of "by A, B, and by C" all three, although parsers lose the middle one."""
    found = agents(verb)
    bys = [t for t in sentence.doc if t.lower_ == "by" and t.i > verb.i and _in_reach(verb, t)]
    for one, other in itertools.pairwise(bys):
        between = sentence.doc[one.i + 1 : other.i]
        if any(t.pos_ in ("VERB", "AUX") and t.dep_ in ("ROOT", "ccomp", "advcl") for t in between):
            break
        found += children(one, "pobj") + children(other, "pobj")
        found += [
            t
            for t in between
            if t.pos_ == "NOUN"
            and t.dep_ in ("oprd", "appos", "dep", "npadvmod", "attr", "conj")
            and sentence.doc[min(x.i for x in t.subtree) - 1].text in (",", "and")
        ]
    return list(dict.fromkeys(found))


def _in_reach(verb: Token, by: Token) -> bool:
    """Is a "by" governed by the verb, or by what governs the verb, and not by another act?"""
    return (
        by.head == verb
        or by.head in verb.ancestors
        or (by.dep_ == "conj" and by.head.lower_ == "by")
    )


def _of_noun(sentence: Sentence, trigger: Trigger) -> _Found:
    noun, carrier = trigger.token, trigger.carrier
    doers, sufferers, prepositions = _around(sentence, noun, trigger.act_type)
    if carrier is not None:
        if is_passive(carrier) or carrier.dep_ == "acl":
            doers += _agents(sentence, carrier)
            prepositions += [p for p in carrier.children if p.lower_ == "by"]
        else:
            doers += [s for s in subjects(carrier) if s.i != noun.i]
        for preposition in children(carrier, "prep"):
            if preposition.lower_ in ("against", "on", "at"):
                sufferers += [
                    n
                    for n in children(preposition, "pobj")
                    if n.lemma_ not in _NOT_TARGETS and _living(sentence, n)
                ]
    return doers, [n for n in sufferers if n not in doers], prepositions


def _around(sentence: Sentence, noun: Token, act_type: str) -> _Found:
    """By, against and of, wherever the parser hung them, up to the next verb."""
    doers, sufferers, prepositions = [], [], []
    for preposition in _prepositions_after(sentence, noun):
        nouns = [n for n in children(preposition, "pobj") if sentence.lemma(n) not in _NOT_TARGETS]
        match preposition.lower_:
            case "by":
                doers += nouns
                prepositions.append(preposition)
            case "against" | "on" | "upon" | "at" | "targeting":
                living = [n for n in nouns if _living(sentence, n)]
                if preposition.lower_ == "at":
                    living = [n for n in living if not sentence.is_name(n)]
                if preposition.lower_ == "on" and act_type in _OF_MEANS_VICTIM:
                    living = []
                sites = [n for n in nouns if is_thing(sentence, n) and preposition.lower_ != "at"]
                sufferers += living + sites
            case "of" if act_type in _OF_MEANS_VICTIM:
                sufferers += nouns
            case "of" if sentence.lemma(noun) in _ON_PLACES:
                sufferers += [n for n in nouns if sentence.is_name(n) or is_thing(sentence, n)]
                doers += [n for n in nouns if n not in sufferers]
            case "of" if act_type == "violence":
                sufferers += [n for n in nouns if is_people(sentence.lemma(core(sentence, n)))]
            case "between":
                doers += nouns
    doers += _of_accusation(sentence, noun)
    for owner in children(noun, "poss"):
        if owner.pos_ != "PRON":
            suffers = act_type in _OF_MEANS_VICTIM and not sufferers
            (sufferers if suffers else doers).append(owner)
    for participle in children(noun, "acl"):
        if participle.lemma_ in ("target", "direct", "aim", "kill", "wound"):
            sufferers += children(participle, "dobj")
            sufferers += [
                n
                for p in children(participle, "prep")
                if p.lower_ in ("at", "against")
                for n in children(p, "pobj")
            ]
            doers += agents(participle)
    return doers, sufferers, prepositions


def _of_accusation(sentence: Sentence, noun: Token) -> list[Token]:
    """ "charged X with the murder of Y", "blamed X for the attack": X is said to have done it."""
    verb = noun.head.head
    if noun.dep_ != "pobj" or verb.lemma_.lower() not in _ACCUSING:
        return []
    if noun.head.lower_ not in ("with", "of", "for", "in") or is_negated(verb):
        return []
    return subjects(verb) if is_passive(verb) else children(verb, "dobj")


def _prepositions_after(sentence: Sentence, noun: Token) -> list[Token]:
    """Prepositions right of a noun that can be its own: up to the next verb, act or semicolon."""
    found = []
    for token in sentence.doc[noun.i + 1 :]:
        stops = token.text in (";", ":") or token.lower_ in ("and", "or", "but", "which", "who")
        if stops and not _bridges(sentence, token):
            break
        if token.pos_ in ("VERB", "AUX") and token.dep_ != "amod":
            break
        if token.pos_ == "NOUN" and sentence.lemma(token) in act_types("noun"):
            break
        preposition = token.pos_ == "ADP" and token.dep_ in ("prep", "agent", "conj", "dative")
        if preposition and (token.lower_ != "of" or token.head.i == noun.i):
            found.append(token)
    return found


def _bridges(sentence: Sentence, token: Token) -> bool:
    """ "by A and by B", "by A and other B": coordination inside the phrase, not a new clause."""
    if token.lower_ not in ("and", "or"):
        return False
    following = sentence.doc[token.i + 1 : token.i + 2]
    return bool(following) and (
        following[0].lower_ == "by"
        or (token.dep_ == "cc" and token.head.dep_ in ("pobj", "conj", "nmod", "prep"))
    )


def counts_people(sentence: Sentence, trigger: Trigger, victims: list[Token]) -> bool:
    """ "the number of people killed" tells no act of its own."""
    return any(
        noun.dep_ == "pobj" and sentence.lemma(noun.head.head) in _UNCOUNTED
        for noun in victims
        if trigger.token.dep_ == "acl" and trigger.token.head == noun
    )

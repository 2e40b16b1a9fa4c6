"""People who left their homes: who, how many, from where, to which refuges."""

from spacy.tokens import Token

from onrecord.model.claim import Displacement
from onrecord.model.where import Where
from onrecord.read.english.clauses import (
    agents,
    children,
    is_negated,
    is_passive,
    is_unreal,
    subjects,
)
from onrecord.read.english.document import Reading
from onrecord.read.english.draft import Draft
from onrecord.read.english.lexicon import is_people, is_site
from onrecord.read.english.listed import listed
from onrecord.read.english.locating import dated, where_of
from onrecord.read.english.phrases import coordinated, core, mention, quantity_of
from onrecord.read.english.sentence import Sentence

_MOVING = frozenset({"flee", "hide", "evacuate", "displace", "uproot", "shelter", "escape"})
_CAUSING = frozenset({"displace", "uproot", "evacuate"})
_SEEKING = frozenset({"seek", "take", "find"})
_SHELTERS = listed("church school camp tent mosque stable shelter cave hall monastery")
_NOUNS = frozenset({"displacement", "exodus"})
_FROM = frozenset({"from"})
_TO = frozenset(
    {
        "to",
        "into",
        "toward",
        "towards",
        "in",
        "at",
        "across",
        "including",
        "inside",
        "over",
        "within",
    }
)


def displacements(reading: Reading, sentence: Sentence) -> list[Draft]:
    """Every displacement that a sentence tells."""
    found = []
    for token in sentence.doc:
        if token.pos_ != "VERB" or sentence.is_name(token) or not _moves(sentence, token):
            continue
        if is_unreal(sentence, token):
            continue
        draft = _draft(reading, sentence, token)
        if draft is not None:
            found.append(draft)
    return found or _as_noun(reading, sentence)


def _moves(sentence: Sentence, verb: Token) -> bool:
    lemma = sentence.lemma(verb)
    if lemma in _SEEKING:
        return any(sentence.lemma(n) in ("refuge", "shelter") for n in children(verb, "dobj"))
    if lemma in ("live", "stay", "sleep", "camp"):
        places = [n for p in children(verb, "prep") if p.lower_ in ("in", "at") for n in p.children]
        return any(sentence.lemma(each) in _SHELTERS for n in places for each in coordinated(n))
    if lemma == "cross":
        return any(sentence.lemma(n) in ("border", "frontier") for n in children(verb, "dobj"))
    if lemma in ("force", "drive"):
        return any(
            p.lower_ == "from"
            and any(sentence.lemma(n) in ("home", "house", "village", "land") for n in p.children)
            for p in verb.children
        )
    return lemma in _MOVING


def _draft(reading: Reading, sentence: Sentence, verb: Token) -> Draft | None:
    lemma = sentence.lemma(verb)
    moved = subjects(verb)
    if (lemma in _CAUSING or lemma in ("force", "drive")) and not is_passive(verb):
        moved = children(verb, "dobj") or (moved if lemma == "evacuate" else [])
    people = [n for head in moved for n in coordinated(head) if _can_flee(sentence, n)]
    people = [n for n in people if n not in agents(verb)]
    if not people:
        return None
    barred = frozenset({verb.i})
    origins, refuges = _ends(reading, sentence, verb, people)
    if lemma == "hide" and not refuges and not any(p.lower_ == "from" for p in verb.children):
        return None
    body = Displacement(
        displaced=tuple(mention(sentence, n, barred) for n in people),
        quantity=quantity_of(sentence, people[0], barred) if len(people) == 1 else None,
        origins=origins,
        refuges=refuges,
        when=dated(reading, sentence, verb, frozenset({verb.i})),
    )
    return Draft(body, verb, (), is_negated(verb))


def _can_flee(sentence: Sentence, noun: Token) -> bool:
    head = core(sentence, noun)
    if sentence.is_name(head) or head.pos_ in ("PRON", "NUM"):
        return head.lower_ not in ("it", "this", "that", "which")
    return is_people(sentence.lemma(head))


def _ends(
    reading: Reading, sentence: Sentence, verb: Token, people: list[Token]
) -> tuple[tuple[Where, ...], tuple[Where, ...]]:
    """Origins and refuges: from…, to…, in…, "including a base, churches and X"."""
    origins: dict[int, Where] = {}
    refuges: dict[int, Where] = {}
    for noun in children(verb, "dobj"):
        if (
            sentence.lemma(noun) not in ("border", "frontier", "refuge", "shelter", "safety")
            and noun not in people
        ):
            _put(reading, sentence, noun, origins)
    for preposition in _phrases_of(sentence, verb, people):
        side = (
            origins
            if preposition.lower_ in _FROM
            else refuges
            if preposition.lower_ in _TO
            else None
        )
        if side is None:
            continue
        for noun in children(preposition, "pobj"):
            if side is origins and sentence.lemma(verb) == "hide":
                continue
            _put(reading, sentence, noun, side)
    return (tuple(origins[s] for s in sorted(origins)), tuple(refuges[s] for s in sorted(refuges)))


def _put(reading: Reading, sentence: Sentence, noun: Token, side: dict[int, Where]) -> None:
    for each in coordinated(noun):
        where = where_of(reading, sentence, each)
        if where is None and not sentence.is_name(each) and is_site(sentence.lemma(each)):
            continue
        if where is not None and where.start is not None:
            side.setdefault(where.start, where)


def _phrases_of(sentence: Sentence, verb: Token, people: list[Token]) -> list[Token]:
    """Prepositions of the verb and its objects; "including" wherever it was hung."""
    near = {
        verb.i,
        *(n.i for n in people),
        *(n.i for n in children(verb, "dobj", "advmod", "advcl")),
    }
    found = [
        t for t in sentence.doc if t.dep_ in ("prep", "agent") and t.head.i in near and t.i > verb.i
    ]
    later = [t for t in sentence.doc if t.lower_ == "including" and t.i > verb.i and t not in found]
    return found + [t for t in later if t.head.i in near or verb in t.ancestors]


def _as_noun(reading: Reading, sentence: Sentence) -> list[Draft]:
    """ "the displacement of 4,000 people"."""
    found = []
    for token in sentence.doc:
        if (
            token.pos_ != "NOUN"
            or sentence.lemma(token) not in _NOUNS
            or is_unreal(sentence, token)
        ):
            continue
        people = [
            each
            for p in children(token, "prep")
            if p.lower_ == "of"
            for n in children(p, "pobj")
            for each in coordinated(n)
            if _can_flee(sentence, each)
        ]
        if not people:
            continue
        origins, refuges = _ends(reading, sentence, token, people)
        body = Displacement(
            displaced=tuple(mention(sentence, n) for n in people),
            quantity=quantity_of(sentence, people[0]) if len(people) == 1 else None,
            origins=origins,
            refuges=refuges,
            when=dated(reading, sentence, token, frozenset()),
        )
        found.append(Draft(body, token))
    return found

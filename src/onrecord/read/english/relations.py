"""Ties of a party to a party: loyal to, affiliated with, under the control of, like."""

from spacy.tokens import Token

from onrecord.model.claim import Relation
from onrecord.read.english.clauses import agents, children, is_negated, is_unreal, subjects
from onrecord.read.english.draft import Draft
from onrecord.read.english.lexicon import is_people, words_of
from onrecord.read.english.phrases import coordinated, core, mention
from onrecord.read.english.sentence import Sentence

_BY_LEMMA = ("loyal_to", "affiliated_with", "opposed_to")
_LIKENESS = frozenset({"indistinguishable", "inseparable"})
_WITH = {
    "loyal": ("to",),
    "affiliate": ("with", "to"),
    "associate": ("with",),
    "link": ("to", "with"),
    "tie": ("to",),
    "connect": ("to", "with"),
    "align": ("with",),
    "ally": ("with", "to"),
    "indistinguishable": ("from",),
    "hostile": ("to",),
    "oppose": ("to",),
    "belong": ("to",),
}


def relations(sentence: Sentence) -> list[Draft]:
    """Every tie between parties that a sentence says."""
    found = []
    for token in sentence.doc:
        if sentence.is_name(token):
            continue
        for relation, cue_end, subject_heads, object_heads in _ties(sentence, token):
            for subject in subject_heads:
                for object_ in object_heads:
                    if (
                        _is_party(sentence, subject)
                        and _is_party(sentence, object_)
                        and subject is not object_
                    ):
                        found.append(_draft(sentence, relation, token, cue_end, subject, object_))
    return found


def _draft(
    sentence: Sentence, relation: str, cue: Token, cue_end: Token, subject: Token, object_: Token
) -> Draft:
    barred = frozenset({cue.i})
    first, last = sorted((cue.i, cue_end.i))
    body = Relation(
        relation=relation,
        cue=sentence.span(first, last),
        subject=mention(sentence, subject, barred),
        object=mention(sentence, object_),
    )
    return Draft(body, cue, (), is_negated(cue) or (is_negated(cue.head) and cue.dep_ == "acomp"))


_Tie = tuple[str, Token, list[Token], list[Token]]


def _ties(sentence: Sentence, token: Token) -> list[_Tie]:
    lemma = sentence.lemma(token)
    if token.pos_ in ("VERB", "ADJ", "AUX") or token.dep_ in ("acl", "amod", "acomp"):
        relation = _relation_of(lemma, token)
        if relation is not None and not (token.pos_ == "VERB" and is_unreal(sentence, token)):
            return _from_predicate(sentence, token, lemma, relation)
    if lemma in ("control", "command") and token.pos_ == "NOUN":
        return _under_control(sentence, token)
    return []


def _relation_of(lemma: str, token: Token) -> str | None:
    if lemma in _LIKENESS:
        return "indistinguishable_from"
    if lemma in ("control", "command", "lead") and token.tag_ == "VBN" and token.dep_ == "acl":
        return "controlled_by"
    if lemma == "belong":
        return "part_of"
    return next((key for key in _BY_LEMMA if lemma in words_of("cues", key)), None)


def _from_predicate(sentence: Sentence, token: Token, lemma: str, relation: str) -> list[_Tie]:
    """ "fighters loyal to X", "armed groups supporting X", "X, affiliated with Y"."""
    if relation == "controlled_by":
        objects = [n for head in agents(token) for n in coordinated(head)]
        return [(relation, token, _bearers(token), objects)] if objects else []
    wanted = _WITH.get(lemma)
    if wanted is None and relation == "loyal_to" and agents(token):
        return [(relation, token, agents(token), _bearers(token))]
    if wanted is None:
        if token.dep_ not in ("acl", "relcl") and lemma not in ("oppose",):
            return []  # "they supported X" tells an act; "groups supporting X" tells who they are
        objects = [n for head in children(token, "dobj") for n in coordinated(head)]
        return [(relation, token, _bearers(token), objects)] if objects else []
    for preposition in token.children:
        if preposition.dep_ in ("prep", "aux") and preposition.lower_ in wanted:
            objects = [n for head in children(preposition, "pobj") for n in coordinated(head)]
            if objects:
                return [(relation, preposition, _bearers(token), objects)]
    return []


def _bearers(token: Token) -> list[Token]:
    """Whom an adjective or participle describes."""
    if token.dep_ in ("acl", "amod", "relcl", "appos"):
        if token.dep_ == "relcl":
            return subjects(token)
        return [token.head]
    if token.dep_ in ("acomp", "attr", "oprd", "xcomp"):
        return subjects(token.head)
    return subjects(token)


def _under_control(sentence: Sentence, noun: Token) -> list[_Tie]:
    """ "militants under the control of X"."""
    under = noun.head
    if under.lower_ != "under":
        return []
    objects = [n for p in children(noun, "prep") if p.lower_ == "of" for n in children(p, "pobj")]
    objects += [n for n in children(noun, "poss") if n.pos_ != "PRON"]
    holder = under.head
    bearers = (
        [holder]
        if holder.pos_ in ("NOUN", "PROPN", "PRON") or _is_party(sentence, holder)
        else subjects(holder)
    )
    return [("controlled_by", under, bearers, objects)] if objects else []


def _is_party(sentence: Sentence, noun: Token) -> bool:
    head = core(sentence, noun)
    if sentence.is_name(head):
        return True
    if head.pos_ == "PRON":
        return head.lower_ in ("they", "he", "she", "who", "we", "them")
    lemma = sentence.lemma(head)
    return (
        is_people(lemma)
        or lemma in words_of("parties", "organisation")
        or lemma in ("airbase", "base")
    )

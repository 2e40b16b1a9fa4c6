"""Which event came before which: "followed", "after", "which then sparked", "in response to"."""

from spacy.tokens import Token

from onrecord.model.claim import Sequence
from onrecord.model.passage import Span
from onrecord.read.english.clauses import (
    agents,
    children,
    is_negated,
    is_passive,
    is_unreal,
    subjects,
)
from onrecord.read.english.draft import Draft
from onrecord.read.english.lexicon import act_types
from onrecord.read.english.listed import listed
from onrecord.read.english.phrases import core
from onrecord.read.english.sentence import Sentence

_CAUSING = frozenset({"spark", "trigger", "provoke", "prompt", "ignite", "unleash"})
_ORDERING = frozenset({"after", "following", "before"})
_ANSWERING = frozenset({"response", "retaliation", "revenge", "reprisal", "reaction"})
_EVENTS = listed(
    """
    event fighting operation crackdown offensive campaign protest unrest massacre uprising
    escalation incident coup ouster fall siege displacement exodus war conflict fire
    retaliation revenge explosion blast funeral election battle demonstration outbreak
    seizure capture withdrawal flight curfew riot clash looting wave series round spate
    """
)


def sequences(sentence: Sentence) -> list[Draft]:
    """Every order of two events that a sentence says."""
    found = []
    for token in sentence.doc:
        if sentence.is_name(token):
            continue
        draft = _by_verb(sentence, token) or _by_preposition(sentence, token)
        if draft is not None:
            found.append(draft)
    return found


def _by_verb(sentence: Sentence, verb: Token) -> Draft | None:
    lemma = sentence.lemma(verb)
    if (
        verb.pos_ != "VERB"
        or lemma not in _CAUSING | {"follow", "precede"}
        or is_unreal(sentence, verb)
    ):
        return None
    if is_negated(verb):
        return None
    one, other = subjects(verb), children(verb, "dobj")
    if is_passive(verb):
        one, other = (
            (agents(verb), subjects(verb)) if lemma != "follow" else (subjects(verb), agents(verb))
        )
        if lemma == "follow":
            return _draft(sentence, verb, one, other, causal=False)
    if lemma == "follow":
        one, other = other, one
    return _draft(sentence, verb, one, other, causal=lemma in _CAUSING)


def _draft(
    sentence: Sentence,
    cue: Token,
    earlier: list[Token],
    later: list[Token],
    *,
    causal: bool,
    cue_end: Token | None = None,
) -> Draft | None:
    if (
        not earlier
        or not later
        or not _is_event(sentence, earlier[0])
        or not _is_event(sentence, later[0])
    ):
        return None
    first, second = _words(sentence, earlier[0], cue), _words(sentence, later[0], cue)
    if first.start == second.start:
        return None
    low, high = sorted((cue.i, (cue_end or cue).i))
    body = Sequence(earlier=first, later=second, cue=sentence.span(low, high), causal=causal)
    return Draft(body, cue)


def _is_event(sentence: Sentence, token: Token) -> bool:
    """An act told by a noun or a verb, or another happening."""
    if sentence.is_name(token):
        return False
    if token.pos_ == "VERB":
        return sentence.lemma(token) in act_types("verb") or sentence.lemma(token) in (
            "flee",
            "displace",
            "shoot",
            "die",
        )
    lasting = sentence.lemma(token) in ("day", "week", "night", "month", "hour")
    inner = [n for p in children(token, "prep") if p.lower_ == "of" for n in children(p, "pobj")]
    lemma = sentence.lemma(core(sentence, inner[0] if lasting and inner else token))
    return lemma in act_types("noun") or lemma in _EVENTS


def _words(sentence: Sentence, head: Token, cue: Token) -> Span:
    """The words of one event, without the other and without the cue."""
    barred = {cue.i}
    tokens, queue = [], [head]
    for node in queue:
        tokens.append(node.i)
        queue += [
            c
            for c in node.children
            if c.i not in barred
            and cue not in c.subtree
            and c.dep_ not in ("relcl", "cc", "conj", "appos", "mark", "punct")
            and c.dep_ != "advcl"
        ]
    return _contiguous(sentence, head, sorted(tokens))


def _contiguous(sentence: Sentence, head: Token, tokens: list[int]) -> Span:
    first = last = head.i
    kept = set(tokens)
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    return sentence.span(first, last)


def _by_preposition(sentence: Sentence, token: Token) -> Draft | None:
    """ "X after Y", "following Y, X", "in response to Y", "in retaliation for Y"."""
    word = token.lower_
    if word in _ORDERING and token.dep_ in ("prep", "mark", "pcomp", "advcl", "pobj"):
        clause = token.dep_ == "mark"
        others = [token.head] if clause else children(token, "pobj", "dobj", "pcomp")
        event = _act_above(sentence, token.head.head if clause else token.head)
        return _ordered(sentence, event, others, token, token, before=word == "before")
    if sentence.lemma(token) in _ANSWERING and token.head.lower_ in ("in", "as"):
        answered = [
            noun
            for preposition in children(token, "prep")
            if preposition.lower_ in ("to", "for")
            for noun in children(preposition, "pobj")
        ]
        event = _act_above(sentence, token.head.head)
        return _ordered(sentence, event, answered, token.head, token, before=False)
    return None


def _ordered(
    sentence: Sentence,
    event: Token | None,
    others: list[Token],
    cue: Token,
    cue_end: Token,
    *,
    before: bool,
) -> Draft | None:
    """The order of an event and of what the cue puts after or before it."""
    if event is None or not others or is_unreal(sentence, event):
        return None
    earlier, later = ([event], others) if before else (others, [event])
    causal = cue is not cue_end  # "in response to" says why as well as when
    return _draft(sentence, cue, earlier, later, causal=causal, cue_end=cue_end)


def _act_above(sentence: Sentence, node: Token) -> Token | None:
    """The event that the phrase hangs on: its head, or an act among that verb's arguments."""
    if _is_event(sentence, node):
        return node
    for child in node.children:
        if (
            child.dep_ in ("nsubj", "nsubjpass", "dobj")
            and child.pos_ == "NOUN"
            and _is_event(sentence, child)
        ):
            return child
    return None


def ordered_tokens(sentence: Sentence, orders: list[Draft]) -> frozenset[int]:
    """The tokens of the events that sequences put in order."""
    spans = [
        span
        for draft in orders
        if isinstance(draft.body, Sequence)
        for span in (draft.body.earlier, draft.body.later)
    ]
    return frozenset(
        token.i
        for token in sentence.doc
        for span in spans
        if span.start <= sentence.starts[token.i] and sentence.ends[token.i] <= span.end
    )

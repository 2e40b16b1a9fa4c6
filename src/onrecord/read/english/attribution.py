"""Who says so: the chain of voices above a trigger, from the document inwards."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from spacy.tokens import Token

from onrecord.model.claim import Voice, VoiceKind
from onrecord.read.english.clauses import agents, children, is_negated, is_passive, subjects
from onrecord.read.english.lexicon import words_of
from onrecord.read.english.listed import listed
from onrecord.read.english.memory import Memory, noun_kind
from onrecord.read.english.phrases import core, extent
from onrecord.read.english.sentence import Sentence

DOCUMENT = Voice(holder="this document", kind="document")
_COMPLEMENTS = frozenset(
    {"ccomp", "parataxis", "xcomp", "dobj", "advcl", "pobj", "prep", "dep", "acl", "conj", "nsubj"}
)
_DENYING = frozenset({"deny", "reject", "dismiss", "refute", "dispute"})
_PRONOUNS = frozenset({"he", "she"})
_FIRST = frozenset({"we", "i"})
_SHOWING = frozenset({"show", "depict", "capture"})
_SAYING = listed(
    """
    say tell add write state explain note declare stress reply recall claim insist announce
    report warn argue continue testify recount
    """
)


class Chain(NamedTuple):
    """Voices outermost first, and what they make of stance and certainty."""

    voices: tuple[Voice, ...]
    stance: Literal["asserts", "denies", "reports"]
    certainty: Literal["stated", "hedged", "alleged"]


@dataclass(frozen=True)
class _Link:
    """A voice found at a node of the path, before it is put in order."""

    voice: Voice
    denies: bool = False
    alleges: bool = False


def chain(
    sentence: Sentence, trigger: Token, memory: Memory, *, beside: tuple[Token, ...] = ()
) -> Chain:
    """The chain above a trigger; ``beside`` are further tokens whose adverbs count (agents)."""
    links: list[_Link] = []
    path = [trigger, *trigger.ancestors][::-1]
    for node, below in zip(path, [*path[1:], None], strict=True):
        links += _outer_modifiers(sentence, node, memory, trigger)
        if below is not None:
            links += _reported_at(sentence, node, below, memory)
    links += _adverbs(sentence, trigger, beside)
    links = [link for link in links if link.voice.holder.lower() not in _FIRST]
    voices = _with_quote(sentence, trigger, memory, [link.voice for link in links])
    if sentence.goes_on:
        voices = [*memory.lead, *(voice for voice in voices if voice not in memory.lead)]
    denied = bool(links) and any(link.denies for link in links)
    alleged = any(link.alleges for link in links)
    unnamed_last = bool(voices) and voices[-1].kind == "unnamed"
    stance: Literal["asserts", "denies", "reports"] = (
        "denies" if denied else "reports" if unnamed_last else "asserts"
    )
    certainty: Literal["stated", "hedged", "alleged"] = (
        "alleged" if alleged else "hedged" if _is_hedged(sentence, trigger) else "stated"
    )
    return Chain((DOCUMENT, *voices), stance, certainty)


def _outer_modifiers(
    sentence: Sentence, node: Token, memory: Memory, trigger: Token
) -> list[_Link]:
    """ "According to …" at a node: outside whatever the node itself says."""
    found = []
    for child in node.children:
        if child.lemma_.lower() in ("accord", "according") or child.lower_ == "according":
            for to in child.children:
                if to.lower_ == "to":
                    found += [
                        _Link(_voice(sentence, noun, memory, child, to))
                        for noun in to.children
                        if noun.dep_ == "pobj" and trigger not in noun.subtree
                    ]
    return found


def _reported_at(sentence: Sentence, node: Token, below: Token, memory: Memory) -> list[_Link]:
    """The voice of a node on the path whose complement leads down to the trigger."""
    lemma = sentence.lemma(node)
    if node.pos_ in ("VERB", "AUX") and below.dep_ in _COMPLEMENTS | {"agent"}:
        if lemma in ("accuse", "suspect", "blame", "charge", "indict", "implicate"):
            return _accusation(sentence, node, below, memory)
        if lemma in words_of("cues", "reporting") and below.dep_ != "agent":
            return _saying(sentence, node, below, memory)
    is_report = lemma in words_of("cues", "reports") and node.pos_ in ("NOUN", "PROPN")
    if is_report and below.dep_ in ("prep", "acl", "ccomp", "relcl", "appos"):
        return _report(sentence, node, memory)
    return []


def _saying(sentence: Sentence, verb: Token, below: Token, memory: Memory) -> list[_Link]:
    """ "X said that …", "X documented the killing of …", "is said to have …"."""
    lemma = sentence.lemma(verb)
    if lemma in ("quote", "cite") and below.lower_ == "as":
        return [_Link(_voice(sentence, speaker, memory, verb)) for speaker in subjects(verb)[:1]]
    if lemma in _SHOWING:
        return _shown(sentence, verb, below, memory)
    if below.dep_ in ("advcl", "prep", "conj", "nsubj", "acl", "pobj", "dep"):
        return []
    if lemma in ("condemn", "denounce", "deplore") and below.dep_ != "dobj":
        return []
    if lemma in (
        "believe",
        "see",
        "find",
        "witness",
        "learn",
        "establish",
        "record",
        "cite",
    ) and is_passive(verb):
        return []
    denies = lemma in _DENYING
    if is_passive(verb) and below.dep_ in ("xcomp", "ccomp", "dobj"):
        spoken = agents(verb)
        if spoken:
            return [_Link(_voice(sentence, spoken[0], memory, verb), denies, lemma == "allege")]
        return [_Link(_unnamed(sentence, verb), denies, alleges=True)]
    if below.dep_ == "xcomp" and lemma not in ("deny", "claim", "admit", "report", "acknowledge"):
        return []
    speakers = subjects(verb)
    if not speakers or speakers[0].i == below.i:
        return []
    if is_negated(verb) and not denies:
        return []
    return [_Link(_voice(sentence, speakers[0], memory, verb), denies, lemma == "allege")]


def _shown(sentence: Sentence, verb: Token, below: Token, memory: Memory) -> list[_Link]:
    """ "Videos show soldiers beating prisoners": the recordings are the voice."""
    shown = [
        noun
        for noun in subjects(verb)
        if sentence.lemma(core(sentence, noun)) in words_of("cues", "reports")
    ]
    if not shown or below.dep_ not in ("ccomp", "dobj", "xcomp"):
        return []
    return [_Link(_voice(sentence, shown[0], memory, verb))]


def _accusation(sentence: Sentence, verb: Token, below: Token, memory: Memory) -> list[_Link]:
    """ "X accused Y of killing": X is the voice; "Y are accused of killing": somebody is."""
    if below.dep_ not in ("prep", "xcomp", "ccomp", "agent") or is_negated(verb):
        return []
    if below.dep_ == "prep" and below.lower_ not in ("of", "with", "for", "in"):
        return []
    speakers = agents(verb) if is_passive(verb) or verb.dep_ == "acl" else subjects(verb)
    if not speakers:
        return [_Link(_unnamed(sentence, verb), alleges=True)]
    return [_Link(_voice(sentence, speakers[0], memory, verb), alleges=True)]


def _report(sentence: Sentence, noun: Token, memory: Memory) -> list[_Link]:
    """ "reports of …": whoever shares them; unnamed when nobody is said to."""
    owners = children(noun, "poss") + [
        c for p in noun.children if p.lower_ in ("by", "from") for c in children(p, "pobj")
    ]
    if owners:
        return [_Link(_voice(sentence, owners[0], memory, noun))]
    verb = noun.head
    shared = [c for c in noun.lefts if c.tag_ == "VBN" and c.lemma_ in words_of("cues", "sharing")]
    if verb.lemma_ == "have" and noun.dep_ == "dobj" and shared:
        # "have shared stories of …", which parsers read as having stories that are shared
        sharers = subjects(verb)
        if sharers:
            return [_Link(_voice(sentence, sharers[0], memory, shared[0], noun))]
    if (
        verb.pos_ in ("VERB", "AUX")
        and noun.dep_ == "dobj"
        and sentence.lemma(verb) in words_of("cues", "sharing")
    ):
        sharers = subjects(verb)
        if sharers:
            return [_Link(_voice(sentence, sharers[0], memory, verb, noun))]
    return [_Link(_unnamed(sentence, noun), alleges=True)]


def _adverbs(sentence: Sentence, trigger: Token, beside: tuple[Token, ...]) -> list[_Link]:
    """ "reportedly": a voice that the text does not name."""
    near = {trigger.i, *(token.i for token in beside)}
    for token in [trigger, *beside]:
        if token.dep_ in ("xcomp", "pcomp") or token.pos_ == "ADP" or token.dep_ == "acl":
            near.add(token.head.i) if token.dep_ != "acl" else None
    for token in sentence.doc:
        if token.lower_ in words_of("cues", "alleging") and token.head.i in near:
            return [_Link(_unnamed(sentence, token), alleges=True)]
    return []


def _is_hedged(sentence: Sentence, trigger: Token) -> bool:
    """ "may have killed", "appear to have been carried out", "are believed to be"."""
    node = trigger
    for _ in range(4):
        for child in node.children:
            if child.lower_ in ("may", "might") and child.dep_ == "aux":
                return True
            if (
                child.dep_ == "aux"
                and child.lower_ in ("could", "must", "would")
                and any(other.lower_ == "have" for other in children(node, "aux"))
            ):
                return True
            if child.dep_ == "advmod" and child.lower_ in words_of("cues", "hedging"):
                return True
        if node.dep_ not in ("xcomp", "ccomp"):
            return False
        head = node.head
        lemma = sentence.lemma(head)
        if lemma in ("appear", "seem") or (
            is_passive(head) and lemma in words_of("cues", "hedging")
        ):
            return True
        if node.dep_ == "ccomp" and lemma not in words_of("cues", "hedging"):
            return False
        node = head
    return False


def _voice(
    sentence: Sentence, holder: Token, memory: Memory, cue: Token, cue_end: Token | None = None
) -> Voice:
    """The voice of a noun with its cue; "he" is whoever spoke last."""
    first, last = min(cue.i, (cue_end or cue).i), max(cue.i, (cue_end or cue).i)
    words = sentence.span(first, last)
    kind = voice_kind(sentence, holder, memory)
    left, right = _widened(sentence, holder)
    start, end = sentence.starts[left], sentence.ends[right]
    text = sentence.rendition[start:end]
    meant = memory.meant_by(holder.lower_)
    if meant is not None:
        text, start, end, kind, _ = meant
    return Voice(
        holder=text,
        kind=kind,
        start=start,
        end=end,
        cue=words.text,
        cue_start=words.start,
        cue_end=words.end,
    )


def _widened(sentence: Sentence, holder: Token) -> tuple[int, int]:
    """A holder with the place that tells it from others: "contacts in the hills"."""
    first, last = extent(sentence, holder)
    for child in holder.children:
        if (
            child.dep_ == "prep"
            and child.i == last + 1
            and child.lower_ in ("in", "from", "at", "for")
        ):
            below = {token.i for token in child.subtree}
            while last + 1 in below:
                last += 1
    return first, last


def _unnamed(sentence: Sentence, cue: Token) -> Voice:
    words = sentence.span(cue.i, cue.i)
    return Voice(
        holder="unnamed", kind="unnamed", cue=words.text, cue_start=words.start, cue_end=words.end
    )


def voice_kind(sentence: Sentence, holder: Token, memory: Memory) -> VoiceKind:
    """What kind of voice the words of a holder show."""
    noun = core(sentence, holder)
    if sentence.is_name(noun):
        return memory.kind_of_name(sentence, noun)
    lemma = sentence.lemma(noun)
    return noun_kind(lemma) or ("person" if noun.lower_ in _PRONOUNS else "unnamed")


def introduced(sentence: Sentence, memory: Memory) -> tuple[Voice, ...]:
    """The voices of words that end with a colon: they say what the list after it says."""
    words = [token for token in sentence.doc if not token.is_punct and not token.is_space]
    if not words or not sentence.doc.text.rstrip().endswith(":"):
        return ()
    found = chain(sentence, words[-1], memory).voices[1:]
    spoken = speaking(sentence, words[-1], memory)
    return (*found, spoken) if spoken is not None else found


def _with_quote(
    sentence: Sentence, trigger: Token, memory: Memory, voices: list[Voice]
) -> list[Voice]:
    """Put the speaker of a quotation outside what the quotation itself reports."""
    at = sentence.starts[trigger.i]
    quote = next((q for q in sentence.quotes if q.start <= at < q.end), None)
    speaker = memory.quoted.get(quote.start) if quote is not None else None
    if speaker is None or any(v.cue_start == speaker.cue_start for v in voices):
        return voices
    outside = [
        v
        for v in voices
        if quote is not None
        and v.cue_start is not None
        and not quote.start <= v.cue_start < quote.end
    ]
    if any(v.kind != "unnamed" for v in outside):
        return voices
    return [*outside, speaker, *(v for v in voices if v not in outside)]


def speaking(sentence: Sentence, token: Token, memory: Memory) -> Voice | None:
    """The voice of a verb of saying that has a subject, whatever it says."""
    if token.pos_ not in ("VERB", "AUX") or sentence.lemma(token) not in _SAYING:
        return None
    speakers = subjects(token)
    if not speakers or is_passive(token) or is_negated(token):
        return None
    return _voice(sentence, speakers[0], memory, token)

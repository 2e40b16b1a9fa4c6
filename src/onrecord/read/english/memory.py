"""What a reader remembers from sentence to sentence: who spoke last, whose quotation is open."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Token

from onrecord.model.claim import Voice, VoiceKind
from onrecord.read.english.lexicon import is_kind, words_of
from onrecord.read.english.names import TITLES
from onrecord.read.english.phrases import core, extent, has_title, kind_of_words, without_titles
from onrecord.read.english.sentence import Sentence

_FEMALE = re.compile(r"\b(?:Mrs|Ms|Miss|Lady|Queen|Princess|\w+woman)\b", re.I)
_MALE = re.compile(r"\b(?:Mr|Sir|Lord|King|Prince|\w+sman|chairman)\b", re.I)


class Speaker(NamedTuple):
    """Somebody who spoke: the words, where they stand, what kind of voice, and the name in them."""

    text: str
    start: int
    end: int
    kind: VoiceKind
    name: str


@dataclass(eq=False)
class Memory:
    """Changes as the document goes on; nothing of it outlives the document."""

    speaker: Speaker | None = None  # the last person who spoke: whom "he" or "she" may mean
    quoted: dict[int, Voice] = field(default_factory=dict)  # by start of the quotation
    kinds: dict[str, VoiceKind] = field(default_factory=dict)  # by name, once words have shown it
    on_behalf: str | None = None  # for whom the last speaker spoke
    party: Speaker | None = None  # the last body or party that spoke: whom "it" may mean
    lead: tuple[Voice, ...] = ()  # voices of the words before a colon, for the list after it
    act_type: str | None = None  # of the last act told by a noun: what "they were …" may mean

    def meant_by(self, pronoun: str) -> Speaker | None:
        """The last person who spoke, unless a title says that the pronoun means another."""
        if self.speaker is None or pronoun not in ("he", "she"):
            return None
        shown = _FEMALE if pronoun == "he" else _MALE
        return None if shown.search(self.speaker.text) else self.speaker

    def note(self, sentence: Sentence, noun: Token, on_behalf: str | None = None) -> None:
        """Remember who has just spoken: a person, or a body or party."""
        if noun.pos_ == "PRON":
            return
        first, last = extent(sentence, noun)
        span = sentence.span(first, last)
        head = core(sentence, noun)
        person = self._is_person(sentence, head)
        kind = self.kind_of_noun(sentence, head)
        name = without_titles(sentence.original(head)) if sentence.is_name(head) else span.text
        speaker = Speaker(span.text, span.start, span.end, kind, name)
        if person:
            if on_behalf is not None or self.speaker is None or self.speaker.name != name:
                self.on_behalf = on_behalf
            self.speaker = speaker
        if not person or (sentence.is_name(head) and not self._is_shown(head, sentence)):
            self.party = speaker

    def _is_shown(self, head: Token, sentence: Sentence) -> bool:
        """Have words shown that the name is a person's?"""
        name = sentence.original(head)
        bare = without_titles(name)
        return bare != name or any(k == bare or k.endswith(" " + bare) for k in self.kinds)

    def _is_person(self, sentence: Sentence, head: Token) -> bool:
        """Do the words mean one person: by title, by office, or a name that shows no body?"""
        if sentence.is_name(head):
            name = sentence.original(head)
            return has_title(name) or (
                self.kind_of_name(sentence, head) in ("person", "official", "witness")
                and kind_of_words(name) == "unknown"
            )
        return head.tag_ == "NN" and is_kind(sentence.lemma(head), "person")

    def kind_of_noun(self, sentence: Sentence, head: Token) -> VoiceKind:
        """The kind of voice that a name or a common noun shows."""
        if sentence.is_name(head):
            return self.kind_of_name(sentence, head)
        return noun_kind(sentence.lemma(head)) or "unnamed"

    def kind_of_name(self, sentence: Sentence, noun: Token) -> VoiceKind:
        """The kind of voice that a name is, by the words at it now or earlier in the document."""
        name = sentence.original(noun)
        bare = without_titles(name)
        kind = _shown(sentence, noun, name)
        if kind is not None:
            self.kinds[bare] = kind
            return kind
        for known, earlier in self.kinds.items():
            if known == bare or known.endswith(" " + bare):
                return earlier
        # "the N said": an article stands before bodies and groups, not before persons.
        return "organisation" if any(c.dep_ == "det" for c in noun.lefts) else "person"

    def quoting(self, sentence: Sentence, token: Token) -> str | None:
        """Who says the quotation in which a token stands."""
        at = sentence.starts[token.i]
        for quote in sentence.quotes:
            if quote.start <= at < quote.end and quote.start in self.quoted:
                return self.quoted[quote.start].holder
        return None


def _shown(sentence: Sentence, noun: Token, name: str) -> VoiceKind | None:
    """The kind that titles, neighbouring nouns or the plain words of a name show."""
    if has_title(name):
        return "official"
    beside = {
        sentence.lemma(c) for c in noun.children if c.dep_ in ("compound", "appos", "amod", "nmod")
    }
    if beside & (words_of("cues", "officials") | TITLES):
        return "official"
    if beside & words_of("cues", "witnesses"):
        return "witness"
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", name)}
    if beside & words_of("cues", "agencies") or (
        words & words_of("cues", "agencies") and len(words) > 1
    ):
        return "agency"
    if beside & words_of("cues", "outlets") or (
        words & words_of("cues", "outlets") and len(words) > 1
    ):
        return "outlet"
    kind = kind_of_words(name)
    if kind in ("government", "state_body", "state"):
        return "official"
    if kind in ("organisation", "armed_group"):
        return "organisation"
    return None


def noun_kind(lemma: str) -> VoiceKind | None:
    """The kind of voice that a common noun names."""
    kinds: tuple[tuple[str, VoiceKind], ...] = (
        ("witnesses", "witness"),
        ("officials", "official"),
        ("outlets", "outlet"),
        ("agencies", "agency"),
    )
    for key, kind in kinds:
        if lemma in words_of("cues", key):
            return kind
    if lemma in words_of("parties", "organisation"):
        return "organisation"
    if lemma in words_of("cues", "reports"):
        return "recording" if lemma in ("video", "footage", "image", "photograph") else "unnamed"
    if lemma in words_of("parties", "person"):
        return "person"
    return None

"""What a reader remembers from sentence to sentence: who spoke last, whose quotation is open."""

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.model.claim import Voice, VoiceKind
from onrecord.read.english.lexicon import words_of
from onrecord.read.english.names import TITLES
from onrecord.read.english.phrases import has_title, kind_of_words, without_titles
from onrecord.read.english.sentence import Sentence

Speaker = tuple[str, int, int, VoiceKind]


@dataclass(eq=False)
class Memory:
    """Changes as the document goes on; nothing of it outlives the document."""

    speaker: Speaker | None = None  # words, start, end and kind of the last one who spoke
    quoted: dict[int, Voice] = field(default_factory=dict)  # by start of the quotation
    kinds: dict[str, VoiceKind] = field(default_factory=dict)  # by name, once words have shown it
    on_behalf: str | None = None  # for whom the last speaker spoke

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
        return "person"

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

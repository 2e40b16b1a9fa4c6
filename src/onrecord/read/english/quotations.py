"""Whose words stand between quotation marks, over as many sentences as they run."""

from onrecord.model.claim import Voice
from onrecord.read.english.attribution import speaking
from onrecord.read.english.clauses import subjects
from onrecord.read.english.memory import Memory
from onrecord.read.english.sentence import Quoted, Sentence


def settle(sentences: list[Sentence], memory: Memory) -> None:
    """Note the speaker of each quotation of a paragraph."""
    if not sentences:
        return
    for quote in sentences[0].quotes:
        voice = _speaker(sentences, quote, memory)
        if voice is not None:
            memory.quoted[quote.start] = voice


def _speaker(sentences: list[Sentence], quote: Quoted, memory: Memory) -> Voice | None:
    """The first verb of saying outside all quotations, in a sentence that the quotation touches."""
    for sentence in sentences:
        if sentence.end < quote.start - 2 or sentence.start > quote.end + 2:
            continue
        for token in sentence.doc:
            at = sentence.starts[token.i]
            if any(q.start <= at < q.end for q in sentence.quotes):
                continue
            voice = speaking(sentence, token, memory)
            if voice is not None:
                return voice
    return None


def remember(sentence: Sentence, memory: Memory) -> None:
    """Note who spoke in a sentence: whom "he", "she" or "it" may mean in the next one."""
    for token in sentence.doc:
        if speaking(sentence, token, memory) is not None:
            memory.note(sentence, subjects(token)[0])

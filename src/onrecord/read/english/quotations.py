"""Whose words stand between quotation marks, over as many sentences as they run."""

from onrecord.model.claim import Statement, Voice
from onrecord.read.english.attribution import speaking
from onrecord.read.english.draft import Draft
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


def remember(sentence: Sentence, memory: Memory, said: list[Draft]) -> None:
    """Note who spoke last in a sentence: whom "he" or "she" may mean in the next one."""
    for token in sentence.doc:
        voice = speaking(sentence, token, memory)
        if voice is None or voice.start is None or voice.end is None:
            continue
        if voice.kind in ("person", "official", "witness") and _is_one(sentence, voice):
            if memory.speaker is None or memory.speaker[0] != voice.holder:
                memory.speaker = (voice.holder, voice.start, voice.end, voice.kind)
                memory.on_behalf = None
    for draft in said:
        body = draft.body
        if (
            isinstance(body, Statement)
            and body.on_behalf_of is not None
            and memory.speaker is not None
        ):
            if body.speaker is not None and body.speaker.start == memory.speaker[1]:
                memory.on_behalf = body.on_behalf_of_name


def _is_one(sentence: Sentence, voice: Voice) -> bool:
    """Could the words mean one person: a name, or a noun in the singular?"""
    heads = [t for t in sentence.doc if voice.start is not None and voice.end is not None
             and voice.start <= sentence.starts[t.i] and sentence.ends[t.i] <= voice.end]  # fmt: skip
    return any(sentence.is_name(t) for t in heads) or any(
        t.tag_ == "NN" and t.head not in heads for t in heads
    )

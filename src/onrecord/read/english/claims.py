"""Seal a draft: its passage, its chain of attribution, its identifier."""

from onrecord.model.canonical import identify
from onrecord.model.claim import Body, Claim, Statement, Voice
from onrecord.model.claim_line import grounded_values
from onrecord.read.english.attribution import chain
from onrecord.read.english.clauses import clause_of
from onrecord.read.english.document import Reading
from onrecord.read.english.draft import Draft
from onrecord.read.english.memory import Memory
from onrecord.read.english.sentence import Sentence

READER = "english-rules 1"


def seal(reading: Reading, sentence: Sentence, memory: Memory, draft: Draft) -> Claim:
    """The claim of a draft, grounded in the rendition."""
    found = chain(sentence, draft.heard_at or draft.anchor, memory, beside=draft.beside)
    voices = _without_speaker(draft.body, found.voices)
    start, end = passage(sentence, draft)
    negative = draft.negative or found.stance == "denies"
    rendition = reading.rendition
    return Claim(
        id=identify(
            "claim", rendition.id, start, end, type(draft.body).__name__, draft.body, voices
        ),
        rendition=rendition.id,
        text=rendition.text[start:end],
        start=start,
        end=end,
        attribution=voices,
        stance=found.stance,
        polarity="negative" if negative else "positive",
        certainty=found.certainty,
        body=draft.body,
        suggested_by=READER,
    )


def _without_speaker(body: Body, voices: tuple[Voice, ...]) -> tuple[Voice, ...]:
    """A statement's own speaker is no further voice that reports it."""
    if not isinstance(body, Statement) or body.speaker is None:
        return voices
    names = (body.speaker.text, body.speaker.refers_to)
    if len(voices) > 1 and voices[-1].holder in names:
        return voices[:-1]
    return voices


def passage(sentence: Sentence, draft: Draft) -> tuple[int, int]:
    """The clause of the anchor, wide enough for every word that the claim stands on."""
    clause = clause_of(draft.anchor)
    top = clause.head if clause.dep_ in ("acl", "relcl") and clause.i != draft.anchor.i else clause
    if clause.dep_ in ("acl", "relcl"):
        top = clause.head
    tokens = [t.i for t in top.subtree]
    values = grounded_values(draft.body)
    inside = [v for v in values if v.start is not None and sentence.start <= v.start < sentence.end]
    start = min([sentence.starts[min(tokens)], *(v.start for v in inside if v.start is not None)])
    end = max([sentence.ends[max(tokens)], *(v.end for v in inside if v.end is not None)])
    return _trimmed(sentence.rendition, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space, opening marks, commas and dashes at either end."""
    while start < end - 1 and text[start] in " \t\n,;:–—-":
        start += 1
    while start < end - 1 and text[end - 1] in " \t\n,;:–—-":
        end -= 1
    return start, end

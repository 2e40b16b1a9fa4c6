"""Read a document of English prose, paragraph by paragraph."""

from collections.abc import Iterator
from itertools import groupby

from onrecord.model.claim import Claim, Toll
from onrecord.model.outcome import Outcome, SetAside
from onrecord.model.rendition import Rendition
from onrecord.model.source import Context
from onrecord.read.english.acts import acts
from onrecord.read.english.attributes import attributes
from onrecord.read.english.attribution import introduced
from onrecord.read.english.claims import seal
from onrecord.read.english.displacements import displacements
from onrecord.read.english.document import Reading, begin
from onrecord.read.english.draft import Draft
from onrecord.read.english.memory import Memory
from onrecord.read.english.parsing import parsed_sentences
from onrecord.read.english.quotations import remember, settle
from onrecord.read.english.relations import relations
from onrecord.read.english.sentence import Sentence
from onrecord.read.english.sentences import MAX_SENTENCE, Extent
from onrecord.read.english.sequences import ordered_tokens, sequences
from onrecord.read.english.statements import remember_statements, statements
from onrecord.read.english.tolls import not_yet_counted, parts, tolls


def claims_of_prose(rendition: Rendition, context: Context) -> Outcome[Claim]:
    """The claims of English prose in order of their passage; what was no sentence set aside."""
    reading = begin(rendition, context.bibliography, context.places)
    memory = Memory()
    found: dict[str, Claim] = {}
    aside: list[SetAside] = []
    for _, group in groupby(parsed_sentences(rendition.text), key=_paragraph):
        sentences = []
        for part in group:
            if isinstance(part, Extent):
                aside.append(_too_long(rendition, part))
            else:
                sentences.append(part)
        for claim in _claims_of(reading, sentences, memory):
            found.setdefault(claim.id, claim)
    made = sorted(found.values(), key=lambda claim: (claim.start, claim.end, claim.id))
    return Outcome(made=tuple(made), set_aside=tuple(aside))


def _paragraph(part: Sentence | Extent) -> int:
    return -1 if isinstance(part, Extent) else part.paragraph


def _claims_of(reading: Reading, sentences: list[Sentence], memory: Memory) -> Iterator[Claim]:
    settle(sentences, memory)
    for sentence in sentences:
        if not sentence.goes_on:
            memory.lead = introduced(sentence, memory)
        orders = sequences(sentence)
        done = acts(reading, sentence, memory, ordered_tokens(sentence, orders))
        said = statements(reading, sentence, memory, done)
        counted = not_yet_counted(tolls(reading, sentence), done)
        wholes = [draft for draft in [*done, *counted] if isinstance(draft.body, Toll)]
        drafts: list[Draft] = [
            *done,
            *counted,
            *parts(reading, sentence, wholes),
            *displacements(reading, sentence),
            *said,
            *relations(sentence),
            *orders,
            *attributes(sentence),
        ]
        for draft in drafts:
            yield seal(reading, sentence, memory, draft)
        remember(sentence, memory)
        remember_statements(sentence, memory, said)


def _too_long(rendition: Rendition, extent: Extent) -> SetAside:
    return SetAside(
        stage="read",
        subject=f"{rendition.id}[{extent.start}:{extent.end}]",
        code="no-sentence",
        reason=f"characters {extent.start} to {extent.end} run on for more than "
        f"{MAX_SENTENCE} without the end of a sentence; they are kept and can be cited by hand",
        part=True,
    )

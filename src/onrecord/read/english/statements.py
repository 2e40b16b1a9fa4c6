"""Statements: who spoke, for whom, to whom, about what, and whom they named."""

from typing import NamedTuple

from spacy.tokens import Token

from onrecord.model.claim import Act, Naming, Statement
from onrecord.model.party import Mention
from onrecord.model.passage import Span
from onrecord.model.where import Where
from onrecord.read.english.clauses import children, subjects
from onrecord.read.english.document import Reading
from onrecord.read.english.draft import Draft
from onrecord.read.english.lexicon import act_types, is_people, words_of
from onrecord.read.english.listed import listed
from onrecord.read.english.locating import STANDING, dated, where_of
from onrecord.read.english.memory import Memory
from onrecord.read.english.naming import level_of, naming
from onrecord.read.english.phrases import coordinated, core, mention
from onrecord.read.english.sentence import Sentence
from onrecord.read.english.speech import Cue, can_speak, cues

_FIRST = frozenset({"we", "i"})
_GENERIC = listed("perpetrator those culprit responsible offender one anyone whoever all both")


class _Speaker(NamedTuple):
    mention: Mention | None
    name: str | None
    on_behalf_of: Mention | None
    on_behalf_of_name: str | None


def statements(
    reading: Reading, sentence: Sentence, memory: Memory, acts: list[Draft]
) -> list[Draft]:
    """Every act of speaking that a sentence tells or performs."""
    found = []
    for token in sentence.doc:
        if sentence.is_name(token):
            continue
        for cue in cues(reading, sentence, token):
            contents: list[Span | None] = [*_contents(sentence, cue)] or [None]
            found += [_draft(reading, sentence, memory, acts, cue, each) for each in contents]
    return found


def _draft(
    reading: Reading,
    sentence: Sentence,
    memory: Memory,
    acts: list[Draft],
    cue: Cue,
    content: Span | None,
) -> Draft:
    """The statement of a cue: who speaks for whom, to whom, about what, naming whom."""
    speaker = _resolve(reading, sentence, memory, cue)
    addressee = mention(sentence, cue.addressee) if cue.addressee is not None else None
    body = Statement(
        speech_act=cue.speech_act,
        cue=_cue_span(sentence, cue),
        speaker=speaker.mention,
        speaker_name=speaker.name,
        on_behalf_of=speaker.on_behalf_of,
        on_behalf_of_name=speaker.on_behalf_of_name,
        addressee=addressee,
        content=content,
        names_perpetrator=_named(sentence, cue, content, acts, speaker),
        about=_about(reading, sentence, content, acts),
        when=dated(reading, sentence, cue.verb, frozenset()),
    )
    reporter = _reporter(sentence, cue)
    speaks = reporter or (cue.speakers[0] if cue.speakers else None)
    return Draft(body, cue.verb, (), cue.negative, speaker=speaks)


def remember_statements(sentence: Sentence, memory: Memory, said: list[Draft]) -> None:
    """Note who made the statements of a sentence, and for whom."""
    for draft in said:
        told = draft.anchor.pos_ in ("VERB", "AUX")
        if draft.speaker is not None and told and isinstance(draft.body, Statement):
            memory.note(sentence, draft.speaker, draft.body.on_behalf_of_name)


def _cue_span(sentence: Sentence, cue: Cue) -> Span:
    particle = [c.i for c in cue.token.children if c.dep_ == "prt"]
    return sentence.span(cue.token.i, max([cue.token.i, *particle]))


def _contents(sentence: Sentence, cue: Cue) -> list[Span]:
    """What a cue is about. Two acts condemned in one breath are two: each may name its own.

    "condemns the attacks by X on the army and all violence against civilians" names X for the
    attacks and nobody for the violence. The parser often hangs the second act on the last noun
    before it, so an act that is coordinated with what is none counts as well.
    """
    if not cue.content:
        return []
    whole = _span(sentence, cue)
    first = next((head for head in cue.content if _is_act(sentence, head)), None)
    if cue.speech_act != "condemn" or first is None or first.dep_ != "dobj":
        return [whole]
    cuts = [
        min(t.i for t in token.subtree)
        for token in sentence.doc[first.i + 1 :]
        if (token.dep_ == "conj" or (token.dep_ == "appos" and not _is_act(sentence, token.head)))
        and whole.start <= sentence.starts[token.i] < whole.end
        and _is_act(sentence, token)
        and token.pos_ == "NOUN"
    ]
    starts = [whole.start, *(sentence.starts[cut] for cut in cuts)]
    ends = [*(sentence.ends[_before_and(sentence, cut)] for cut in cuts), whole.end]
    return [_trimmed(sentence, start, end) for start, end in zip(starts, ends, strict=True)]


def _is_act(sentence: Sentence, token: Token) -> bool:
    nouns = act_types("noun")
    return sentence.lemma(token) in nouns or token.lower_ in nouns


def _before_and(sentence: Sentence, cut: int) -> int:
    """The last token before the conjunction or comma that stands before a token."""
    at = cut - 1
    while at > 0 and (sentence.doc[at].dep_ == "cc" or sentence.doc[at].is_punct):
        at -= 1
    return at


def _span(sentence: Sentence, cue: Cue) -> Span:
    """The words of the content, without quotation marks and stops at their ends."""
    heads = cue.content
    tokens = sorted(t.i for head in heads for t in head.subtree)
    first, last = tokens[0], tokens[-1]
    if heads[0].dep_ in ("prep", "agent") and heads[0].i == first and last > first:
        first += 1
    if heads[0].i > cue.verb.i:
        last = _end_of_clause(cue, last)
    return _trimmed(sentence, sentence.starts[first], sentence.ends[last])


def _trimmed(sentence: Sentence, start: int, end: int) -> Span:
    """The words between two places, without quotation marks and stops at their ends."""
    text = sentence.rendition
    while start < end - 1 and text[start] in " \n\t\"“”‘’',;:–—-":
        start += 1
    while start < end - 1 and text[end - 1] in " \n\t\"“”‘’',;:.–—-":
        end -= 1
    return Span(text=text[start:end], start=start, end=end)


def _end_of_clause(cue: Cue, last: int) -> int:
    """Where the content ends: phrases hung on the verb belong to it, up to the next clause."""
    apart = {
        token.i
        for child in cue.verb.children
        if child.dep_ in ("conj", "cc", "advcl", "parataxis", "nsubj", "ccomp", "dep")
        or child.lower_ in ("without", "after", "before", "since", "during", "while")
        for token in child.subtree
    }
    below = {token.i for token in cue.verb.subtree} - apart
    while last + 1 in below:
        last += 1
    return last


def _resolve(reading: Reading, sentence: Sentence, memory: Memory, cue: Cue) -> _Speaker:
    if not cue.speakers:
        return _Speaker(None, reading.speaker, None, reading.on_behalf_of)
    noun = cue.speakers[0]
    own = mention(sentence, noun)
    if noun.lower_ in _FIRST:
        quoting = memory.quoting(sentence, noun)
        if quoting is not None:
            return _Speaker(own, quoting, None, None)
        return _Speaker(own, reading.speaker, None, reading.on_behalf_of)
    if noun.lower_ in ("it", "they"):
        return _anaphor(sentence, memory, noun, own)
    meant = memory.meant_by(noun.lower_)
    if meant is not None:
        pronoun = Mention(
            text=own.text, start=own.start, end=own.end, kind="person", refers_to=meant.text
        )
        return _Speaker(pronoun, meant.name, None, memory.on_behalf)
    reporter = _reporter(sentence, cue)
    if reporter is not None:
        who = mention(sentence, reporter)
        return _Speaker(who, who.name, own, own.name or own.text)
    behalf = _behalf(sentence, noun, cue.verb)
    return _Speaker(own, own.name, behalf, (behalf.name or behalf.text) if behalf else None)


def _anaphor(sentence: Sentence, memory: Memory, noun: Token, own: Mention) -> _Speaker:
    """Whom "it" or "they" means: the nearest name or body before it, else who spoke last."""
    for token in reversed(list(sentence.doc[: noun.i])):
        if (
            token.dep_ in ("nsubj", "nsubjpass")
            and token.pos_ != "PRON"
            and can_speak(sentence, token)
        ) and (noun.lower_ == "they" or sentence.is_name(token) or token.tag_ == "NN"):
            before = mention(sentence, token)
            referring = Mention(
                text=own.text, start=own.start, end=own.end, kind=before.kind, refers_to=before.text
            )
            return _Speaker(referring, before.name or before.text, None, None)
    if noun.lower_ == "it" and memory.party is not None:
        referring = Mention(
            text=own.text, start=own.start, end=own.end, kind=own.kind, refers_to=memory.party.text
        )
        return _Speaker(referring, memory.party.name, None, None)
    return _Speaker(own, None, None, None)


def _reporter(sentence: Sentence, cue: Cue) -> Token | None:
    """ "A wrote that the Union condemns …": the present tense says that A speaks for the Union."""
    verb = cue.verb
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    if (
        verb.dep_ != "ccomp"
        or cue.verb.tag_ not in ("VBZ", "VBP")
        or verb.head.tag_ not in ("VBD", "VBN")
    ):
        return None
    if sentence.lemma(verb.head) not in (
        "write",
        "say",
        "state",
        "declare",
        "add",
        "announce",
        "tell",
        "stress",
    ):
        return None
    speakers = [n for n in subjects(verb.head) if can_speak(sentence, n) and n.pos_ != "PRON"]
    return speakers[0] if speakers else None


def _behalf(sentence: Sentence, noun: Token, verb: Token) -> Mention | None:
    """ "a spokesperson for X", "X's foreign minister", "on behalf of X"."""
    for preposition in [*children(noun, "prep"), *children(verb, "prep")]:
        if preposition.lower_ == "on":
            for behalf in children(preposition, "pobj"):
                if behalf.lower_ == "behalf":
                    for of in children(behalf, "prep"):
                        for party in children(of, "pobj"):
                            return mention(sentence, party)
    spokes = [noun, *children(noun, "compound", "appos")]
    for word in spokes:
        if sentence.lemma(word) in words_of("cues", "officials") and sentence.lemma(word) not in (
            "government",
            "authority",
            "army",
            "police",
            "military",
        ):
            for preposition in children(word, "prep"):
                if preposition.lower_ in ("for", "of"):
                    for party in children(preposition, "pobj"):
                        return mention(sentence, party)
            for owner in children(word, "poss"):
                if owner.pos_ != "PRON":
                    return mention(sentence, owner)
    return None


def _named(
    sentence: Sentence, cue: Cue, content: Span | None, acts: list[Draft], speaker: _Speaker
) -> Naming:
    """The most specific perpetrator that the content names; nobody, where it names none."""
    if cue.negative or cue.speech_act in (
        "deny",
        "silence",
        "threaten",
        "welcome",
        "promise",
        "warn",
    ):
        return Naming(level="nobody")
    if (
        cue.speech_act == "acknowledge"
        and cue.verb.lemma_ in ("claim", "take", "accept", "assume")
        and speaker.mention
    ):
        return naming([(speaker.mention, level_of(sentence, cue.speakers[0]))])
    found = [(mention(sentence, noun), level_of(sentence, noun)) for noun in _blamed(sentence, cue)]
    if content is not None:
        for draft in acts:
            if isinstance(draft.body, Act):
                for each in draft.body.perpetrators:
                    if content.start <= each.start and each.end <= content.end:
                        head = _head_at(sentence, each)
                        if head is not None and sentence.lemma(head) not in _GENERIC:
                            found.append((each, level_of(sentence, head)))
    return naming(found)


def _head_at(sentence: Sentence, each: Mention) -> Token | None:
    """The head token of a mention."""
    inside = [
        t
        for t in sentence.doc
        if each.start <= sentence.starts[t.i] and sentence.ends[t.i] <= each.end
    ]
    return next((t for t in inside if t.head not in inside or t.dep_ == "ROOT"), None)


def _blamed(sentence: Sentence, cue: Cue) -> list[Token]:
    """People who are themselves condemned, or are to be held to account, by name or description."""
    objects = [n for n in cue.content if n.dep_ == "dobj"] if cue.speech_act == "condemn" else []
    for head in cue.content:
        for token in head.subtree:
            if (
                sentence.lemma(token) in ("hold", "prosecute", "punish", "try", "arrest")
                or token.lemma_ == "bring"
            ):
                objects += children(token, "dobj") or children(token, "nsubjpass")
            if token.lower_ == "accountable":
                objects += children(token, "nsubj")
    nouns = [noun for head in objects for noun in coordinated(head)]
    return [
        noun
        for noun in nouns
        if sentence.lemma(core(sentence, noun)) not in _GENERIC and _could_be_blamed(sentence, noun)
    ]


def _could_be_blamed(sentence: Sentence, noun: Token) -> bool:
    head = core(sentence, noun)
    if sentence.is_name(head):
        return True
    return is_people(sentence.lemma(head))


def _about(
    reading: Reading, sentence: Sentence, content: Span | None, acts: list[Draft]
) -> tuple[Where, ...]:
    """The places that the content speaks of."""
    if content is None:
        return ()
    found = {}
    for token in sentence.doc:
        inside = content.start <= sentence.starts[token.i] and sentence.ends[token.i] <= content.end
        if inside and token.dep_ == "prep" and token.lower_ in STANDING:
            for noun in children(token, "pobj"):
                for each in coordinated(noun):
                    where = where_of(reading, sentence, each)
                    if (
                        where is not None
                        and where.start is not None
                        and where.precision != "unnamed"
                    ):
                        found[where.start] = where
    for draft in acts:
        if isinstance(draft.body, Act) and content.start <= draft.body.trigger.start < content.end:
            for where in draft.body.places:
                if where.start is not None and where.precision != "unnamed":
                    found[where.start] = where
    return tuple(found[start] for start in sorted(found))

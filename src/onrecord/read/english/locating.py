"""Where and when: places and dates of a sentence, each given to the act that it belongs to."""

from spacy.tokens import Token

from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.read.dates import find_dates, resolve_date
from onrecord.read.english.clauses import children, clause_of
from onrecord.read.english.document import Reading
from onrecord.read.english.lexicon import act_types, is_site
from onrecord.read.english.listed import listed
from onrecord.read.english.phrases import coordinated, extent
from onrecord.read.english.sentence import Sentence

LOCATING = listed(
    """
    in at near around outside across throughout inside within on off along from between amid
    to into toward towards over against
    """
)
_DIRECTIONS = listed(
    """
    north south east west northeast northwest southeast southwest coastal central upper
    lower
    """
)
# "the city of N", "the hills of N" lie where N lies; "a convoy of N" belongs to N.
_BEARING_NAMES = listed(
    "city town village hamlet province region governorate district valley port island area state "
    "coast outskirts suburb centre center north south east west mountain hill neighbourhood "
    "neighborhood quarter camp settlement countryside streets street heartland"
)
STANDING = LOCATING - {"to", "into", "toward", "towards", "from", "against", "over"}


def where_of(reading: Reading, sentence: Sentence, noun: Token) -> Where | None:
    """The place that a noun stands for: a gazetteer's, or a kind of place without a name."""
    if sentence.is_name(noun):
        name = sentence.names[noun.i]
        place = reading.place(name.start, name.end)
        return _directed(sentence, noun, place) if place is not None else None
    for part in ("of", "in"):
        for preposition in noun.children:
            if preposition.dep_ == "prep" and preposition.lower_ == part:
                for inner in preposition.children:
                    if (
                        inner.dep_ == "pobj"
                        and sentence.is_name(inner)
                        and is_site(sentence.lemma(noun))
                        and (part == "in" or sentence.lemma(noun) in _BEARING_NAMES)
                    ):
                        return where_of(reading, sentence, inner)
    if not is_site(sentence.lemma(noun)):
        return None
    return _described(reading, sentence, noun)


def _directed(sentence: Sentence, noun: Token, place: Where) -> Where:
    """ "northwest N": part of a country or region, not the whole of it."""
    directions = [c for c in noun.lefts if c.lower_.removesuffix("ern") in _DIRECTIONS]
    if not directions or place.precision not in ("country", "region"):
        return place
    span = sentence.span(directions[0].i, noun.i)
    return Where(
        text=span.text,
        start=span.start,
        end=span.end,
        name=place.name,
        gazetteer=place.gazetteer,
        gazetteer_id=place.gazetteer_id,
        country=place.country,
        precision="region",
    )


def _described(reading: Reading, sentence: Sentence, noun: Token) -> Where:
    """ "N's north", "the hills of N", "churches": the words, and the country where they say it."""
    listed = _listed(reading, sentence, noun)
    if listed is not None:
        return listed
    first, last = extent(sentence, noun)
    span = sentence.span(first, last)
    for child in noun.children:
        if child.dep_ == "poss" and sentence.is_name(child):
            name = sentence.names[child.i]
            owner = reading.place(name.start, name.end)
            if owner is not None and owner.name is not None:
                return Where(
                    text=span.text,
                    start=span.start,
                    end=span.end,
                    name=owner.name,
                    gazetteer=owner.gazetteer,
                    gazetteer_id=owner.gazetteer_id,
                    country=owner.country,
                    precision="region",
                )
    return Where(text=span.text, start=span.start, end=span.end, precision="unnamed")


def _listed(reading: Reading, sentence: Sentence, noun: Token) -> Where | None:
    """ "the N bridge": a site that the case's own gazetteer lists by these words."""
    named = [c.i for c in noun.children if c.dep_ in ("compound", "nmod") and sentence.is_name(c)]
    if not named:
        return None
    place = reading.place(sentence.starts[min(named)], sentence.ends[noun.i])
    return place if place is not None and place.gazetteer == "case" else None


def located(
    reading: Reading,
    sentence: Sentence,
    trigger: Token,
    heads: frozenset[int],
    prepositions: frozenset[str] = STANDING,
    without: frozenset[int] | set[int] = frozenset(),
) -> tuple[Where, ...]:
    """The places of an act: those in phrases of place below it, its arguments or its clause.

    ``heads`` are further tokens whose phrases count as the act's own (its verb, its victims).
    """
    found: dict[int, Where] = {}
    for token in sentence.doc:
        if token.dep_ != "prep" or token.lower_ not in prepositions:
            continue
        if not _belongs(token, trigger, heads):
            continue
        for noun in token.children:
            if noun.dep_ == "pobj":
                for each in _places(noun, sentence):
                    if each.i in without or noun.i in without:
                        continue
                    where = where_of(reading, sentence, each)
                    if where is not None and where.start is not None:
                        found.setdefault(where.start, where)
    return tuple(found[start] for start in sorted(found))


def _places(noun: Token, sentence: Sentence) -> list[Token]:
    """A place noun and what is coordinated with it; "the provinces of A and B" are A and B."""
    found: list[Token] = []
    for each in coordinated(noun):
        inner = [
            name
            for preposition in each.children
            if preposition.dep_ == "prep" and preposition.lower_ == "of"
            for pobj in preposition.children
            if pobj.dep_ == "pobj"
            and sentence.is_name(pobj)
            and sentence.lemma(each) in _BEARING_NAMES
            for name in coordinated(pobj)
        ]
        found += inner or [each]
    return found


def _belongs(preposition: Token, trigger: Token, heads: frozenset[int]) -> bool:
    """Is a phrase governed by the act: by its trigger, its arguments, or its clause's verb?"""
    governor = preposition.head
    while True:
        if governor.i == trigger.i or governor.i in heads:
            return True
        if governor.lemma_.lower() in act_types("noun") and governor.pos_ == "NOUN":
            return False  # another act's place: "followed an ambush near the town"
        if governor.pos_ in ("VERB", "AUX") or governor.dep_ == "ROOT":
            return governor.i == clause_of(trigger).i and _shares_clause(trigger, governor)
        governor = governor.head


_HAPPENING = listed(
    """
    be take occur happen continue rage erupt spread last leave kill wound injure begin start
    unleash break resume intensify
    """
)


def _shares_clause(trigger: Token, verb: Token) -> bool:
    """Is the clause's own place or time that of an act told by a noun in it?

    Of "the attack happened in N" it is; "condemned the attack in N" may tell where they spoke.
    """
    if trigger.pos_ in ("VERB", "AUX"):
        return trigger == verb
    return verb.lemma_.lower() in _HAPPENING or trigger.dep_ in ("nsubjpass",)


def dated(
    reading: Reading, sentence: Sentence, trigger: Token, heads: frozenset[int]
) -> When | None:
    """The date of an act: the first date expression of its own clause."""
    clause = clause_of(trigger)
    day = _day_told_of(clause)
    for start, end in find_dates(sentence.rendition, sentence.start, sentence.end):
        token = _token_at(sentence, start)
        if token is None or token.i in sentence.names:
            continue
        if day is not None and start <= sentence.starts[day.i] < end:
            return resolve_date(sentence.rendition, start, end, published=reading.published)
        governor = token
        while (
            governor.pos_ not in ("VERB", "AUX")
            and governor.i not in heads
            and governor.i != trigger.i
            and governor.dep_ != "ROOT"
        ):
            governor = governor.head
        if clause.dep_ == "dep" and governor == clause.head:
            governor = clause
        if (
            governor.i in heads
            or governor.i == trigger.i
            or (governor.i == clause.i and (clause == trigger or _shares_clause(trigger, clause)))
        ):
            return resolve_date(sentence.rendition, start, end, published=reading.published)
    return None


def _day_told_of(clause: Token) -> Token | None:
    """The day of "on Thursday, when N attacked the convoy and killed guards"."""
    verb = clause
    while verb.dep_ == "conj":
        verb = verb.head
    told = verb.dep_ == "relcl" and any(c.lower_ == "when" for c in children(verb, "advmod"))
    return verb.head if told else None


def _token_at(sentence: Sentence, offset: int) -> Token | None:
    for token in sentence.doc:
        if sentence.starts[token.i] <= offset < sentence.ends[token.i]:
            return token
    return None

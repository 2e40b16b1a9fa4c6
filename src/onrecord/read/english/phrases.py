"""Noun phrases: their extent, their head, and what kind of party their words show."""

import re
from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.model.party import Mention, PartyKind
from onrecord.model.quantity import Quantity
from onrecord.read.english.lexicon import QUANTITY_NOUNS, is_kind, is_people
from onrecord.read.english.listed import listed
from onrecord.read.english.names import TITLES
from onrecord.read.english.sentence import Sentence
from onrecord.read.places import country_of
from onrecord.read.quantities import find_quantities, one, plural, read_quantity

_OUTSIDE = listed("relcl appos conj cc preconj advcl punct parataxis dep ccomp agent mark npadvmod")
_INSIDE_PREPOSITIONS = frozenset({"of", "with", "under", "from", "to", "by"})
_ARMED = frozenset(
    {
        "armed",
        "militant",
        "paramilitary",
        "rebel",
        "guerrilla",
        "insurgent",
        "jihadist",
        "separatist",
        "terrorist",
    }
)
# Plain words for the forces of a state inside a name: "National Guard", "Border Police".
_STATE_FORCES = re.compile(
    r"\b(?:National|State|Federal|Royal|Presidential|Republican|Border|Armed|Security|Defen[cs]e|"
    r"Military|Coast|Air)\s+(?:Guards?|Forces?|Service|Police|Patrol)\b",
    re.I,
)
_STATE_MODIFIERS = frozenset(
    {
        "government",
        "security",
        "state",
        "regime",
        "army",
        "police",
        "military",
        "federal",
        "national",
        "regular",
        "presidential",
        "border",
    }
)


def extent(
    sentence: Sentence, head: Token, without: frozenset[int] = frozenset()
) -> tuple[int, int]:
    """First and last token of the phrase of a noun, without what only adds to it.

    ``without`` are tokens that the phrase must not contain, such as the verb it belongs to.
    """
    kept = sorted(_kept(sentence, head, without))
    first, last = head.i, head.i
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept or (
        last + 1 not in kept
        and last + 2 in kept
        and last + 1 not in without
        and sentence.doc[last + 1].is_punct
    ):
        last += 1
    while first < head.i and (sentence.doc[first].is_punct or sentence.doc[first].dep_ == "mark"):
        first += 1
    while last > head.i and sentence.doc[last].is_punct:
        last -= 1
    return first, last


def _kept(sentence: Sentence, head: Token, without: frozenset[int]) -> Iterator[int]:
    yield head.i
    for child in head.children:
        if child.dep_ == "appos" and sentence.is_name(child) and not sentence.is_name(head):
            yield child.i  # "the mayor, N"
            continue
        if child.i in without or (child.dep_ in _OUTSIDE and not _hyphen(child)):
            continue
        if child.dep_ == "case" or any(c.dep_ == "pcomp" for c in child.children):
            continue
        if child.dep_ == "prep" and child.i > head.i and child.lower_ not in _INSIDE_PREPOSITIONS:
            continue
        if child.dep_ == "acl" and child.i > head.i and not _describes(child):
            continue
        below = {token.i for token in child.subtree}
        if below & without:
            continue
        yield from _kept_below(child, without)


def _kept_below(token: Token, without: frozenset[int]) -> Iterator[int]:
    """A modifier and what is below it, coordination included, relative clauses not."""
    yield token.i
    for child in token.children:
        if child.lower_ == "including" or child.i in without:
            continue
        outside = child.dep_ == "prep" and child.i > token.i
        called = child.lower_ == "as" and token.lemma_.lower() in _CALLING
        if outside and child.lower_ not in _INSIDE_PREPOSITIONS and not called:
            continue
        if child.dep_ not in ("relcl", "advcl", "parataxis"):
            yield from _kept_below(child, without)


_CALLING = frozenset({"know", "describe", "identify", "refer"})


def _hyphen(token: Token) -> bool:
    return token.text in "-‑"


_TIES = listed(
    """
    associate affiliate support belong back link align ally control lead loyal wear arm
    fight serve accuse claim identify describe know call name suspect station base
    """
)


def _describes(participle: Token) -> bool:
    """Does a participle after a noun say who they are, rather than what was done?"""
    return participle.lemma_.lower() in _TIES


def core(sentence: Sentence, head: Token) -> Token:
    """The noun that says what is meant: "people" of "hundreds of people"."""
    if (
        sentence.lemma(head) in QUANTITY_NOUNS
        or head.lower_ in QUANTITY_NOUNS
        or head.pos_ == "NUM"
    ):
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for grandchild in child.children:
                    if grandchild.dep_ == "pobj" and grandchild.i > head.i:
                        return core(sentence, grandchild)
    return head


def coordinated(head: Token) -> list[Token]:
    """A noun and the nouns coordinated with it, in order."""
    found = [head]
    for token in found:
        found.extend(
            child
            for child in token.children
            if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM")
        )
    return sorted(found, key=lambda token: token.i)


def mention(sentence: Sentence, head: Token, without: frozenset[int] = frozenset()) -> Mention:
    """The mention whose head is a token, with the kind that its words show."""
    first, last = extent(sentence, head, without)
    span = sentence.span(first, last)
    name = _name_in(sentence, core(sentence, head), first, last)
    return Mention(
        text=span.text, start=span.start, end=span.end, kind=kind(sentence, head), name=name
    )


def mentions(
    sentence: Sentence, head: Token, without: frozenset[int] = frozenset()
) -> tuple[Mention, ...]:
    """The mentions of a noun and of those coordinated with it."""
    return tuple(mention(sentence, noun, without) for noun in coordinated(head))


def _name_in(sentence: Sentence, head: Token, first: int, last: int) -> str | None:
    """The proper name of a phrase: its head, else the one name beside the head; titles left out."""
    if sentence.is_name(head):
        return without_titles(sentence.original(head))
    inside = [i for i in range(first, last + 1) if i in sentence.names]
    appositive = [
        i for i in inside if sentence.doc[i].dep_ == "appos" and sentence.doc[i].head.i == head.i
    ]
    called = [
        i for i in inside if sentence.doc[i].head.lower_ == "as" and sentence.doc[i].dep_ == "pobj"
    ]
    appositive = appositive or called
    if appositive:
        return without_titles(sentence.original(sentence.doc[appositive[0]]))
    return None


def without_titles(name: str) -> str:
    """A person's name without the offices before it; a name of offices only stays as it is."""
    words = name.split(" ")
    last = max((i for i, w in enumerate(words[:-1]) if w.lower().rstrip(".") in TITLES), default=-1)
    if last < 0:
        return name
    rest = words[last + 1 :]
    if rest[0] in ("of", "for") and len(rest) > 2:
        rest = rest[2:] if rest[1] != "the" else rest[3:]
        if not rest or not rest[0][0].isupper():
            return name
    return " ".join(rest) if rest and rest[0][0].isupper() else name


def has_title(name: str) -> bool:
    """Does a name begin with an office or a title, and go on with a name?"""
    return without_titles(name) != name


def kind(sentence: Sentence, head: Token) -> PartyKind:
    """What kind of party the words show; a name shows it only by the plain words beside it."""
    noun = core(sentence, head)
    if sentence.is_name(noun):
        return _kind_of_name(sentence, noun)
    lemma = sentence.lemma(noun)
    modifiers = {sentence.lemma(child) for child in noun.lefts} | {
        child.lower_ for child in noun.lefts
    }
    if is_kind(lemma, "government"):
        return "government"
    if lemma == "force" and modifiers & _STATE_MODIFIERS:
        return "state_body"
    if lemma in ("force", "troop", "soldier", "group", "fighter", "unit") and modifiers & _ARMED:
        return "category" if lemma in ("fighter",) else "armed_group"
    if is_kind(lemma, "state_body"):
        return "state_body"
    if is_kind(lemma, "armed_group"):
        return "armed_group"
    if is_kind(lemma, "fighters", "people"):
        return "category"
    if is_kind(lemma, "person"):
        return "person" if noun.tag_ == "NN" else "category"
    if is_kind(lemma, "organisation"):
        return "organisation"
    if noun.pos_ == "PRON":
        return "unknown"
    return "category" if is_people(lemma) else "unknown"


def _kind_of_name(sentence: Sentence, noun: Token) -> PartyKind:
    """A name's kind: by title, by the office beside it, by the plain English words in it."""
    name = sentence.original(noun)
    beside = [
        child for child in noun.children if child.dep_ in ("compound", "appos", "amod", "nmod")
    ]
    if has_title(name) or any(
        is_kind(sentence.lemma(c), "person") or c.lower_ in TITLES for c in beside
    ):
        return "person"
    for child in beside:
        if child.dep_ == "appos":
            return kind(sentence, child)
    return kind_of_words(name)


def kind_of_words(name: str) -> PartyKind:
    """The kind that the plain words inside a name show, or the gazetteer of countries."""
    if country_of(name) is not None:
        return "state"
    if _STATE_FORCES.search(name):
        return "state_body"
    last_first = [word.lower() for word in re.findall(r"[^\W\d_]+", name)][::-1]
    for word in last_first:
        singular = word[:-1] if word.endswith("s") else word
        kinds: tuple[PartyKind, ...] = ("government", "state_body", "armed_group", "organisation")
        for party_kind in kinds:
            if is_kind(word, party_kind) or is_kind(singular, party_kind):
                return party_kind
        if word == "forces":
            return "armed_group"
    return "unknown"


def quantity_of(
    sentence: Sentence, head: Token, without: frozenset[int] = frozenset()
) -> Quantity | None:
    """How many a noun phrase says: its number words, or "one", or a bare plural."""
    first, last = extent(sentence, head, without)
    noun = core(sentence, head)
    unit = unit_of(sentence, noun)
    start, end = sentence.starts[first], sentence.ends[max(head.i, noun.i)]
    own = set(sentence.names.values())
    for found_start, found_end in find_quantities(sentence.rendition, start, end):
        if any(name.start < found_end and found_start < name.end for name in own):
            continue
        quantity = read_quantity(sentence.rendition, found_start, found_end, unit=unit)
        if quantity is not None:
            return quantity
    span = sentence.span(first, last)
    if sentence.is_name(noun):
        return None
    if noun.tag_ in ("NNS", "NNPS"):
        return plural(sentence.rendition, span.start, span.end, unit=unit)
    if noun.tag_ == "NN" and is_kind(sentence.lemma(noun), "person", "people") and unit == "person":
        return (
            one(sentence.rendition, span.start, span.end)
            if is_kind(sentence.lemma(noun), "person")
            else None
        )
    return None


def unit_of(sentence: Sentence, noun: Token) -> str:
    """What is counted: persons by any noun for people, else the noun itself."""
    lemma = sentence.lemma(noun)
    if lemma in ("family", "household", "body", "corpse", "community"):
        return {"corpse": "body", "household": "family"}.get(lemma, lemma)
    if lemma in ("death", "casualty", "fatality", "life"):
        return "person"
    if sentence.is_name(noun) or is_people(lemma) or noun.pos_ in ("NUM", "PRON", "ADJ", "VERB"):
        return "person"
    return lemma or "person"

"""Numbers of people harmed that no act carries: deaths, casualties, victims, the dead."""

from spacy.tokens import Token

from onrecord.model.claim import Toll
from onrecord.model.quantity import Quantity
from onrecord.read.dates import MONTHS
from onrecord.read.english.clauses import children, is_negated, is_passive, is_unreal, subjects
from onrecord.read.english.document import Reading
from onrecord.read.english.draft import Draft
from onrecord.read.english.lexicon import QUANTITY_NOUNS, is_people
from onrecord.read.english.listed import listed
from onrecord.read.english.locating import dated, located
from onrecord.read.english.phrases import coordinated, core, extent, mention, quantity_of
from onrecord.read.english.roles import is_thing
from onrecord.read.english.sentence import Sentence
from onrecord.read.quantities import find_quantities, read_quantity

_HARMED = {
    "casualty": "casualties",
    "victim": "casualties",
    "death": "killed",
    "fatality": "killed",
    "dead": "killed",
    "wounded": "injured",
    "injured": "injured",
    "injury": "injured",
    "body": "killed",
    "corpse": "killed",
    "missing": "disappeared",
    "disappeared": "disappeared",
    "hostage": "detained",
    "detainee": "detained",
    "captive": "detained",
}
_COUNTS = frozenset({"death", "fatality", "injury"})  # happenings, not those who suffer them
_TOLLS = {"death": "killed", "casualty": "casualties", "fatality": "killed", "injury": "injured"}
_REACHING = listed(
    """
    rise reach climb stand be grow increase exceed pass hit jump go fall drop put revise
    total
    """
)
_RESULTING = listed(
    """
    result kill cause leave claim include find recover report count record document see
    suffer bring discover exhume bury say put confirm register be verify lead have
    """
)
_DYING = frozenset({"die", "perish"})


def tolls(reading: Reading, sentence: Sentence) -> list[Draft]:
    """Tolls told by nouns of harm, by "die", by "the death toll", by "left 40 dead"."""
    found: list[Draft] = []
    for token in sentence.doc:
        if sentence.is_name(token):
            continue
        draft = (
            _death_toll(reading, sentence, token)
            or _harmed(reading, sentence, token)
            or _dying(reading, sentence, token)
            or _left_dead(reading, sentence, token)
        )
        if draft is not None:
            found.append(draft)
    return found


def not_yet_counted(counted: list[Draft], done: list[Draft]) -> list[Draft]:
    """Tolls whose number no act of the sentence has stated already."""
    seen = {
        (draft.body.harm, draft.body.quantity.start)
        for draft in done
        if isinstance(draft.body, Toll)
    }
    kept = []
    for draft in counted:
        if isinstance(draft.body, Toll):
            key = (draft.body.harm, draft.body.quantity.start)
            if key not in seen:
                seen.add(key)
                kept.append(draft)
    return kept


def parts(reading: Reading, sentence: Sentence, wholes: list[Draft]) -> list[Draft]:
    """ "111 civilians, including 12 children": the part, with the words of the whole."""
    found: list[Draft] = []
    for token in sentence.doc:
        if token.lower_ not in ("including", "among") or sentence.is_name(token):
            continue
        whole = _whole_before(sentence, token, wholes)
        if whole is None or not isinstance(whole.body, Toll):
            continue
        for noun in _part_nouns(token):
            quantity = _counted(sentence, noun)
            if quantity is None or not is_people(sentence.lemma(core(sentence, noun))):
                continue
            body = Toll(
                harm=whole.body.harm,
                quantity=quantity,
                victims=(mention(sentence, noun),),
                perpetrators=whole.body.perpetrators,
                places=whole.body.places,
                when=whole.body.when,
                part_of=whole.body.quantity.text,
            )
            found.append(Draft(body, whole.anchor, whole.beside, whole.negative))
    return found


def _whole_before(sentence: Sentence, token: Token, wholes: list[Draft]) -> Draft | None:
    """The nearest toll whose number stands before "including"."""
    at = sentence.starts[token.i]
    before = [
        draft
        for draft in wholes
        if isinstance(draft.body, Toll)
        and draft.body.quantity.end is not None
        and sentence.start <= (draft.body.quantity.start or 0)
        and draft.body.quantity.end <= at
    ]
    return max(before, key=lambda d: d.body.quantity.end or 0, default=None)  # type: ignore[union-attr]


def _part_nouns(token: Token) -> list[Token]:
    heads = children(token, "pobj")
    if token.lower_ == "among":
        heads = []
    return [noun for head in heads for noun in coordinated(head)]


def _counted(sentence: Sentence, noun: Token) -> Quantity | None:
    quantity = quantity_of(sentence, noun)
    if quantity is None or quantity.convention in ("plural", "one"):
        return None
    return quantity


def _harmed(reading: Reading, sentence: Sentence, token: Token) -> Draft | None:
    """ "dozens of casualties", "a high number of victims", "40 bodies were found"."""
    harm = _HARMED.get(sentence.lemma(token)) or _HARMED.get(token.lower_)
    if (
        harm is None
        or token.pos_ == "VERB"
        or token.dep_ in ("compound", "amod", "acomp", "oprd", "nmod")
    ):
        return None
    head = token
    while (
        head.dep_ == "pobj"
        and head.head.lower_ == "of"
        and sentence.lemma(head.head.head) in QUANTITY_NOUNS
    ):
        head = head.head.head
    if sentence.lemma(token) == "death":
        # "the deaths of 14 civilians" counts the civilians.
        of = [n for p in children(token, "prep") if p.lower_ == "of" for n in children(p, "pobj")]
        head = of[0] if of and head == token else head
    quantity = quantity_of(sentence, head)
    if quantity is None or quantity.convention == "one":
        return None
    if quantity.convention == "plural" and quantity.text.split()[-1].lower() == token.lower_:
        return None  # a bare "casualties" counts nobody
    if is_unreal(sentence, token) or _is_told_of(sentence, token):
        return None
    heads = frozenset({token.i, head.i})
    body = Toll(
        harm=harm,
        quantity=quantity,
        victims=()
        if core(sentence, head).lemma_.lower() in _COUNTS
        else (mention(sentence, head),),
        places=located(reading, sentence, token, heads),
        when=dated(reading, sentence, token, heads),
    )
    return Draft(body, token, (_verb_above(token),), is_negated(_verb_above(token)))


def _verb_above(token: Token) -> Token:
    while token.pos_ not in ("VERB", "AUX") and token.dep_ != "ROOT":
        token = token.head
    return token


def _is_told_of(sentence: Sentence, token: Token) -> bool:
    """Victims who do something, or to whom something is said or given, are no toll."""
    verb = _verb_above(token)
    return token.dep_ in ("nsubj", "dative") and sentence.lemma(verb) not in _RESULTING


def _dying(reading: Reading, sentence: Sentence, token: Token) -> Draft | None:
    """ "Forty people died", "30 people lost their lives"."""
    lemma = sentence.lemma(token)
    lost = lemma == "lose" and any(n.lemma_.lower() == "life" for n in children(token, "dobj"))
    if token.pos_ != "VERB" or not (lemma in _DYING or lost) or is_unreal(sentence, token):
        return None
    for noun in subjects(token):
        quantity = _counted(sentence, noun)
        if quantity is None or is_thing(sentence, noun):
            continue
        heads = frozenset({token.i})
        body = Toll(
            harm="killed",
            quantity=quantity,
            victims=(mention(sentence, noun, heads),),
            places=located(reading, sentence, token, heads),
            when=dated(reading, sentence, token, heads),
        )
        return Draft(body, token, (), is_negated(token))
    return None


def _left_dead(reading: Reading, sentence: Sentence, token: Token) -> Draft | None:
    """ "left 40 people dead", "40 people are dead", "with 12 wounded"."""
    harm = {
        "dead": "killed",
        "wounded": "injured",
        "injured": "injured",
        "missing": "disappeared",
        "homeless": "displaced",
    }.get(token.lower_)
    if harm is None or token.pos_ not in ("ADJ", "VERB", "NOUN"):
        return None
    governor = token.head
    counted: list[Token] = []
    if token.dep_ == "conj" and governor.lower_ == "dead":
        governor = governor.head
    if token.dep_ in ("oprd", "acomp", "ccomp", "xcomp", "conj") and governor.lemma_ in (
        "leave",
        "be",
        "remain",
        "find",
    ):
        counted = (
            children(token, "nsubj")
            or children(governor, "dobj")
            or (
                subjects(governor)
                if governor.lemma_ not in ("leave", "find") or is_passive(governor)
                else []
            )
        )
    elif token.dep_ == "amod" and token.i > governor.i:
        counted = [governor]
    for noun in counted:
        quantity = _counted(sentence, noun)
        if quantity is None or is_unreal(sentence, governor):
            continue
        heads = frozenset({token.i, governor.i})
        body = Toll(
            harm=harm,
            quantity=quantity,
            victims=(mention(sentence, noun, heads),),
            places=located(reading, sentence, governor, heads),
            when=dated(reading, sentence, governor, heads),
        )
        return Draft(body, governor, (), is_negated(governor))
    return None


def _death_toll(reading: Reading, sentence: Sentence, token: Token) -> Draft | None:
    """ "The death toll rose to 40": cumulative, as of when it is said."""
    if token.lower_ not in ("toll", "count"):
        return None
    kinds = [_TOLLS[sentence.lemma(c)] for c in token.children if sentence.lemma(c) in _TOLLS]
    verb = _verb_above(token)
    if not kinds or verb.lemma_.lower() not in _REACHING or is_unreal(sentence, verb):
        return None
    after = sentence.ends[token.i]
    for start, end in find_quantities(sentence.rendition, after, sentence.end):
        quantity = read_quantity(sentence.rendition, start, end)
        inside = [t for t in sentence.doc if start <= sentence.starts[t.i] < end]
        if quantity is None or not inside or inside[0].i in sentence.names:
            continue
        if inside[-1].ent_type_ or _is_date(inside[-1]):
            continue
        heads = frozenset({token.i, verb.i})
        body = Toll(
            harm=kinds[0],
            quantity=_cumulative(quantity),
            places=located(reading, sentence, token, heads),
            as_of=dated(reading, sentence, verb, heads) or reading.published,
        )
        return Draft(body, verb, (), is_negated(verb))
    return None


def _is_date(token: Token) -> bool:
    beside = [token.nbor(k).lower_ for k in (-1, 1) if 0 <= token.i + k < len(token.doc)]
    return any(word in MONTHS for word in beside)


def _cumulative(quantity: Quantity) -> Quantity:
    return Quantity(
        text=quantity.text,
        start=quantity.start,
        end=quantity.end,
        at_least=quantity.at_least,
        at_most=quantity.at_most,
        unit="person",
        convention=quantity.convention,
        cumulative=True,
    )


__all__ = ["extent", "parts", "tolls"]

"""Acts and the tolls they state: killings, attacks, abductions, destruction, by verb and noun."""

from spacy.tokens import Token

from onrecord.model.claim import Act, Toll
from onrecord.model.passage import Span
from onrecord.model.where import Where
from onrecord.read.english.clauses import children, is_negated, is_unreal
from onrecord.read.english.document import Reading
from onrecord.read.english.draft import Draft
from onrecord.read.english.locating import dated, located, where_of
from onrecord.read.english.memory import Memory
from onrecord.read.english.phrases import mention, quantity_of
from onrecord.read.english.roles import Roles, counts_people, roles
from onrecord.read.english.sentence import Sentence
from onrecord.read.english.triggers import Trigger, triggers
from onrecord.vocab import term

_HELD = frozenset({"hostage", "captive"})  # "took 30 soldiers hostage"
_SHARES = frozenset({"involvement", "responsibility", "role", "part", "complicity", "knowledge"})


def acts(
    reading: Reading, sentence: Sentence, memory: Memory, ordered: frozenset[int]
) -> list[Draft]:
    """Every act that a sentence says, and the toll where it counts those who suffered it.

    ``ordered`` are the tokens of events that the sentence puts in order: they happened, even
    where the words say no more of them than "the slaughter".
    """
    if sentence.doc.text.rstrip('"”’) ').endswith("?"):
        return []
    found: list[Draft] = []
    for trigger in triggers(sentence, memory):
        if not is_unreal(sentence, trigger.verb) and not _only_a_share(sentence, trigger):
            found += _drafts(reading, sentence, trigger, known=trigger.token.i in ordered)
    return found


def _drafts(reading: Reading, sentence: Sentence, trigger: Trigger, *, known: bool) -> list[Draft]:
    cast = roles(reading, sentence, trigger)
    if counts_people(sentence, trigger, cast.victims):
        return []
    after = sentence.doc[trigger.token.i + 1 : trigger.token.i + 2]
    beside_it = {token.i for token in after if token.lower_ == "dead"}  # "shot dead twelve men"
    beside_it |= {t.i for t in sentence.doc[trigger.token.i :] if t.lower_ in _HELD}
    barred = frozenset({trigger.token.i, trigger.verb.i} | beside_it)
    heads = barred | {n.i for n in cast.victims}
    places = _places(reading, sentence, trigger, heads, cast)
    named_place = any(place.gazetteer is not None for place in places)
    negative = is_negated(trigger.verb)
    if not (cast.perpetrators or cast.victims or cast.sites or known or named_place or negative):
        return []
    if not trigger.is_noun and not (cast.perpetrators or cast.victims or cast.sites or negative):
        return []
    act = Act(
        act_type=trigger.act_type,
        trigger=_trigger_span(sentence, trigger),
        perpetrators=tuple(mention(sentence, n, barred) for n in cast.perpetrators),
        victims=tuple(mention(sentence, n, barred) for n in cast.victims),
        places=places,
        when=dated(reading, sentence, trigger.verb, heads),
        quantity=quantity_of(sentence, cast.victims[0], barred) if len(cast.victims) == 1 else None,
    )
    beside = (trigger.verb, *cast.prepositions)
    heard_at = _heard_at(sentence, trigger, cast)
    draft = Draft(act, trigger.token, beside, negative, heard_at=heard_at)
    return [draft, *_tolls(sentence, trigger, cast, act, barred, draft)]


def _tolls(
    sentence: Sentence, trigger: Trigger, cast: Roles, act: Act, barred: frozenset[int], of: Draft
) -> list[Draft]:
    """One toll for each counted group of victims; bare plurals count nobody."""
    harm = term("acts", trigger.act_type).harm
    found = []
    for noun in cast.victims:
        quantity = quantity_of(sentence, noun, barred)
        if harm is None or harm == "threatened" or quantity is None:
            continue
        if quantity.convention in ("plural", "one"):
            continue
        body = Toll(
            harm=harm,
            quantity=quantity,
            victims=(mention(sentence, noun, barred),),
            perpetrators=act.perpetrators,
            places=act.places,
            when=act.when,
        )
        found.append(Draft(body, of.anchor, of.beside, of.negative, heard_at=of.heard_at))
    return found


def _only_a_share(sentence: Sentence, trigger: Trigger) -> bool:
    """ "denied any involvement in the killings" denies a share in them, and not that they were."""
    return trigger.is_noun and any(
        sentence.lemma(above) in _SHARES for above in trigger.token.ancestors
    )


def _heard_at(sentence: Sentence, trigger: Trigger, cast: Roles) -> Token | None:
    """ "reports of families … being killed": the reports are found above the families."""
    verb = trigger.token
    if trigger.is_noun or not cast.victims or children(verb, "nsubj", "nsubjpass"):
        return None
    being = any(c.lower_ == "being" for c in children(verb, "auxpass"))
    return cast.victims[0] if being else None


def _trigger_span(sentence: Sentence, trigger: Trigger) -> Span:
    """The trigger with its particle: "rounded up", "shot dead", "carried out"."""
    token = trigger.token
    beside = [c.i for c in token.children if c.dep_ == "prt"]
    beside += [t.i for t in sentence.doc[token.i + 1 : token.i + 2] if t.lower_ == "dead"]
    last = token.i
    while last + 1 in beside:
        last += 1
    return sentence.span(token.i, last)


def _places(
    reading: Reading, sentence: Sentence, trigger: Trigger, heads: frozenset[int], cast: Roles
) -> tuple[Where, ...]:
    """Places in phrases of place, and the sites that were themselves attacked or destroyed."""
    people = {n.i for n in (*cast.victims, *cast.perpetrators)}
    found = {
        where.start: where
        for where in located(reading, sentence, trigger.verb, heads, without=people)
        if where.start is not None
    }
    if trigger.carrier is not None:
        for where in located(reading, sentence, trigger.token, heads, without=people):
            if where.start is not None:
                found.setdefault(where.start, where)
    for noun in cast.sites:
        where_site = where_of(reading, sentence, noun)
        if where_site is not None and where_site.start is not None:
            found.setdefault(where_site.start, where_site)
        for preposition in children(noun, "prep"):
            for inner in children(preposition, "pobj"):
                inside = where_of(reading, sentence, inner)
                if preposition.lower_ == "of" and (inside is None or inside.gazetteer is None):
                    continue
                if (
                    preposition.lower_ in ("in", "near", "of")
                    and inside is not None
                    and inside.start is not None
                ):
                    found.setdefault(inside.start, inside)
    return tuple(found[start] for start in sorted(found))

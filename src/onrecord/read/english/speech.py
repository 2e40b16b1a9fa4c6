"""Words that do something by speaking: condemn, deny, call on, promise, decline to comment."""

from typing import NamedTuple

from spacy.tokens import Token

from onrecord.read.english.clauses import (
    agents,
    children,
    is_negated,
    is_passive,
    is_unreal,
    shared_objects,
    subjects,
)
from onrecord.read.english.document import Reading
from onrecord.read.english.lexicon import is_people, words_of
from onrecord.read.english.listed import listed
from onrecord.read.english.phrases import core
from onrecord.read.english.sentence import Sentence

_BY_VERB = (
    "condemn",
    "deny",
    "justify",
    "acknowledge",
    "call",
    "promise",
    "threaten",
    "welcome",
    "warn",
)
_FEELINGS = ("express_concern", "condemn", "express_solidarity")
_EXPRESSING = listed(
    """
    express voice offer issue convey extend send make give repeat reiterate deliver release
    publish pay
    """
)
_ALLEGATIONS = listed(
    """
    accusation allegation claim report charge responsibility involvement suggestion blame
    finding
    """
)
_DEFENDED = listed(
    """
    operation action attack killing response decision strike use raid campaign bombing
    conduct execution crackdown
    """
)
_SPEAKING = frozenset({"comment", "respond", "react", "answer", "reply", "speak"})
_TELLING = listed(
    """
    say tell state write declare announce add insist argue maintain stress warn note claim
    explain
    """
)
_JUSTIFYING = listed("justified necessary lawful legitimate proportionate right legal warranted")
_INQUIRIES = listed("inquiry enquiry investigation committee commission probe trial tribunal")
_UNDERTAKING = listed(
    """
    open launch investigate punish prosecute hold bring protect compensate form establish
    set allow release cooperate ensure rebuild pay conduct try withdraw respect guarantee
    publish appoint find stop end
    """
)
_OBLIGING = frozenset({"must", "should"})


class Cue(NamedTuple):
    """A token that does something by speaking, the verb it hangs on, and what it is about."""

    speech_act: str
    token: Token  # the word that says what is done
    verb: Token
    speakers: tuple[Token, ...]  # none: the document's own speaker
    addressee: Token | None
    content: tuple[Token, ...]
    negative: bool = False


def cues(reading: Reading, sentence: Sentence, token: Token) -> list[Cue]:
    """What a token does by speaking, if anything: at most one cue."""
    if token.pos_ in ("VERB", "AUX"):
        cue = (
            _silence(sentence, token)
            or _responsibility(sentence, token)
            or _performed(sentence, token)
            or _felt(sentence, token)
            or _justified(sentence, token)
            or _undertaken(sentence, token)
            or _obliged(reading, sentence, token)
            or _demanded(sentence, token)
        )
        return [cue] if cue is not None else []
    if token.pos_ == "NOUN":
        cue = _expressed(sentence, token) or _committed(sentence, token)
        return [cue] if cue is not None else []
    return []


def _speakers(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Subjects that can speak; of a passive, those after "by"."""
    nouns = agents(verb) if is_passive(verb) else subjects(verb)
    return tuple(noun for noun in nouns if can_speak(sentence, noun))


def can_speak(sentence: Sentence, noun: Token) -> bool:
    """Could the words mean somebody who speaks: a name, people, an office or a body?"""
    head = core(sentence, noun)
    if sentence.is_name(head):
        return True
    if head.pos_ == "PRON":
        return head.lower_ in ("we", "i", "he", "she", "they", "it", "who", "which", "that")
    lemma = sentence.lemma(head)
    return (
        is_people(lemma)
        or lemma in words_of("cues", "officials")
        or lemma in words_of("parties", "organisation")
        or (lemma in words_of("cues", "reports") and lemma == "statement")
    )


def _act_of(lemma: str, keys: tuple[str, ...]) -> str | None:
    return next((key for key in keys if lemma in words_of("speech_acts", key)), None)


def _performed(sentence: Sentence, verb: Token) -> Cue | None:
    """ "X condemned Y", "X called on Y to …", "X vowed to …"."""
    lemma = sentence.lemma(verb)
    speech_act = _act_of(lemma, _BY_VERB)
    if lemma == "stand" and any(p.lower_ in ("with", "by") for p in children(verb, "prep")):
        named = [
            n
            for p in children(verb, "prep")
            if p.lower_ in ("with", "by")
            for n in children(p, "pobj")
        ]
        if named and any(
            is_people(sentence.lemma(core(sentence, n))) or sentence.is_name(n) for n in named
        ):
            speech_act = "express_solidarity"
    if lemma in words_of("speech_acts", "express_solidarity") and verb.pos_ == "VERB":
        speech_act = "express_solidarity"
    if speech_act is None or not _sense_holds(sentence, verb, lemma, speech_act):
        return None
    speakers = _speakers(sentence, verb)
    if not speakers or _denied_reality(sentence, verb):
        return None
    addressee = _addressee(sentence, verb, lemma)
    content = _content(sentence, verb, addressee)
    if speech_act in ("call", "promise") and _asks_accountability(sentence, content):
        speech_act = "call_for_accountability" if speech_act == "call" else speech_act
    if not content and speech_act in ("call", "promise", "deny", "condemn", "welcome"):
        return None
    if lemma in ("vow", "swear", "pledge") and any(
        sentence.lemma(c) in words_of("acts", "killing")
        or c.lemma_ in ("retaliate", "avenge", "attack", "burn", "destroy", "respond", "crush")
        for c in content
    ):
        speech_act = "threaten"
    return Cue(speech_act, verb, verb, speakers, addressee, content, _is_withheld(sentence, verb))


def _denied_reality(sentence: Sentence, verb: Token) -> bool:
    """Is the speaking itself only supposed? Refusing or failing to speak is told, not supposed."""
    if verb.dep_ == "xcomp" and sentence.lemma(verb.head) in ("refuse", "fail", "decline"):
        return False
    return is_unreal(sentence, verb) and not any(c.lower_ == "can" for c in children(verb, "aux"))


def _is_withheld(sentence: Sentence, verb: Token) -> bool:
    """ "did not condemn", "refused to condemn", "stopped short of condemning"."""
    if is_negated(verb):
        return True
    head = verb.head
    return verb.dep_ in ("xcomp", "pcomp") and sentence.lemma(head) in (
        "refuse",
        "fail",
        "decline",
        "yet",
    )


def _sense_holds(sentence: Sentence, verb: Token, lemma: str, speech_act: str) -> bool:
    """Verbs of several senses: which objects make "reject" a denial and "call" a demand."""
    objects = {sentence.lemma(n) for n in children(verb, "dobj")}
    clauses = children(verb, "ccomp", "xcomp", "advcl")
    prepositions = {
        p.lower_ for p in verb.children if p.dep_ in ("prep", "mark", "advcl") or p.tag_ == "IN"
    }
    nested_for = any(
        c.lower_ == "for" for child in clauses for c in child.children if c.dep_ == "mark"
    )
    match lemma:
        case "reject" | "dismiss" | "dispute" | "refute" | "repudiate":
            return bool(objects & _ALLEGATIONS) or (
                is_passive(verb)
                and bool({sentence.lemma(n) for n in subjects(verb)} & _ALLEGATIONS)
            )
        case "defend":
            return bool(objects & _DEFENDED)
        case "call" | "appeal":
            asked = _addressee(sentence, verb, lemma) is not None
            return "for" in prepositions or nested_for or asked
        case "demand" | "request" | "urge" | "implore" | "exhort":
            return bool(objects or clauses or prepositions)
        case "insist":
            return "on" in prepositions and False
        case "ask":
            return bool(objects) and any(
                c.dep_ == "xcomp" or (c.dep_ == "ccomp" and c.tag_ == "VB") for c in clauses
            )
        case "commit" | "undertake" | "guarantee" | "swear":
            return "to" in prepositions or any(c.dep_ == "xcomp" for c in clauses)
        case "welcome" | "praise" | "hail" | "applaud" | "commend":
            return bool(objects)
        case "threaten":
            return bool(clauses or prepositions & {"with"})
        case "warn" | "caution":
            return bool(objects or clauses or prepositions)
        case "decry":
            return bool(objects)
        case _:
            return True


def _addressee(sentence: Sentence, verb: Token, lemma: str) -> Token | None:
    """Whom the words address: "called on Y", "urged Y to", "appealed to Y", "warned Y"."""
    if lemma in ("call", "appeal"):
        for preposition in children(verb, "prep"):
            if preposition.lower_ in ("on", "upon", "to"):
                for noun in children(preposition, "pobj"):
                    if can_speak(sentence, noun):
                        return noun
    if lemma in ("urge", "ask", "request", "implore", "exhort", "warn", "caution"):
        for noun in children(verb, "dobj"):
            if can_speak(sentence, noun):
                return noun
        for clause in children(verb, "ccomp"):
            if clause.tag_ == "VB":
                for noun in children(clause, "nsubj"):
                    if can_speak(sentence, noun):
                        return noun
    if lemma == "demand":
        for clause in children(verb, "ccomp"):
            for noun in children(clause, "nsubj"):
                if can_speak(sentence, noun):
                    return noun
    return None


def _content(sentence: Sentence, verb: Token, addressee: Token | None) -> tuple[Token, ...]:
    """The heads of what is condemned, denied, asked for or promised."""
    if is_passive(verb):
        return tuple(children(verb, "nsubjpass")) or tuple(subjects(verb))
    found = []
    for child in verb.children:
        if child.i < verb.i or child is addressee:
            continue
        if child.dep_ in ("dobj", "ccomp", "xcomp", "advcl"):
            found.append(child)
        elif child.dep_ in ("prep",) and child.lower_ in (
            "for",
            "against",
            "to",
            "with",
            "of",
            "on",
            "about",
            "at",
            "that",
            "by",
        ):
            if addressee is not None and addressee.head.i == child.i:
                continue
            if child.lower_ in ("at", "on", "by", "to") and sentence.lemma(verb) not in (
                "commit",
                "appeal",
                "threaten",
            ):
                continue
            found.append(child)
    if not found and verb.dep_ == "relcl":
        return tuple(shared_objects(verb))
    return tuple(found)


def _asks_accountability(sentence: Sentence, content: tuple[Token, ...]) -> bool:
    words = words_of("cues", "accountability")
    return any(
        sentence.lemma(t) in words or t.lower_ in words for head in content for t in head.subtree
    )


def _felt(sentence: Sentence, verb: Token) -> Cue | None:
    """ "X is gravely alarmed by Y", "X is concerned about Y"."""
    word = verb
    if verb.lemma_ in ("be", "remain", "feel"):
        adjectives = [
            c
            for c in children(verb, "acomp")
            if c.lemma_
            in (
                "concerned",
                "alarmed",
                "worried",
                "appalled",
                "outraged",
                "saddened",
                "shocked",
                "horrified",
                "disturbed",
                "dismayed",
            )
        ]
        if not adjectives:
            return None
        word = adjectives[0]
        speakers = tuple(n for n in children(verb, "nsubj") if can_speak(sentence, n))
    elif sentence.lemma(verb) in words_of("speech_acts", "express_concern") and is_passive(verb):
        speakers = tuple(n for n in subjects(verb) if can_speak(sentence, n))
    else:
        return None
    if not speakers or is_unreal(sentence, verb):
        return None
    content = tuple(
        c for c in word.children if c.dep_ in ("prep", "agent", "ccomp", "xcomp") and c.i > word.i
    )
    return Cue("express_concern", word, verb, speakers, None, content, is_negated(verb))


def _expressed(sentence: Sentence, noun: Token) -> Cue | None:
    """ "offered a vague condemnation of …", "expressed its condolences"."""
    word = noun
    lemma = sentence.lemma(noun)
    speech_act = _act_of(
        lemma,
        ("condemn", "deny", "express_solidarity", "express_concern", "acknowledge", "promise"),
    )
    verb = noun.head
    while noun.dep_ == "conj" and verb.pos_ == "NOUN":
        noun, verb = verb, verb.head
    if (
        speech_act is None
        or noun.dep_ not in ("dobj", "nsubjpass")
        or sentence.lemma(verb) not in _EXPRESSING
    ):
        return None
    speakers = _speakers(sentence, verb)
    if not speakers or is_unreal(sentence, verb):
        return None
    content = tuple(
        c
        for c in [*noun.children, *verb.children]
        if (
            c.dep_ in ("prep", "acl", "ccomp")
            and c.i > noun.i
            and c.lower_ in ("of", "over", "at", "about", "for", "to", "with", "that", "against")
        )
        or (c.dep_ in ("acl", "ccomp") and c.i > noun.i)
    )
    return Cue(speech_act, word, verb, speakers, None, content, is_negated(verb))


def _committed(sentence: Sentence, noun: Token) -> Cue | None:
    """ "the commitments made by X", "X's pledge to …", "X's announcement of its intention to …"."""
    lemma = sentence.lemma(noun)
    if lemma not in ("commitment", "promise", "pledge", "vow", "assurance", "announcement"):
        return None
    if lemma == "announcement" and not any(
        t.lemma_ in ("intention", "intent", "plan", "willingness", "readiness")
        for t in noun.subtree
    ):
        return None
    makers = [
        n
        for c in children(noun, "acl")
        if c.lemma_ in ("make", "give", "undertake")
        for n in agents(c)
    ]
    makers = makers or children(noun, "poss")
    speakers = tuple(n for n in makers if can_speak(sentence, n) and n.pos_ != "PRON")
    if not speakers:
        return None
    content = tuple(
        c
        for c in noun.children
        if c.dep_ in ("prep", "acl", "ccomp")
        and c.i > noun.i
        and c.lemma_ not in ("make", "give", "by")
    )
    return Cue("promise", noun, noun, speakers, None, content)


def _teller(sentence: Sentence, verb: Token) -> tuple[Token, tuple[Token, ...]] | None:
    """The verb of saying above a clause, and who says it."""
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    head = verb.head
    if verb.dep_ not in ("ccomp", "parataxis") or sentence.lemma(head) not in _TELLING:
        return None
    speakers = _speakers(sentence, head)
    return (head, speakers) if speakers and not is_negated(head) else None


def _justified(sentence: Sentence, verb: Token) -> Cue | None:
    """ "X said that the strikes were justified", "that the raid was a response to Y"."""
    told = _teller(sentence, verb) if verb.lemma_ in ("be", "justify") else None
    if told is None or is_negated(verb):
        return None
    acts = [
        n
        for n in children(verb, "nsubj", "nsubjpass")
        if sentence.lemma(n) in _DEFENDED or sentence.lemma(n) in words_of("acts", "attack")
    ]
    reasons = (
        [verb]
        if verb.lemma_ == "justify" and is_passive(verb)
        else [
            c
            for c in children(verb, "acomp", "attr")
            if c.lower_ in _JUSTIFYING or c.lemma_ in ("response", "retaliation", "self-defence")
        ]
    )
    if not acts or not reasons:
        return None
    return Cue("justify", reasons[0], told[0], told[1], None, (verb,))


def _undertaken(sentence: Sentence, verb: Token) -> Cue | None:
    """ "X said it would open an inquiry", "X ordered an investigation"."""
    lemma = sentence.lemma(verb)
    objects = children(verb, "dobj")
    if lemma in ("announce", "order", "launch", "open", "establish", "form"):
        bodies = [n for n in objects if sentence.lemma(n) in _INQUIRIES]
        speakers = _speakers(sentence, verb)
        if bodies and speakers and not is_unreal(sentence, verb) and not is_passive(verb):
            return Cue("promise", verb, verb, speakers, None, tuple(bodies), is_negated(verb))
    if lemma not in _UNDERTAKING or not any(
        c.lower_ in ("will", "would", "'ll") for c in children(verb, "aux")
    ):
        return None
    told = _teller(sentence, verb)
    own = subjects(verb)
    if own and own[0].lower_ in ("we", "i"):
        return Cue("promise", verb, verb, (own[0],), None, (verb,), is_negated(verb))
    if told is None or not own or own[0].lower_ not in ("it", "they", "he", "she", "we", "i"):
        return None
    return Cue("promise", verb, told[0], told[1], None, (verb,), is_negated(verb))


def _demanded(sentence: Sentence, verb: Token) -> Cue | None:
    """ "The army must withdraw, X said": X demands it of the army."""
    modal = next((c for c in children(verb, "aux") if c.lower_ in _OBLIGING), None)
    told = _teller(sentence, verb) if modal is not None else None
    if modal is None or told is None or (children(verb, "auxpass") and verb.lemma_ == "have"):
        return None
    asks = any(sentence.lemma(t) in words_of("cues", "accountability") for t in verb.subtree)
    addressees = (
        []
        if is_passive(verb)
        else [n for n in children(verb, "nsubj") if can_speak(sentence, n) and n.pos_ != "PRON"]
    )
    addressee = addressees[0] if addressees else None
    return Cue(
        "call_for_accountability" if asks else "call", modal, told[0], told[1], addressee, (verb,)
    )


def _silence(sentence: Sentence, verb: Token) -> Cue | None:
    """ "declined to comment", "has not responded", "remained silent"."""
    lemma = sentence.lemma(verb)
    silent = False
    if lemma in ("decline", "refuse"):
        silent = any(sentence.lemma(c) in _SPEAKING for c in children(verb, "xcomp"))
    elif lemma in _SPEAKING and verb.pos_ == "VERB":
        silent = is_negated(verb)
    elif lemma in ("remain", "stay", "keep", "be", "fall"):
        silent = any(c.lower_ == "silent" for c in children(verb, "acomp", "oprd", "advmod"))
    elif lemma in ("make", "issue", "offer", "give"):
        silent = any(
            sentence.lemma(n) in ("comment", "statement", "response")
            and any(d.lower_ == "no" for d in n.children)
            for n in children(verb, "dobj")
        )
    elif lemma == "say":
        silent = any(n.lower_ == "nothing" for n in children(verb, "dobj"))
    if not silent:
        return None
    speakers = _speakers(sentence, verb)
    if not speakers or is_unreal(sentence, verb):
        return None
    content = tuple(
        c
        for c in verb.children
        if c.i > verb.i and (c.dep_ in ("xcomp", "dobj") or c.lower_ in ("to", "on", "about"))
    )
    return Cue("silence", verb, verb, speakers, None, content)


def _responsibility(sentence: Sentence, verb: Token) -> Cue | None:
    """ "claimed responsibility for", "denied any involvement in"."""
    if sentence.lemma(verb) not in ("claim", "take", "accept", "assume", "deny", "disclaim"):
        return None
    objects = [
        n for n in children(verb, "dobj") if n.lemma_ in ("responsibility", "involvement", "blame")
    ]
    speakers = _speakers(sentence, verb)
    if not objects or not speakers or is_unreal(sentence, verb):
        return None
    denied = sentence.lemma(verb) in ("deny", "disclaim")
    return Cue(
        "deny" if denied else "acknowledge",
        verb,
        verb,
        speakers,
        None,
        tuple(objects),
        is_negated(verb),
    )


def _obliged(reading: Reading, sentence: Sentence, verb: Token) -> Cue | None:
    """In an official statement, "X must be done" asks for it: the document's own speaker asks."""
    if not reading.official or verb.dep_ not in ("ROOT", "conj"):
        return None
    modal = next((c for c in children(verb, "aux") if c.lower_ in _OBLIGING), None)
    if modal is None and sentence.lemma(verb) in ("have", "need") and children(verb, "xcomp"):
        modal = verb
    if (
        modal is None
        and any(c.lemma_ in ("have", "need") and c.dep_ == "aux" for c in verb.children)
        and any(c.lower_ == "to" for c in children(verb, "aux"))
    ):
        modal = next(c for c in verb.children if c.lemma_ in ("have", "need") and c.dep_ == "aux")
    if modal is None:
        return None
    asks = any(sentence.lemma(t) in words_of("cues", "accountability") for t in verb.subtree)
    return Cue("call_for_accountability" if asks else "call", modal, verb, (), None, (verb,))

"""Who does what to whom in a clause: subjects, objects, agents, negation, reality."""

from spacy.tokens import Token

from onrecord.read.english.lexicon import NEEDS_PATIENT
from onrecord.read.english.listed import listed
from onrecord.read.english.sentence import Sentence

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_PERCEIVED = frozenset(
    {"hear", "see", "watch", "witness", "recall", "remember", "describe", "film", "report"}
)
_ACCUSING = listed("accuse suspect blame charge convict sentence wanted condemn responsible")
_UNREAL_MODALS = listed("must should could would can shall will ought 'd 'll wo ca")
_UNREAL_GOVERNORS = listed(
    """
    prevent stop avoid halt cease end threaten want wish hope plan intend try attempt refuse
    vow promise pledge urge call demand ask order fail decline swear aim seek warn fear
    prepare forbid ban prohibit oppose permit allow
    """
)


def children(token: Token, *deps: str) -> list[Token]:
    """The children of a token with one of these relations, in order."""
    return [child for child in token.children if child.dep_ in deps]


def is_passive(token: Token) -> bool:
    """Is a verb passive, whole ("were killed") or reduced ("families murdered in their homes")?"""
    if children(token, "nsubjpass", "auxpass", "agent"):
        return True
    if children(token, "dobj"):
        return False
    if token.tag_ == "VBN" and token.dep_ == "acl":
        return True
    has_aux = any(
        child.lower_ in ("have", "has", "had", "having") for child in children(token, "aux")
    )
    return bool(
        token.dep_ == "conj"
        and token.tag_ in ("VBN", "VBD")
        and not has_aux
        and (
            not children(token, "nsubj")
            and token.head.pos_ in ("VERB", "AUX")
            and is_passive(token.head)
        )
    )


def suffers_subject(sentence: Sentence, token: Token) -> bool:
    """Is the subject of this verb the one to whom it was done?

    So where the verb is passive, and where a verb that needs an object has none: "residents
    rounded up and executed" says nothing of residents who execute.
    """
    if is_passive(token):
        return True
    if token.tag_ == "VBG" or shared_objects(token):
        return False
    return sentence.lemma(token) in NEEDS_PATIENT and token.tag_ in ("VBN", "VBD")


def shared_objects(token: Token) -> list[Token]:
    """Objects of a verb, or those it shares with a verb coordinated after it."""
    own = [*children(token, "dobj"), *children(token, "dative")]
    if own:
        return own
    if token.dep_ == "relcl":
        gap = _object_gap(token)
        if gap is not None:
            return [gap]
    if any(c.dep_ in ("prep", "agent", "xcomp", "ccomp") for c in token.children):
        return []
    for later in children(token, "conj"):
        if (
            later.pos_ == "VERB"
            and not children(later, "nsubj", "nsubjpass")
            and children(later, "dobj")
        ):
            return children(later, "dobj")
    return []


def _object_gap(verb: Token) -> Token | None:
    """The noun that a relative clause takes as its object: "the men whom they killed"."""
    subjects = children(verb, "nsubj")
    if not subjects or children(verb, "nsubjpass") or subjects[0].lower_ in _RELATIVE:
        return None
    if subjects[0].tag_ in ("WDT", "WP"):
        return None
    return verb.head


def shares_passive_subject(verb: Token) -> bool:
    """ "were killed and scores more injured": a subject taken over from a passive suffered both."""
    head = verb
    while head.dep_ == "conj" and head.head.pos_ in ("VERB", "AUX"):
        if children(head, "nsubj", "nsubjpass"):
            return False
        head = head.head
        if is_passive(head):
            return True
    return False


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The subjects of a verb: its own, or those it shares or inherits by control."""
    own = children(verb, "nsubj", "nsubjpass", "csubj")
    if own:
        return [resolved for subject in own for resolved in _antecedent(subject, verb)]
    if depth > 6 or verb.dep_ == "ROOT":
        return []
    head = verb.head
    match verb.dep_:
        case "acl" | "relcl":
            return [head]
        case "conj" | "dep" if head.pos_ in ("VERB", "AUX"):
            return subjects(head, depth + 1)
        case "xcomp" | "advcl" | "ccomp" if head.pos_ in ("VERB", "AUX", "ADJ"):
            if verb.dep_ == "ccomp" and verb.tag_ not in ("VB", "VBG"):
                return []
            if verb.dep_ == "advcl" and verb.tag_ == "VBG" and is_passive(head):
                return agents(head)  # "was attacked by gunmen, killing nine": the gunmen killed
            controlled = children(head, "dobj") if verb.dep_ == "xcomp" else []
            if verb.tag_ == "VBG" and head.lemma_.lower() in _PERCEIVED:
                return controlled  # "we heard shooting": who hears it does not shoot
            return controlled or subjects(head, depth + 1)
        case "pcomp":
            return _subjects_through_preposition(verb, depth)
    return []


def _subjects_through_preposition(verb: Token, depth: int) -> list[Token]:
    """ "accused of killing": the accused; "before proceeding to kill": who proceeds."""
    governor = verb.head.head
    if (
        governor.lemma_.lower() in _ACCUSING
        and not is_passive(governor)
        and children(governor, "dobj")
    ):
        return children(governor, "dobj")
    if verb.head.lower_ == "as" and children(governor, "dobj"):
        return children(governor, "dobj")  # "quoted a nurse as saying"
    if governor.pos_ in ("VERB", "AUX"):
        return subjects(governor, depth + 1)
    accusing = next((a for a in verb.head.ancestors if a.lemma_.lower() in _ACCUSING), None)
    if accusing is not None and verb.head.lower_ == "of":
        return subjects(accusing, depth + 1) if is_passive(accusing) else children(accusing, "dobj")
    if governor.pos_ == "ADJ":
        return subjects(governor.head, depth + 1) or [governor.head]
    return []


def _antecedent(subject: Token, verb: Token) -> list[Token]:
    """The noun that a relative pronoun stands for, else the subject itself."""
    top = verb
    while top.dep_ == "conj":
        top = top.head
    if subject.tag_ in ("WDT", "WP") and top.dep_ == "relcl":
        return [_not_the_place(top.head) if subject.lower_ != "who" else top.head]
    if (
        subject.lower_ in ("many", "some", "most", "all")
        and top.dep_ == "relcl"
        and any(
            child.tag_ in ("WDT", "WP") for grand in subject.children for child in grand.children
        )
    ):
        return [top.head]
    return [subject]


def _not_the_place(noun: Token) -> Token:
    """ "the attack in N, which killed …": the attack killed, and not the place."""
    while noun.dep_ == "pobj" and noun.head.lower_ in ("in", "at", "near", "on", "outside"):
        noun = noun.head.head
    return noun


def agents(verb: Token) -> list[Token]:
    """The nouns after "by" of a passive or of an act told as a noun."""
    found = []
    for preposition in children(verb, "agent", "prep"):
        if preposition.lower_ == "by":
            found += [c for c in preposition.children if c.dep_ == "pobj"]
            for other in preposition.children:
                if other.dep_ == "conj" and other.lower_ == "by":
                    found += children(other, "pobj")
    return found


def clause_of(token: Token) -> Token:
    """The verb of the clause that a token stands in: itself, or the nearest verb above."""
    while token.pos_ not in ("VERB", "AUX") and token.dep_ != "ROOT":
        token = token.head
    return token


def is_negated(token: Token) -> bool:
    """Do the words say that it did not happen? Asks the verb and those that govern it closely."""
    for node in _with_auxiliaries(token):
        for child in node.children:
            if child.dep_ == "neg" or child.lower_ in ("never", "n't", "not", "neither"):
                return child.dep_ == "neg" or child.i < node.i
            if child.lower_ == "no" and child.dep_ == "det":
                return True
    for noun in [*children(token, "nsubj", "nsubjpass", "dobj", "attr")]:
        if noun.lower_ in ("nobody", "none", "nothing") or any(
            child.lower_ in ("no", "neither") and child.dep_ in ("det", "preconj")
            for child in noun.children
        ):
            return True
    return False


def _with_auxiliaries(token: Token) -> list[Token]:
    """A verb, and the verbs above it that it completes ("did not manage to kill")."""
    found = [token]
    while token.dep_ in ("xcomp",) and token.head.pos_ in ("VERB", "AUX"):
        token = token.head
        found.append(token)
    return found


def is_unreal(sentence: Sentence, token: Token) -> bool:
    """Do the words only demand, forbid, foresee or suppose it, rather than say it happened?"""
    if token.pos_ == "NOUN" and _is_definite(token):
        return False  # "the perpetrators of these massacres": demanded or not, they happened
    if token.pos_ == "NOUN" and _is_wished_away(sentence, token):
        return True
    node = token
    crossed_clause = False
    while True:
        if (
            node.pos_ in ("VERB", "AUX")
            and not crossed_clause
            and _unreal_verb(node, node is token)
        ):
            return True
        if node.dep_ == "ROOT" or node.dep_ in ("relcl",):
            return False
        if node.dep_ == "acl" and node.tag_ in ("VBN", "VBG"):
            return False
        head = node.head
        if sentence.lemma(head) in _UNREAL_GOVERNORS and node.dep_ in (
            "xcomp",
            "pcomp",
            "ccomp",
            "acl",
            "advcl",
        ):
            return node.dep_ != "ccomp" or sentence.lemma(head) in (
                "threaten",
                "fear",
                "demand",
                "hope",
                "warn",
                "urge",
            )
        if (
            node.dep_ == "prep"
            and node.lower_ in ("without", "against")
            and token.pos_ in ("VERB",)
        ):
            return True
        if (
            node.dep_ in ("ccomp", "conj", "advcl", "parataxis", "nsubj", "nsubjpass")
            and node is not token
        ) or node.dep_ in ("nsubj", "nsubjpass", "ccomp", "advcl"):
            crossed_clause = True
        node = head


_WISHES = _UNREAL_GOVERNORS | listed(
    """
    risk threat fear end halt prevention appeal warning possibility danger cessation hope
    plan lest expect anticipate predict deter curb
    """
)


def _is_wished_away(sentence: Sentence, noun: Token) -> bool:
    """ "calls for an end to violence", "the risk of attacks": no act that is said to have been."""
    node = noun
    while node.dep_ in ("pobj", "prep", "dobj", "conj", "nmod", "compound"):
        node = node.head
        if sentence.lemma(node) in _WISHES:
            return True
    return False


def _is_definite(noun: Token) -> bool:
    """ "these massacres", "the killing of civilians": words that take the act as known."""
    return any(
        (c.lower_ in ("the", "these", "those", "this", "that") and c.dep_ == "det")
        or c.dep_ == "poss"
        for c in noun.lefts
    )


def _unreal_verb(verb: Token, is_trigger: bool) -> bool:
    """A modal, an infinitive of purpose or a condition; "may have killed" is hedged, not unreal."""
    auxiliaries = {child.lower_ for child in children(verb, "aux", "auxpass")}
    perfect = "have" in auxiliaries
    if auxiliaries & _UNREAL_MODALS and not (
        perfect and auxiliaries & {"could", "would", "must", "can"}
    ):
        return True
    if any(
        child.lower_ in ("if", "whether", "unless", "lest")
        for child in children(verb, "mark", "advmod")
    ):
        return True
    if "would" in auxiliaries:
        return True
    to = any(child.lower_ == "to" for child in children(verb, "aux"))
    return to and verb.dep_ in ("advcl", "relcl", "acl") and not perfect

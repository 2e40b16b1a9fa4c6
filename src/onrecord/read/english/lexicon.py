"""Words by what they show, from the vocabularies: kinds of party, kinds of act, cues."""

from functools import cache

from onrecord.read.english.listed import listed
from onrecord.vocab import terms

QUANTITY_NOUNS = listed(
    """
    hundred thousand million dozen score ten number many some most several few majority
    handful couple all none half rest group wave series string spate total lot body corpse
    """
)


@cache
def words_of(vocabulary: str, key: str) -> frozenset[str]:
    """The words that a vocabulary lists for a term."""
    return frozenset(terms(vocabulary)[key].words)


def is_kind(lemma: str, *keys: str) -> bool:
    """Is a noun's lemma among the words of one of these kinds of party?"""
    return any(lemma in words_of("parties", key) for key in keys)


def is_people(lemma: str) -> bool:
    """Does a noun mean people, of whatever kind?"""
    return is_kind(lemma, "people", "person", "fighters", "state_body", "armed_group", "government")


def is_site(lemma: str) -> bool:
    """Does a noun mean a kind of place or thing rather than people?"""
    return is_kind(lemma, "sites")


@cache
def act_types(part: str) -> dict[str, str]:
    """Act types by the lemma of the verb ("verb") or of the noun ("noun") that says them."""
    found: dict[str, str] = {}
    for key, act in terms("acts").items():
        for word in act.words:
            noun = word in NOUNS_OF_ACTS
            if (part == "noun" and noun) or (part == "verb" and word not in ONLY_NOUNS):
                found.setdefault(word, key)
    return found


ONLY_NOUNS = listed(
    """
    killing bloodshed carnage pogrom execution violence atrocity crime abuse violation
    reprisal slaying assassination beheading lynching stabbing shooting abduction kidnapping
    detention imprisonment disappearance beating looting arson destruction burning injury
    bombing bombardment shelling airstrike strike purge offensive gunfire mistreatment
    """
)
NOUNS_OF_ACTS = ONLY_NOUNS | listed(
    """
    murder massacre slaughter attack ambush raid assault clash torture rape abuse plunder
    ambush invasion
    """
)
# Verbs that need somebody to whom it is done: without an object, their subject suffered it.
NEEDS_PATIENT = listed(
    """
    kill murder massacre slaughter slay assassinate butcher behead lynch execute wound
    injure maim abduct kidnap detain arrest imprison torture mistreat loot burn destroy
    torch demolish ransack pillage displace evacuate shoot round gun stab beat bombard
    target rape terrorise terrorize victimise victimize
    """
)
LIGHT_VERBS = listed(
    """
    carry commit perpetrate launch conduct stage mount wreak unleash inflict cause undertake
    make open execute direct wage organise organize lead work
    """
)

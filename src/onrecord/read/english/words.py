"""Which words are ordinary English: closed classes by list, the rest by a lexicon of lemmas."""

import re
from functools import cache, lru_cache

from onrecord.read.dates import MONTHS, WEEKDAYS
from onrecord.read.english.listed import listed
from onrecord.read.english.model import lemma_index
from onrecord.read.places import principal_names

_SHORT = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")
CALENDAR = frozenset(MONTHS + WEEKDAYS + _SHORT)

FUNCTION_WORDS = listed(
    """
    a about above according across after again against ago all along also although always
    amid among an and another any anyone are around as at away back be because been before
    behind being below beneath beside besides between beyond both but by can cannot could
    despite did do does down during each earlier either elsewhere even ever every everyone
    everything few fewer first following for former from further given had has have he hence
    her here hers herself him himself his how however i if in including indeed inside
    instead into is it its itself just last late later least less like many may me meanwhile
    might mine more moreover most much must my myself near nearly neither never nevertheless
    next no nobody none nor not nothing now of off often on once one only onto or other
    others otherwise ought our ours out outside over own per perhaps rather recently same
    second separately several shall she should since so some somebody someone something soon
    still such than that the their theirs them themselves then there thereafter therefore
    these they this those though through throughout thus till to today together tomorrow too
    toward towards two three four five six seven eight nine ten eleven twelve under until
    unlike up upon us very via was we were what whatever when whenever where whereas
    wherever whether which while who whoever whole whom whose why will with within without
    would yes yesterday yet you your yours
    """
)

_SUFFIXES = (
    ("ies", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("es", ""),
    ("s", ""),
    ("er", ""),
    ("ers", ""),
    ("ly", ""),
    ("est", ""),
    ("ally", ""),
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def _lexicon() -> frozenset[str]:
    """Lower-case lemmas of English, without the names of countries and great cities."""
    names = principal_names()
    stems = {name[:4] for name in names if len(name) > 3 and " " not in name}
    return frozenset(
        word
        for word in lemma_index()
        if word not in names and not (word[:4] in stems and _names_people(word))
    )


def _names_people(word: str) -> bool:
    """Does the word end as demonyms do? Only asked of words that begin as a country does."""
    return word.endswith(("an", "ian", "ese", "ish", "i", "ic", "ans", "is"))


@lru_cache(maxsize=2**16)
def is_ordinary(word: str) -> bool:
    """Is this lower-cased word an ordinary English word, by its form alone?"""
    if word in FUNCTION_WORDS or word in CALENDAR:
        return True
    if "-" in word:
        return all(is_ordinary(part) for part in word.split("-") if part)
    lexicon = _lexicon()
    if word in lexicon or (word.endswith("men") and word[:-3] + "man" in lexicon):
        return True
    return any(
        word.endswith(suffix)
        and len(word) > len(suffix) + 2
        and (
            word[: -len(suffix)] + ending in lexicon
            or (
                word[: -len(suffix) - 1] in lexicon
                and word[-len(suffix) - 1] == word[-len(suffix) - 2]
            )
        )
        for suffix, ending in _SUFFIXES
    )


@cache
def is_adverb(word: str) -> bool:
    """Does WordNet list this lower-cased word as an adverb?"""
    return word in lemma_index("adv")


def words_of(text: str) -> list[str]:
    """The words of a text as written, without digits."""
    return _WORD.findall(text)

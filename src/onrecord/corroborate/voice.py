"""Is a voice of a chain of attribution named, or one of many that could be anybody?

"the Coastal Herald", "the Interior Ministry" and "Maryam H." are named: one can ask whether two
claims come from them. "witnesses", "a newspaper", "the ministry" and "residents of Karsa" are not.
"""

from onrecord.model.claim import Voice


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that open a description of somebody, no matter whom.
_OPEN_START = _set("""
    a an another any both countless dozens few five four her his hundreds its local many most
    multiple my numerous one other others our scores several seven six some ten their thousands
    three two unidentified unnamed various
""")
_PRONOUNS = _set("""
    he her his him i it its my our she that their them these they this those us we who whose you
""")
# Heads of descriptions that fit many people, or many recordings and reports.
_CROWD = _set("""
    accounts activists contacts doctors experts eyewitness eyewitnesses families footage
    inhabitants locals media medics monitors neighbors neighbours observers officials people
    relatives reports resident residents sources survivor survivors testimonies testimony videos
    villagers witness witnesses
""")
_AFTER_HEAD = _set("at from in near of on who with")


def is_named(voice: Voice) -> bool:
    """Does the voice's holder stand for one speaker whom another text could name too?

    An outlet, agency, organisation or official is named when the words hold a capital ("Interior
    Ministry spokesman", not "a newspaper" or "the ministry"); a witness or other person when what
    they are called is itself a name ("Maryam H.", not "Karsa farmer"). Scripts without capitals
    are read as capitals.
    """
    if voice.kind in ("unnamed", "document") or is_pronoun(voice.holder):
        return False
    head = _head(voice.holder)
    if not head or head[0].casefold() in _OPEN_START or head[-1].casefold() in _CROWD:
        return False
    if voice.kind in ("outlet", "agency", "organisation", "official"):
        return any(_is_capitalised(word) for word in head)
    return _is_capitalised(head[-1])


def is_pronoun(holder: str) -> bool:
    """Do the words stand for a speaker without naming one: he, she, they, we?"""
    return holder.strip().casefold() in _PRONOUNS


def _head(holder: str) -> list[str]:
    """The words before any "of" or "in", without the article: "the residents of Karsa"."""
    words = holder.split()
    if words and words[0].casefold() == "the":
        words = words[1:]
    for place, word in enumerate(words):
        if place and word.casefold() in _AFTER_HEAD:
            return words[:place]
    return words


def _is_capitalised(word: str) -> bool:
    return any(letter.isalpha() and letter.lower() == letter.upper() for letter in word) or any(
        letter.isupper() for letter in word
    )

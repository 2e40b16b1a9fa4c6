"""What a mention of a party says: a proper name, or a description that names nobody."""

import re
from functools import lru_cache

from msgspec import Struct

from onrecord.link.party_words import party_words
from onrecord.model.party import Mention
from onrecord.names.fold import fold, script_of

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")


class Designation(Struct, frozen=True, kw_only=True):
    """A mention's words made comparable.

    ``key`` holds the folded words without article and possessive, and with the kind of body last
    ("interior ministry" for "Ministry of the Interior"); ``proper`` tells whether they are a name.
    ``shown`` is the name as written, without article and possessive.
    """

    key: tuple[str, ...]
    shown: str
    proper: bool


def designation_of(mention: Mention) -> Designation:
    """The designation of a mention: of the name inside it where the reader found one."""
    if mention.name and mention.kind != "category":
        return designation(mention.name, proper=True)
    return designation(mention.text, proper=mention.kind not in ("category", "unknown"))


@lru_cache(maxsize=1 << 16)
def designation(text: str, *, proper: bool) -> Designation:
    """The designation of words; ``proper`` is upheld only if every larger word has a capital.

    Scripts without capitals (Arabic) leave that to whoever says that it is a name.
    """
    words = [word.strip(".") if word.count(".") == 1 else word for word in _WORD.findall(text)]
    while len(words) > 1 and fold(words[0]) in party_words("articles"):
        words = words[1:]
    if words:
        words[-1] = _POSSESSIVE.sub("", words[-1])
    shown = " ".join(words) or text.strip()
    key = tuple(fold(word).replace(".", "") for word in words if word) or (fold(text),)
    return Designation(key=_body_last(key), shown=shown, proper=proper and _is_name(words))


def _body_last(key: tuple[str, ...]) -> tuple[str, ...]:
    if len(key) < 3 or key[0] not in party_words("bodies") or key[1] not in ("of", "for"):
        return key
    rest = key[2:]
    if len(rest) > 1 and rest[0] in party_words("articles"):
        rest = rest[1:]
    return (*rest, key[0])


def _is_name(words: list[str]) -> bool:
    large = [word for word in words if fold(word) not in party_words("small")]
    if not large or fold(large[0]) in party_words("pronouns"):
        return False
    if script_of(fold(large[0])) != "latin":
        return True
    return all(word[0].isupper() or word[0].isdigit() for word in large)


def stands_for_nobody(mention: Mention) -> bool:
    """Whether a mention is a bare pronoun that the reader resolved to nothing."""
    if mention.name or mention.refers_to:
        return False
    return fold(mention.text) in party_words("pronouns") | party_words("bare")


def initials(shown: str) -> frozenset[str]:
    """The acronyms that a name of two words or more may have: with and without its small words."""
    spaced = fold(shown).replace("-", " ").replace(".", "").split()
    large = [word for word in spaced if word not in party_words("small")]
    if len(large) < 2:
        return frozenset()
    return frozenset({"".join(w[0] for w in large), "".join(w[0] for w in spaced)})


def is_acronym(shown: str) -> bool:
    """Whether a name looks like an acronym as written: two to eight capitals, dots or not."""
    letters = shown.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper()

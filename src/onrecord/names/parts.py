"""A personal name taken apart: titles, kunya, and the chain of parts that can be compared."""

import re
from functools import lru_cache

from msgspec import Struct

from onrecord.names.fold import fold, script_of
from onrecord.names.name_words import why_nameless, words

_TOKEN = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*\.?")
_BRACKETED = re.compile(r"[(\[{][^)\]}]*[)\]}]")
# "Abd al-", "Abdul ", "Abder": servant of; the vowel and the assimilated l are spelt as heard.
_SERVANT = re.compile(r"^ab[aei]?d(?:[aeou](?P<article>l|[rsdtnz]|sh))?$")
_SERVANT_JOINED = re.compile(
    r"^ab[aei]?d(?:[aeiou]{1,2}(?:l(?=[^aeiou]|ou|[iu][^aeiou])|ll?(?=[ah])"
    r"|(?P<twice>[rsdtnz]|sh)(?=(?P=twice))))(?P<rest>la|[a-z]{3,})$"
)
_SERVANT_ARABIC = re.compile("^عبد(?P<rest>ال.{2,})$")
# "… al-Din": of the faith.
_FAITH = re.compile(r"^(?:[aeiu]?[ld])?-?d+[ie]+ne?$|^الدين$")
_FAITH_JOINED = re.compile(r"^(?P<head>[a-z]{3,}?)(?:al|el|ul|il|ad|ed|ud|id)-?d+[ie]+ne?$")
_OF_GOD_JOINED = re.compile(r"^(?P<head>[a-z]{3,}?)[aou]ll?ah?$|^(?P<arabic>.{2,})الله$")
_ENDS_OF_GOD = ("allah", "ullah", "ollah", "ulah", "olah", "الله")
# "Benali" is what Maghrebi registers make of "Ben Ali", whose "ben" is no part.
_SON_JOINED = re.compile("^(?:ben(?=[^aeiouy]?[a-z]{3,})|بن(?=.{3,}))")
_FAITH_JOINED_ARABIC = re.compile("^(?P<head>.{3,})الدين$")
_OF_GOD = frozenset({"allah", "ullah", "ollah", "llah", "alla", "الله", "اللة"})
_HYPHEN_ARTICLE = re.compile(r"^(?:[ae]l|a[rsdtnz]|e[rsdtnz]|a(?:sh|th|dh|ch)|e(?:sh|ch)|ul|ou?l)-")
_ARTICLE_JOINED = re.compile(r"^[ae]l(?=[^aeiouy][a-z]{3,})")
_ARTICLE_ARABIC = re.compile("^ال(?=.{3,})")


class Part(Struct, frozen=True, kw_only=True, gc=False):
    """One part of a name. ``head`` is the first half of a compound whose rest is ``text``.

    ``forms``: the folded words that may stand for the part, the likeliest first (with and without
    what looks like a joined article, with ya for a last alef maqsura).
    """

    text: str
    forms: tuple[str, ...]
    head: str | None = None


class Name(Struct, frozen=True, kw_only=True, gc=False):
    """A personal name: as written, and taken apart. ``nameless`` says why it names nobody."""

    original: str
    parts: tuple[Part, ...] = ()
    titles: tuple[str, ...] = ()
    kunya: Part | None = None
    nameless: str | None = None


_LONGEST = 500  # characters that are read: no name is longer, and a cell may hold a whole page


@lru_cache(maxsize=1 << 17)
def parse_name(text: str) -> Name:
    """Take a name apart. "Khoury, Samir" is read as Samir Khoury; brackets are not the name.

    Of a text longer than any name only the beginning is read; ``original`` holds all of it.
    """
    read = text[:_LONGEST]
    reason = why_nameless(read)
    if reason is not None:
        return Name(original=text, nameless=reason)
    tokens = _tokens(_given_name_first(_BRACKETED.sub(" ", read)))
    titles, rest = _without_titles(tokens)
    kunya, chain = _without_kunya(rest)
    parts = _parts(chain)
    if not parts and kunya is None:
        return Name(original=text, titles=titles, nameless="only a title stands there")
    return Name(original=text, parts=parts, titles=titles, kunya=kunya)


def _given_name_first(text: str) -> str:
    halves = re.split("[,،]", text)
    if len(halves) == 2 and all(half.strip() for half in halves):
        return f"{halves[1]} {halves[0]}"
    return re.split("[,،;/]", text)[0] if len(halves) > 2 else text


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for token in _TOKEN.findall(fold(text)):
        bare = token.replace(".", "")
        if bare and not bare.isdigit():
            tokens.extend(_unhyphenated(bare))
    return tokens


def _unhyphenated(token: str) -> list[str]:
    """Part "Abd-al-Rahman" and "Jean-Paul", and let an article before its hyphen go."""
    if "-" not in token:
        return [token]
    token = _HYPHEN_ARTICLE.sub("", token)
    pieces = [piece for piece in token.split("-") if piece]
    return [p for p in pieces if p not in words("articles") or len(pieces) == 1]


def _without_titles(tokens: list[str]) -> tuple[tuple[str, ...], list[str]]:
    titles: list[str] = []
    rest = list(tokens)
    while len(rest) > 1 and rest[0] in words("titles"):
        titles.append(rest.pop(0))
        if len(rest) > 2 and rest[0] in words("articles"):
            rest.pop(0)
    return tuple(titles), [
        token for token in rest if len(rest) < 2 or token not in words("connectors")
    ]


def _without_kunya(tokens: list[str]) -> tuple[Part | None, list[str]]:
    """Set a leading "Abu X" apart where a name of two parts or more follows it."""
    if len(tokens) >= 4 and tokens[0] in words("kunyas"):
        return _joined(_honour(tokens[0]), tokens[1]), tokens[2:]
    if len(tokens) == 2 and tokens[0] in words("kunyas"):
        return _joined(_honour(tokens[0]), tokens[1]), []
    return None, tokens


def _honour(token: str) -> str:
    return "umm" if token.endswith("m") or token == "ام" else "abu"


def _parts(tokens: list[str]) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    while at < len(tokens):
        part, taken = _part_at(tokens, at)
        if part is not None:
            parts.append(part)
        at += taken
    return tuple(parts)


def _part_at(tokens: list[str], at: int) -> tuple[Part | None, int]:
    """The part that begins at a token, and how many tokens it takes."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None:
        if _is_servant(token, following):
            return _servant(tokens, at)
        if token in words("kunyas"):
            return _joined(_honour(token), following), 2
        if _FAITH.match(following):
            return _joined("din", token), 2
        if following in words("articles") and at + 2 < len(tokens) and _FAITH.match(tokens[at + 2]):
            return _joined("din", token), 3
        if following in _OF_GOD:
            return _joined("allah", token), 2
        if token in words("articles"):
            return None, 1
    return part_of(token), 1


def _is_servant(token: str, following: str) -> bool:
    """Abd, Abdul, Abdel; Abder, Abdes … only before a name that begins with the same sound."""
    found = _SERVANT.match(token)
    if found is None:
        return token == "عبد"
    article = found.group("article")
    return article in (None, "l") or following.startswith(article)


def _servant(tokens: list[str], at: int) -> tuple[Part, int]:
    taken = 2
    if tokens[at + 1] in words("articles") and at + 2 < len(tokens):
        taken = 3
    return _joined("abd", tokens[at + taken - 1]), taken


@lru_cache(maxsize=1 << 17)
def part_of(token: str) -> Part:
    """The part that one folded word makes by itself, as where no neighbour takes it along."""
    for pattern, head, group in (
        (_SERVANT_ARABIC, "abd", "rest"),
        (_SERVANT_JOINED, "abd", "rest"),
        (_FAITH_JOINED_ARABIC, "din", "head"),
        (_FAITH_JOINED, "din", "head"),
    ):
        found = pattern.match(token)
        if found:
            return _joined(head, found.group(group))
    of_god = _OF_GOD_JOINED.match(token)
    if of_god and token.endswith(_ENDS_OF_GOD):
        return _joined("allah", of_god.group("head") or of_god.group("arabic"))
    return Part(text=token, forms=_forms(token))


def _joined(head: str, rest: str) -> Part:
    if head == "abd" and (rest in _OF_GOD or rest in {"lah", "lla", "la"}):
        rest = "الله" if script_of(rest) == "arabic" else "allah"
    return Part(text=rest, forms=_forms(rest), head=head)


def _forms(token: str) -> tuple[str, ...]:
    if script_of(token) == "arabic":
        bare = _ARTICLE_ARABIC.sub("", token)
        # Egypt writes a last ya without its dots: على for علي
        dotted = f"{bare[:-1]}ي" if bare.endswith("ى") else bare
        return tuple(dict.fromkeys((bare, dotted, token, _SON_JOINED.sub("", token))))
    bare = _ARTICLE_JOINED.sub("", token)
    return tuple(dict.fromkeys((token, bare, _SON_JOINED.sub("", token))))

"""Short names that a document itself explains: acronyms, surnames, "the Post" after its name."""

import re
from collections.abc import Sequence

from onrecord.link.designation import (
    Designation,
    designation,
    initials,
    is_acronym,
)
from onrecord.link.party_words import party_words
from onrecord.link.public_bodies import public_body
from onrecord.model.party import PartyKind

Aliases = dict[Designation, Designation]

_IN_BRACKETS = re.compile(r"\(([^\W\d_](?:\.?[^\W\d_]){1,7})\.?\)")
_WORD_BEFORE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def aliases_of(said: Sequence[Designation], kinds: Sequence[PartyKind], text: str) -> Aliases:
    """What each short name of a document stands for, where the document leaves one answer.

    An acronym stands for a name of the document with its initials, or for the words before it
    where the text reads "Name of the Body (NOB)". A name stands for the one longer name of the
    same kind that ends with it (a surname after the full name), or that goes on with "of …" (the
    guard of a state), unless it is a state's. An office stands for the one person whose name the
    text joins with it.
    """
    kind_of: dict[Designation, PartyKind] = {}
    for name, kind in zip(said, kinds, strict=True):
        if name.proper and kind_of.get(name, "unknown") == "unknown":
            kind_of[name] = kind
    explained = _explained(text)
    found: Aliases = {}
    for short in kind_of:
        full = (
            _spelt_out(short, kind_of, explained)
            or _without_office(short, kind_of)
            or _ends_with(short, kind_of)
            or _of_somewhere(short, kind_of)
            or _holder(short, kind_of, text)
        )
        if full is not None:
            found[short] = full
    return {short: _followed(full, found) for short, full in found.items()}


def _followed(full: Designation, found: Aliases) -> Designation:
    for _ in range(len(found)):
        if full not in found:
            break
        full = found[full]
    return full


def _explained(text: str) -> dict[str, Designation]:
    """Acronyms in brackets after the words whose initials they are."""
    found: dict[str, Designation] = {}
    for match in _IN_BRACKETS.finditer(text):
        acronym = match.group(1).replace(".", "")
        if not acronym.isupper():
            continue
        words = _WORD_BEFORE.findall(text[max(0, match.start() - 120) : match.start()])
        for length in range(2, min(len(words), 10) + 1):
            name = designation(" ".join(words[-length:]), proper=True)
            begins = words[-length].lower() not in party_words("small")
            if name.proper and begins and acronym.lower() in initials(name.shown):
                found[acronym.lower()] = name
                break
    return found


def _spelt_out(
    short: Designation, names: dict[Designation, PartyKind], explained: dict[str, Designation]
) -> Designation | None:
    if not is_acronym(short.shown):
        return None
    letters = "".join(short.key)
    if letters in explained:
        return explained[letters]
    return _only([name for name in names if letters in initials(name.shown)])


def _without_office(long: Designation, names: dict[Designation, PartyKind]) -> Designation | None:
    """The person's name after an office: "Foreign Minister" and a name that stands alone too."""
    if names[long] != "person":
        return None
    bare = [
        name
        for name, kind in names.items()
        if kind == "person"
        and 2 <= len(name.key) < len(long.key)
        and long.key[-len(name.key) :] == name.key
        and party_words("offices") & set(long.key[: -len(name.key)])
    ]
    return min(bare, key=lambda name: (len(name.key), name.shown), default=None)


def _ends_with(short: Designation, names: dict[Designation, PartyKind]) -> Designation | None:
    """The shortest longer name that ends with this one, if all longer ones that do end with it."""
    if public_body(short) is not None or is_acronym(short.shown):
        return None
    if names[short] == "person" and len(short.key) > 1:
        return None  # a father's name ends with his own: only an office may stand before it
    longer = [
        name
        for name, kind in names.items()
        if len(name.key) > len(short.key)
        and name.key[-len(short.key) :] == short.key
        and (kind == names[short] or "unknown" in (kind, names[short]))
    ]
    if not longer:
        return None
    nearest = min(longer, key=lambda name: (len(name.key), name.key, name.shown))
    in_line = all(name.key[-len(nearest.key) :] == nearest.key for name in longer)
    return nearest if in_line else None


def _of_somewhere(short: Designation, names: dict[Designation, PartyKind]) -> Designation | None:
    """The one name that goes on with "of": "National Guard" where it is that of a state."""
    if len(short.key) < 2 or names[short] == "person" or public_body(short) is not None:
        return None
    size = len(short.key)
    return _only(
        [n for n in names if n.key[:size] == short.key and n.key[size : size + 1] == ("of",)]
    )


def _holder(
    office: Designation, names: dict[Designation, PartyKind], text: str
) -> Designation | None:
    """The person who holds an office, where the text joins both: "Mayor Ilse Varn"."""
    if not party_words("offices") & set(office.key):
        return None
    title = r"\W+".join(re.escape(word) for word in office.shown.split())
    people = [
        name
        for name, kind in names.items()
        if kind == "person" and name != office and not party_words("offices") & set(name.key)
    ]
    return _only([name for name in people if re.search(_joined(title, name), text)])


def _joined(title: str, person: Designation) -> str:
    """ "Mayor Ilse Varn", "Ilse Varn, the Mayor": title and name with a comma at most between."""
    name = r"\W+".join(re.escape(word) for word in person.shown.split())
    return rf"\b{title}\b,?\s+{name}\b|\b{name}\b,?\s+(?:[Tt]he\s+)?{title}\b"


def _only(names: list[Designation]) -> Designation | None:
    keys = {name.key for name in names}
    return min(names, key=lambda name: name.shown) if len(keys) == 1 else None

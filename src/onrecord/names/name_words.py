"""The words of ``words.toml``: titles, connectors, and what a list writes in place of a name."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from onrecord.names.fold import fold

_WORD = re.compile(r"[^\W_]+")


@cache
def words(group: str) -> frozenset[str]:
    """The words of one group of ``words.toml``, folded; KeyError when there is no such group."""
    text = (files("onrecord.names") / "words.toml").read_text(encoding="utf-8")
    return frozenset(fold(word) for word in tomllib.loads(text)[group])


def why_nameless(text: str) -> str | None:
    """Why these words name nobody, in a sentence's end; None when they do name somebody.

    "unknown male, about 30, grey coat", "2 bodies", "child of Samir …" and an empty cell name
    nobody: such people are counted where they are recorded and never matched by these words.
    """
    tokens = _WORD.findall(fold(text))
    if not any(token.isalpha() and len(token) > 1 for token in tokens):
        return "no letters of a name stand there"
    if _called_by_a_relative(tokens):
        return "the words call the person only by a relative"
    empty = _empty()
    if all(token in empty or token.isdigit() for token in tokens) or _somebody_unknown(tokens):
        return "the words describe somebody and name nobody"
    return None


def _somebody_unknown(tokens: list[str]) -> bool:
    """Whether the words begin with an unknown human being, however they go on to describe them."""
    first = set(tokens[:2])
    return bool(first & words("stated_unknown")) and bool(first & words("someone"))


@cache
def _empty() -> frozenset[str]:
    return words("unknown") | words("someone") | words("joining")


@cache
def _before_kin() -> frozenset[str]:
    determiners = {"his", "her", "their", "the", "a", "an", "unborn"}
    return words("unknown") | determiners | words("joining")


def _called_by_a_relative(tokens: list[str]) -> bool:
    skip = _before_kin()
    rest = list(tokens)
    while rest and (rest[0] in skip or rest[0].isdigit()):
        rest.pop(0)
    own = tokens[0] in {"his", "her", "their"}
    for at, token in enumerate(rest):
        if token not in words("kin"):
            return bool(rest) and rest[0] in words("kin_before_a_name") and len(rest) > 1
        if own or (at + 1 < len(rest) and rest[at + 1] == "of"):
            return True
    return False

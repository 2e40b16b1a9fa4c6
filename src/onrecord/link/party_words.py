"""The words of ``party_words.toml``, folded."""

import tomllib
from functools import cache
from importlib.resources import files

from onrecord.names.fold import fold

_IRREGULAR = {"women": "woman", "men": "man", "children": "child", "families": "family",
              "policemen": "policeman", "militiamen": "militiaman", "gunmen": "gunman",
              "communities": "community", "armies": "army"}  # fmt: skip


@cache
def party_words(group: str) -> frozenset[str]:
    """The words of one group; KeyError when the file has no such group."""
    text = (files("onrecord.link") / "party_words.toml").read_text(encoding="utf-8")
    return frozenset(fold(word) for word in tomllib.loads(text)[group])


def singular(word: str) -> str:
    """A folded English word without its plural ending."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word

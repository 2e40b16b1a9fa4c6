"""What a promise is about: inquiry, trial, protection, reparation …"""

import re
import tomllib
from functools import cache
from importlib.resources import files


def topics_of(words: str) -> tuple[str, ...]:
    """The topics of topics.toml that the words touch, in the order of that file."""
    return tuple(topic for topic, pattern in _patterns().items() if pattern.search(words))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = (files("onrecord.respond") / "topics.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)
    return {topic: _pattern(words) for topic, words in table.items()}


def _pattern(words: list[str]) -> re.Pattern[str]:
    stems = (re.escape(w[:-1]) + r"\w*" if w.endswith("*") else re.escape(w) for w in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(stems)})(?!\w)", re.IGNORECASE)

"""Arabic as PDF files give it away: glyphs from left to right, ligatures taken apart backwards."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_PRESENTED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_FORWARDS = frozenset(
    {("<initial>", "<medial>"), ("<initial>", "<final>"), ("<medial>", "<final>")}
)
_BACKWARDS = frozenset((late, early) for early, late in _FORWARDS)
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9.,/:-]+")
# "ا" and a lam-alef whose two letters changed places: األحمد for الأحمد. No word begins so.
_LIGATURE_APART = re.compile("(?<![\u0620-\u064a])ا([أإآ])ل(?=[\u0620-\u064a])")


def logical_order(text: str) -> str:
    """The text in reading order, where its joining forms show that it stands in that of the eye.

    Text in plain letters shows nothing and comes back as it is, but for a lam-alef that lost its
    order after the article.
    """
    if _PRESENTED.search(text) and _stands_backwards(text):
        text = _LEFT_TO_RIGHT.sub(lambda run: run[0][::-1], text[::-1])
    return _LIGATURE_APART.sub(r"ال\1", text)


def _stands_backwards(text: str) -> bool:
    """Whether letters that end a word stand before those that begin one more often than after."""
    joins = list(_joins(text))
    forwards = sum(pair in _FORWARDS for pair in joins)
    return sum(pair in _BACKWARDS for pair in joins) > forwards


def _joins(text: str) -> Iterator[tuple[str, str]]:
    forms = [unicodedata.decomposition(letter).partition(" ")[0] for letter in text]
    yield from pairwise(forms)

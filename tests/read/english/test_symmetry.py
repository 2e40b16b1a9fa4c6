"""The same rule for every party: exchange two names and the claims exchange them, no more."""

import json
import re
from bisect import bisect_right
from datetime import date
from typing import Any

import pytest
from msgspec import to_builtins

PARTIES = [
    ("Kesh Brigade", "Northern Freedom Front"),
    ("Kesh Brigade", "Popular Militia of the Nine Valleys"),
    ("Dawn Brigade", "Tarin-al-Sarr Movement"),
    ("Kesh", "Varra of the Tamrit"),
    ("Hope", "KTF"),
    ("al-Sarr", "Nakhte of Thorns"),
]
PERSONS = [
    ("Orso Talin", "Mira Vosk"),
    ("Orso Talin", "Jean-Mira d’Arven al-Vosk"),
    ("Grace", "O’Keshan"),
]
OFFSETS = frozenset({"start", "end", "cue_start", "cue_end"})


def exchange(text: str, one: str, other: str) -> tuple[str, list[tuple[int, int, int, int]]]:
    """The text with two names exchanged; each place before and after."""
    parts, places, at, shift = [], [], 0, 0
    for match in re.finditer(f"{re.escape(one)}|{re.escape(other)}", text):
        new = other if match.group() == one else one
        parts += [text[at : match.start()], new]
        start = match.start() + shift
        places.append((match.start(), match.end(), start, start + len(new)))
        shift += len(new) - len(match.group())
        at = match.end()
    return "".join([*parts, text[at:]]), places


def moved(offset: int, places: list[tuple[int, int, int, int]]) -> int:
    """Where an offset of the text lies after the exchange; ends of names go to ends of names."""
    index = bisect_right([start for start, *_ in places], offset - 1) - 1
    if index < 0:
        return offset
    start, end, new_start, new_end = places[index]
    if offset >= end:
        return offset - end + new_end
    return new_start + min(offset - start, new_end - new_start)


def exchanged(value: Any, one: str, other: str, places: list[tuple[int, int, int, int]]) -> Any:
    """A claim as it must be after the exchange."""
    if isinstance(value, dict):
        return {
            key: moved(part, places) if key in OFFSETS and isinstance(part, int)
            else exchanged(part, one, other, places)
            for key, part in value.items() if key not in ("id", "rendition")
        }  # fmt: skip
    if isinstance(value, date):
        return str(value)
    if isinstance(value, list | tuple):
        return [exchanged(part, one, other, places) for part in value]
    return exchange(value, one, other)[0] if isinstance(value, str) else value


def plain(claims: Any) -> list[Any]:
    found = json.loads(json.dumps(to_builtins(claims), default=str))
    for claim in found:
        del claim["id"], claim["rendition"]
    return sorted(found, key=repr)


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize(("one", "other"), PARTIES)
def test_exchanging_two_parties_exchanges_them_in_the_claims(
    claims_of, documents, filled, number, one, other
):
    text = filled(documents[number], A=one, B=other)
    swapped, places = exchange(text, one, other)
    assert swapped == filled(documents[number], A=other, B=one)
    expected = [exchanged(to_builtins(c), one, other, places) for c in claims_of(text)]
    assert len(expected) >= 3
    assert plain(claims_of(swapped)) == sorted(expected, key=repr)


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize(("one", "other"), PERSONS)
def test_exchanging_two_persons_exchanges_them_in_the_claims(
    claims_of, documents, filled, number, one, other
):
    text = filled(documents[number], P=one, Q=other)
    swapped, places = exchange(text, one, other)
    expected = [exchanged(to_builtins(c), one, other, places) for c in claims_of(text)]
    assert plain(claims_of(swapped)) == sorted(expected, key=repr)

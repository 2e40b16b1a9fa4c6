"""Name parts in two scripts as people spell them, split so that nothing tested is learned.

Two sources. `by_hand.toml` holds common given and family names with the romanisations that people
use, written down here from general knowledge. The package `arabic-name-romanizer` (MIT), where it
is installed, carries some 82,000 attested spellings of name parts (Wikidata, CC0; an Algerian
corpus): they are read from the installed package and never copied here. No whole name is read:
the persons of the benchmark are invented.
"""

import hashlib
import re
import sqlite3
import tomllib
from collections import Counter, defaultdict
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from msgspec import Struct

from onrecord.names import parse_name

HERE = Path(__file__).resolve().parent
Side = Literal["learned", "tested"]
_WEAK = re.compile("^ال|[اويىهةءأإآؤئ]")


class Spelt(Struct, frozen=True):
    """One name part in Arabic script with its Latin spellings and how often each was seen."""

    arabic: str
    head: str | None
    given: int
    surname: int
    latin: tuple[tuple[str, int], ...]
    by_hand: bool = False

    @property
    def seen(self) -> int:
        """How often the part was seen, in any spelling."""
        return sum(count for _, count in self.latin)


def attested() -> list[Spelt]:
    """Parts of the installed romanizer's index; none where it is not installed."""
    if find_spec("arabic_name_romanizer") is None:
        return []
    index = files("arabic_name_romanizer") / "resources" / "names.sqlite3"
    with sqlite3.connect(f"file:{index}?mode=ro", uri=True) as opened:
        rows = opened.execute("select arabic_key, latin, role, count from units").fetchall()
    gathered: dict[str, Counter[str]] = defaultdict(Counter)
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    for arabic, latin, role, count in sorted(rows):
        gathered[arabic][latin] += count
        roles[arabic][role] += count
    return [
        part
        for arabic, latin in sorted(gathered.items())
        if (part := _part(arabic, latin, roles[arabic])) is not None
    ]


def by_hand() -> list[Spelt]:
    """Parts of by_hand.toml: each spelling counts as seen ten times."""
    listed = tomllib.loads((HERE / "by_hand.toml").read_text(encoding="utf-8"))
    found = []
    for role, names in listed.items():
        for arabic, spellings in names.items():
            latin = Counter({spelling.replace("_", " "): 10 for spelling in spellings.split()})
            part = _part(arabic, latin, Counter({role: 10}), by_hand=True)
            if part is not None:
                found.append(part)
    return found


def _part(
    arabic: str, latin: Counter[str], roles: Counter[str], *, by_hand: bool = False
) -> Spelt | None:
    """A part whose Latin spellings are one part too, under the same head; None if none is."""
    own = parse_name(arabic).parts
    if len(own) != 1 or len(own[0].text) < 2:
        return None
    kept = tuple(
        (spelling, count)
        for spelling, count in sorted(latin.items())
        if len(parts := parse_name(spelling).parts) == 1 and len(parts[0].text) > 1
    )
    if not kept:
        return None
    return Spelt(arabic, own[0].head, roles["given"], roles["surname"], kept, by_hand)


def skeleton(arabic: str) -> str:
    """What related parts share: the letters without article, long vowels, h and hamza."""
    return _WEAK.sub("", parse_name(arabic).parts[0].text)


def side_of(part: Spelt) -> Side:
    """Three in ten skeletons are tested; a skeleton is on one side with all that share it."""
    digest = hashlib.sha256(skeleton(part.arabic).encode()).digest()
    return "tested" if digest[0] < 77 else "learned"


def split(parts: list[Spelt]) -> dict[Side, list[Spelt]]:
    """Parts to learn from and parts to test with: no spelling of either script on both sides.

    Of what is tested only spellings that were seen twice or more: many of those seen once are
    another part of a name, misplaced when the index was made.
    """
    tested = [
        Spelt(part.arabic, part.head, part.given, part.surname, often, part.by_hand)
        for part in parts
        if side_of(part) == "tested"
        and (often := tuple((s, count) for s, count in part.latin if count >= 2))
    ]
    taken = {spelling.casefold() for part in tested for spelling, _ in part.latin}
    learned = []
    for part in parts:
        if side_of(part) == "learned":
            free = tuple((s, count) for s, count in part.latin if s.casefold() not in taken)
            if free:
                learned.append(Spelt(part.arabic, part.head, part.given, part.surname, free,
                                     part.by_hand))  # fmt: skip
    return {"learned": learned, "tested": tested}

"""What is known while a document is read: its bibliography, its countries, its places."""

import re
from collections import Counter
from dataclasses import dataclass, field

from onrecord.model.rendition import Rendition
from onrecord.model.source import Bibliography, Place
from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.read.dates import stated_date
from onrecord.read.english.names import Name, find_names
from onrecord.read.places import country_of, country_of_people, resolve_place

_OFFICIAL = re.compile(
    r"\b(?:statement|comments?|remarks|press release|communiqu[eé]|declaration|"
    r"briefing|spokes(?:person|man|woman)|address|message)\b",
    re.I,
)
_UNKNOWN = re.compile(r"unknown|anonymous|not known|n/?a\b|-", re.I)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|outside|around|throughout|across|inside|towards?)\s+"
    r"(?:the\s+(?:\w+\s+){0,2}(?:city|town|village|port|district|province|region|hamlet|area|"
    r"countryside|suburb|valley|island)\s+of\s+)?\Z",
    re.I,
)
_BEHALF = re.compile(r"\s+(?:on behalf of|for)\s+(?=the\s+[^\W\d_a-z]|[^\W\d_a-z])")


@dataclass(frozen=True, eq=False)
class Reading:
    """A document that is being read: everything but its sentences."""

    rendition: Rendition
    bibliography: Bibliography
    gazetteer: tuple[Place, ...]
    country: str | None
    countries: frozenset[str]
    published: When | None
    speaker: str | None  # of an official statement: who "we" are
    on_behalf_of: str | None
    official: bool
    located: frozenset[str]  # names that stand somewhere after "in", "near", "outside" …
    _places: dict[tuple[int, int], Where | None] = field(default_factory=dict)

    def place(self, start: int, end: int) -> Where | None:
        """The place at ``[start, end)`` of the rendition; unresolved where no gazetteer helps."""
        if (start, end) not in self._places:
            self._places[(start, end)] = self._place(start, end)
        return self._places[(start, end)]

    def is_place(self, start: int, end: int) -> bool:
        """Is the name at ``[start, end)`` a place's: by gazetteer, or by how this text uses it?"""
        if self.rendition.text[start:end] in self.located:
            return True
        where = self.place(start, end)
        return where is not None and where.gazetteer is not None

    def _place(self, start: int, end: int) -> Where:
        text = self.rendition.text
        where = resolve_place(text, start, end, country=self.country, places=self.gazetteer)
        if where.precision != "unresolved":
            return where
        others = [
            found
            for code in sorted(self.countries - {self.country})
            if (found := resolve_place(text, start, end, country=code, places=())).country == code
        ]
        return others[0] if len(others) == 1 else where


def begin(rendition: Rendition, bibliography: Bibliography, places: tuple[Place, ...]) -> Reading:
    """Gather what the whole document says of its country, its date and its speaker."""
    names = find_names(rendition.text)
    counts = _countries(rendition.text, names, bibliography.title or "")
    speaker, on_behalf_of = _speaker(bibliography)
    return Reading(
        rendition=rendition,
        bibliography=bibliography,
        gazetteer=places,
        country=bibliography.country or _commonest(counts),
        countries=frozenset(counts),
        published=bibliography.published or _dateline(rendition.text),
        speaker=speaker,
        on_behalf_of=on_behalf_of,
        official=_is_official(rendition, bibliography, speaker),
        located=_located(rendition.text, names),
    )


def _countries(text: str, names: list[Name], title: str) -> Counter[str]:
    """How often each country is named: by its name, its people's, or that of a great city."""
    found: Counter[str] = Counter()
    written = [text[name.start : name.end] for name in names]
    written += [title[name.start : name.end] for name in find_names(title)]
    for words, times in Counter(written).items():
        code = country_of(words) or country_of_people(words)
        if code is None:
            code = resolve_place(words, 0, len(words), country=None, places=()).country
        if code is not None:
            found[code] += times
    return found


def _located(text: str, names: list[Name]) -> frozenset[str]:
    """Names that stand where only places stand, whatever they are."""
    return frozenset(
        text[name.start : name.end]
        for name in names
        if _PLACE_BEFORE.search(text[max(0, name.start - 60) : name.start])
    )


def _commonest(counts: Counter[str]) -> str | None:
    """The country named most; None where two are named as often."""
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _dateline(text: str) -> When | None:
    """A complete date in the first lines of a document that nobody has dated for us."""
    head = text[:600]
    for line in re.finditer(r"[^\n]+", head):
        words = line.group()
        if len(words) > 60 and not re.match(r"[^\W\d_a-z][\w .,'’-]{1,40}\d{4}", words):
            continue
        when = stated_date(text, line.start(), line.start() + min(len(words), 60))
        if when is not None and when.precision == "day":
            return when
    return None


def _speaker(bibliography: Bibliography) -> tuple[str | None, str | None]:
    """Who speaks and for whom: "A. Person for the Union" is both in one."""
    speaker = bibliography.speaker
    if not speaker or _UNKNOWN.match(speaker):
        return None, bibliography.on_behalf_of
    parts = _BEHALF.split(speaker, maxsplit=1)
    if len(parts) == 2:
        return parts[0], bibliography.on_behalf_of or parts[1]
    return speaker, bibliography.on_behalf_of


def _is_official(rendition: Rendition, bibliography: Bibliography, speaker: str | None) -> bool:
    """Is the document itself somebody's statement, so that its "we" and its "must" are theirs?"""
    if bibliography.kind is not None:
        return bibliography.kind.lower() in ("statement", "press release", "declaration", "speech")
    if speaker is None and bibliography.on_behalf_of is None:
        return False
    first = rendition.text.strip().split("\n", 1)[0]
    heading = first if len(first) < 200 else ""
    return bool(_OFFICIAL.search(f"{bibliography.title or ''} {heading}"))

"""What a cell of a mapped row says: places, dates, parties and who is the source of the row."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache

from msgspec import Struct, structs

from onrecord.model.canonical import identify
from onrecord.model.claim import Body, Claim, Voice, VoiceKind
from onrecord.model.mapping import Mapping
from onrecord.model.outcome import SetAside
from onrecord.model.party import Mention
from onrecord.model.passage import Cell, Span
from onrecord.model.source import Context, Place
from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.names.geonames import fold as fold_place
from onrecord.read.cell_dates import Order, when_of_cell
from onrecord.read.cell_words import Fate, fate_of, is_unknown
from onrecord.read.header import plain
from onrecord.read.places import resolve_place
from onrecord.read.table_rows import Filled, TableRow

SUGGESTED_BY = "table-mapping 1"
DOCUMENT = Voice(holder="this document", kind="document")
_SEVERAL = re.compile(r"[^;|\n]+")
# The wider the area that a header names, the later its cell stands among the places of a row.
_WIDTHS = (
    ("governorate", "province", "state", "region", "wilaya", "المحافظة", "محافظة", "الولاية",
     "ولاية", "gouvernorat", "departement", "departamento", "provincia", "estado"),
    ("district", "county", "subdistrict", "المنطقة", "القضاء", "commune", "municipio"),
    ("city", "town", "المدينة", "البلدة", "ville", "ciudad"),
)  # fmt: skip
_VOICES: tuple[tuple[VoiceKind, re.Pattern[str]], ...] = (
    ("witness", re.compile(r"\b(eye)?witness|\brelative|\bfamily|\bneighbou?r|شاهد|شهود|عائلة|اقارب"
                           r"|\btemoin|\bfamille|\btestigo|\bfamilia")),
    ("agency", re.compile(r"\bagency|\bwire\b|وكالة|\bagence|\bagencia")),
    ("outlet", re.compile(r"https?://|\bwww\.|\bradio|\bnews|\bpress\b|\btv\b|\btimes\b|\bpost\b|\bherald"
                          r"|قناة|صحيفة|اذاعة|\bjournal|\bdiario")),
    ("official", re.compile(r"\bministr|\bpolice|\bgovernment|\barmy|وزارة|شرطة|\bgobierno"
                            r"|\bgouvernement")),
)  # fmt: skip


class Sheet(Struct, frozen=True, kw_only=True, dict=True):
    """What holds for every row of a sheet."""

    mapping: Mapping
    context: Context
    order: Order | None  # of day and month in its dates

    @cached_property
    def counts(self) -> bool:
        """Is it a table of tolls?"""
        return any(field.startswith("n_") for field in self.mapping.columns.values())

    @property
    def says_what_happened(self) -> bool:
        """Does a column, the mapping or the title of the list say what happened?"""
        return "harm" in self.mapping.columns.values() or self.fate is not None

    @cached_property
    def fate(self) -> Fate | None:
        """What the list as a whole says happened: by its mapping, else by its title."""
        if self.mapping.harm is not None:
            return Fate(act_type=self.mapping.harm)
        return fate_of(self.context.bibliography.title or "")


def keys_of(mapping: Mapping) -> dict[str, str]:
    """By column, the field that no other column holds; other columns go by their own headers."""
    often = Counter(mapping.columns.values())
    return {
        column: field
        for column, field in mapping.columns.items()
        if often[field] == 1 and field not in ("note", "ignore")
    }


class RowReading:
    """Reads rows of one sheet; what a place or date cell says is found out once for all rows."""

    def __init__(self, rendition: str, sheet: Sheet) -> None:
        """Read a sheet of the rendition of this id."""
        self.rendition, self.sheet = rendition, sheet
        self.keys = keys_of(sheet.mapping)
        self._places: dict[tuple[str, bool], Where] = {}
        self._gazetteer: dict[str, list[Place]] = {}
        for place in sheet.context.places:
            for name in {fold_place(name) for name in (place.name, *place.aliases)}:
                self._gazetteer.setdefault(name, []).append(place)
        self._dates: dict[str, When] = {}
        self._columns: dict[str, set[str]] = {}
        for column, field in sheet.mapping.columns.items():
            self._columns.setdefault(field, set()).add(column)

    def cells(self, row: TableRow, field: str) -> Sequence[Filled]:
        """The filled cells of a row that the mapping gives to a field."""
        columns = self._columns.get(field)
        return [f for f in row.cells if f.cell.column in columns] if columns else ()

    def first(self, row: TableRow, field: str) -> Filled | None:
        """The first filled cell of a field."""
        return next(iter(self.cells(row, field)), None)

    def places(self, row: TableRow) -> tuple[Where, ...]:
        """The places of a row, the narrowest first, each where its words stand."""
        return tuple(
            structs.replace(where, start=span.start, end=span.end)
            for where, span in self._placed(row)
        )

    def places_meant(self, row: TableRow) -> tuple[Where, ...]:
        """The places of a row, the narrowest first."""
        return tuple(where for where, _ in self._placed(row))

    def when(self, row: TableRow) -> When | None:
        """The date of a row where its words stand; open where they do not say one."""
        when, filled = self.when_meant(row), self.first(row, "when")
        if when is None or filled is None:
            return None
        return structs.replace(when, start=filled.span.start, end=filled.span.end)

    def when_meant(self, row: TableRow) -> When | None:
        """The date of a row; open where its words do not say one."""
        filled = self.first(row, "when")
        if filled is None or is_unknown(filled.span.text):
            return None
        words = filled.span.text
        if words not in self._dates:
            published = self.sheet.context.bibliography.published
            self._dates[words] = when_of_cell(words, order=self.sheet.order, published=published)
        return self._dates[words]

    def perpetrators(self, row: TableRow) -> tuple[Mention, ...]:
        """The parties that a row names as perpetrators; ";" and "|" stand between several."""
        return tuple(
            Mention(text=part.text, start=part.start, end=part.end)
            for filled in self.cells(row, "perpetrator")
            for part in _parts(filled.span)
            if not is_unknown(part.text)
        )

    def chain(self, row: TableRow) -> tuple[Voice, ...]:
        """Who says what the row says: this list, then the source that it names for the row.

        Several sources in one cell stay one voice: the list does not say who of them said what.
        """
        filled = self.first(row, "source")
        if filled is None or is_unknown(filled.span.text):
            return (DOCUMENT,)
        words = filled.span
        kind = _voice_kind(words.text)
        return DOCUMENT, Voice(holder=words.text, kind=kind, start=words.start, end=words.end)

    def claim(
        self, row: TableRow, passage: Span, cell: Cell, body: Body, *, is_hedged: bool = False
    ) -> Claim:
        """A claim of the row at a passage of it."""
        kind = type(body).__name__.lower()
        return Claim(
            id=identify("claim", self.rendition, passage.start, passage.end, kind, body),
            rendition=self.rendition,
            text=passage.text,
            start=passage.start,
            end=passage.end,
            attribution=self.chain(row),
            stance="asserts",
            polarity="positive",
            certainty="hedged" if is_hedged else "stated",
            body=body,
            cell=cell,
            suggested_by=SUGGESTED_BY,
        )

    def aside(self, row: TableRow, code: str, reason: str) -> SetAside:
        """A row, or what a cell of it says, of which no claim is made."""
        subject = f"{self.rendition}, sheet {self.sheet.mapping.sheet!r}, row {row.number}"
        return SetAside(stage="read", subject=subject, reason=reason, code=code, part=True)

    def _placed(self, row: TableRow) -> list[tuple[Where, Span]]:
        filled = self.cells(row, "place")
        if len(filled) > 1:
            filled = sorted(filled, key=lambda f: _width(f.cell.column))
        return [
            (self._where(f.span.text, is_region=_width(f.cell.column) == len(_WIDTHS)), f.span)
            for f in filled
            if not is_unknown(f.span.text)
        ]

    def _where(self, words: str, *, is_region: bool) -> Where:
        asked = words, is_region
        if asked not in self._places:
            # The words of the cell alone: its neighbours in the line are other columns.
            self._places[asked] = resolve_place(
                words, 0, len(words), country=self.sheet.context.bibliography.country,
                places=tuple(self._gazetteer.get(fold_place(words), ())), is_region=is_region,
            )  # fmt: skip
        return self._places[asked]


@lru_cache(maxsize=1 << 10)
def _width(header: str) -> int:
    said = set(plain(header).split())
    wide = (3 - n for n, words in enumerate(_WIDTHS) if said & {plain(word) for word in words})
    return next(wide, 0)


def _parts(span: Span) -> list[Span]:
    """The words between semicolons and bars, each at its place."""
    parts = []
    for found in _SEVERAL.finditer(span.text):
        words = found[0].strip()
        if words:
            start = span.start + found.start() + found[0].index(words)
            parts.append(Span(text=words, start=start, end=start + len(words)))
    return parts


def _voice_kind(words: str) -> VoiceKind:
    said = plain(words) if "://" not in words else words.casefold()
    return next((kind for kind, pattern in _VOICES if pattern.search(said)), "organisation")

"""Lists of persons, linked without a case."""

import hashlib
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from onrecord.errors import InputError
from onrecord.link.birth_dates import order_of
from onrecord.link.duplicates import duplicates_in
from onrecord.link.engine.kept import Kept, restored
from onrecord.link.engine.linkage import Linkage
from onrecord.link.engines import Watched, engine_named
from onrecord.link.going_on import going_on, named_as_issued
from onrecord.link.link import DRAWS
from onrecord.link.linkage_report import report_of
from onrecord.link.located import Gazetteer
from onrecord.link.persons import link_persons
from onrecord.link.records import ListOf, record_of_row, records_of, with_those_above
from onrecord.link.releases import ListRow
from onrecord.model.linkage import ColumnTaken, LinkageReport, ListTaken
from onrecord.model.mapping import Mapping as Columns
from onrecord.model.match_weights import MatchWeights
from onrecord.model.material import Document, Linked
from onrecord.model.outcome import SetAside
from onrecord.model.party import Record
from onrecord.model.progress import Progress, silent
from onrecord.model.release import Release
from onrecord.read.cell_words import is_unknown
from onrecord.read.table import persons_of_table, words_of_field
from onrecord.read.table_rows import TableFile, column_list
from onrecord.record.gravest import harm_of
from onrecord.record.previous import Previous, Since, since
from onrecord.record.single import ListAlone, ReadAlone, list_alone, read_alone

STDIN = "-"


class OneList(Struct, frozen=True, kw_only=True):
    """A list as it was read: its records before they are linked, and what its columns are.

    ``label`` tells it from the others: its file's name without the ending, and folders where two
    lists have one name.
    """

    name: str
    label: str
    rendition: str
    mappings: tuple[Columns, ...]
    columns: tuple[ColumnTaken, ...]
    rows: tuple[ListRow, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """Its records, under the identifiers that they have by themselves."""
        return tuple(row.record for row in self.rows)


class LinkedLists(Struct, frozen=True, kw_only=True):
    """Lists that were linked: persons, the report, the linkage, what came of those of before."""

    lists: tuple[OneList, ...]
    linked: Linked
    report: LinkageReport
    set_aside: tuple[SetAside, ...]
    linkage: Linkage
    since: Since | None = None

    @property
    def names(self) -> dict[str, str]:
        """File names by rendition."""
        return {one.rendition: one.name for one in self.lists}


def read_lists(
    paths: Sequence[Path],
    columns: Mapping[Path, Sequence[Columns]] | None = None,
    *,
    progress: Progress = silent,
) -> tuple[tuple[OneList, ...], tuple[SetAside, ...]]:
    """Read lists by the mappings given, else by suggested ones; what cannot be used is set aside.

    "-" is standard input. A file with the bytes of another one is taken once.
    """
    lists: list[OneList] = []
    aside: list[SetAside] = []
    seen: dict[str, Path] = {}
    labels = _labels(paths)
    for at, path in enumerate(paths):
        progress("read", at, len(paths))
        content = sys.stdin.buffer.read() if str(path) == STDIN else path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 in seen:
            aside.append(_aside(path, "same-file", f"it holds the same bytes as {seen[sha256]}"))
            continue
        seen[sha256] = path
        name = "stdin.csv" if str(path) == STDIN else path.name
        made = _one_list(path, labels[path], content, name, (columns or {}).get(path), aside)
        if made is None:
            continue
        if not made.rows:
            aside.append(_aside(path, "no-records", "no row of it speaks of a person"))
        lists.append(made)
    progress("read", len(paths), len(paths))
    return tuple(lists), tuple(aside)


def link_alone(
    paths: Sequence[Path],
    columns: Mapping[Path, Sequence[Columns]] | None = None,
    *,
    free_of_duplicates: Iterable[str] = (),
    engine: str = "local",
    previous: Previous | None = None,
    weights: MatchWeights | None = None,
    progress: Progress = silent,
) -> LinkedLists:
    """Link lists of persons without a case.

    ``free_of_duplicates`` names lists (by file name or label) that hold nobody twice: no two of
    their records are joined, and whatever looks like one person all the same is in the report.
    ``previous`` is what came of an earlier release: rows and persons go on as who they were.
    ``weights``: those by which pairs are weighed, and nothing is learned; ask `why_not_fitting`.
    """
    watched = Watched(engine_named(engine))
    lists, aside = read_lists(paths, columns, progress=progress)
    free = {_named(lists, name).rendition for name in free_of_duplicates}
    gone_on = (
        since(previous, {one.label: one.rows for one in lists}) if previous is not None else None
    )
    releases: tuple[Release, ...] = gone_on.releases if gone_on is not None else ()
    records = going_on((record for one in lists for record in one.records), releases)
    found = link_persons(
        records, (), free_of_duplicates=free, n_draws=DRAWS, briefly=True, engine=watched,
        kept=None if weights is None else restored(weights), progress=progress,
    )  # fmt: skip
    linked = Linked(
        records=records,
        pairs=found.pairs,
        persons=named_as_issued(found.persons, releases),
        set_aside=found.set_aside,
    )
    assert watched.linkage is not None
    taken = _taken(lists, linked, free, watched.linkage, progress)
    return LinkedLists(
        lists=lists,
        linked=linked,
        report=report_of(
            linked, watched.linkage, taken, engine=engine, by_given=weights is not None
        ),
        set_aside=(*aside, *found.set_aside),
        linkage=watched.linkage,
        since=gone_on,
    )


def _taken(
    lists: Sequence[OneList],
    linked: Linked,
    free: Collection[str],
    linkage: Linkage,
    progress: Progress,
) -> tuple[ListTaken, ...]:
    """The lists for the report; those that are free of duplicates are looked through for some."""
    nameless = {one.subject for one in linked.set_aside if one.code == "names-nobody"}
    nobody = Counter(record.rendition for record in linked.records if record.id in nameless)
    kept = Kept(trained=linkage.trained, reads_off=False)
    made: list[ListTaken] = []
    for one in lists:
        progress("check", len(made), len(lists))
        made.append(
            ListTaken(
                name=one.name,
                label=one.label,
                n_records=len(one.rows),
                n_nobody=nobody[one.rendition],
                columns=one.columns,
                free_of_duplicates=one.rendition in free,
                duplicates=duplicates_in(one.rows, kept) if one.rendition in free else (),
            )
        )
    progress("check", len(lists), len(lists))
    return tuple(made)


def only_harmed(linked: Linked, harm: str) -> Linked:
    """Records that say that a harm was done, and the persons and pairs that are left of them.

    A person whom one list calls injured and another killed is, among the killed, on the second
    list alone: the first one does not say that they died.
    """
    kept = {record.id for record in linked.records if harm_of(record) == harm}
    persons = (
        structs.replace(person, records=tuple(r for r in person.records if r in kept))
        for person in linked.persons
    )
    lists = {record.id: record.list_name for record in linked.records}
    return structs.replace(
        linked,
        records=tuple(record for record in linked.records if record.id in kept),
        pairs=tuple(pair for pair in linked.pairs if {pair.left, pair.right} <= kept),
        persons=tuple(
            structs.replace(person, lists=tuple(sorted({lists[r] for r in person.records})))
            for person in persons
            if person.records
        ),
    )


def _one_list(
    path: Path,
    label: str,
    content: bytes,
    name: str,
    mappings: Sequence[Columns] | None,
    aside: list[SetAside],
) -> OneList | None:
    """A list with its records; None where it cannot be read, which is set ``aside``."""
    called = "standard input" if str(path) == STDIN else path.name
    found = list_alone(path, content, mappings=mappings, name=name)
    if found is None:
        return _text(called, label, read_alone(path, content, name=name), aside)
    aside += found.set_aside
    if found.table is None:
        return None
    table, unused = found.table, list[SetAside]()
    rows = list(_rows(table, found, label, unused))
    aside += (structs.replace(s, subject=s.subject.replace(table.id, str(path))) for s in unused)
    return OneList(
        name=called,
        label=label,
        rendition=table.id,
        mappings=found.mappings,
        columns=tuple(
            ColumnTaken(
                sheet=mapping.sheet, column=column, field=mapping.columns.get(column, "ignore")
            )
            for mapping in found.mappings
            for column in column_list(table, mapping.sheet)
        ),
        rows=tuple(sorted(rows, key=lambda row: row.record.id)),
    )


def _rows(
    table: TableFile, read: ListAlone, label: str, aside: list[SetAside]
) -> Iterator[ListRow]:
    """The rows of a list with their records."""
    births = {
        words
        for mapping in read.mappings
        for words in words_of_field(table, mapping, "birth_date")
        if not is_unknown(words)
    }
    gazetteer = Gazetteer(read.context.places)
    country = read.context.bibliography.country
    of = ListOf(label, order_of(births), partial(gazetteer.located, country=country))
    records: dict[tuple[str, str, int], Record] = {}
    words: list[tuple[str, Mapping[str, str]]] = []
    for row in persons_of_table(table, read.mappings, read.context, aside):
        records[table.id, row.sheet, row.row] = record_of_row(row, table.id, of)
        words.append((row.sheet, row.words))
    for record, (sheet, said) in zip(with_those_above(records), words, strict=True):
        yield ListRow(record=record, sheet=sheet, said=said)


def _text(called: str, label: str, read: ReadAlone, aside: list[SetAside]) -> OneList | None:
    """The persons whom a text names, as a list."""
    aside += read.set_aside
    rendition = read.rendition
    if rendition is None:
        return None
    document = Document(
        id=rendition.id,
        capture=rendition.capture,
        name=called,
        title=label,
        bibliography=read.bibliography,
        shape=rendition.shape,
        language=rendition.language,
        text="",
    )
    return OneList(
        name=called,
        label=label,
        rendition=rendition.id,
        mappings=(),
        columns=(),
        rows=tuple(
            ListRow(record=record, sheet="", said={"name": record.name or ""})
            for record in records_of(read.claims, [document], read.places, without_acts=True)
        ),
    )


def _labels(paths: Sequence[Path]) -> dict[Path, str]:
    """Stems, with as many folders before them as tell lists of one name apart."""
    found: dict[Path, str] = {}
    for path in paths:
        parts = path.with_suffix("").parts if str(path) != STDIN else ("stdin",)
        n = 1
        while n < len(parts) and _shared(paths, path, n):
            n += 1
        found[path] = "_".join(parts[-n:])
    often = Counter(found.values())
    counted = Counter[str]()
    for path, label in found.items():
        if often[label] > 1:  # list.csv and list.xlsx
            counted[label] += 1
            found[path] = f"{label}_{path.suffix.lstrip('.') or counted[label]}"
    return found


def _shared(paths: Sequence[Path], path: Path, n: int) -> bool:
    own = path.with_suffix("").parts[-n:]
    return any(
        other != path and other.parent != path.parent and other.with_suffix("").parts[-n:] == own
        for other in paths
    )


def _named(lists: Sequence[OneList], name: str) -> OneList:
    found = [one for one in lists if name in (one.label, one.name)]
    if len(found) != 1:
        known = ", ".join(one.label for one in lists) or "none"
        raise InputError(f"--free-of-duplicates {name!r}: no list is called so; there are: {known}")
    return found[0]


def _aside(path: Path, code: str, reason: str) -> SetAside:
    return SetAside(stage="read", subject=str(path), reason=reason, code=code)

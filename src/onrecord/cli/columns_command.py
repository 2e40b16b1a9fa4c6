"""onrecord columns"""

from pathlib import Path

import click

from onrecord.cli.printing import json_option, print_json, warn
from onrecord.errors import InputError
from onrecord.record.case import open_case
from onrecord.record.columns import (
    Line,
    MappedSheet,
    MappedTable,
    field_words,
    mapped_table,
    mapping_body,
    sheets_alone,
    table_named,
)
from onrecord.record.single import read_alone
from onrecord.vocab import term

WIDEST = 28  # characters of a header or an example that a line shows


@click.command("columns")
@click.argument("paths", nargs=-1, required=True, metavar="CASE FILE | LIST…")
@json_option
def command(paths: tuple[str, ...], as_json: bool) -> None:
    """Print what each column of a table means, and why: of a table of CASE, or of LISTS in no case.

    FILE is the file's name in the case, or the end of it. With --json the mapping in force is
    printed as `onrecord decide` takes it, so that you can change it and decide it; that of lists in
    no case, one a line, as `onrecord link` takes it:

    \b
      onrecord columns CASE list.csv --json > mapping.json
      onrecord decide CASE map_columns <digest of the file> --body mapping.json
      onrecord columns LIST… --json > columns.json
      onrecord link LIST… --columns columns.json
    """
    if len(paths) == 2 and Path(paths[0]).is_dir():
        _in_case(Path(paths[0]), paths[1], as_json=as_json)
        return
    for path in map(Path, paths):
        if not path.is_file():
            raise InputError(f"{path}: no such file; give a case and a file in it, or lists")
        _alone(path, as_json=as_json)


def _in_case(case: Path, file: str, *, as_json: bool) -> None:
    opened = open_case(case)
    table = mapped_table(opened, table_named(file))
    if as_json:
        print_json(mapping_body(table.mappings))
    else:
        for line in _lines(table):
            click.echo(line)
    if table.waits:
        warn(f"The list has not been read by this mapping yet; run: onrecord run {case}")


def _alone(path: Path, *, as_json: bool) -> None:
    read = read_alone(path)
    if read.rendition is None or read.rendition.shape != "table":
        why = read.set_aside[0].reason if read.set_aside else "it is no table"
        raise InputError(f"{path}: no columns can be told: {why}")
    sheets = sheets_alone(read.rendition)
    if as_json:
        mappings = [sheet.mapping for sheet in sheets if sheet.is_read] or [sheets[0].mapping]
        print_json({"file": path.name} | mapping_body(mappings))
        return
    click.echo(f"{path.name}\nA machine suggests this mapping.")
    for sheet in sheets:
        for line in ("", *_sheet_lines(sheet)):
            click.echo(line)


def _lines(table: MappedTable) -> list[str]:
    lines = [f"{table.document.name}  sha256 {table.document.capture_id}", _who(table)]
    for name in table.strangers:
        lines.append(f"wrong: the decision maps a sheet {name!r}, which the file does not have")
    for sheet in table.sheets:
        lines += ["", *_sheet_lines(sheet)]
    return lines


def _who(table: MappedTable) -> str:
    made = table.decision
    if made is None:
        return "A machine suggests this mapping; nobody has decided it."
    because = f": {made.because}" if made.because else ""
    return f"Decided by {made.by}, {made.at:%Y-%m-%d %H:%M} UTC{because}  ({made.id})"


def _sheet_lines(sheet: MappedSheet) -> list[str]:
    mapping = sheet.mapping
    unread = "" if sheet.is_read else ": nothing is read from it"
    harm = term("acts", mapping.harm).label if mapping.harm else "not said of the whole list"
    width = max((len(_short(column.header)) for column in sheet.columns), default=0)
    lines = [f"sheet {mapping.sheet!r}{unread}", f"  what happened: {harm}"]
    lines += [f"  wrong: {problem}" for problem in sheet.problems]
    lines += _rows("above the first record", sheet.headers)
    lines += _rows("adds others up", sheet.totals)
    for column in sheet.columns:
        examples = "; ".join(map(_short, column.examples))
        field = field_words(column.field)
        lines.append(f"  {_short(column.header):<{width}}  {field:<22}  {examples}".rstrip())
        other = column.field != column.suggested
        guess = f"suggested is {field_words(column.suggested)}: " if other else ""
        lines.append(f"  {'':<{width}}    {guess}{column.why}")
    return lines + [f"  {remark}" for remark in sheet.remarks]


def _rows(what: str, rows: tuple[Line, ...]) -> list[str]:
    return [f"  row {row.number}, {what}: {row.text[:80]}" for row in rows]


def _short(words: str) -> str:
    return words if len(words) <= WIDEST else words[: WIDEST - 1] + "…"

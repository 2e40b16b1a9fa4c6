"""Pairs judged away from the application: a workbook out, and its answers in again.

A row holds both records in adjacent columns with what differs marked, and a hidden key: the two
records, a digest of what was shown of them, and what the judge was asked under. On the way in every
row is checked first; where one of them is wrong all are told, and nothing is entered.
"""

import io
from collections.abc import Iterator, Mapping, Sequence

import openpyxl
from msgspec import Struct, structs
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

import onrecord.record.ready  # noqa: F401
from onrecord.errors import InputError, MalformedTable, Unreadable
from onrecord.link.decided import ordered
from onrecord.model.canonical import digest
from onrecord.model.party import Record
from onrecord.names import fold
from onrecord.names.fold import script_of
from onrecord.read.office_package import open_package, refuse_entities
from onrecord.record import queries
from onrecord.record.audit_sample import (
    chances_of,
    in_judging_order,
    newest_sample,
    under_sample,
)
from onrecord.record.case import Case
from onrecord.record.decisions import Asked, SampleOf, decide_all
from onrecord.record.differences import Line, Stretch, side_by_side
from onrecord.record.judging import RecordPair, judged_pairs
from onrecord.record.models import RecordRow
from onrecord.record.protection import Withheld, cover, names_to_cover, withheld_names
from onrecord.record.refresh import wait_for_linking
from onrecord.record.sheet_words import HEADS, answer_of, label, nearest, offered

KIND = "workbook of pairs"
SHEET = "pairs"
KEY = "key (leave it as it is)"
ANSWER, REASON, FIRST_SHOWN = 2, 3, 5  # columns, counted from 1
LARGEST = 50 << 20  # bytes of a workbook that is read
MOST_TOLD = 20  # problems that an error lists
_RISKY = tuple("=+-@\t\r")  # a spreadsheet may take what begins so for a formula
_MARK = InlineFont(b=True, u="single")
_PLAIN = InlineFont()


class SheetReport(Struct, frozen=True, kw_only=True):
    """What a sheet changed. ``changed``: the judge had said something else before."""

    entered: int
    changed: int
    already: int
    empty: int


class _Key(Struct, frozen=True):
    left: str
    right: str
    check: str
    sample: str
    blind: bool

    def written(self) -> str:
        seen = "blind" if self.blind else "seen"
        return "~".join((self.left, self.right, self.check, self.sample or "-", seen))

    @staticmethod
    def read(text: str) -> "_Key | None":
        parts = text.strip().split("~")
        if len(parts) != 5 or parts[4] not in ("blind", "seen"):
            return None
        left, right, check, sample, seen = parts
        return _Key(left, right, check, "" if sample == "-" else sample, seen == "blind")


class _Shown(Struct, frozen=True):
    """A pair as a row shows it."""

    rows: tuple[RecordRow, RecordRow]
    lines: tuple[Line, ...]
    lists: tuple[str, str]

    @property
    def check(self) -> str:
        """A digest of what is shown: another one means that a record was changed."""
        said = [(line.label, _text(line.left), _text(line.right)) for line in self.lines]
        return digest(said)[:16]


# --- out ----------------------------------------------------------------------------------------


def pairs_in_doubt(n: int) -> tuple[RecordPair, ...]:
    """The pairs that nobody has judged, those worth most first."""
    rows = queries.pairs_by_worth(None, n).rows
    return tuple(ordered(row.left_id, row.right_id) for row in rows)


def pairs_of_sample(
    case: Case, judge: str, of: SampleOf = "persons"
) -> tuple[str, tuple[RecordPair, ...]]:
    """The audit sample, and those of its pairs that a judge has not judged, in judging order."""
    found = newest_sample(of)
    if found is None:
        events = " --events" if of == "events" else ""
        raise InputError(
            f"no sample has been drawn; draw one: onrecord judge CASE{events} --draw 200"
        )
    judged = judged_pairs(case, of)
    pairs = in_judging_order(found[1])
    sample = found[0].id
    own = {pair for pair in pairs if pair in judged and judged[pair].said_in(sample, judge)}
    return sample, tuple(pair for pair in pairs if pair not in own)


def judging_sheet(
    pairs: Sequence[RecordPair], *, sample: str = "", chance: bool = False, language: str = "en"
) -> bytes:
    """A workbook with a row for each pair. ``chance``: whether the machine's chance is shown."""
    shown = _shown(pairs)
    labels = list(dict.fromkeys(line.label for one in shown.values() for line in one.lines))
    workbook = openpyxl.Workbook()
    sheet: Worksheet = workbook.worksheets[0]
    sheet.title = SHEET
    sheet.sheet_view.rightToLeft = language == "ar"
    _write_heads(sheet, labels, language, chance=chance)
    for at, pair in enumerate((pair for pair in pairs if pair in shown), start=1):
        _write_row(sheet, at, pair, shown[pair], labels, sample=sample, chance=chance)
    _finish(sheet, len(shown), language)
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


def _shown(pairs: Sequence[RecordPair]) -> dict[RecordPair, _Shown]:
    """What is shown of the pairs whose records are in the case, names withheld."""
    rows: dict[str, RecordRow] = {}
    ids = sorted({record for pair in pairs for record in pair})
    for at in range(0, len(ids), 500):
        rows |= queries.records(ids[at : at + 500])
    withheld = withheld_names()
    made = {}
    for pair in pairs:
        if all(record in rows for record in pair):
            left, right = (rows[record] for record in pair)
            said = (covered_record(left, withheld), covered_record(right, withheld))
            lines = side_by_side(*said)
            lists = (_list_and_row(left, withheld), _list_and_row(right, withheld))
            made[pair] = _Shown((left, right), lines, lists)
    return made


def covered_record(row: RecordRow, withheld: Sequence[Withheld]) -> Record:
    """What a record says, with the names covered that are withheld in its list."""
    names, record = names_to_cover(withheld, row.document.capture_id), row.record
    words = {
        name: cover(value, names)
        for name, value in structs.asdict(record).items()
        if isinstance(value, str) and name not in ("id", "rendition", "earliest", "latest", "harm")
    }
    return structs.replace(record, **words)


def _list_and_row(row: RecordRow, withheld: Sequence[Withheld]) -> str:
    names = names_to_cover(withheld, row.document.capture_id)
    title = cover(row.document.title or row.document.name, names)
    return f"{title}, {row.row}" if row.row else title


def _write_heads(sheet: Worksheet, labels: Sequence[str], language: str, *, chance: bool) -> None:
    heads = [*HEADS[language]]
    for name in [*labels, "list and row"]:
        heads += [f"{label(name, language)} (1)", f"{label(name, language)} (2)"]
    if chance:
        heads.append(label("chance of one person", language))
    for column, words in enumerate([*heads, KEY], start=1):
        cell = sheet.cell(1, column, words)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _write_row(
    sheet: Worksheet,
    at: int,
    pair: RecordPair,
    shown: _Shown,
    labels: Sequence[str],
    *,
    sample: str,
    chance: bool,
) -> None:
    row = at + 1
    sheet.cell(row, 1, at)
    differing = [f"{line.label}: {line.words}" for line in shown.lines if line.how != "same"]
    _write(sheet.cell(row, FIRST_SHOWN - 1), (Stretch("\n".join(differing)),))
    lines = {line.label: line for line in shown.lines}
    column = FIRST_SHOWN
    for name in labels:
        line = lines.get(name)
        for side in (line.left, line.right) if line else ((), ()):
            _write(sheet.cell(row, column), side)
            column += 1
    for words in shown.lists:
        _write(sheet.cell(row, column), (Stretch(words),))
        column += 1
    if chance:
        found = queries.pair_of(*pair)
        sheet.cell(row, column, round(found.chance, 3) if found else None)
        column += 1
    key = _Key(*pair, shown.check, sample, not chance)
    _write(sheet.cell(row, column), (Stretch(key.written()),))


def _text(stretches: Sequence[Stretch]) -> str:
    return "".join(stretch.text for stretch in stretches)


def _write(cell: Cell | MergedCell, stretches: Sequence[Stretch]) -> None:
    """Words as text, whatever they begin with; what differs bold and underlined."""
    clean = [Stretch(ILLEGAL_CHARACTERS_RE.sub("", s.text), s.marked) for s in stretches]
    text = _text(clean)
    if any(stretch.marked for stretch in clean):
        cell.value = CellRichText(
            *(TextBlock(_MARK if s.marked else _PLAIN, s.text) for s in clean if s.text)
        )
    else:
        cell.value = text or None
    if text:
        cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(_RISKY)
    arabic = script_of(fold(text)) == "arabic"
    cell.alignment = Alignment(
        wrap_text=True,
        vertical="top",
        horizontal="right" if arabic else "left",
        readingOrder=2 if arabic else 1,
    )


def _finish(sheet: Worksheet, n: int, language: str) -> None:
    last = sheet.max_column
    sheet.freeze_panes = f"{get_column_letter(FIRST_SHOWN)}2"
    for column in range(1, last):
        width = {1: 6, ANSWER: 18, REASON: 26, FIRST_SHOWN - 1: 34}.get(column, 22)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.column_dimensions[get_column_letter(last)].hidden = True
    choices = offered(language)
    check = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    check.errorTitle, check.error = "OnRecord", " / ".join(choices)
    check.showErrorMessage = True
    sheet.add_data_validation(check)
    letter = get_column_letter(ANSWER)
    check.add(f"{letter}2:{letter}{max(n + 1, 2)}")


# --- in -----------------------------------------------------------------------------------------


class _Answer(Struct, frozen=True):
    row: int
    key: _Key
    verdict: str
    because: str

    @property
    def pair(self) -> RecordPair:
        """The pair that it is about."""
        return ordered(self.key.left, self.key.right)


def enter_sheet(case: Case, content: bytes, *, by: str) -> SheetReport:
    """Enter the answers of a sheet as one judge's; MalformedTable names every row that is wrong.

    All answers are entered in one transaction. The same answers again change nothing.
    """
    answers, empty, problems = _read(content)
    problems += _against_case(answers)
    problems += _contradictions(answers)
    if problems:
        raise MalformedTable(_told(sorted(problems)))
    judged = judged_pairs(case)
    chances = {sample: chances_of(sample) for sample in {a.key.sample for a in answers} if sample}
    asked: list[Asked] = []
    already = changed = 0
    for pair, answer in {a.pair: a for a in answers}.items():
        before = judged[pair].said_by(by) if pair in judged else None
        if before is not None and before.kind == answer.verdict:
            if not answer.key.sample or judged[pair].said_in(answer.key.sample, by):
                already += 1
                continue
        elif before is not None:
            changed += 1
        asked.append(_decision(answer, chances.get(answer.key.sample, {})))
    decide_all(case, asked, by=by)
    for _ in asked:
        wait_for_linking()
    return SheetReport(entered=len(asked), changed=changed, already=already, empty=empty)


def _decision(answer: _Answer, chances: Mapping[RecordPair, float]) -> Asked:
    key = answer.key
    under = under_sample(key.sample, chances, answer.pair, blind=key.blind)
    return Asked(
        kind=answer.verdict,
        target=key.left,
        other=key.right,
        because=answer.because,
        body=structs.asdict(under),
    )


Problem = tuple[int, str]  # the number of the row, and what is wrong with it


def _read(content: bytes) -> tuple[list[_Answer], int, list[Problem]]:
    """The answers of a workbook, how many rows have none, and what cannot be understood."""
    answers, empty, problems = [], 0, list[Problem]()
    for number, (words, because, key) in _rows(content):
        if not words:
            empty += bool(key)
            continue
        read = _Key.read(key)
        verdict = answer_of(words)
        if read is None:
            problems.append((number, "it has an answer and no key; rows cannot be added by hand"))
        elif verdict is None:
            meant = nearest(words)
            hint = f"; did you mean {meant!r}?" if meant else ""
            choices = ", ".join(repr(word) for word in offered("en"))
            problems.append((number, f"{words!r} is no answer{hint} Write one of {choices}"))
        else:
            answers.append(_Answer(number, read, verdict, because))
    return answers, empty, problems


def _rows(content: bytes) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """By row: the words of the answer, of the reason, and the key."""
    if len(content) > LARGEST:
        raise InputError(f"the {KIND} has {len(content):,} bytes; a sheet of pairs has far fewer")
    try:
        refuse_entities(open_package(content, kind=KIND), kind=KIND)
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, OSError, AttributeError, IndexError) as error:
        raise InputError(f"the {KIND} cannot be read: {error}; save it as .xlsx again") from error
    if SHEET not in workbook.sheetnames:
        raise MalformedTable(
            f"the workbook has no sheet {SHEET!r}; make one: onrecord judge CASE --out pairs.xlsx"
        )
    rows = workbook[SHEET].iter_rows(values_only=True)
    heads = [str(head or "") for head in next(rows, ())]
    if KEY not in heads:
        raise MalformedTable(f"the sheet has no column {KEY!r}: its answers belong to no pair")
    column = heads.index(KEY)
    for number, row in enumerate(rows, start=2):
        cells = [str(value).strip() if value is not None else "" for value in row]
        cells += [""] * (column + 1 - len(cells))
        yield number, (cells[ANSWER - 1], cells[REASON - 1], cells[column])


def _against_case(answers: Sequence[_Answer]) -> list[Problem]:
    """Rows about records that the case does not have, or that say something else by now."""
    pairs = [(answer.key.left, answer.key.right) for answer in answers]
    shown = _shown(list(dict.fromkeys(pairs)))
    problems = []
    for answer, pair in zip(answers, pairs, strict=True):
        if pair not in shown:
            problems.append((answer.row, "the case has no such two records; were they read anew?"))
        elif shown[pair].check != answer.key.check:
            names = " and ".join(row.name for row in shown[pair].rows)
            problems.append(
                (answer.row, f"{names}: a record was changed since the sheet was made; judge it "
                 "on a new sheet")
            )  # fmt: skip
    return problems


def _contradictions(answers: Sequence[_Answer]) -> list[Problem]:
    first: dict[RecordPair, _Answer] = {}
    problems = []
    for answer in answers:
        other = first.setdefault(answer.pair, answer)
        if other.verdict != answer.verdict:
            problems.append(
                (answer.row, f"it says {answer.verdict!r} of the pair of row {other.row}, which "
                 f"says {other.verdict!r}")
            )  # fmt: skip
    return problems


def _told(problems: Sequence[Problem]) -> str:
    told = [f"row {row}: {words}" for row, words in problems[:MOST_TOLD]]
    if len(problems) > MOST_TOLD:
        told.append(f"and {len(problems) - MOST_TOLD} more rows")
    return "; ".join(told) + ". Nothing was entered; put it right and enter the sheet again"

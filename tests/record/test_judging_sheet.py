"""A sheet of pairs goes out, is judged, and comes in again; whole or not at all."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText

from onrecord.errors import InputError, MalformedTable, Unreadable
from onrecord.model.canonical import canonical
from onrecord.record.audit_sample import draw_sample
from onrecord.record.case import Case, create_case, open_case, sole_writer
from onrecord.record.decisions import all_judgements, decide
from onrecord.record.intake import add
from onrecord.record.judging import judge, judged_pairs
from onrecord.record.judging_sheet import (
    KEY,
    enter_sheet,
    judging_sheet,
    pairs_in_doubt,
    pairs_of_sample,
)
from onrecord.record.models import Capture, PairRow, RecordRow
from onrecord.record.run import run
from onrecord.record.sheet_words import ANSWERS, answer_of

CLINIC = """Name,Age,Place,Date of death
Samir Dagmushi Testname,31,Tel Marjan,2021-03-04
=HYPERLINK("http://x") Testname,40,@Tel Marjan,2021-03-04
Layla Harbouqi Testname,19,Wadi Sarw,2021-03-05
Yusuf Barmuti Testname,52,Wadi Sarw,2021-03-05
"""
COUNCIL = """الاسم,العمر,المكان,تاريخ الوفاة
سمير دغموشي تستنم,31,تل مرجان,2021-03-04
ليلى حربوقي تستنم,21,وادي سرو,2021-03-05
يوسف برموطي تستنم,53,وادي سرو,2021-03-06
"""
SECOND = """Name,Age,Place,Date of death
Sameer Daghmushi Testname,31,Tel Marjan,2021-03-04
=HYPERLINK("http://y") Testname,41,@Tel Marjan,2021-03-04
Leila Harbouqi Testname,20,Wadi Sarw,2021-03-06
Yousef Barmuti Testname,52,Wadi Sarw,2021-03-05
"""


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheet")
    made = create_case(folder / "case", title="Three lists", country=None, by="tester")
    for name, text in (("clinic", CLINIC), ("council", COUNCIL), ("second", SECOND)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    with sole_writer(made):
        add(made, [folder / f"{name}.csv" for name in ("clinic", "council", "second")], by="tester")
        run(made)
    return folder / "case"


@pytest.fixture
def lists(linked: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(linked, tmp_path / "case")
    yield open_case(tmp_path / "case")


class Sheet:
    """A workbook as a judge sees it."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
        self.sheet: Any = self.book["pairs"]
        self.heads = [cell.value for cell in self.sheet[1]]

    def column(self, head: str) -> list[Any]:
        at = self.heads.index(head) + 1
        return [self.sheet.cell(row, at).value for row in range(2, self.sheet.max_row + 1)]

    def answer(self, row: int, words: str, because: str = "") -> None:
        self.sheet.cell(row, 2, words)
        self.sheet.cell(row, 3, because or None)

    def saved(self) -> bytes:
        made = io.BytesIO()
        self.book.save(made)
        return made.getvalue()


def sheet_of(n: int = 50, **options: Any) -> Sheet:
    return Sheet(judging_sheet(pairs_in_doubt(n), **options))


def test_both_records_stand_in_adjacent_columns_with_what_differs_marked(lists: Case) -> None:
    sheet = sheet_of()
    at = sheet.heads.index("name (1)")
    assert sheet.heads[at + 1] == "name (2)"
    pair = PairRow.objects.order_by("-worth", "-id").select_related("left", "right")[0]
    assert {str(sheet.column("name (1)")[0]), str(sheet.column("name (2)")[0])} == {
        pair.left.name, pair.right.name
    }  # fmt: skip
    rich = [v for v in sheet.column("name (1)") if isinstance(v, CellRichText)]
    marked = [part for value in rich for part in value if not isinstance(part, str)]
    assert any(part.font.u == "single" for part in marked)
    assert any("nearly alike" in str(words) for words in sheet.column("What differs"))


def test_a_cell_that_begins_like_a_formula_is_text(lists: Case) -> None:
    sheet = sheet_of()
    risky = [
        cell for row in sheet.sheet.iter_rows(min_row=2) for cell in row
        if str(cell.value or "").startswith(("=", "+", "-", "@"))
    ]  # fmt: skip
    assert len(risky) >= 4
    assert {cell.data_type for cell in risky} == {"s"}
    assert all(cell.quotePrefix for cell in risky)


def test_arabic_runs_from_right_to_left(lists: Case) -> None:
    sheet = sheet_of()
    found = [
        cell for row in sheet.sheet.iter_rows(min_row=2) for cell in row
        if "سمير" in str(cell.value or "")
    ]  # fmt: skip
    assert found
    assert {cell.alignment.readingOrder for cell in found} == {2}
    assert not sheet.sheet.sheet_view.rightToLeft
    assert sheet_of(language="ar").sheet.sheet_view.rightToLeft


def test_the_answers_are_a_drop_down_and_the_key_is_hidden(lists: Case) -> None:
    sheet = sheet_of(language="fr")
    [choice] = sheet.sheet.data_validations.dataValidation
    assert choice.formula1 == '"même personne,personnes différentes,incertain"'
    at = sheet.heads.index(KEY) + 1
    letter = sheet.sheet.cell(1, at).column_letter
    assert sheet.sheet.column_dimensions[letter].hidden


def test_the_chance_is_shown_only_when_asked_for(lists: Case) -> None:
    assert "chance of one person" not in sheet_of().heads
    chances = sheet_of(chance=True).column("chance of one person")
    assert all(0 <= chance <= 1 for chance in chances)


def test_answers_in_three_languages_come_in_and_the_same_again_change_nothing(lists: Case) -> None:
    sheet = sheet_of()
    for row, words in ((2, "Same"), (3, "شخصان مختلفان"), (4, "Incertain ")):
        sheet.answer(row, words, "seen on the page")
    before = len(all_judgements())
    report = enter_sheet(lists, sheet.saved(), by="amal")
    made = all_judgements()[before:]
    assert [judgement.kind for judgement in made] == ["same", "different", "unsure"]
    assert {(judgement.by, judgement.because) for judgement in made} == {
        ("amal", "seen on the page")
    }
    assert all(judgement.body == {"blind": True} for judgement in made)
    assert (report.entered, report.already) == (3, 0)
    assert report.empty == sheet.sheet.max_row - 4
    again = enter_sheet(lists, sheet.saved(), by="amal")
    assert (again.entered, again.already) == (0, 3)
    assert len(all_judgements()) == before + 3


def test_another_judge_enters_the_same_sheet_beside_the_first(lists: Case) -> None:
    sheet = sheet_of()
    sheet.answer(2, "same")
    enter_sheet(lists, sheet.saved(), by="amal")
    sheet.answer(2, "different")
    report = enter_sheet(lists, sheet.saved(), by="basil")
    assert (report.entered, report.changed) == (1, 0)
    [judged] = [one for one in judged_pairs(lists).values() if len(one.verdicts) == 2]
    assert judged.disputed
    assert enter_sheet(lists, sheet.saved(), by="amal").changed == 1


def test_every_row_that_is_wrong_is_named_and_nothing_is_entered(lists: Case) -> None:
    sheet = sheet_of()
    sheet.answer(2, "same")
    sheet.answer(3, "diferent")
    sheet.answer(4, "مختلفف")
    last = sheet.sheet.max_row + 1
    sheet.answer(last, "same")
    before = len(all_judgements())
    with pytest.raises(MalformedTable) as raised:
        enter_sheet(lists, sheet.saved(), by="amal")
    said = str(raised.value)
    assert "row 3: 'diferent' is no answer; did you mean 'different" in said
    assert "row 4: 'مختلفف' is no answer; did you mean 'مختلف" in said
    assert f"row {last}: it has an answer and no key" in said
    assert "Nothing was entered" in said
    assert len(all_judgements()) == before


def test_two_answers_for_one_pair_are_refused_and_one_twice_is_one(lists: Case) -> None:
    sheet = sheet_of()
    at = sheet.heads.index(KEY) + 1
    sheet.sheet.cell(3, at, sheet.sheet.cell(2, at).value)
    sheet.answer(2, "same")
    sheet.answer(3, "different")
    with pytest.raises(MalformedTable, match="row 3: it says 'different' of the pair of row 2"):
        enter_sheet(lists, sheet.saved(), by="amal")
    sheet.answer(3, "same")
    assert enter_sheet(lists, sheet.saved(), by="amal").entered == 1


def test_a_record_that_was_changed_since_is_not_judged_by_an_old_sheet(lists: Case) -> None:
    sheet = sheet_of()
    sheet.answer(2, "same")
    left = str(sheet.column(KEY)[0]).split("~")[0]
    row = RecordRow.objects.get(id=left)
    changed = row.record.__class__(**{**{f: getattr(row.record, f) for f in
                                        row.record.__struct_fields__}, "age": 77})  # fmt: skip
    RecordRow.objects.filter(id=left).update(body=canonical(changed).decode())
    with pytest.raises(MalformedTable, match=r"row 2: .* a record was changed since"):
        enter_sheet(lists, sheet.saved(), by="amal")


def test_a_pair_that_the_case_does_not_have_is_refused(lists: Case) -> None:
    sheet = sheet_of()
    at = sheet.heads.index(KEY) + 1
    _, *rest = str(sheet.sheet.cell(2, at).value).split("~")
    sheet.sheet.cell(2, at, "~".join(["record-gone", *rest]))
    sheet.answer(2, "same")
    with pytest.raises(MalformedTable, match="row 2: the case has no such two records"):
        enter_sheet(lists, sheet.saved(), by="amal")


def test_the_audit_sample_goes_out_in_its_order_and_comes_in_as_the_sample(lists: Case) -> None:
    drawn = draw_sample(lists, n=8, seed=3, by="amal")
    sample, pairs = pairs_of_sample(lists, "amal")
    assert sample == drawn.id
    sheet = Sheet(judging_sheet(pairs, sample=sample))
    judge(lists, *pairs[0], "different", by="amal")  # seen before: the sample asks again, blind
    for row in range(2, sheet.sheet.max_row + 1):
        sheet.answer(row, "different")
    report = enter_sheet(lists, sheet.saved(), by="amal")
    assert (report.entered, report.changed) == (len(pairs), 0)
    body = all_judgements()[-1].body
    assert body == {"sample": drawn.id, "blind": True, "asked": body["asked"]}
    assert 0 < body["asked"] <= 1
    assert enter_sheet(lists, sheet.saved(), by="amal").already == len(pairs)
    assert pairs_of_sample(lists, "amal")[1] == ()
    assert len(pairs_of_sample(lists, "basil")[1]) == len(pairs)


def test_a_protected_name_is_covered_on_the_sheet(lists: Case) -> None:
    pair = PairRow.objects.order_by("-worth").select_related("left__document")[0]
    name = pair.left.record.name
    assert name is not None
    capture = Capture.objects.get(sha256=pair.left.document.capture_id)
    decide(lists, "protect", capture.sha256, by="tester",
           body={"pseudonym": "somebody", "names": [name]})  # fmt: skip
    whole = "\n".join(
        str(cell.value) for row in sheet_of().sheet.iter_rows(min_row=2) for cell in row
    )
    assert name not in whole
    assert "█" * len(name.split()[0]) in whole


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"no workbook", Unreadable), (b"", Unreadable), (b"PK\x03\x04 cut", Unreadable)],
)
def test_what_is_no_sheet_is_told(lists: Case, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        enter_sheet(lists, content, by="amal")


def test_a_workbook_without_our_columns_is_told(lists: Case) -> None:
    book = openpyxl.Workbook()
    made = io.BytesIO()
    book.save(made)
    with pytest.raises(MalformedTable, match="no sheet 'pairs'"):
        enter_sheet(lists, made.getvalue(), by="amal")
    book.worksheets[0].title = "pairs"
    made = io.BytesIO()
    book.save(made)
    with pytest.raises(MalformedTable, match="no column"):
        enter_sheet(lists, made.getvalue(), by="amal")


def test_no_sheet_of_a_sample_before_one_is_drawn(lists: Case) -> None:
    with pytest.raises(InputError, match="no sample has been drawn"):
        pairs_of_sample(lists, "amal")


def test_every_word_that_is_offered_is_understood() -> None:
    for answers in ANSWERS.values():
        for answer, words in answers.items():
            assert {answer_of(word) for word in words} == {answer}
            assert answer_of(words[0].upper()) == answer

"""A list that comes out again: its rows go on, judgements follow, persons keep who they are."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from onrecord.errors import DecisionRefused
from onrecord.link.releases import ListRow, Released, follow
from onrecord.model.progress import silent
from onrecord.record.case import Case
from onrecord.record.decisions import decide, standing_about, undo_last
from onrecord.record.intake import add
from onrecord.record.models import (
    Capture,
    ClaimBefore,
    ClaimRow,
    DocumentRow,
    FigureRow,
    PersonRow,
    RecordRow,
    SetAsideRow,
)
from onrecord.record.release_list import decide_release
from onrecord.record.releases import decided_releases, persons_since, rows_of_list
from onrecord.record.run import run
from onrecord.record.verify import verify_case

HEADER = "name,age,sex,place,date,harm\n"
FIRST = (
    "Samir Khalil Darwish,34,male,Orlan,2021-05-07,killed",
    "Layla Hasan Qabbar,12,female,Orlan,2021-05-07,killed",
    "Tariq Yusuf Melhem,51,male,Besh,2021-05-09,killed",
    "Nadia Omar Zakkour,27,female,Besh,2021-05-09,killed",
)
OTHER = (
    "Sameer Khalil Darwish,34,male,Orlan,2021-05-07,killed",
    "Huda Salim Nakhle,70,female,Deir,2021-06-01,killed",
)
CORRECTED = "Layla Hasan Qabbar,13,female,Orlan,2021-05-07,killed"
NEWCOMER = "Adam Musa Rahal,8,male,Orlan,2021-05-07,killed"

Persons = dict[str, tuple[str, ...]]


def written(folder: Path, name: str, rows: tuple[str, ...]) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return path


@pytest.fixture
def filled(case: Case, tmp_path: Path) -> Case:
    files = [written(tmp_path / "in", "list.csv", FIRST), written(tmp_path / "in", "b.csv", OTHER)]
    add(case, files, by="tester")
    run(case)
    return case


def released(case: Case, tmp_path: Path, name: str, rows: tuple[str, ...], of: str) -> str:
    """Add a release, decide that it is one, and run; the decision's identifier."""
    (arrival,) = add(case, [written(tmp_path / "in", name, rows)], by="tester").arrivals
    made = decide(case, "release", arrival.capture_id, other=capture(of), by="tester")
    run(case)
    return made.id


def capture(name: str) -> str:
    return Capture.objects.get(arrivals__name=name).sha256


def persons() -> Persons:
    return {row.id: row.person.records for row in PersonRow.objects.order_by("id")}


def names() -> dict[str, str]:
    return {row.name: row.person_id or "" for row in RecordRow.objects.all()}


SECOND = (NEWCOMER, FIRST[0], CORRECTED, FIRST[3])  # Tariq is withdrawn


def test_rows_of_a_release_are_not_counted_beside_those_before(
    filled: Case, tmp_path: Path
) -> None:
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    assert RecordRow.objects.count() == 6
    assert set(RecordRow.objects.values_list("document__name", flat=True)) == {
        "list-2.csv", "b.csv",
    }  # fmt: skip
    (aside,) = SetAsideRow.objects.filter(code="earlier-release")
    assert aside.subject == "list.csv"


def test_records_and_persons_that_go_on_keep_their_identifiers(
    filled: Case, tmp_path: Path
) -> None:
    before, who = dict(RecordRow.objects.values_list("name", "id")), names()
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    after = dict(RecordRow.objects.values_list("name", "id"))
    going_on = ("Samir Khalil Darwish", "Layla Hasan Qabbar", "Nadia Omar Zakkour",
                "Huda Salim Nakhle")  # fmt: skip
    assert {name: after[name] for name in going_on} == {name: before[name] for name in going_on}
    assert {name: names()[name] for name in going_on} == {name: who[name] for name in going_on}
    assert after["Adam Musa Rahal"] not in before.values()


def test_what_changed_is_told_row_by_row(filled: Case, tmp_path: Path) -> None:
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    (release,) = decided_releases()
    (one,) = release.changes.changed
    assert [(c.field, c.before, c.now) for c in one.changes] == [("age", "12", "13")]
    assert [row.record.name for row in release.changes.added] == ["Adam Musa Rahal"]
    assert [row.record.name for row in release.changes.withdrawn] == ["Tariq Yusuf Melhem"]
    since = persons_since(release, [release])
    assert (len(since.kept), len(since.added), len(since.gone)) == (4, 1, 1)


def test_a_judgement_follows_its_records_into_the_release(filled: Case, tmp_path: Path) -> None:
    ids = dict(RecordRow.objects.values_list("name", "id"))
    pair = ids["Layla Hasan Qabbar"], ids["Huda Salim Nakhle"]
    decide(filled, "same", pair[0], other=pair[1], by="tester")
    run(filled)
    assert set(pair) in [set(records) for records in persons().values()]
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    assert set(pair) in [set(records) for records in persons().values()]


def test_a_judgement_on_a_row_follows_though_the_release_is_decided_later(
    filled: Case, tmp_path: Path
) -> None:
    (arrival,) = add(filled, [written(tmp_path / "in", "list-2.csv", SECOND)], by="tester").arrivals
    run(filled)
    own = RecordRow.objects.get(name="Nadia Omar Zakkour", document__name="list-2.csv").id
    other = RecordRow.objects.get(name="Huda Salim Nakhle").id
    decide(filled, "same", own, other=other, by="tester")
    run(filled)
    decide(filled, "release", arrival.capture_id, other=capture("list.csv"), by="tester")
    run(filled)
    assert names()["Nadia Omar Zakkour"] == names()["Huda Salim Nakhle"]


def test_undoing_the_release_restores_everything_as_it_was(filled: Case, tmp_path: Path) -> None:
    (arrival,) = add(filled, [written(tmp_path / "in", "list-2.csv", SECOND)], by="tester").arrivals
    before = run(filled)
    who = persons()
    decide(filled, "release", arrival.capture_id, other=capture("list.csv"), by="tester")
    run(filled)
    assert persons() != who
    undo_last(filled, arrival.capture_id, by="tester")
    assert run(filled).digest == before.digest
    assert persons() == who


def test_everything_is_derived_again_from_the_decisions(filled: Case, tmp_path: Path) -> None:
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    released(filled, tmp_path, "list-3.csv", (*SECOND[1:], FIRST[2]), "list-2.csv")
    who, report = persons(), run(filled)
    assert run(filled, fresh=True).digest == report.digest
    assert persons() == who


def test_a_row_withdrawn_and_added_again_is_the_record_and_person_that_it_was(
    filled: Case, tmp_path: Path
) -> None:
    tariq = RecordRow.objects.get(name="Tariq Yusuf Melhem")
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    assert not RecordRow.objects.filter(id=tariq.id).exists()
    released(filled, tmp_path, "list-3.csv", (*SECOND, FIRST[2]), "list-2.csv")
    again = RecordRow.objects.get(name="Tariq Yusuf Melhem")
    assert (again.id, again.person_id) == (tariq.id, tariq.person_id)


def test_a_person_keeps_the_identifier_when_the_record_that_named_it_is_withdrawn(
    filled: Case, tmp_path: Path
) -> None:
    """Samir is on both lists; whichever record his identifier was made of, he goes on."""
    samir = names()["Samir Khalil Darwish"]
    assert samir == names()["Sameer Khalil Darwish"]
    released(filled, tmp_path, "list-2.csv", FIRST[1:], "list.csv")
    assert names()["Sameer Khalil Darwish"] == samir
    released(filled, tmp_path, "b-2.csv", OTHER[1:], "b.csv")
    assert samir not in persons()


def test_figures_count_who_is_on_the_newest_release(filled: Case, tmp_path: Path) -> None:
    def documented() -> float | None:
        figures = [row.figure for row in FigureRow.objects.filter(event=None, harm="killed")]
        return next(f.value for f in figures
                    if f.kind == "documented" and f.basis == "with_suggestions")  # fmt: skip

    assert documented() == 5
    released(filled, tmp_path, "list-2.csv", FIRST[:2], "list.csv")
    assert documented() == 3


def test_what_was_decided_of_the_columns_holds_for_the_release(
    filled: Case, tmp_path: Path
) -> None:
    first = capture("list.csv")
    columns = {"name": "name", "place": "origin", "harm": "harm", "date": "when"}
    mapping = {"sheet": "table", "header_rows": 1, "columns": columns}
    decide(filled, "map_columns", first, by="tester", body={"mappings": [mapping]})
    run(filled)
    path = tmp_path / "list-2.csv"
    path.write_text(HEADER.replace("harm", "harm,mother") + f"{FIRST[0]},Bina\n")
    (arrival,) = add(filled, [path], by="tester").arrivals
    decide_release(filled, arrival.capture_id, first, by="tester")
    run(filled)
    (made,) = standing_about(("map_columns",), arrival.capture_id)
    assert made.body["mappings"][0]["columns"] == columns | {"mother": "mother_name"}
    record = RecordRow.objects.get(document__name="list-2.csv").record
    assert (record.age, record.mother_name) == (None, "Bina")


def test_a_release_that_makes_no_sense_is_refused(filled: Case, tmp_path: Path) -> None:
    first, other = capture("list.csv"), capture("b.csv")
    for target, of in ((first, first), (first, "0" * 64), (first, None)):
        with pytest.raises(DecisionRefused):
            decide(filled, "release", target, other=of, by="tester")
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    with pytest.raises(DecisionRefused, match="takes its place already"):
        decide(filled, "release", other, other=first, by="tester")
    with pytest.raises(DecisionRefused, match="takes the place of another already"):
        decide(filled, "release", capture("list-2.csv"), other=other, by="tester")
    with pytest.raises(DecisionRefused, match="itself a later release"):
        decide(filled, "release", first, other=capture("list-2.csv"), by="tester")
    (release,) = decided_releases()
    assert release.before.name == "list.csv"


def claims_of(name: str, row: str) -> dict[str, str]:
    """The claims that speak of one person in a list: their states by identifier."""
    record = next(r for r in records_in(name) if r.record.name == row)
    return dict(ClaimRow.objects.filter(id__in=record.record.claims).values_list("id", "state"))


def records_in(name: str) -> list[ListRow]:
    return rows_of_list(DocumentRow.objects.get(name=name))


def test_a_row_that_is_unchanged_keeps_what_was_decided_of_it(filled: Case, tmp_path: Path) -> None:
    for claim in claims_of("list.csv", "Samir Khalil Darwish"):
        decide(filled, "accept", claim, by="tester")
    (rejected, *_) = claims_of("list.csv", "Nadia Omar Zakkour")
    decide(filled, "reject", rejected, by="tester")
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    assert set(claims_of("list-2.csv", "Samir Khalil Darwish").values()) == {"accepted"}
    assert "rejected" in claims_of("list-2.csv", "Nadia Omar Zakkour").values()
    assert set(claims_of("list-2.csv", "Adam Musa Rahal").values()) == {"suggested"}
    assert verify_case(filled, progress=silent).holds
    row = DocumentRow.objects.get(name="list-2.csv")
    assert row.n_suggested == ClaimRow.objects.filter(document=row, state="suggested").count()


def test_a_row_that_changed_waits_to_be_decided_again_and_tells_what_was_decided(
    filled: Case, tmp_path: Path
) -> None:
    before = list(claims_of("list.csv", "Layla Hasan Qabbar"))
    for claim in before:
        decide(filled, "accept", claim, by="tester")
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    now = claims_of("list-2.csv", "Layla Hasan Qabbar")
    assert set(now.values()) == {"suggested"}
    went_on = {row.claim: row for row in ClaimBefore.objects.filter(claim__in=now)}
    assert all(row.changed and row.before in before for row in went_on.values()) and went_on


def test_what_is_decided_or_undone_later_on_the_earlier_release_follows_too(
    filled: Case, tmp_path: Path
) -> None:
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    (first, *_) = claims_of("list.csv", "Samir Khalil Darwish")
    made = decide(filled, "accept", first, by="tester")
    run(filled)
    went_on = ClaimBefore.objects.get(before=first).claim
    assert ClaimRow.objects.get(id=went_on).state == "accepted"
    decide(filled, "undo", made.id, by="tester")
    run(filled)
    assert ClaimRow.objects.get(id=went_on).state == "suggested"


def test_a_decision_about_the_new_claim_comes_before_what_goes_on(
    filled: Case, tmp_path: Path
) -> None:
    (first, *_) = claims_of("list.csv", "Samir Khalil Darwish")
    decide(filled, "accept", first, by="tester")
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    went_on = ClaimBefore.objects.get(before=first).claim
    made = decide(filled, "reject", went_on, by="tester")
    run(filled)
    assert ClaimRow.objects.get(id=went_on).state == "rejected"
    decide(filled, "undo", made.id, by="tester")
    run(filled)
    assert ClaimRow.objects.get(id=went_on).state == "accepted"


def test_decisions_go_on_through_several_releases_and_end_with_the_release(
    filled: Case, tmp_path: Path
) -> None:
    (first, *_) = claims_of("list.csv", "Samir Khalil Darwish")
    decide(filled, "accept", first, by="tester")
    run(filled)
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    made = released(filled, tmp_path, "list-3.csv", SECOND[1:], "list-2.csv")
    assert "accepted" in claims_of("list-3.csv", "Samir Khalil Darwish").values()
    fresh = run(filled, fresh=True)
    assert "accepted" in claims_of("list-3.csv", "Samir Khalil Darwish").values()
    assert run(filled).digest == fresh.digest
    decide(filled, "undo", made, by="tester")
    run(filled)
    assert set(claims_of("list-3.csv", "Samir Khalil Darwish").values()) == {"suggested"}


def test_a_release_is_matched_once_in_a_run(
    filled: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matched: list[int] = []

    def counted(releases: Sequence[Sequence[ListRow]]) -> tuple[Released, ...]:
        matched.append(len(releases))
        return follow(releases)

    monkeypatch.setattr("onrecord.record.releases.follow", counted)
    released(filled, tmp_path, "list-2.csv", SECOND, "list.csv")
    before = len(matched)
    run(filled, fresh=True)
    assert matched[before:] == [2]

"""A list gives one act a person, at the person's row, and nothing that the list does not say."""

import hashlib
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from onrecord.errors import MalformedTable
from onrecord.model.claim import Act, Attribute, Claim, Toll
from onrecord.model.claim_line import grounded_values
from onrecord.model.mapping import Mapping
from onrecord.model.outcome import Outcome
from onrecord.model.rendition import Rendition
from onrecord.model.source import Bibliography, Context, Place
from onrecord.read.cell_words import fate_of, is_age, is_unknown
from onrecord.read.rendition import render
from onrecord.read.table import claims_of_table, suggest_mapping, suggest_mappings

PLACE = Place(
    name="Tel Adan", aliases=("تل عدن",), gazetteer="case", gazetteer_id="p1", kind="settlement",
    country="VR", latitude=30.5, longitude=10.5,
)  # fmt: skip
LIST = """Name,Age,Sex,Outcome,Village,Date,Alleged perpetrators,Source,Remarks
Ara Sel,34,F,killed,Tel Adan,25/03/2021,Ost Brigade; men in masks,A witness,buried
Unknown man,~40,M,missing,Ost,3/4/2021,unknown,,
"""


def _table(words: str | bytes, kind: str = "text/csv") -> Rendition:
    content = words.encode() if isinstance(words, str) else words
    capture = hashlib.sha256(content).hexdigest()
    return render(content, capture=capture, media_type=kind, name="list")


def _read(words: str, *, title: str | None = None, **change: object) -> Outcome[Claim]:
    rendition = _table(words)
    context = Context(bibliography=Bibliography(title=title), places=(PLACE,))
    mapping = structs.replace(suggest_mapping(rendition), **change)
    return claims_of_table(rendition, mapping, context)


def _acts(outcome: Outcome[Claim]) -> list[Act]:
    return [claim.body for claim in outcome.made if isinstance(claim.body, Act)]


def _attributes(outcome: Outcome[Claim]) -> list[tuple[str, str, str]]:
    return [
        (c.body.subject.text, c.body.attribute, c.body.value.text)
        for c in outcome.made
        if isinstance(c.body, Attribute)
    ]


def _codes(outcome: Outcome[Claim]) -> list[str]:
    return [part.code for part in outcome.set_aside]


# Persons


def test_a_row_is_an_act_with_its_victim_place_date_and_perpetrators():
    first, second = _acts(_read(LIST))
    assert (first.act_type, first.trigger.text) == ("killing", "killed")
    assert [(v.text, v.name, v.kind) for v in first.victims] == [("Ara Sel", "Ara Sel", "person")]
    assert [(p.text, p.gazetteer_id) for p in first.places] == [("Tel Adan", "p1")]
    assert first.when is not None
    assert (first.when.text, first.when.earliest) == ("25/03/2021", date(2021, 3, 25))
    assert [p.text for p in first.perpetrators] == ["Ost Brigade", "men in masks"]
    assert second.act_type == "disappearance"
    assert second.perpetrators == ()


def test_the_passage_of_the_act_is_the_row_and_that_of_an_attribute_the_cell():
    act, name, *_ = _read(LIST).made
    assert act.text == LIST.splitlines()[1].replace(",", "\t")
    assert act.cell is not None
    assert (act.cell.row, act.cell.column) == (2, "Name")
    assert (name.text, name.cell and name.cell.column) == ("Ara Sel", "Name")


def test_the_list_speaks_and_through_it_the_source_of_the_row():
    first, *_, last = _read(LIST).made
    assert [(v.holder, v.kind) for v in first.attribution] == [
        ("this document", "document"), ("A witness", "witness"),
    ]  # fmt: skip
    assert [v.holder for v in last.attribution] == ["this document"]


def test_a_person_without_a_name_is_kept():
    assert ("Unknown man", "age", "~40") in _attributes(_read(LIST))
    assert _acts(_read(LIST))[1].victims[0].name is None


def test_a_row_with_an_empty_name_is_a_person_all_the_same():
    outcome = _read("Name,Age,Outcome\nAra Sel,34,killed\n,20,killed\n")
    assert [len(act.victims) for act in _acts(outcome)] == [1, 0]
    assert ("20\tkilled", "age", "20") in _attributes(outcome)


def test_a_name_in_three_columns_is_one_name():
    outcome = _read("First name,Father's name,Surname,Outcome\nAra,Dun,Sel,killed\n")
    (victim,) = _acts(outcome)[0].victims
    assert (victim.text, victim.name) == ("Ara", "Ara Dun Sel")
    assert [(a, v) for _, a, v in _attributes(outcome)] == [
        ("given_name", "Ara"), ("father_name", "Dun"), ("family_name", "Sel"),
    ]  # fmt: skip


def test_a_column_that_nothing_is_made_of_is_set_aside():
    outcome = _read(LIST)
    assert [(s.code, s.reason.split(": ")[1]) for s in outcome.set_aside] == [
        ("unused-columns", "columns Remarks")
    ]


# What happened


def test_a_list_that_does_not_say_what_happened_claims_no_act():
    outcome = _read("Name,Age\nAra Sel,34\n")
    assert _acts(outcome) == []
    assert _attributes(outcome) == [("Ara Sel", "name", "Ara Sel"), ("Ara Sel", "age", "34")]
    assert _codes(outcome) == ["harm-not-said"]


@pytest.mark.parametrize(
    "words",
    [
        "Killed in the raid on Sel Maran,\nName,Age\nAra Sel,34\n",
        "Name,Date of death\nAra Sel,2021-03-07\n",
        "Martyr,Age\nAra Sel,34\n",
        "اسم الشهيد,العمر\nسامر درو,34\n",
        "Nom,Prénom,Date du décès\nSel,Ara,2021-03-07\n",
    ],
)
def test_a_list_of_the_dead_says_so_in_its_title_or_header(words: str):
    assert [act.act_type for act in _acts(_read(words))] == ["killing"]


def test_the_title_of_the_document_says_it_where_the_list_does_not():
    outcome = _read("Name,Age\nAra Sel,34\n", title="Persons abducted at the lake")
    (act,) = _acts(outcome)
    assert (act.act_type, act.trigger.text) == ("abduction", "Ara Sel")


def test_a_person_may_say_it():
    assert _acts(_read("Name,Age\nAra Sel,34\n", harm="killing"))[0].act_type == "killing"


@pytest.mark.parametrize("words", ["released", "not killed", "killed or missing", "see report"])
def test_words_that_are_not_one_fate_make_no_act(words: str):
    outcome = _read(f"Name,Outcome\nAra Sel,killed\nBina Tor,{words}\n", harm="killing")
    assert len(_acts(outcome)) == 1
    assert _codes(outcome) == ["harm-not-understood"]


def test_a_hedge_is_kept():
    outcome = _read("Name,Outcome\nAra Sel,presumed dead\nBina Tor,dead\n")
    acts = [claim for claim in outcome.made if claim.kind == "act"]
    assert [claim.certainty for claim in acts] == ["hedged", "stated"]


@pytest.mark.parametrize(
    ("words", "act_type"),
    [
        ("Killed", "killing"), ("قُتِلَت", "killing"), ("شهيد", "killing"), ("tuée", "killing"),
        ("asesinado", "killing"), ("executed (killed)", "execution"), ("مفقودة", "disappearance"),
        ("blessé", "injury"), ("المعتقلون", "abduction"), ("desaparición forzada", "disappearance"),
        ("skilled", None), ("", None), ("survived", None),
    ],
)  # fmt: skip
def test_a_fate_is_told_in_four_languages(words: str, act_type: str | None):
    fate = fate_of(words)
    assert (fate.act_type if fate else None) == act_type


# Rows that are no records


def test_a_totals_row_is_not_a_victim():
    outcome = _read("Name,Age,Outcome\nAra Sel,34,killed\nTotal,1,\n")
    assert len(_acts(outcome)) == 1
    assert _codes(outcome) == ["totals-row"]


@pytest.mark.parametrize("label", ["Total", "TOTAL: 12", "المجموع", "Total général", "Grand total"])
def test_a_totals_row_is_known_by_its_label(label: str):
    mapping = suggest_mapping(_table(f"Name,Outcome\nAra Sel,killed\n{label},12\n"))
    assert mapping.totals_rows == (3,)


def test_a_man_called_total_after_his_father_is_a_victim():
    assert suggest_mapping(_table("Name,Outcome\nTotal Sel,killed\n")).totals_rows == ()


def test_a_repeated_header_is_not_a_victim():
    outcome = _read("Name,Outcome\nAra Sel,killed\nName,Outcome\nBina Tor,killed\n")
    assert len(_acts(outcome)) == 2
    assert _codes(outcome) == ["repeated-header"]


def test_titles_two_header_rows_and_blank_lines_are_not_victims():
    words = "Office of the lake,,\n,,\nVictim,,Event\nName,Age,Date\n\nAra Sel,34,2021-03-07\n"
    outcome = _read(words, harm="killing")
    assert [act.victims[0].text for act in _acts(outcome)] == ["Ara Sel"]
    assert suggest_mapping(_table(words)).columns == {
        "Victim / Name": "name", "Victim / Age": "age", "Event / Date": "when",
    }  # fmt: skip


# The suggested mapping


def test_headers_are_known_in_arabic_french_and_spanish():
    fields = ["name", "age", "sex", "place", "when", "source"]
    for words in (
        "الاسم الكامل,العمر,الجنس,مكان الوفاة,تاريخ الوفاة,المصدر\n",
        "Nom complet,Âge,Sexe,Lieu du décès,Date du décès,Source\n",
        "Nombre completo,Edad,Sexo,Lugar,Fecha,Fuente\n",
    ):
        assert list(suggest_mapping(_table(words + "x,,,,,\n")).columns.values()) == fields


@pytest.mark.parametrize(
    "words",
    [
        "No.,Full name,Mother's name,Date of birth,National ID,Home address,Wife of\n",
        "م,الاسم الكامل,اسم الأم,تاريخ الميلاد,رقم الهوية,العنوان,صلة القرابة\n",
        "N°,Nom complet,Nom de la mère,Né(e) le,Carte d'identité,Adresse,Lien de parenté\n",
    ],
)
def test_what_tells_namesakes_apart_is_known_in_three_languages(words: str):
    assert list(suggest_mapping(_table(words + "1,x,,,,,\n")).columns.values()) == [
        "row_number", "name", "mother_name", "birth_date", "identity_number", "address", "kinship",
    ]  # fmt: skip


def test_a_birth_date_is_said_of_the_person_and_is_not_the_date_of_the_act():
    outcome = _read("Name,Date of birth,Outcome\nAra Sel,1984-03-07,killed\n")
    assert _acts(outcome)[0].when is None
    assert ("Ara Sel", "birth_date", "1984-03-07") in _attributes(outcome)


def test_a_column_called_id_holds_numbers_of_rows_or_of_persons_by_its_cells():
    rows = "".join(f"{n},Ara Sel\n" for n in (401237781, 907712043, 803319922))
    assert suggest_mapping(_table("ID,Name\n" + rows)).columns["ID"] == "identity_number"
    rows = "".join(f"{n},Ara Sel\n" for n in (20210411, 20210412, 20210420))
    assert suggest_mapping(_table("ID,Name\n" + rows)).columns["ID"] == "row_number"
    rows = "".join(f"{n},Ara Sel\n" for n in (1, 2, 3))
    assert (
        suggest_mapping(_table("National ID,Name\n" + rows)).columns["National ID"] == "row_number"
    )


def test_the_number_of_a_row_makes_no_claim_and_an_identity_number_does():
    outcome = _read("No,National ID,Name,Outcome\n7,401237781,Ara Sel,killed\n")
    assert [(a, v) for _, a, v in _attributes(outcome)] == [
        ("name", "Ara Sel"), ("identity_number", "401237781"),
    ]  # fmt: skip


def test_exchanged_columns_are_seen_by_what_they_hold():
    mapping = suggest_mapping(_table("Name,Age,Sex\nAra Sel,F,34\nBina Tor,M,40\nCal,M,51\n"))
    assert mapping.columns == {"Name": "name", "Age": "sex", "Sex": "age"}
    assert "'Age' is called age, but its cells are sexes" in mapping.reasons


def test_a_column_without_a_known_name_is_known_by_what_it_holds():
    words = "Name,Q7,Q8,Q9\nAra Sel,F,killed,2021-03-07\nBina Tor,M,missing,2021-03-08\n"
    assert list(suggest_mapping(_table(words)).columns.values()) == ["name", "sex", "harm", "when"]


def test_a_column_that_counts_the_rows_is_no_age():
    words = "Q1,Name\n1,Ara Sel\n2,Bina Tor\n3,Cala Dun\n4,Den Or\n"
    assert suggest_mapping(_table(words)).columns["Q1"] == "ignore"


def test_nom_is_a_family_name_only_beside_a_given_name():
    assert suggest_mapping(_table("Nom,Prénom\nSel,Ara\n")).columns["Nom"] == "family_name"
    assert suggest_mapping(_table("Nom,Âge\nAra Sel,34\n")).columns["Nom"] == "name"
    arabic = _table("الاسم,الكنية\nسامر,درو\nلينا,درو\n")
    assert list(suggest_mapping(arabic).columns.values()) == ["given_name", "family_name"]


def test_exchanging_two_columns_exchanges_nothing_in_the_claims():
    forth = _read("Name,Age,Outcome\nAra Sel,34,killed\nBina Tor,20,missing\n")
    back = _read("Age,Outcome,Name\n34,killed,Ara Sel\n20,missing,Bina Tor\n")
    assert sorted(_attributes(forth)) == sorted(_attributes(back))
    assert [a.act_type for a in _acts(forth)] == [a.act_type for a in _acts(back)]


def test_every_column_has_a_field_and_a_reason():
    mapping = suggest_mapping(_table(LIST))
    assert len(mapping.columns) == len(LIST.splitlines()[0].split(","))
    assert len(mapping.reasons) >= len(mapping.columns)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"columns": {"Nam": "name"}}, "no column 'Nam'"),
        ({"columns": {"Name": "nickname"}}, "no field"),
        ({"sheet": "Sheet 9"}, "no sheet 'Sheet 9'"),
        ({"harm": "misfortune"}, "no term of vocab/acts"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(change: dict[str, object], words: str):
    with pytest.raises(MalformedTable, match=words):
        _read(LIST, **change)


def test_a_sheet_without_a_mapping_is_set_aside():
    workbook = openpyxl.Workbook()
    workbook.active.title = "Killed"
    for row in (["Name", "Age"], ["Ara Sel", 34]):
        workbook.active.append(row)
    workbook.create_sheet("Colours").append(["red", "green"])
    made = io.BytesIO()
    workbook.save(made)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    rendition = _table(made.getvalue(), kind)
    outcome = claims_of_table(rendition, suggest_mappings(rendition), Context())
    assert [act.act_type for act in _acts(outcome)] == ["killing"]  # the sheet's name says it
    assert "no-mapping" in _codes(outcome)


# Dates and places


def test_the_order_of_day_and_month_is_that_of_the_column():
    with_day_first = _acts(_read(LIST))[1].when
    assert with_day_first is not None
    assert with_day_first.earliest == date(2021, 4, 3)
    alone = _acts(_read("Name,Outcome,Date\nAra Sel,killed,3/4/2021\n"))[0].when
    assert alone is not None
    assert (alone.text, alone.earliest, alone.basis) == ("3/4/2021", None, "open")


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        ("٧ آذار ٢٠٢١", date(2021, 3, 7), date(2021, 3, 7)),
        ("7 مارس 2021", date(2021, 3, 7), date(2021, 3, 7)),
        ("٢٠٢١/٣/٧", date(2021, 3, 7), date(2021, 3, 7)),
        ("7 août 2021", date(2021, 8, 7), date(2021, 8, 7)),
        ("7 de agosto de 2021", date(2021, 8, 7), date(2021, 8, 7)),
        ("تشرين الثاني 2021", date(2021, 11, 1), date(2021, 11, 30)),
        ("2021-03-07 14:30:00", date(2021, 3, 7), date(2021, 3, 7)),
        ("7 March 2021", date(2021, 3, 7), date(2021, 3, 7)),
        ("31/02/2021", None, None),
    ],
)
def test_a_date_is_read_in_the_words_of_the_list(
    words: str, earliest: date | None, latest: date | None
):
    when = _acts(_read(f"Name,Outcome,Date\nAra Sel,killed,{words}\n"))[0].when
    assert when is not None
    assert (when.text, when.earliest, when.latest) == (words, earliest, latest)


@pytest.mark.parametrize("area", ["Governorate", "Gouvernorat", "Wilaya", "محافظة", "Département"])
def test_the_narrowest_place_comes_first(area: str):
    outcome = _read(f"Name,Outcome,{area},Village\nAra Sel,killed,Ost,Tel Adan\n")
    assert [place.text for place in _acts(outcome)[0].places] == ["Tel Adan", "Ost"]


def test_a_governorates_column_names_regions_though_towns_bear_their_names():
    orlan = {"gazetteer": "case", "country": "VR"}
    town = Place(name="Orlan", gazetteer_id="1", kind="settlement", **orlan)
    region = Place(name="Orlan", gazetteer_id="2", kind="region", **orlan)
    context = Context(bibliography=Bibliography(country="SY"), places=(town, region))
    table = _table("Name,Outcome,Governorate,Village\nAra Sel,killed,Homs,Orlan\n"
                   "Bina Tor,killed,Orlan,Homs\n")  # fmt: skip
    outcome = claims_of_table(table, suggest_mapping(table), context)
    found = [[(p.gazetteer_id, p.precision) for p in act.places] for act in _acts(outcome)]
    homs = "169577"
    assert found == [[("1", "exact"), (homs, "region")], [(homs, "exact"), ("2", "region")]]


# Tolls

TOLLS = """Place,Date,Killed,Injured,Perpetrator
Tel Adan,2021-03-07,12,30,Ost Brigade
Ost,2021-03-08,at least 5,?,
Sel,2021-03-08,see note,3,
"""


def test_a_table_of_tolls_gives_a_toll_for_each_number():
    tolls = [c.body for c in _read(TOLLS).made if isinstance(c.body, Toll)]
    assert [(t.harm, t.quantity.at_least, t.quantity.at_most) for t in tolls] == [
        ("killed", 12, 12), ("injured", 30, 30), ("killed", 5, None), ("injured", 3, 3),
    ]  # fmt: skip
    assert [p.text for p in tolls[0].places] == ["Tel Adan"]
    assert [p.text for p in tolls[0].perpetrators] == ["Ost Brigade"]
    assert _codes(_read(TOLLS)) == ["number-not-understood"]


def test_a_last_row_that_sums_up_without_saying_so_is_no_toll():
    words = "Place,Killed\nTel Adan,12\nOst,5\nSel,3\n,20\n"
    assert suggest_mapping(_table(words)).totals_rows == (5,)


def test_a_column_called_killed_with_words_in_it_is_no_number():
    mapping = suggest_mapping(_table("Name,Killed\nAra Sel,shot dead\nBina Tor,died\n"))
    assert mapping.columns["Killed"] == "harm"


# What holds for any list

CELLS = st.sampled_from(
    ["", "Ara Sel", "34", "killed", "missing", "F", "3/4/2021", "Tel Adan", "unknown", "Total",
     "سامر", "٣٥", "a witness", '"x\ty"', "=1+1", " ", "not killed"]
)  # fmt: skip


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=8))
def test_every_claim_stands_where_it_says_and_every_row_is_accounted_for(rows: list[list[str]]):
    header = "Name,Age,Sex,Outcome,Place,Date,Source"
    words = "\n".join([header, *(",".join(row) for row in rows)])
    rendition = _table(words)
    mapping = Mapping(
        sheet="table", header_rows=1, harm="killing",
        columns=dict(zip(header.split(","), ("name", "age", "sex", "harm", "place", "when",
                                             "source"), strict=True)),
    )  # fmt: skip
    outcome = claims_of_table(rendition, mapping, Context())
    for claim in outcome.made:
        assert rendition.text[claim.start : claim.end] == claim.text
        for value in grounded_values(claim):
            assert rendition.text[value.start : value.end] == value.text
    assert len({claim.id for claim in outcome.made}) == len(outcome.made)
    used = {claim.cell.row for claim in outcome.made if claim.cell}
    aside = {int(s.subject.rsplit("row ", 1)[1]) for s in outcome.set_aside if "row " in s.subject}
    filled = {c.cell.row for c in rendition.cells if rendition.text[c.start : c.end].strip()}
    assert used | aside >= filled - {1}


def test_a_mapping_without_columns_sets_the_sheet_aside():
    mapping = Mapping(sheet="table", header_rows=1, columns={})
    outcome = claims_of_table(_table(LIST), mapping, Context())
    assert (outcome.made, _codes(outcome)) == ((), ["no-mapping"])


@pytest.mark.parametrize("words", ["34", "3 months", "~40", "٣٥", "٣٥ سنة", "20-25", "infant"])
def test_an_age_is_known_as_it_is_written(words: str):
    assert is_age(words)


@pytest.mark.parametrize("words", ["1997", "c1", "Ara", "F", "2021-03-07", "300", ""])
def test_what_is_no_age_is_not_taken_for_one(words: str):
    assert not is_age(words)


@pytest.mark.parametrize(
    "words", ["-", "?", "unknown", "Unidentified woman", "مجهول الهوية", "N/A"]
)
def test_words_for_nobody_are_no_name(words: str):
    assert is_unknown(words)


@pytest.mark.parametrize("words", ["Na Kim", "Nil Sel", "12", "سامر"])
def test_a_name_is_not_taken_for_nobody(words: str):
    assert not is_unknown(words)

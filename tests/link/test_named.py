"""Names read in bulk: each as it is read by itself, whatever stands beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_builders import record
from msgspec import structs

from onrecord.link.engine import named as module
from onrecord.link.engine.named import named
from onrecord.link.engine.table import table_of
from onrecord.model.party import Record

# Words that stand for themselves, and words that hang on their neighbours.
WORDS = ("Samir", "Khalil", "سمير", "درويش", "Darwish", "al-Khoury", "El", "ال", "Abd", "عبد",
         "Rahman", "Abdulrahman", "Abu", "Umm", "Dr", "bin", "بن", "Nour", "Eddine", "نور", "الدين",
         "Allah", "unknown", "مجهول", "child", "of", "his", "son", "X", "O'Neil", "12", "(Samir)",
         "Khoury,", "\0", "\0\0", "\u202bسمير\u202c", "木村")  # fmt: skip
CELLS = st.none() | st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_names_of_a_table_are_read_as_one_by_one(
    rows: list[tuple[str | None, str | None, str | None, str | None]],
) -> None:
    read_alike(
        [
            structs.replace(
                record(str(at), name), given_name=own, father_name=father, family_name=family
            )
            for at, (name, own, father, family) in enumerate(rows)
        ]
    )


@pytest.mark.parametrize(
    "name",
    ["Samir El Khoury", "El Khoury Samir Darwish", "Samir El", "El Khoury", "El", "سمير ال خوري",
     "Samir El El Khoury", "Samir El Din Darwish", "Samir El Khalil El Darwish",
     "unknown El Khoury", "Dr El Khoury Samir", "Abu El Khair Samir",
     "Samir al Khalil Yusuf Darwish", "Samir El Abd Rahman", "Nour Eddine Karim",
     "Abu Samir Darwish", "سمير نور الدين", "Samir bin Khalil", " Samir \u2003 Khalil\tDarwish\n"],
)  # fmt: skip
def test_words_that_were_read_before_are_read_alike(name: str) -> None:
    read_alike([record("1", "Khoury Darwish Samir Khalil"), record("2", name)])


def test_names_are_read_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 3)
    names = ["Samir Khalil Darwish", "unknown", "Abu Samir", "El Khoury Samir", "Samir Khoury", "",
             "Samir \0 Khoury", "\0\0 Samir"]  # fmt: skip
    read_alike([record(str(at), name) for at, name in enumerate(names * 3)])


def read_alike(records: list[Record]) -> None:
    table = table_of(records)
    units = [*table.names.units, ()]
    for at, one in enumerate(records):
        wanted = named(one.name, one.given_name, one.father_name, one.family_name)
        roles = (wanted.given, wanted.father, wanted.elder, wanted.family)
        columns = (table.given, table.father, table.elder, table.family)
        assert tuple(units[column[at]] for column in columns) == roles
        assert table.nameless.get(at) == wanted.nameless
        assert (table.short[at], table.columned[at]) == (wanted.short, wanted.columned)
        assert table.parts[at] == sum(map(len, roles)) + len(wanted.elder)

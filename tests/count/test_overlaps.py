"""Overlaps of a case's lists: all together, and by what the lists say of people."""

from onrecord.count.overlaps import as_rows, civilian_status
from onrecord.stats import from_cells, read_table


def fill(book, rows):
    """Each row: list, person, and what the list says of them."""
    for number, (listed, person, said) in enumerate(rows, start=2):
        book.row(listed, number, person, **said)


def found(book):
    figures = book.counted("accepted").figures
    bound = next(figure for figure in figures if figure.kind == "estimated")
    return bound.overlaps


ROWS = [
    ("list A", "Ana Tolvar", {"sex": "female", "place": "Marsa"}),
    ("list B", "Ana Tolvar", {"sex": "female", "place": "marsa"}),
    ("list A", "Oren Vasht", {"sex": "male"}),
    ("list B", "Mirel Asko", {"sex": "male", "place": "Sarn"}),
    ("list A", "Mirel Asko", {"sex": "female", "place": "Sarn"}),
    ("list B", "Ilva Dorn", {}),
]


def test_everybody_is_in_one_cell(book):
    fill(book, ROWS)
    overlaps = found(book)
    assert {(cell.on, cell.n_people) for cell in overlaps.cells} == {
        (("list A", "list B"), 2), (("list A",), 1), (("list B",), 1),
    }  # fmt: skip
    assert {one.name: one.n_people for one in overlaps.lists} == {"list A": 3, "list B": 3}


def test_what_lists_do_not_say_or_say_differently_is_a_stratum_of_its_own(book):
    fill(book, ROWS)
    by_sex = {cell.stratum for cell in found(book).strata["sex"]}
    assert by_sex == {"female", "male", "stated differently", "not stated"}
    by_place = {(cell.stratum, cell.on): cell.n_people for cell in found(book).strata["place"]}
    assert by_place["marsa", ("list A", "list B")] == 1


def test_every_stratum_adds_up_to_all(book):
    fill(book, ROWS)
    overlaps = found(book)
    whole = sum(cell.n_people for cell in overlaps.cells)
    for cells in overlaps.strata.values():
        assert sum(cell.n_people for cell in cells) == whole


def test_the_table_is_one_that_estimate_reads(book):
    fill(book, ROWS)
    header, rows = as_rows(found(book), "sex")
    text = "\n".join(",".join(row) for row in [header, *rows])
    table = read_table(text)
    assert table.stratum_columns == ("sex",)
    assert (
        table.pooled.digest
        == from_cells(
            ["list A", "list B"], [(True, True), (True, False), (False, True)], [2, 1, 1]
        ).digest
    )


def test_a_civilian_is_who_a_list_calls_one():
    assert civilian_status("Civilian") == civilian_status("مدني") == "civilian"
    assert civilian_status("Soldier") == "combatant"
    assert civilian_status("teacher") == "teacher"
    assert civilian_status(" ") is None
    assert civilian_status(None) is None

"""What the cells of a row say, by what their columns hold: for comparing releases of a list."""

from onrecord.model.mapping import Mapping
from onrecord.model.rendition import Rendition
from onrecord.read.row_reading import keys_of
from onrecord.read.table_rows import rows_of


def said_of(rendition: Rendition, mapping: Mapping) -> dict[int, dict[str, str]]:
    """By row, the words of its cells by field; by header where no field holds the column alone.

    Rows that are no records (headers, totals) are left out.
    """
    keys = keys_of(mapping)
    return {
        row.number: {keys.get(f.cell.column, f.cell.column): f.span.text for f in row.cells}
        for row in rows_of(rendition, mapping.sheet)
        if row.number > mapping.header_rows and row.number not in mapping.totals_rows
    }

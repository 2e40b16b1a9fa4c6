"""Which column of a table means what: suggested by software, decided by a person."""

from msgspec import Struct

FIELDS = (
    "name", "given_name", "father_name", "family_name", "mother_name", "kinship", "age",
    "birth_date", "sex", "place", "when", "harm", "status", "occupation", "origin", "address",
    "group_identity", "identity_number", "perpetrator", "cause", "source", "row_number", "note",
    "ignore",
    "n_killed", "n_injured", "n_disappeared", "n_detained", "n_displaced", "n_casualties",
)  # fmt: skip


class Mapping(Struct, frozen=True, kw_only=True):
    """Columns of one table mapped to fields, with the rows that are not records.

    ``columns`` maps the header as written to a field of FIELDS. ``header_rows`` counts the lines
    above the first record; ``totals_rows`` lists rows (1 is the first line) that add others up.
    ``harm`` is what the whole list says happened to everyone on it, where no column says it: a
    term of vocab/acts.toml. A field ``n_<harm>`` is a number of people, in a table of tolls.
    """

    sheet: str
    header_rows: int
    columns: dict[str, str]
    totals_rows: tuple[int, ...] = ()
    harm: str | None = None
    reasons: tuple[str, ...] = ()  # why each column was mapped so

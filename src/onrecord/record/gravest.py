"""Which harm a person is counted under where their records tell of several."""

from collections.abc import Iterable

from onrecord.model.party import Record
from onrecord.vocab import term

# A death says more than the wound or the arrest before it; a fate that is not known says more
# than one that is. What only touches property or freedom of movement comes last.
GRAVEST_FIRST = (
    "killed", "disappeared", "raped", "tortured", "injured", "detained", "displaced", "property",
    "threatened",
)  # fmt: skip


def harm_of(record: Record) -> str | None:
    """The harm that a record says was done, a term of vocab/harms.toml; None: it says none."""
    return term("acts", record.harm).harm if record.harm else None


def gravest_harm(records: Iterable[Record]) -> str | None:
    """The gravest harm of a person by their records; None where no record says one."""
    found = {harm_of(record) for record in records}
    return next((harm for harm in GRAVEST_FIRST if harm in found), None)

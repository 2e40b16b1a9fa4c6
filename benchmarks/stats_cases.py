"""Tables with a known answer inside: the people of one list, as the other lists see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from onrecord.stats import Histories, from_cells, read_table

HERE = Path(__file__).resolve().parents[1]
FEWEST_LISTS = 3
FEWEST_PEOPLE = 30
# Tables of the same records: what is learnt on one is learnt on the other.
FAMILIES = {"UKdat_5": "UKdat", "Ned_5": "Ned", "NewOrl_5": "NewOrl"}


@dataclass(frozen=True, eq=False)
class HiddenList:
    """The people of one list by the other lists that hold them, and how many they are.

    Attributes
    ----------
    name : "HIV~without~A"
    family : the records that it comes from; cases of one family are not independent
    seen : who of the hidden list's people is on which other lists
    truth : the length of the hidden list
    """

    name: str
    family: str
    seen: Histories
    truth: int

    @property
    def held_out(self) -> bool:
        """Was this table kept away from the choice of the recommended rule?

        Decided before the rule was written, by the hash of the family's name.
        """
        return int(sha256(self.family.encode()).hexdigest(), 16) % 2 == 0


def table_files() -> list[Path]:
    """The tables of ../shared/tables where it is there, else those of the tests."""
    shared = HERE.parent / "shared" / "tables"
    folder = shared if shared.is_dir() else HERE / "tests" / "golden" / "tables"
    return sorted(path for path in folder.glob("*.csv") if not path.stem.endswith("by_age_sex"))


def read_pooled(path: Path) -> Histories:
    """A table of a file, all strata together."""
    return read_table(path.read_text(encoding="utf-8")).pooled


def hidden_lists(name: str, table: Histories) -> Iterator[HiddenList]:
    """Every list of a table that leaves three others and thirty people whom they see."""
    for index, hidden in enumerate(table.lists):
        on = table.histories[:, index]
        others = [other for other in range(table.n_lists) if other != index]
        rows, counts = table.histories[on][:, others], table.counts[on]
        seen = rows.any(axis=1)
        reach = counts[seen] @ rows[seen]
        if (reach > 0).sum() < FEWEST_LISTS or counts[seen].sum() < FEWEST_PEOPLE:
            continue
        yield HiddenList(
            name=f"{name}~without~{hidden}",
            family=FAMILIES.get(name, name),
            seen=from_cells(
                [table.lists[other] for other in others],
                [tuple(bool(on) for on in row) for row in rows[seen]],
                [int(count) for count in counts[seen]],
            ),
            truth=int(counts.sum()),
        )

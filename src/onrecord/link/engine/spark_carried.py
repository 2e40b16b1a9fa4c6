"""What every worker needs, in one file that all processes of a machine share.

Spark hands the file to each machine once; there its arrays are mapped, not read, so that sixteen
processes hold the columns of ten million records one time and not sixteen.
"""

import mmap
import pickle
from functools import lru_cache
from pathlib import Path

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray
from pyspark import SparkFiles

from onrecord.link.engine.levels import Comparer
from onrecord.link.engine.linkage import Judged
from onrecord.link.engine.sieve import Sieve
from onrecord.link.engine.table import Table
from onrecord.link.engine.typed import Typed

_BORDER = 64  # arrays begin at a multiple of so many bytes


class Carried(Struct, frozen=True, kw_only=True):
    """The records, their comparer, and what was said of lists and pairs.

    ``own_list`` : equal numbers from 0 on are records of one list that holds nobody twice.
    """

    table: Table
    compare: Comparer
    own_list: NDArray[np.int32]
    judged: Judged | None
    sieve: Sieve


def write(carried: Carried, path: Path) -> None:
    """Write to a file: the sizes of all parts, what is no array, and then array by array."""
    arrays: list[pickle.PickleBuffer] = []
    rest = pickle.dumps(carried, protocol=5, buffer_callback=arrays.append)
    parts = [memoryview(rest), *(array.raw() for array in arrays)]
    sizes = np.array([len(parts), *(part.nbytes for part in parts)], np.int64)
    with path.open("wb") as out:
        for part in (memoryview(sizes.tobytes()), *parts):
            out.write(part)
            out.write(b"\0" * (-part.nbytes % _BORDER))


@lru_cache(maxsize=1)
def carried(name: str) -> Carried:
    """What was written to the file that Spark knows by this name; in a worker."""
    with Path(SparkFiles.get(name)).open("rb") as file:
        # A worker's own writes (pairs of names once weighed) stay its own.
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    n_parts = int(np.frombuffer(whole, np.int64, 1)[0])
    sizes = np.frombuffer(whole, np.int64, 1 + n_parts)[1:].tolist()
    at, parts = 8 * (1 + n_parts), []
    for size in sizes:
        at += -at % _BORDER
        parts.append(whole[at : at + size])
        at += size
    found = pickle.loads(parts[0], buffers=parts[1:])
    assert isinstance(found, Carried)
    return found


def taken(table: Table, at: NDArray[np.integer]) -> Table:
    """The records at some positions, as a table of the same names and places."""
    columns: dict[str, object] = {"nameless": {}}
    for field in structs.fields(Table):
        column = getattr(table, field.name)
        if isinstance(column, np.ndarray):
            columns[field.name] = column[at]
        elif isinstance(column, Typed):
            columns[field.name] = Typed(column.codes[at], column.lengths[at], column.keys[at])
    return structs.replace(table, **columns)

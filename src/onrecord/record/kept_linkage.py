"""A linkage in a file, so that records of later lists are linked into it.

    kept.json       schema, lists, persons, and the SHA-256 of every other member
    records.jsonl   the records that name somebody, a line each, in the order of the arrays
    weights.json    the weights that made the links (model.match_weights)
    *.npy           cluster of each record; pairs that were compared: sides, pattern, chances

A zip archive; nothing in it is code. Tables and keys are made again from the records that it holds.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.errors import DigestMismatch, InputError
from onrecord.link.engine.judged import Lesson
from onrecord.link.engine.kept import kept_weights, restored, why_not_fitting
from onrecord.link.engine.kinds import SAME
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.linkage import Compared, Linkage
from onrecord.link.engine.patterns import decoded, encoded
from onrecord.link.engine.standing import Standing, standing
from onrecord.link.engine.substitutes import learned_from_pairs
from onrecord.link.engine.table import table_of
from onrecord.link.engine.training import kinds_of
from onrecord.model.canonical import canonical
from onrecord.model.match_weights import MatchWeights
from onrecord.model.party import Record
from onrecord.record.list_tables import written_whole

SCHEMA = "onrecord/kept-linkage/1"
_HEAD, _RECORDS, _WEIGHTS = "kept.json", "records.jsonl", "weights.json"
_ARRAYS: dict[str, str] = {
    "cluster": "int32", "left": "int32", "right": "int32", "pattern": "int64", "same": "float64",
    "co_victim": "float64",
}  # fmt: skip
_ANEW = "link the lists again with --keep"
# Packed, records with their ids keep a twentieth of their size at least, and pairs no less.
MOST_PACKED, SMALL = 100, 64 << 20
_OLDEST = 1000  # years


class KeptList(Struct, frozen=True, kw_only=True):
    """A list of a kept linkage; ``rendition`` names it in its records."""

    label: str
    name: str
    rendition: str
    free_of_duplicates: bool = False


class KeptPerson(Struct, frozen=True, kw_only=True):
    """A person of a kept linkage, with their records."""

    id: str
    name: str
    records: tuple[str, ...]


class KeptLinkage(Struct, frozen=True, kw_only=True):
    """A linkage as it is kept: records in the order of the arrays, persons, lists, weights."""

    lists: tuple[KeptList, ...]
    persons: tuple[KeptPerson, ...]
    records: tuple[Record, ...]
    weights: MatchWeights
    threshold: float
    n_candidates: int
    n_met: int
    arrays: Mapping[str, NDArray[Any]]

    def standing(self) -> Standing:
        """The linkage, ready for records that come; tables and keys are made from the records."""
        kept, arrays = restored(self.weights), self.arrays
        table = table_of(self.records)
        compared = Compared(arrays["left"], arrays["right"], arrays["pattern"])
        substitutes = None
        if kept.trained.of_many:
            same = kinds_of(compared.pattern, kept.trained.mixture)[:, SAME]
            substitutes, _ = learned_from_pairs(table, *compared.columns, same)
        linkage = Linkage(
            compared=compared, substitutes=substitutes,
            same=arrays["same"], co_victim=arrays["co_victim"], cluster=arrays["cluster"],
            trained=kept.trained, threshold=self.threshold, n_candidates=self.n_candidates,
            n_met=self.n_met, crowded=(),
        )  # fmt: skip
        free = {one.rendition for one in self.lists if one.free_of_duplicates}
        made = standing(table, linkage, np.array([name in free for name in table.lists], np.bool_))
        return msgspec.structs.replace(made, lesson=kept.lesson)


def kept_of(
    lists: tuple[KeptList, ...],
    persons: tuple[KeptPerson, ...],
    records: tuple[Record, ...],
    linkage: Linkage,
    lesson: Lesson | None,
) -> KeptLinkage:
    """A linkage, with its records in the order of its table, and what judged pairs had taught."""
    return KeptLinkage(
        lists=lists,
        persons=persons,
        records=records,
        weights=kept_weights(linkage.trained, lesson),
        threshold=linkage.threshold,
        n_candidates=linkage.n_candidates,
        n_met=linkage.n_met,
        arrays={
            "cluster": linkage.cluster, "left": linkage.compared.left,
            "right": linkage.compared.right, "pattern": linkage.compared.pattern,
            "same": linkage.same, "co_victim": linkage.co_victim,
        },
    )  # fmt: skip


def write_kept(kept: KeptLinkage, path: Path) -> None:
    """Write a linkage to a file, whole or not at all."""
    members = {
        _RECORDS: b"".join(canonical(record) + b"\n" for record in kept.records),
        _WEIGHTS: canonical(kept.weights),
        **{f"{name}.npy": _npy(kept.arrays[name], kind) for name, kind in _ARRAYS.items()},
    }
    head = {
        "schema": SCHEMA,
        "lists": kept.lists,
        "persons": kept.persons,
        "threshold": kept.threshold,
        "n_candidates": kept.n_candidates,
        "n_met": kept.n_met,
        "members": {name: hashlib.sha256(data).hexdigest() for name, data in members.items()},
    }
    with written_whole(path) as beside, zipfile.ZipFile(beside, "w") as file:
        for name, data in (members | {_HEAD: canonical(head)}).items():
            file.writestr(name, data, zipfile.ZIP_DEFLATED, compresslevel=1)


def _npy(array: NDArray[Any], kind: str) -> bytes:
    out = io.BytesIO()
    np.save(out, array.astype(kind, copy=False), allow_pickle=False)
    return out.getvalue()


class _Head(Struct, frozen=True):
    schema: str
    lists: tuple[KeptList, ...]
    persons: tuple[KeptPerson, ...]
    threshold: float
    n_candidates: int
    n_met: int
    members: dict[str, str]


def read_kept(path: Path) -> KeptLinkage:
    """Read what `write_kept` wrote.

    InputError where it is another file, or of a version that compares otherwise; DigestMismatch
    where a part of it is not what was written.
    """
    try:
        with zipfile.ZipFile(path) as file:
            return _read(path, file)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; --onto takes what --keep wrote") from error
    except _BROKEN as error:
        raise InputError(
            f"{path}: not what onrecord link --keep wrote: {error}; {_ANEW}"
        ) from error


_BROKEN = (OSError, EOFError, KeyError, ValueError, TypeError, OverflowError, RecursionError,
           NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error,
           msgspec.MsgspecError)  # fmt: skip


def _members(path: Path, file: zipfile.ZipFile, names: Iterable[str]) -> dict[str, bytes]:
    """Members, which together are no larger than --keep makes them of so many bytes in a file.

    What an archive says of their sizes may be a lie, so they are measured while they are unpacked.
    """
    room, found = max(SMALL, path.stat().st_size * MOST_PACKED), {}
    for name in names:
        entry = file.getinfo(name)
        if entry.file_size <= room:
            with file.open(entry) as stream:
                found[name] = stream.read(room + 1)
        if entry.file_size > room or len(found[name]) > room:
            raise InputError(
                f"{path}: {name} unpacks to more than --keep would have packed so small: it may be "
                f"built to fill the memory of this machine; do not use it, and {_ANEW}"
            )
        room -= len(found[name])
    return found


def _read(path: Path, file: zipfile.ZipFile) -> KeptLinkage:
    first = _members(path, file, [_HEAD])[_HEAD]
    schema = msgspec.json.decode(first, type=dict[str, Any]).get("schema")
    if schema != SCHEMA:
        raise InputError(f"{path}: written as {schema}, and this version reads {SCHEMA}; {_ANEW}")
    head = msgspec.json.decode(first, type=_Head)
    names = (_RECORDS, _WEIGHTS, *(f"{name}.npy" for name in _ARRAYS))
    members = _members(path, file, names)
    for name, data in members.items():
        found, stated = hashlib.sha256(data).hexdigest(), head.members.get(name)
        if found != stated:
            raise DigestMismatch(
                f"{path}: {name} has sha256 {found}, and it should be {stated}; {_ANEW}"
            )
    weights = msgspec.json.decode(members[_WEIGHTS], type=MatchWeights)
    why_not = why_not_fitting(weights)
    if why_not is not None:
        raise InputError(f"{path}: its weights cannot be used: {why_not}; {_ANEW}")
    decoder = msgspec.json.Decoder(Record)
    records = tuple(decoder.decode(line) for line in members[_RECORDS].splitlines())
    arrays = {name: _array(members[f"{name}.npy"], kind) for name, kind in _ARRAYS.items()}
    _check(path, arrays, len(records))
    _check_records(records)
    return KeptLinkage(
        lists=head.lists, persons=head.persons, records=records, weights=weights,
        threshold=head.threshold, n_candidates=head.n_candidates, n_met=head.n_met, arrays=arrays,
    )  # fmt: skip


def _array(data: bytes, kind: str) -> NDArray[Any]:
    """The array in a member; its header must say what the member holds, or it is not made."""
    stream = io.BytesIO(data)
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError("an array is written in another way")
    shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
    if dtype != np.dtype(kind) or shape != ((len(data) - stream.tell()) // dtype.itemsize,):
        raise ValueError(f"an array of {kind} is said to be {shape} of {dtype}")
    return np.frombuffer(data, dtype, offset=stream.tell()).copy()


def _check_records(records: Iterable[Record]) -> None:
    """Dates must be dates, and ages ages: tables are made of them without asking."""
    for day in {day for one in records for day in (one.earliest, one.latest) if day}:
        date.fromisoformat(day)
    ages = {age for one in records for age in (one.age, one.youngest, one.oldest)}
    if any(age is not None and not 0 <= age < _OLDEST for age in ages):
        raise ValueError("a record has an age that nobody has")


def _check(path: Path, arrays: Mapping[str, NDArray[Any]], n: int) -> None:
    """Positions must be those of records: compiled code does not ask."""
    cluster, left, right = (arrays[name] for name in ("cluster", "left", "right"))
    lengths = {len(arrays[name]) for name in _ARRAYS if name != "cluster"}
    fits = len(cluster) == n and len(lengths) == 1 and bool((cluster >= 0).all())
    fits = fits and bool((cluster <= np.arange(n)).all() and (cluster[cluster] == cluster).all())
    fits = fits and bool((left >= 0).all() and (left < right).all() and (right < n).all())
    levels = decoded(arrays["pattern"])
    most = np.array([len(names) for names in COMPARISONS.values()])
    fits = fits and bool((levels <= most).all() and (encoded(levels) == arrays["pattern"]).all())
    if not fits:
        raise InputError(f"{path}: its pairs and its records do not fit together; {_ANEW}")

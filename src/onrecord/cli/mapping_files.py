"""Mappings of columns in files, as `onrecord columns LIST --json` prints them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from onrecord.errors import InputError
from onrecord.model.mapping import Mapping


def mappings_for(lists: Sequence[Path], files: Iterable[Path]) -> dict[Path, tuple[Mapping, ...]]:
    """The mappings that files give for lists; a list that none speaks of is not in it."""
    found: dict[Path, tuple[Mapping, ...]] = {}
    for file in files:
        for one in _read(file):
            path = _list_of(one, lists, file)
            if path in found:
                raise InputError(f"{file}: {path} is mapped twice")
            try:
                found[path] = msgspec.convert(one["mappings"], tuple[Mapping, ...])
            except (KeyError, msgspec.ValidationError) as error:
                raise InputError(f"{file}: not a mapping of columns: {error}") from error
    return found


def _read(file: Path) -> list[dict[str, Any]]:
    """One JSON object or one a line."""
    if not file.is_file():
        raise InputError(f"{file}: no such file")
    text = file.read_bytes()
    decoder = msgspec.json.Decoder(dict[str, Any])
    try:
        return [decoder.decode(text)]
    except msgspec.DecodeError:
        pass
    try:
        return [decoder.decode(line) for line in text.splitlines() if line.strip()]
    except msgspec.DecodeError as error:
        raise InputError(
            f"{file}: neither a JSON object nor one a line ({error}); print one to change with: "
            "onrecord columns LIST --json"
        ) from error


def _list_of(one: dict[str, Any], lists: Sequence[Path], file: Path) -> Path:
    """The list that a mapping is of: by its file's name, or the only one that there is."""
    name = one.get("file")
    if name is None and len(lists) == 1:
        return lists[0]
    found = [path for path in lists if str(name) in (str(path), path.name)]
    if len(found) != 1:
        known = ", ".join(map(str, lists))
        raise InputError(f"{file}: it maps {name!r}, which is not one of the lists: {known}")
    return found[0]

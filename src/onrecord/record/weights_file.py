"""Weights of a linkage in a file: canonical JSON, as one command writes it and others take it."""

from pathlib import Path

import msgspec

from onrecord.errors import InputError
from onrecord.link.engine.kept import kept_weights, why_not_fitting
from onrecord.link.engine.linkage import Linkage
from onrecord.model.canonical import canonical
from onrecord.model.match_weights import MatchWeights
from onrecord.record.list_tables import written_whole

MOST = 64 << 20  # bytes; weights with all that judged pairs taught take less than one million
_WROTE = "onrecord weights --out and onrecord link --save-weights"


def read_weights(path: Path) -> MatchWeights:
    """The weights in a file; InputError where it holds none."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST + 1)
        if len(content) > MOST:
            raise InputError(f"{path}: larger than {MOST >> 20} MiB, as no weights that {_WROTE} "
                             "write are; give the file that one of them wrote")  # fmt: skip
        return msgspec.json.decode(content, type=MatchWeights)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise InputError(f"{path}: not what {_WROTE} write: {error}") from error


def read_fitting_weights(path: Path) -> MatchWeights:
    """The weights in a file, by which this version can weigh pairs; InputError where it cannot."""
    weights = read_weights(path)
    why_not = why_not_fitting(weights)
    if why_not is not None:
        raise InputError(
            f"{path}: these weights cannot be used: {why_not}; link without --weights, and "
            "--save-weights writes new ones"
        )
    return weights


def write_weights(linkage: Linkage, path: Path) -> None:
    """Write the weights by which pairs were linked, whole or not at all."""
    relearned = linkage.relearned
    weights = kept_weights(linkage.trained, None if relearned is None else relearned.lesson)
    with written_whole(path) as beside:
        beside.write_bytes(canonical(weights))

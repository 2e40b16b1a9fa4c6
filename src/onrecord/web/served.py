"""What this process serves: one case, behind one door, deciding in one person's name."""

from msgspec import Struct

from onrecord.record.case import Case
from onrecord.web.door import Door


class Served(Struct, frozen=True, kw_only=True):
    """The case, who may come in, and whose decisions those of the pages are."""

    case: Case
    door: Door
    by: str


class _Process:
    served: Served | None = None


def begin(served: Served) -> None:
    """Serve this from now on: a process serves one case at a time, as it opens one at a time."""
    _Process.served = served


def served() -> Served:
    """What is served; an answer is only ever made while something is."""
    if _Process.served is None:
        raise RuntimeError("no case is served: onrecord.web.serve begins it")
    return _Process.served

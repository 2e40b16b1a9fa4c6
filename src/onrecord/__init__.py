"""OnRecord: who did what to whom, when and where, according to whom.

The same things as the command does, from Python:

    import onrecord
    case = onrecord.create_case(Path("CASE"), title="A case", country=None, by="me")
    onrecord.add(case, ["folder"], by="me")
    onrecord.run(case)
    claims = onrecord.read_alone(Path("article.txt")).claims
    lines = onrecord.estimate_table(Path("overlaps.csv").read_text())

Names are imported when they are first used: `import onrecord` alone is instant.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.count.table import estimate_table
    from onrecord.record.case import Case, create_case, open_case
    from onrecord.record.decisions import decide, undo_last
    from onrecord.record.intake import add
    from onrecord.record.lists import link_alone
    from onrecord.record.publication import publish_case
    from onrecord.record.refresh import refresh
    from onrecord.record.run import run
    from onrecord.record.single import read_alone
    from onrecord.record.verify import verify_case
    from onrecord.record.verify_published import verify_published

_HOMES = {
    "Case": "onrecord.record.case",
    "add": "onrecord.record.intake",
    "create_case": "onrecord.record.case",
    "decide": "onrecord.record.decisions",
    "estimate_table": "onrecord.count.table",
    "link_alone": "onrecord.record.lists",
    "open_case": "onrecord.record.case",
    "publish_case": "onrecord.record.publication",
    "read_alone": "onrecord.record.single",
    "refresh": "onrecord.record.refresh",
    "run": "onrecord.record.run",
    "undo_last": "onrecord.record.decisions",
    "verify_case": "onrecord.record.verify",
    "verify_published": "onrecord.record.verify_published",
}

__all__ = [
    "Case",
    "add",
    "create_case",
    "decide",
    "estimate_table",
    "link_alone",
    "open_case",
    "publish_case",
    "read_alone",
    "refresh",
    "run",
    "undo_last",
    "verify_case",
    "verify_published",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

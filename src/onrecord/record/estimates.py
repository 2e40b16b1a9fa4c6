"""Estimates by every method of a figure's table of overlaps, made when somebody asks for them.

They take seconds, and so no run makes them. They belong to a table and not to a case: after a
link is undone the table is another one, and what was made of the old one is not shown for it.
"""

import msgspec
from django.db import transaction

import onrecord.record.ready  # noqa: F401
from onrecord.count.overlaps import table_of
from onrecord.count.table_report import LEVEL, SEED, TableReport, table_report
from onrecord.errors import InputError
from onrecord.model.canonical import canonical, digest
from onrecord.model.figure import Figure
from onrecord.record.code_digest import code_digest
from onrecord.record.models import EstimateRow, ReceiptRow
from onrecord.stats.histories import Histories
from onrecord.stats.methods import Told, untold

STAGE = "estimate"


def table_of_figure(figure: Figure) -> Histories | str:
    """The table that a figure is computed from, or why there is none."""
    if figure.overlaps is None:
        return "This figure is not computed from the overlap of lists."
    return table_of(figure.overlaps)


def stored_estimates(table: Histories) -> TableReport | None:
    """What was made of exactly this table by the present code; None where nothing was."""
    receipt = ReceiptRow.objects.filter(stage=STAGE, unit=_key(table)).first()
    row = EstimateRow.objects.filter(id=_key(table)).first()
    if row is None or receipt is None or receipt.code != code_digest(STAGE):
        return None
    return msgspec.json.decode(row.body, type=TableReport)


def make_estimates(figure: Figure, *, progress: Told = untold) -> TableReport:
    """Ask every method of a figure's table, and keep the answers with their receipt.

    Raises
    ------
    InputError : the figure has no table of overlaps
    """
    table = table_of_figure(figure)
    if isinstance(table, str):
        raise InputError(table)
    report = table_report(table, progress=progress)
    body = canonical(report).decode()
    with transaction.atomic():
        forget_estimates(_key(table))
        EstimateRow.objects.create(id=_key(table), body=body)
        ReceiptRow.objects.create(
            stage=STAGE,
            unit=_key(table),
            code=code_digest(STAGE),
            parameters=digest({"level": LEVEL, "seed": SEED}),
            inputs=table.digest,
            outputs=digest(body),
            n_used=table.n_documented,
            n_set_aside=0,
        )
    return report


def estimates_digest(key: str) -> str | None:
    """The digest of what is stored; None where nothing is."""
    row = EstimateRow.objects.filter(id=key).first()
    return None if row is None else digest(row.body)


def forget_estimates(key: str | None = None) -> None:
    """Drop what was made of one table, or of all."""
    rows = EstimateRow.objects.all() if key is None else EstimateRow.objects.filter(id=key)
    receipts = ReceiptRow.objects.filter(stage=STAGE)
    (receipts if key is None else receipts.filter(unit=key)).delete()
    rows.delete()


def _key(table: Histories) -> str:
    return digest({"table": table.digest, "level": LEVEL, "seed": SEED})

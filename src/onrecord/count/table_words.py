"""Lines of estimates as a table for people, and what must be said below it."""

import math
from collections.abc import Sequence

from onrecord.count.table import Line


def readable_table(lines: Sequence[Line]) -> str:
    """The lines for people: a row a method, then what is assumed, noted, and not estimable."""
    rows: list[tuple[str, ...]] = [
        ("stratum", "method", "documented", "estimate", "interval", "kind")
    ]
    rows += [_row(line) for line in lines]
    if all(line["stratum"] is None for line in lines):
        rows = [row[1:] for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    text = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return text + "\n" + "".join(f"\n{part}\n" for part in _remarks(lines))


def _row(line: Line) -> tuple[str, ...]:
    stratum = line["stratum"]
    named = "everybody" if stratum is None else ", ".join(dict.fromkeys(stratum.values()))
    documented = "" if line["n_documented"] is None else f"{line['n_documented']:,}"
    if line["reason"] is not None:
        return named, line["method"], documented, "not estimable", "", line["kind"]
    estimate = f"{line['estimate']:,.0f}"
    return named, line["method"], documented, estimate, _interval(line), line["kind"]


def _interval(line: Line) -> str:
    if line["lower"] is None:
        return "withheld: fragile"
    upper = "not bounded" if line["upper"] is None else f"{math.ceil(line['upper']):,}"
    return f"{math.floor(line['lower']):,}–{upper} ({line['level']:.0%})"


def _remarks(lines: Sequence[Line]) -> list[str]:
    pooled = [line for line in lines if line["stratum"] is None]
    by_remark: dict[str, list[str]] = {}
    for line in pooled:
        for part in (_models(line), *line["doubts"], *line["notes"], line["reason"]):
            if part:
                by_remark.setdefault(part, []).append(line["method"])
    remarks = [f"{', '.join(methods)}: {part}" for part, methods in by_remark.items()]
    assumed = dict.fromkeys(part for line in pooled for part in line["assumptions"])
    if assumed:
        remarks.append("What is assumed:\n" + "\n".join(f"- {part}" for part in assumed))
    if len(pooled) < len(lines):
        remarks.append(
            "Strata are estimated one by one. Added up are their draws and never the ends of their "
            "intervals: not all strata err to the same side at once."
        )
    return remarks


def _models(line: Line) -> str:
    told = line["diagnostics"]
    if "search" not in told or "aic" not in told:
        return ""
    return f"{told['model']} selected among {told['search']} (AIC {told['aic']:.1f}, BIC {told['bic']:.1f})."  # noqa: E501

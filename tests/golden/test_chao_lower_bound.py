"""Chao's lower bound against R's Rcapture: closedp.t(…, dfreq=TRUE), row "Mth Chao (LB)"."""

from pathlib import Path

import pytest

from onrecord.stats import Estimated, chao_lower_bound, read_table

TABLES = Path(__file__).parent / "tables"


@pytest.mark.parametrize(
    ("name", "estimate", "standard_error"),
    [("kosovo_1999", 8591.2, 213.5), ("spina", 756.8, 20.4)],
)
def test_chao_mth_of_rcapture(name, estimate, standard_error):
    table = read_table((TABLES / f"{name}.csv").read_text(encoding="utf-8")).pooled
    result = chao_lower_bound(table)
    assert isinstance(result, Estimated)
    assert result.kind == "lower bound"
    assert result.standard_error is not None
    assert (round(result.estimate, 1), round(result.standard_error, 1)) == (
        estimate,
        standard_error,
    )

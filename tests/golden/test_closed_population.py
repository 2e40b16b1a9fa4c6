"""The closed-population family against figures obtained with R's Rcapture 1.4-4.

tests/golden/closedp_t.csv holds ``closedp.t(X, dfreq=TRUE, epsilon=1e-13, maxit=100)$results``
(Debian's R 4.2.2) for each table of tests/golden/tables, its list columns in order of name, to
nine digits, without Mb and Mbh. At R's default epsilon of 1e-8 its standard errors, which are
those of the last iteration but one, hold three to five digits only.
"""

import csv
from pathlib import Path

import pytest

from onrecord.stats import Estimated, chao_lower_bound, read_table
from onrecord.stats.closed_population import MODELS, closed_population

HERE = Path(__file__).parent
with (HERE / "closedp_t.csv").open(encoding="utf-8") as written:
    ROWS = list(csv.DictReader(written))
NAMES = sorted({row["table"] for row in ROWS})


def table_of(name):
    return read_table((HERE / "tables" / f"{name}.csv").read_text(encoding="utf-8")).pooled


@pytest.mark.parametrize("name", NAMES)
def test_every_model_is_rcaptures_to_six_digits(name):
    theirs = [row for row in ROWS if row["table"] == name]
    ours = closed_population(table_of(name))
    assert [row["model"] for row in theirs] == [model.name for model in MODELS]
    for row, result in zip(theirs, ours, strict=True):
        assert isinstance(result, Estimated)
        assert result.estimate == pytest.approx(float(row["abundance"]), rel=1e-6)
        # Where a negative effect is dropped Rcapture refits at R's default epsilon.
        digits = 1e-4 if "Chao" in row["model"] else 1e-6
        assert result.standard_error == pytest.approx(float(row["stderr"]), rel=digits)
        told = result.diagnostics
        assert told["deviance"] == pytest.approx(float(row["deviance"]), rel=1e-6, abs=1e-6)
        assert told["degrees_of_freedom"] == float(row["df"])
        assert told["aic"] == pytest.approx(float(row["AIC"]), rel=1e-7)
        assert told["bic"] == pytest.approx(float(row["BIC"]), rel=1e-7)


def test_three_lists_cannot_tell_the_forms_of_heterogeneity_apart():
    """Gaza: one deviance, 81,780 to 123,344 people; Link (2003)."""
    forms = [one for one in closed_population(table_of("gaza_2023_24")) if "Mth" in one.method][1:]
    assert len({round(one.diagnostics["deviance"], 6) for one in forms}) == 1
    assert [round(one.estimate) for one in forms] == [81780, 99421, 123344]
    for one in forms:
        assert one.status == "fragile"
        assert one.lower is None
        assert "81,780 to 123,344" in one.doubts[-1]
        assert [round(other.estimate) for other in one.sensitivity] == [81780, 99421, 123344]


@pytest.mark.parametrize("name", NAMES)
def test_the_bound_of_mth_is_chaos(name):
    table = table_of(name)
    bound = next(one for one in closed_population(table) if one.method.endswith("Mth Chao 1"))
    other = chao_lower_bound(table)
    assert isinstance(bound, Estimated)
    assert isinstance(other, Estimated)
    assert (bound.kind, bound.estimate, bound.lower) == ("lower bound", other.estimate, other.lower)

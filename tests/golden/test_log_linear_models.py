"""Log-linear models against figures obtained with R's Rcapture and with published ones."""

from pathlib import Path

import pytest

from onrecord.stats import (
    Estimated,
    Fit,
    Histories,
    log_linear,
    read_table,
    search_models,
)
from onrecord.stats.hierarchy import generating_terms

TABLES = Path(__file__).parent / "tables"


def table_of(name: str) -> Histories:
    return read_table((TABLES / f"{name}.csv").read_text(encoding="utf-8")).pooled


def fit_of(name: str, *groups: str) -> Fit:
    """The fit whose largest terms are the given ones, each written `A·B`; single lists left out."""
    table = table_of(name)
    wanted = {frozenset(group.split("·")) for group in groups if "·" in group}
    for fit in search_models(table).fits:
        terms = {
            frozenset(n for i, n in enumerate(table.lists) if term >> i & 1)
            for term in generating_terms(fit.model)
        }
        if terms == wanted:
            return fit
    raise AssertionError(f"{groups} is not among the models fitted to {name}")


def test_kosovo_1999_by_the_model_that_bic_selects():
    """Ball et al. (2002), four lists, 4,400 people; closedpMS.t(kosovo, dfreq=TRUE) in Rcapture.

    [123,14,34] in Rcapture's order of columns: N 10,356.5, s.e. 785.9, AIC 132.7, BIC 203.0.
    Ball et al. print 10,356.
    """
    fit = search_models(table_of("kosovo_1999")).fits[0]
    assert fit == fit_of("kosovo_1999", "EXH·ABA·OSCE", "EXH·HRW", "OSCE·HRW")
    assert round(fit.estimate, 1) == 10356.5
    assert round(fit.standard_error, 1) == 785.9
    assert (round(fit.aic, 1), round(fit.bic, 1)) == (132.7, 203.0)


def test_kosovo_1999_second_model_by_bic():
    """[123,134]: N 12,741.0, s.e. 1,600.7, AIC 126.4, BIC 203.1 (Rcapture)."""
    fit = search_models(table_of("kosovo_1999")).fits[1]
    assert fit == fit_of("kosovo_1999", "EXH·ABA·OSCE", "EXH·OSCE·HRW")
    assert (round(fit.estimate, 1), round(fit.standard_error, 1)) == (12741.0, 1600.7)
    assert (round(fit.aic, 1), round(fit.bic, 1)) == (126.4, 203.1)


def test_kosovo_1999_log_normal_interval_is_rcaptures():
    """9,005 to 12,105 at 0.95."""
    result = log_linear(table_of("kosovo_1999"), interval="log-normal")
    assert isinstance(result, Estimated)
    assert result.upper is not None
    assert (round(result.lower), round(result.upper)) == (9005, 12105)


def test_kosovo_1999_tries_113_models_and_lists_each():
    result = log_linear(table_of("kosovo_1999"))
    assert isinstance(result, Estimated)
    assert len(result.tried) == 113
    assert result.tried[0]["model"] == result.diagnostics["model"]


@pytest.mark.parametrize(
    ("groups", "estimate"),
    [
        (("hospital·survey", "hospital·social_media", "survey·social_media"), 64696.1),
        (("hospital·social_media", "survey·social_media"), 79670.7),
        (("hospital·survey", "survey·social_media"), 53125.7),
        (("hospital·survey", "social_media"), 51533.1),
    ],
)
def test_gaza_2023_24_models_of_rcapture(groups, estimate):
    """Jamaluddine et al. (2025), three lists, 29,271 people; closedpMS.t in Rcapture."""
    assert round(fit_of("gaza_2023_24", *groups).estimate, 1) == estimate


def test_gaza_2023_24_best_by_bic():
    """[12,13,23]: N 64,696.1, s.e. 3,587.1, BIC 136.3."""
    fit = search_models(table_of("gaza_2023_24")).fits[0]
    assert round(fit.standard_error, 1) == 3587.1
    assert round(fit.bic, 1) == 136.3


@pytest.mark.parametrize(
    ("name", "estimate"),
    [
        ("spina", 724),  # [23,1], Rcapture
        ("UKdat_5", 25311),  # MultipleSystemsEstimation, by BIC; so are the next six
        ("Ned_5", 148789),  # with an extended estimate: nobody is on K and R
        ("NewOrl_5", 1034),
        ("Western", 2483),
        ("HIV", 11125),
        ("lesbian", 6349),
        ("madigan_york_5list", 620),
    ],
)
def test_best_model_by_bic_is_that_of_the_r_packages(name, estimate):
    assert round(search_models(table_of(name)).fits[0].estimate) == estimate


def test_strata_of_gaza_add_up_to_the_whole_table():
    by_stratum = read_table((TABLES / "gaza_2023_24_by_age_sex.csv").read_text(encoding="utf-8"))
    assert by_stratum.pooled.as_csv() == table_of("gaza_2023_24").as_csv()
    assert by_stratum.stratum_columns == ("age_cat", "gender")

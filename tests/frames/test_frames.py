"""Results in the forms of pandas, polars and ArviZ."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import ExtraMissing, InputError
from onrecord.frames import arviz as arviz_module
from onrecord.frames import pandas as pandas_module
from onrecord.frames import polars as polars_module
from onrecord.frames.arviz import to_arviz
from onrecord.frames.pandas import to_pandas
from onrecord.frames.polars import to_polars
from onrecord.stats import chao_lower_bound, chapman, log_linear, read_table
from onrecord.stats.convergence import bulk_ess, r_hat
from onrecord.stats.estimate import Draws
from onrecord.stats.graph_average import graph_average

TABLES = Path(__file__).parents[1] / "golden" / "tables"
FRAMES = pytest.mark.parametrize("frame", [to_pandas, to_polars])


@pytest.fixture(scope="module")
def kosovo():
    return read_table((TABLES / "kosovo_1999.csv").read_text(encoding="utf-8")).pooled


@pytest.fixture(scope="module")
def averaged(kosovo):
    return graph_average(kosovo)


def values(frame, column):
    """A column as plain Python values, what is missing as None."""
    if hasattr(frame, "to_dicts"):
        return frame[column].to_list()
    return [None if value != value or value is None else value for value in frame[column].tolist()]


@FRAMES
def test_a_table_has_a_column_a_list_and_the_counts(frame, kosovo):
    made = frame(kosovo)
    assert list(made.columns) == [*kosovo.lists, "count"]
    assert values(made, "count") == kosovo.counts.tolist()
    assert values(made, "ABA") == kosovo.histories[:, 0].tolist()


@FRAMES
def test_results_stand_one_a_row_with_the_reason_where_there_is_no_number(frame, kosovo):
    made = frame([log_linear(kosovo), chao_lower_bound(kosovo), chapman(kosovo)])
    assert values(made, "status") == ["ok", "ok", "not estimable"]
    assert values(made, "kind") == ["estimated", "lower bound", "estimated"]
    assert values(made, "n_documented") == [4400] * 3
    assert values(made, "estimate")[2] is None
    assert values(made, "reason") == [None, None, chapman(kosovo).reason]
    assert values(made, "estimate")[0] == log_linear(kosovo).estimate


@FRAMES
def test_one_result_is_one_row(frame, averaged):
    assert values(frame(averaged), "median") == [averaged.median]


@FRAMES
def test_a_withheld_interval_is_missing_and_its_doubt_is_there(frame, averaged):
    fragile = replace(averaged, lower=None, upper=None, doubts=("It hangs on one list.",))
    made = frame(fragile)
    assert values(made, "lower") == values(made, "upper") == [None]
    assert values(made, "doubts") == ["It hangs on one list."]


@FRAMES
def test_sensitivity_has_a_row_a_setting(frame, averaged):
    made = frame(averaged.sensitivity)
    assert values(made, "setting") == [row.setting for row in averaged.sensitivity]
    assert values(made, "value") == [row.value for row in averaged.sensitivity]


@FRAMES
def test_models_tried_keep_what_only_some_of_them_have(frame, kosovo):
    rows = ({"model": "[A, B]", "estimate": 5, "bic": 1.5}, {"model": "[AB]", "reason": "none"})
    made = frame(rows)
    assert list(made.columns) == ["model", "estimate", "bic", "reason"]
    assert values(made, "reason") == [None, "none"]
    every = log_linear(kosovo).tried
    assert values(frame(every), "model") == [row["model"] for row in every]


@FRAMES
def test_draws_have_a_row_a_draw(frame):
    draws = Draws(people=np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), of="posterior")
    made = frame(draws)
    assert values(made, "chain") == [0, 0, 0, 1, 1, 1]
    assert values(made, "people") == [1, 2, 3, 4, 5, 6]


@FRAMES
@pytest.mark.parametrize("thing", [7, "table.csv", [1, 2], None])
def test_what_has_no_frame_is_refused(frame, thing):
    with pytest.raises(InputError, match="has no frame"):
        frame(thing)


def chains():
    """Four chains of a made posterior, with its density."""
    people = np.random.default_rng(1).normal(9000, 300, (4, 250))
    return Draws(people=people, of="posterior", log_posterior=-((people - 9000) ** 2) / 180_000)


def test_arviz_has_the_draws_the_density_and_where_they_come_from(averaged):
    result = replace(averaged, draws=chains(), seed=7)
    made = to_arviz(result)
    assert made["posterior"]["people"].dims == ("chain", "draw")
    assert np.array_equal(made["posterior"]["people"].values, chains().people)
    assert np.array_equal(made["sample_stats"]["lp"].values, chains().log_posterior)
    attributes = made["posterior"].attrs
    assert attributes["table"] == averaged.table
    assert (attributes["seed"], attributes["n_documented"]) == (7, 4400)


def test_arviz_finds_the_same_convergence_as_we_do(averaged):
    made = to_arviz(replace(averaged, draws=chains()))
    ours = chains().people
    assert float(arviz_module.arviz.rhat(made)["people"]) == pytest.approx(r_hat(ours), abs=1e-6)
    found = float(arviz_module.arviz.ess(made, method="bulk")["people"])
    assert found == pytest.approx(bulk_ess(ours), rel=0.02)


def test_what_arviz_keeps_of_a_result_can_be_written_to_a_file(averaged):
    """netCDF holds text and numbers: nothing that is None, true or false."""
    made = to_arviz(replace(averaged, draws=chains()))
    kept = made["posterior"].attrs
    assert kept["prior_delta"] == averaged.priors["delta"]
    # ArviZ 1 adds the names of the dimensions, as a list of text.
    assert {type(value) for value in kept.values()} <= {str, int, float, list}


def test_draws_that_are_no_posterior_are_refused(kosovo, averaged):
    with pytest.raises(InputError, match="has no draws"):
        to_arviz(log_linear(kosovo))
    bootstrap = replace(averaged, draws=replace(chains(), of="bootstrap"))
    with pytest.raises(InputError, match="are a bootstrap, no posterior"):
        to_arviz(bootstrap)


@pytest.mark.parametrize(
    ("module", "name", "convert"),
    [
        (pandas_module, "pandas", to_pandas),
        (polars_module, "polars", to_polars),
        (arviz_module, "arviz", to_arviz),
    ],
)
def test_without_the_library_the_way_out_is_named(module, name, convert, averaged, monkeypatch):
    monkeypatch.setattr(module, name, None)
    with pytest.raises(ExtraMissing, match=rf"pip install 'onrecord\[{name}\]'"):
        convert(averaged)

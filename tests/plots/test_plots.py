"""Plots: what each must show, say in words, and never draw."""

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import ExtraMissing, InputError
from onrecord.plots import (
    chains,
    leave_one_out,
    methods,
    model_weights,
    overlaps,
    posterior,
    sensitivity,
)
from onrecord.plots import plot as plot_module
from onrecord.stats import chao_lower_bound, chapman, log_linear, read_table
from onrecord.stats.estimate import Draws, Variation
from onrecord.stats.graph_average import graph_average
from onrecord.stats.histories import from_cells
from onrecord.stats.leave_one_out import leave_one_list_out

TABLES = Path(__file__).parents[1] / "golden" / "tables"
DOUBT = "The prior decides more than the table."


@pytest.fixture(scope="module")
def kosovo():
    return read_table((TABLES / "kosovo_1999.csv").read_text(encoding="utf-8")).pooled


@pytest.fixture(scope="module")
def averaged(kosovo):
    return graph_average(kosovo)


@pytest.fixture(scope="module")
def every(kosovo, averaged):
    """One plot of each kind."""
    good = np.random.default_rng(1).normal(12_000, 900, (4, 200))
    return {
        "overlaps": overlaps(kosovo),
        "posterior": posterior(averaged),
        "model_weights": model_weights(averaged),
        "chains": chains(Draws(people=good, of="posterior")),
        "leave_one_out": leave_one_out(averaged, leave_one_list_out(kosovo, graph_average)),
        "sensitivity": sensitivity(
            averaged.sensitivity, averaged.n_documented, what=averaged.sensitivity[0].what
        ),
        "methods": methods([f(kosovo) for f in (chao_lower_bound, log_linear, chapman)]),
    }


KINDS = (
    "chains",
    "leave_one_out",
    "methods",
    "model_weights",
    "overlaps",
    "posterior",
    "sensitivity",
)


def words(picture):
    """All text of an SVG."""
    return " ".join(ElementTree.fromstring(picture.svg()).itertext())


def marks(spec):
    """Every mark of a specification, with the layer that has it."""
    if "mark" in spec:
        yield spec["mark"] if isinstance(spec["mark"], dict) else {"type": spec["mark"]}, spec
    for key in ("layer", "hconcat", "vconcat", "concat"):
        for part in spec.get(key, ()):
            yield from marks(part)


@pytest.mark.parametrize("kind", KINDS)
def test_every_plot_becomes_a_picture_and_says_what_it_shows(every, kind):
    picture = every[kind]
    assert picture.spec["$schema"].endswith("vega-lite/v5.json")
    assert len(picture.spec["description"]) > 80
    assert picture.spec["title"]["text"] in words(picture)
    assert picture.png(scale=1).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", KINDS)
def test_a_specification_is_json_without_a_number_that_is_none(every, kind):
    written = json.dumps(every[kind].spec, allow_nan=False)
    assert json.loads(written) == every[kind].spec


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"chains"}))
def test_the_documented_count_stands_in_every_plot_of_people(every, kind):
    assert "4,400" in words(every[kind])


def test_the_overlaps_are_drawn_with_every_count_and_every_size(kosovo, every):
    text = words(every["overlaps"])
    for count in [*kosovo.counts.tolist(), *kosovo.list_sizes]:
        assert f"{count:,}" in text


def test_overlaps_that_are_not_drawn_are_said(kosovo):
    drawn = overlaps(kosovo, most=5)
    left = sum(sorted(kosovo.counts.tolist())[:-5])
    assert f"10 combinations with {left:,} people together are not drawn" in words(drawn)


def test_a_withheld_interval_is_not_drawn_and_the_plot_says_why(averaged):
    fragile = replace(averaged, lower=None, upper=None, doubts=(DOUBT,))
    kinds = [mark["type"] for mark, _ in marks(posterior(fragile).spec)]
    assert "rect" in [mark["type"] for mark, _ in marks(posterior(averaged).spec)]
    assert "rect" not in kinds
    assert "No interval is drawn, because the result is fragile: The prior" in words(
        posterior(fragile)
    )
    beside = methods([fragile])
    row = beside.spec["data"]["values"][0]
    assert row["lower"] is None
    assert row["shape"] == "without"
    assert DOUBT in beside.spec["description"]


def test_a_lower_bound_is_marked_as_a_bound(kosovo):
    spec = methods([chao_lower_bound(kosovo), log_linear(kosovo)]).spec
    assert [row["shape"] for row in spec["data"]["values"]] == ["bound", "with"]
    assert "at least 8,591" in spec["description"]


def test_what_is_not_estimable_is_named_with_its_reason(kosovo):
    drawn = methods([chapman(kosovo)])
    assert "not estimable" in words(drawn)
    assert chapman(kosovo).reason in drawn.spec["description"]


def test_an_interval_that_nothing_bounds_ends_in_an_arrow(averaged):
    spec = methods([replace(averaged, upper=None)]).spec
    row = spec["data"]["values"][0]
    assert row["arrow"] == row["upper"]
    assert "or more" in row["lines"][0]


def test_results_of_different_tables_are_not_put_side_by_side(averaged):
    with pytest.raises(InputError, match="2 different documented counts"):
        methods([averaged, replace(averaged, n_documented=10, estimate=12_000.0)])


def test_a_result_without_draws_has_no_posterior(kosovo):
    with pytest.raises(InputError, match="has no draws"):
        posterior(log_linear(kosovo))
    with pytest.raises(InputError, match="no posterior that could be believed"):
        posterior(chapman(kosovo))


def test_the_posterior_drawn_adds_up_to_the_draws_inside(averaged):
    spec = posterior(averaged).spec
    (layer,) = [part for mark, part in marks(spec) if mark["type"] == "area"]
    inside = sum(row["share"] for row in layer["data"]["values"][:-1])
    assert 0.99 < inside <= 1.0


def test_where_few_people_are_counted_every_bar_holds_as_many_whole_numbers(averaged):
    few = np.random.default_rng(3).poisson(30, (4, 500)) + 100.0
    drawn = Draws(people=few, of="posterior")
    counted = replace(
        averaged, draws=drawn, estimate=130.0, mean=130.0, median=130.0, lower=120.0, upper=141.0,
        n_documented=100, table="", notes=(), sensitivity=(),
    )  # fmt: skip
    (layer,) = [part for mark, part in marks(posterior(counted).spec) if mark["type"] == "area"]
    edges = [row["people"] for row in layer["data"]["values"]]
    assert {after - before for before, after in pairwise(edges)} == {1.0}
    assert edges[0] == 99.5
    shares = {row["people"]: row["share"] for row in layer["data"]["values"]}
    assert shares[129.5] == pytest.approx((few == 130).mean())


def test_a_prior_that_is_given_is_drawn_instead_of_the_known_one(averaged):
    spec = posterior(averaged, prior=lambda people: np.ones_like(people)).spec
    (line,) = [part for mark, part in marks(spec) if mark["type"] == "line"]
    heights = {round(row["prior"], 12) for row in line["data"]["values"]}
    assert len(heights) == 1


def test_weights_add_up_with_what_is_left_out(kosovo):
    spec = model_weights(log_linear(kosovo), most=1000).spec
    weights = [row["weight"] for row in spec["data"]["values"]]
    assert weights == sorted(weights, reverse=True)
    # Models that weigh less than a thousandth are not drawn: 113 of them at most.
    assert 1 - 0.113 <= sum(weights) <= 1 + 1e-9


def test_chains_that_disagree_say_so():
    apart = np.random.default_rng(2).normal(0, 1, (4, 300)) + np.array([[0], [0], [0], [9]])
    text = words(chains(Draws(people=1000 + apart, of="posterior")))
    r_hat = float(text.split("R-hat ")[1].split(",")[0])
    assert r_hat > 1.2


def test_the_ranks_of_all_chains_hold_every_draw():
    draws = np.random.default_rng(3).normal(0, 1, (3, 101))
    spec = chains(Draws(people=draws, of="posterior")).spec
    bars = [part for mark, part in marks(spec) if mark["type"] == "bar"]
    assert len(bars) == 3
    assert sum(row["draws"] for bar in bars for row in bar["data"]["values"]) == 303


def test_what_was_varied_must_be_named_where_there_are_several(averaged):
    with pytest.raises(InputError, match="name one as `what`"):
        sensitivity(averaged.sensitivity, averaged.n_documented)
    with pytest.raises(InputError, match="no row varies 'weather'"):
        sensitivity(averaged.sensitivity, averaged.n_documented, what="weather")


def test_a_setting_without_an_estimate_keeps_its_reason():
    rows = [
        Variation(what="K", setting="K = 2", estimate=900.0, lower=800.0, upper=1000.0, value=2),
        Variation(what="K", setting="K = 3", estimate=None, value=3, reason="It did not mix."),
    ]
    assert "not estimable: It did not mix." in words(sensitivity(rows, 500))


def test_names_in_arabic_are_kept_as_they_are():
    table = from_cells(
        ["وزارة الصحة", "استبيان"], [[True, False], [False, True], [True, True]], [90, 70, 30]
    )
    assert "وزارة الصحة" in words(overlaps(table))
    assert overlaps(table).png(scale=1) != overlaps(
        from_cells(["A", "B"], [[True, False], [False, True], [True, True]], [90, 70, 30])
    ).png(scale=1)


def test_names_with_quotes_and_angle_brackets_do_no_harm():
    table = from_cells(
        ['a "b" <c>', "d'e\\f"], [[True, False], [False, True], [True, True]], [9, 7, 3]
    )
    text = words(overlaps(table))
    assert 'a "b" <c>' in text
    assert "d'e\\f" in text


def test_a_picture_has_its_words_for_who_cannot_see_it(every):
    root = ElementTree.fromstring(every["methods"].svg())
    assert root.get("role") == "img"
    title, description = root[0], root[1]
    assert (title.tag.rpartition("}")[2], description.tag.rpartition("}")[2]) == ("title", "desc")
    assert title.text == "Estimates by method"
    assert description.text == every["methods"].spec["description"]


def test_the_same_result_gives_the_same_bytes(averaged):
    assert posterior(averaged).svg() == posterior(averaged).svg()
    assert posterior(averaged).png() == posterior(averaged).png()


def test_a_plot_is_saved_as_its_name_says(every, tmp_path):
    drawn = every["methods"]
    assert json.loads(drawn.save(tmp_path / "a.json").read_text("utf-8")) == drawn.spec
    assert drawn.save(tmp_path / "a.svg").read_text("utf-8") == drawn.svg()
    assert drawn.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match=r"saved as \.json, \.svg, \.png, not as '\.gif'"):
        drawn.save(tmp_path / "a.gif")


def test_without_the_extra_a_picture_names_the_way_out(every, tmp_path, monkeypatch):
    monkeypatch.setattr(plot_module, "vl_convert", None)
    with pytest.raises(ExtraMissing, match=r"pip install 'onrecord\[plots\]'"):
        every["methods"].svg()
    assert every["methods"].save(tmp_path / "a.json").exists()

"""The long run of simulated populations goes on where it was stopped."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from stats_figures import Figure
from stats_kept import Kept


def figure(case: str) -> Figure:
    return Figure(
        case=case,
        method="chao",
        by="onrecord",
        estimate=2100.5,
        lower=1900.0,
        upper=None,
        cpu_seconds=0.1,
    )


def test_what_was_kept_is_there_again(tmp_path):
    Kept(tmp_path).keep([figure("one"), figure("two")])
    again = Kept(tmp_path)
    assert ("chao", "one") in again
    assert ("chao", "three") not in again
    assert again.figures["chao", "two"] == figure("two")


def test_a_run_that_breaks_keeps_what_was_made_before(tmp_path):
    def made():
        yield figure("one")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Kept(tmp_path).keep(made())
    assert list(Kept(tmp_path).figures) == [("chao", "one")]


def test_a_line_torn_by_a_stop_is_dropped_and_what_follows_is_whole(tmp_path):
    Kept(tmp_path).keep([figure("one"), figure("two")])
    path = tmp_path / "chao.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    again = Kept(tmp_path)
    assert list(again.figures) == [("chao", "one")]
    again.keep([figure("two")])
    assert list(Kept(tmp_path).figures) == [("chao", "one"), ("chao", "two")]

"""engine_named: the one place where a linkage's engine is chosen."""

import sys

import pytest
from link_builders import record

from onrecord.errors import ExtraMissing, InputError
from onrecord.link.engine.linkage import link_table
from onrecord.link.engines import Watched, engine_named
from onrecord.link.persons import link_persons


def test_local_is_the_engine_of_this_machine_and_another_name_is_refused() -> None:
    assert engine_named("local") is link_table
    with pytest.raises(InputError, match="local, spark"):
        engine_named("abacus")


def test_spark_without_pyspark_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "onrecord.link.engine.spark", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(ExtraMissing, match=r"onrecord\[spark\]"):
        engine_named("spark")


def test_a_watched_engine_gives_the_same_and_keeps_what_it_found() -> None:
    rows = [record(str(n), "Samir Khalil Darwish", of=f"List {n}", age=34) for n in range(2)]
    watched = Watched(link_table)
    assert link_persons(rows, (), engine=watched).persons == link_persons(rows, ()).persons
    assert watched.linkage is not None
    assert watched.linkage.n_candidates == 1

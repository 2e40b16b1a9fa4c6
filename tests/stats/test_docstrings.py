"""The examples in docstrings are run."""

import doctest
import importlib
import pkgutil

import pytest

import onrecord.stats

MODULES = sorted(
    f"onrecord.stats.{module.name}" for module in pkgutil.iter_modules(onrecord.stats.__path__)
)
WITH_EXAMPLES = {
    "chao", "graph_average", "in_words", "log_linear_estimate", "recommended", "sparse",
    "two_lists",
}  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_every_example_prints_what_it_shows(name):
    ran = doctest.testmod(importlib.import_module(name))
    assert ran.failed == 0
    if name.rpartition(".")[2] in WITH_EXAMPLES:
        assert ran.attempted > 0

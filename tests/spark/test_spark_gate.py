"""A hundred thousand generated records: the same clusters on Spark as in one process."""

import numpy as np
import pytest
from spark_lists import assert_the_same, generated

from onrecord.link.engine.linkage import link_table
from onrecord.link.engine.spark import Spark

pytestmark = pytest.mark.spark


def test_a_hundred_thousand_records_have_the_same_clusters(spark: Spark) -> None:
    lists = generated(100_000, 2003)
    wanted = link_table(lists.table, free_of_duplicates=lists.free)
    assert wanted.n_candidates > 900_000 and len(np.unique(wanted.cluster)) < 80_000
    assert_the_same(spark(lists.table, free_of_duplicates=lists.free), wanted)

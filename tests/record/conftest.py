"""A new, empty case for each test that asks for one."""

from pathlib import Path

import pytest

from onrecord.record.case import Case, create_case


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return create_case(tmp_path / "case", title="A case", country=None, by="tester")

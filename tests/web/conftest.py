"""The bundled case, built once for the whole run and copied for each test; a visitor inside."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from onrecord.record.bundled import TITLE, apply_bundled_decisions, bundled_folder
from onrecord.record.case import Case, create_case, open_case, sole_writer
from onrecord.record.intake import add
from onrecord.record.run import run
from onrecord.web.door import Door
from onrecord.web.served import Served, begin

PORT = 8000


def build_bundled(root: Path) -> None:
    made = create_case(root, title=TITLE, country=None, by="tester")
    with sole_writer(made):
        add(made, [bundled_folder() / "documents"], by="tester")
        run(made)
        apply_bundled_decisions(made)
        run(made)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.getbasetemp() / "bundled-case"
    if not (root / "case.toml").exists():
        build_bundled(root)
    return root


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Case:
    copied = tmp_path / "case"
    shutil.copytree(built, copied)
    return open_case(copied)


@pytest.fixture
def door(case: Case) -> Door:
    door = Door(PORT)
    begin(Served(case=case, door=door, by="tester"))
    return door


class Visitor:
    """Somebody inside, who asks for pages and posts the forms that stand on them."""

    def __init__(self, door: Door) -> None:
        self.client = Client(
            enforce_csrf_checks=True,
            HTTP_HOST=f"127.0.0.1:{door.port}",
            raise_request_exception=True,
        )
        self.client.get(door.new_address().split(str(door.port), 1)[1])

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def page(self, address: str) -> str:
        response = self.client.get(address, follow=True)
        assert response.status_code == 200, (address, response.status_code)
        return response.content.decode()

    def post(self, address: str, from_page: str, **fields: str) -> Any:
        """Post a form as a browser without script would: with the token of the page it is on."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page(from_page))
        assert found is not None, f"{from_page} has no form"
        token = {"csrfmiddlewaretoken": found.group(1)}
        return self.client.post(address, {**token, **fields})


@pytest.fixture
def visitor(door: Door) -> Visitor:
    return Visitor(door)

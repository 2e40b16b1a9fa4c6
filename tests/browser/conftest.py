"""The bundled case served by the command itself, and Debian's Chromium to look at it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from onrecord.record.bundled import TITLE, apply_bundled_decisions, bundled_folder
from onrecord.record.case import create_case, sole_writer
from onrecord.record.intake import add
from onrecord.record.run import run

CHROMIUM = Path(os.environ.get("ONRECORD_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update",
             "--disable-sync"]  # fmt: skip
SERVE = "import sys; from onrecord.cli import main; sys.argv[0] = 'onrecord'; main()"
Open = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.getbasetemp() / "bundled-case"
    if not (root / "case.toml").exists():
        made = create_case(root, title=TITLE, country=None, by="tester")
        with sole_writer(made):
            add(made, [bundled_folder() / "documents"], by="tester")
            run(made)
            apply_bundled_decisions(made)
            run(made)
    return root


@pytest.fixture(scope="session")
def chromium(built: Path) -> Iterator[Browser]:
    """Chromium, started once. ``built`` comes first: Django works in no thread that has a loop."""
    if not CHROMIUM.exists():
        pytest.fail(
            f"Chromium is not at {CHROMIUM}: install Debian's package `chromium` "
            "(apt-get install chromium), or name another one in ONRECORD_CHROMIUM",
            pytrace=False,
        )
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Served:
    """`onrecord serve` in a process of its own; each address lets one browser in."""

    def __init__(self, case: Path) -> None:
        command = [sys.executable, "-c", SERVE, "serve", str(case), "--no-browser"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/enter\?token=\S+", line)
        assert found is not None, f"no address in {line!r}"
        self.address = found[0]
        self.root = self.address.split("/enter")[0]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def _served(built: Path, folder: Path) -> Iterator[Served]:
    shutil.copytree(built, folder / "case")
    served = Served(folder / "case")
    yield served
    served.stop()


@pytest.fixture
def served(built: Path, tmp_path: Path) -> Iterator[Served]:
    """A case of one's own, in which decisions may be made."""
    yield from _served(built, tmp_path)


@pytest.fixture(scope="session")
def served_for_reading(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One case for all tests that only look."""
    yield from _served(built, tmp_path_factory.mktemp("reading"))


class Complaints:
    """What a browser's console says of a page that should leave it silent."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        page.on("console", lambda m: self.said.append(m.text) if m.type != "log" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """Somebody who came in by the printed address of a case of one's own."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(served.address)
    yield page
    context.close()


@pytest.fixture(scope="session")
def session_state(chromium: Browser, served_for_reading: Served) -> dict[str, object]:
    """The session of the one visitor whom the printed address let in."""
    context = chromium.new_context()
    context.new_page().goto(served_for_reading.address)
    state: dict[str, object] = dict(context.storage_state())
    context.close()
    return state


@pytest.fixture
def visit(
    chromium: Browser, served_for_reading: Served, session_state: dict[str, object]
) -> Iterator[Open]:
    """Open a page of the case for reading, in a window of a given width."""
    contexts: list[BrowserContext] = []

    def opened(address: str, *, width: int = 1280, scheme: str = "light", **more: object) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            storage_state=session_state,  # type: ignore[arg-type]
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = Complaints(page)  # type: ignore[attr-defined]
        page.goto(served_for_reading.root + address)
        return page

    yield opened
    for context in contexts:
        context.close()

"""Each page in Chromium: silent console, no sideways scrolling, nothing that axe objects to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
LISTS = ["/", "/documents/", "/documents/?q=valley", "/claims/", "/claims/?state=accepted",
         "/events/", "/events/?sort=date", "/responses/", "/responses/?as_of=2021-09-20",
         "/persons/", "/pairs/", "/pairs/?queue=second", "/pairs/?queue=audit", "/pairs/quality/",
         "/pairs/weights/", "/events/pairs/", "/events/sample/", "/events/quality/", "/figures/",
         "/ledger/", "/set-aside/", "/nowhere"]  # fmt: skip
ENTRIES = {  # a list, and what to follow on it
    "an article": ("/documents/?kind=article", ".list__head a"),
    "a table": ("/documents/?kind=victim+list", ".list__head a"),
    "the columns of a table": (
        "/documents/?kind=victim+list",
        ".list__head a",
        ".facts a[href$='/columns/']",
    ),
    "the columns of an Arabic table": (
        "/documents/?q=relatives",
        ".list__head a",
        ".facts a[href$='/columns/']",
    ),
    "an Arabic statement": ("/documents/", "text=بيان"),
    "an event": ("/events/", ".list__head a"),
    "an event that is contested": ("/events/?sort=contradictions", ".list__head a"),
    "a person": ("/persons/", ".list__head a"),
    "a figure": ("/figures/", "text=How it was counted"),
    "an amendment": ("/claims/?kind=statement", "a[data-key=m]"),
}
PAGES = [*LISTS, *ENTRIES]
Open = Callable[..., Page]


def opened(visit: Open, where: str, **window: Any) -> Page:
    """A page by its address, or by the way to it."""
    if where in ENTRIES:
        address, *links = ENTRIES[where]
        page = visit(address, **window)
        for link in links:
            if not page.locator(link).first.is_visible():
                page.locator("summary").first.click()
            with page.expect_navigation():
                page.locator(link).first.click()
        return page
    return visit(where, **window)


@pytest.mark.parametrize("where", PAGES)
def test_a_page_keeps_to_the_policy_and_fits_a_phone(visit: Open, where: str) -> None:
    page = opened(visit, where)
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    said = page.complaints.said  # type: ignore[attr-defined]
    if where == "/nowhere":
        said = [line for line in said if "404" not in line]
    assert said == []


@pytest.mark.parametrize("where", PAGES)
def test_axe_finds_no_serious_violation_in_light_and_dark(visit: Open, where: str) -> None:
    if not AXE.exists():
        pytest.fail("axe-core is not there: npm ci in frontend/ brings it (make assets)")
    # The test's own script may run where the page's policy lets nothing in; the page's may not.
    page = opened(visit, where, bypass_csp=True)
    page.add_script_tag(path=AXE)
    serious = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = page.evaluate("async () => (await axe.run()).violations")
        serious += [
            f"{scheme}: {one['id']}: {one['nodes'][0]['html'][:200]} "
            f"{one['nodes'][0]['failureSummary'][:300]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
    assert serious == []


def test_an_arabic_document_runs_from_right_to_left(visit: Open) -> None:
    page = opened(visit, "an Arabic statement")
    text = page.locator(".reading__text")
    expect(text).to_have_attribute("dir", "rtl")
    expect(text).to_have_attribute("lang", "ar")
    margins = page.evaluate(
        "() => { const box = document.querySelector('.reading__text');"
        " const range = document.createRange(); range.selectNodeContents(box);"
        " const line = range.getClientRects()[0], whole = box.getBoundingClientRect();"
        " return [line.left - whole.left, whole.right - line.right]; }"
    )
    left, right = margins
    assert right < left, "the first line, which is short, stands on the right"


def test_the_page_reads_and_decides_without_script(visit: Open) -> None:
    page = visit("/claims/?state=suggested", java_script_enabled=False)
    page.locator(".card blockquote a").first.click()
    expect(page.locator(".card:target")).to_be_visible()
    claim = page.locator(".card:target").get_attribute("data-card")
    page.locator(".card:target").get_by_role("button", name="Reject").click()
    card = page.locator(f'.card[data-card="{claim}"]')
    expect(card).to_have_attribute("data-state", "rejected")
    card.get_by_role("button", name="Undo").click()
    expect(page.locator(f'.card[data-card="{claim}"]')).to_have_attribute("data-state", "suggested")


def test_printing_leaves_out_what_cannot_be_pressed_on_paper(visit: Open) -> None:
    page = opened(visit, "an article")
    page.emulate_media(media="print")
    expect(page.locator(".nav")).to_be_hidden()
    expect(page.locator(".actions").first).to_be_hidden()
    expect(page.locator(".card blockquote").first).to_be_visible()


def test_reduced_motion_is_heeded(visit: Open) -> None:
    page = visit("/", reduced_motion="reduce")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => "
        "parseFloat(getComputedStyle(e).transitionDuration) > 0 "
        "|| getComputedStyle(e).animationName !== 'none').length"
    )
    assert moving == 0

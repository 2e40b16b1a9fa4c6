"""From a number to the sealed source, and back with a decision."""

import hashlib
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


def follow_to_the_words(page: Page) -> None:
    """From a figure to what was used in it, until the words of a source are on the screen."""
    for _ in range(3):
        used = page.locator("main .list li", has_text="used").first
        with page.expect_navigation():
            used.locator("a").first.click()
        if "/documents/" in page.url:
            return
    raise AssertionError(f"{page.url} is not a document")


def row_of_figures(page: Page, root: str, title: str) -> Locator:
    page.goto(root)
    return page.locator(".figure-table tr").filter(has_text=title).first


def test_a_number_leads_to_its_sentence_in_the_sealed_source(page: Page, tmp_path: Path) -> None:
    """Opens the case, takes a number, follows it to the words, and to the bytes that hold them."""
    row = row_of_figures(page, page.url, "People killed, as sources say")
    row.locator("td a").last.click()
    expect(page.locator("h1")).to_contain_text("killed")
    expect(page.get_by_role("heading", name="How it was counted")).to_be_visible()
    follow_to_the_words(page)

    card = page.locator(".card.is-selected")
    expect(card).to_be_visible()
    claim = card.get_attribute("data-card")
    marks = page.locator(f'mark[data-claims~="{claim}"]')
    expect(marks.first).to_be_visible()
    words = "".join(marks.all_text_contents())
    assert words == card.locator("blockquote").text_content()

    page.get_by_text("What is known of this document").click()
    stated = page.locator(".digest").text_content() or ""
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the sealed bytes").click()
    saved = tmp_path / "sealed"
    download.value.save_as(saved)
    assert hashlib.sha256(saved.read_bytes()).hexdigest() in stated


def test_accepting_a_claim_changes_a_figure_and_undoing_changes_it_back(page: Page) -> None:
    """A number that rests on suggestions alone: its claim is accepted, and the number is there."""
    root, title = page.url, "People displaced, as sources say"
    accepted = row_of_figures(page, root, title).locator("td a")
    before = accepted.all_text_contents()
    assert before[0] == "no number"
    with page.expect_navigation():
        accepted.last.click()
    follow_to_the_words(page)
    claim = page.locator(".card.is-selected").get_attribute("data-card")
    where = page.url
    card = page.locator(f'.card[data-card="{claim}"]')
    expect(card).to_have_attribute("data-state", "suggested")
    page.keyboard.press("a")
    expect(card).to_have_attribute("data-state", "accepted", timeout=30_000)
    expect(page.locator("#said")).to_contain_text("Accepted.")
    first_of = page.locator(f'mark[data-claims^="{claim}"]')
    expect(first_of.first).to_have_attribute("data-state", "accepted")

    after = row_of_figures(page, root, title).locator("td a").all_text_contents()
    assert after[0] == before[1]

    page.goto(where)
    page.keyboard.press("u")
    expect(card).to_have_attribute("data-state", "suggested", timeout=30_000)
    assert row_of_figures(page, root, title).locator("td a").all_text_contents() == before


def test_the_printed_address_lets_one_browser_in_once(page: Page, served: object) -> None:
    address = served.address  # type: ignore[attr-defined]
    assert page.context.browser is not None
    other = page.context.browser.new_context()
    visitor = other.new_page()
    visitor.goto(address)
    expect(visitor.locator("h1")).to_have_text("This address does not let you in")
    expect(visitor.locator("main")).to_contain_text("press Enter")
    visitor.goto(f"{address.split('/enter')[0]}/documents/")
    expect(visitor.locator("h1")).to_have_text("This address does not let you in")
    other.close()


def test_a_pair_is_decided_with_one_key_and_undone(page: Page) -> None:
    page.goto(f"{page.url.rstrip('/')}/persons/")
    with page.expect_navigation():
        page.locator("main a.button").click()
    names = page.locator("#names").text_content()
    page.keyboard.press("s")
    expect(page.locator("#said")).to_contain_text("Said to be the same person.", timeout=20_000)
    expect(page.locator("#names")).not_to_have_text(names or "")
    page.keyboard.press("z")
    expect(page.locator("#said")).to_contain_text("Undone.", timeout=20_000)
    expect(page.locator("#names")).to_have_text(names or "")


def test_a_claim_is_amended_in_a_form(page: Page) -> None:
    root = page.url.rstrip("/")
    page.goto(f"{root}/claims/?state=suggested&kind=toll")
    with page.expect_navigation():
        page.locator(".card blockquote a").first.click()
    page.keyboard.press("m")
    expect(page.locator("h1")).to_have_text("Amend a claim")
    page.get_by_label("Certainty").select_option("alleged")
    page.get_by_label("Why").fill("The page says that it is alleged.")
    page.get_by_role("button", name="Amend").click()
    card = page.locator(".card.is-selected")
    expect(card).to_have_attribute("data-state", "amended", timeout=20_000)
    expect(card).to_contain_text("alleged")
    assert re.search(r"#c-claim-", page.url)

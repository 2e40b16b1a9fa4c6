"""All of it without a mouse."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Open = Callable[..., Page]


def focused(page: Page, what: str) -> str:
    found: str = page.evaluate(f"document.activeElement.{what}")
    return found


def test_the_first_tab_offers_to_skip_to_the_content(visit: Open) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert focused(page, "textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert focused(page, "id") == "main"


def test_every_stop_of_the_tab_key_can_be_seen(visit: Open) -> None:
    page = visit("/claims/?state=suggested")
    for _ in range(30):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", focused(page, "outerHTML")


def test_j_and_k_go_from_claim_to_claim_and_show_the_words(visit: Open) -> None:
    page = visit("/documents/?kind=article")
    with page.expect_navigation():
        page.locator(".list__head a").first.click()
    page.keyboard.press("j")
    first = page.locator(".card.is-selected").get_attribute("data-card")
    page.keyboard.press("j")
    second = page.locator(".card.is-selected").get_attribute("data-card")
    assert first != second
    expect(page.locator("mark.is-selected").first).to_be_visible()
    assert focused(page, "dataset.card") == second
    page.keyboard.press("k")
    assert page.locator(".card.is-selected").get_attribute("data-card") == first


def test_the_question_mark_opens_the_keys_and_escape_closes_them(visit: Open) -> None:
    page = visit("/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_keys_do_nothing_while_one_writes_and_can_be_switched_off(visit: Open) -> None:
    page = visit("/documents/?kind=article")
    page.locator("input[name=q]").fill("")
    page.locator("input[name=q]").press("?")
    expect(page.locator("#keys")).to_be_hidden()
    with page.expect_navigation():
        page.locator(".list__head a").first.click()
    page.keyboard.press("?")
    page.get_by_label("Switch the single-letter keys off").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(".card.is-selected")).to_have_count(0)


def test_a_claim_is_accepted_and_undone_with_keys_alone(page: Page) -> None:
    page.goto(f"{page.url.rstrip('/')}/claims/?state=suggested&kind=statement")
    page.keyboard.press("j")
    claim = page.locator(".card.is-selected").get_attribute("data-card")
    card = page.locator(f'.card[data-card="{claim}"]')
    page.keyboard.press("a")
    expect(card).to_have_attribute("data-state", "accepted", timeout=20_000)
    assert focused(page, "dataset.card") == claim
    page.keyboard.press("u")
    expect(card).to_have_attribute("data-state", "suggested", timeout=20_000)
    page.keyboard.press("r")
    expect(card).to_have_attribute("data-state", "rejected", timeout=20_000)

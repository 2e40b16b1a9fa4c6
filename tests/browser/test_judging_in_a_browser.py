"""A documenter judges pairs with the keyboard alone, and by ear."""

import re

from playwright.sync_api import Page, expect


def begin(page: Page) -> str:
    """The page of pairs; the two records that it asks about."""
    page.goto(f"{page.url.rstrip('/')}/pairs/")
    return asked(page)


def asked(page: Page) -> str:
    found = page.locator("article.candidate").get_attribute("data-card")
    assert found is not None
    return found


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def test_a_journey_through_the_queue_with_keys_alone(page: Page) -> None:
    first = begin(page)
    words = page.locator("details.excerpts")
    page.keyboard.press("w")
    expect(words).to_have_attribute("open", "")
    expect(words.locator(".version")).to_have_count(2)
    page.keyboard.press("w")
    expect(words).not_to_have_attribute("open", "")

    page.keyboard.press("d")
    expect(page.locator("#said")).to_contain_text("Said to be different persons. Next: ")
    second = asked(page)
    assert second != first
    assert focused(page) == "names"
    expect(page.locator(".newest")).to_contain_text("different persons")

    page.keyboard.press("n")
    expect(page.locator("article.candidate")).not_to_have_attribute("data-card", second)
    third = asked(page)
    assert third.split("~")[0] in page.url
    page.keyboard.press("p")
    expect(page.locator("article.candidate")).to_have_attribute("data-card", second)
    page.keyboard.press("j")
    expect(page.locator("article.candidate")).to_have_attribute("data-card", third)

    page.keyboard.press("z")
    expect(page.locator("#said")).to_contain_text("Undone.")
    assert asked(page) == first
    expect(page.locator(".verdicts")).to_have_count(0)


def test_what_was_judged_is_linked_when_one_pauses(page: Page) -> None:
    begin(page)
    page.keyboard.press("s")
    expect(page.locator("#standing")).to_contain_text("not linked yet")
    expect(page.locator("#standing b")).to_have_text(
        re.compile(r"^\d+ → \d+ persons$"), timeout=60_000
    )


def test_a_reason_is_written_without_a_letter_being_taken_for_a_key(page: Page) -> None:
    first = begin(page)
    page.locator(".because summary").click()
    page.get_by_label("Reason for the answer").fill("sudden")
    page.get_by_label("Reason for the answer").press("s")
    assert asked(page) == first
    page.get_by_role("button", name="Not sure").click()
    expect(page.locator("#said")).to_contain_text("Left unsure.")


def test_the_two_records_are_a_table_to_whoever_hears_them(page: Page) -> None:
    begin(page)
    table = page.get_by_role("table", name="What the two records say")
    expect(table.get_by_role("columnheader")).to_have_count(3)
    name = table.get_by_role("row").nth(1)
    expect(name.get_by_role("rowheader")).to_contain_text("name")
    expect(name.get_by_role("cell")).to_have_count(2)


def test_a_phone_shows_the_pair_and_the_answers_without_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    begin(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    widths = page.locator(".answers button").evaluate_all("all => all.map(b => b.offsetHeight)")
    assert min(widths) >= 44


def test_a_sample_of_events_is_drawn_and_judged_with_keys_alone(page: Page) -> None:
    page.goto(f"{page.url.rstrip('/')}/events/sample/")
    page.get_by_label("Pairs to draw").fill("20")
    page.get_by_label("Pairs to draw").press("Enter")
    expect(page.locator("article.candidate")).to_be_visible()
    first = asked(page)
    words = page.locator("details.excerpts")
    page.keyboard.press("w")
    expect(words.locator(".version")).to_have_count(2)
    page.keyboard.press("s")
    expect(page.locator("#said")).to_contain_text("Said to be one event.")
    second = asked(page)
    assert second != first
    assert focused(page) == "asked"
    page.keyboard.press("n")
    expect(page.locator("article.candidate")).not_to_have_attribute("data-card", second)
    page.keyboard.press("p")
    expect(page.locator("article.candidate")).to_have_attribute("data-card", second)
    page.keyboard.press("z")
    expect(page.locator("#said")).to_contain_text("Undone.")
    assert asked(page) == first
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

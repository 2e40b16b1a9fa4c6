"""The published parts of a text: every passage whole, in its place, and anchored once."""

from html import unescape
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.publish.excerpts import excerpts
from onrecord.publish.published_html import read_page

TEXT = "First <b> & line.\nSecond line, with more.\n\nThird line\nand a last one."


def claims_at(make, text, spans):
    document = make.document(1, text)
    base = make.claim(0, document, text, make.toll(document, text, 1, 1))
    return [
        make.replace(
            base, id=make.identifier("claim", n), start=start, end=end, text=text[start:end]
        )
        for n, (start, end) in enumerate(spans)
    ]


SPANS = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30)).map(
        lambda place: (place[0], min(place[0] + place[1], len(TEXT)))
    ),
    max_size=6,
)


@given(SPANS, st.sampled_from(["paragraphs", "passages", "whole"]), st.booleans())
def test_passages_that_nest_and_cross_keep_their_exact_words(make, spans, mode, headed):
    claims = claims_at(make, TEXT, spans)
    shown = excerpts(TEXT, claims, mode=mode, headed=headed)
    page = read_page("".join(str(excerpt.markup) for excerpt in shown).encode())
    for claim in claims:
        assert "".join(page.passages[claim.id]) == claim.text
        assert f"c-{claim.id}" in page.anchors
    markup = "".join(str(excerpt.markup) for excerpt in shown)
    assert all(markup.count(f'id="c-{claim.id}"') == 1 for claim in claims)


@given(SPANS)
def test_excerpts_are_in_order_and_do_not_overlap(make, spans):
    shown = excerpts(TEXT, claims_at(make, TEXT, spans))
    assert all(a.end < b.start for a, b in pairwise(shown))


def test_only_the_paragraph_of_a_passage_is_shown(make):
    claims = claims_at(make, TEXT, [(TEXT.index("Third"), TEXT.index("Third") + 5)])
    (shown,) = excerpts(TEXT, claims)
    assert TEXT[shown.start : shown.end] == "Third line"
    assert shown.skipped > 0


def test_a_table_shows_the_names_of_its_columns(make):
    text = "The dead\t\nname\tage\nAnders\t30\nMira\t41"
    claims = claims_at(make, text, [(text.index("Mira"), len(text))])
    shown = excerpts(text, claims, headed=True)
    assert [unescape(one.markup.striptags()) for one in shown] == [
        "The dead",
        "name age",
        "Mira 41",
    ]


def test_a_text_without_claims_shows_nothing_unless_the_whole_is_asked_for(make):
    assert excerpts(TEXT, []) == []
    assert "".join(TEXT[e.start : e.end] for e in excerpts(TEXT, [], mode="whole")) == TEXT.replace(
        "\n", ""
    )

"""A claim's words are the words at its passage, exactly, whatever text comes in."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model.claim_line import claim_line, grounded_values

PHRASES = [
    "Gunmen", "the Kesh Brigade", "Orso Talin", "killed", "were killed", "at least 12", "people",
    "civilians", "in Hareth", "on Friday", "said", "denied", "condemned", "by", "soldiers", ",",
    ".", "“", "”", ";", ":", "who", "that", "reportedly", "attack", "the massacre of", "against",
    "fled to", "churches", "and", "not", "\n\n", "\n", "including", "children", "According to",
    "witnesses", "\u200f", "é", "🕯", "İ", "_We_", "must", "be", "He", "accused of", "after",
    "(", ")",
]  # fmt: skip


def check(text, claims):
    for claim in claims:
        assert text[claim.start : claim.end] == claim.text
        assert claim.text.strip()
        assert claim.attribution[0].kind == "document"
        for value in grounded_values(claim.body):
            assert text[value.start : value.end] == value.text
        for voice in claim.attribution[1:]:
            if voice.start is not None:
                assert text[voice.start : voice.end] == voice.holder
            assert text[voice.cue_start : voice.cue_end] == voice.cue
        assert claim_line(claim)["schema"]


def test_every_value_of_the_made_up_documents_is_grounded(claims_of, documents, filled):
    for document in documents:
        text = filled(document)
        claims = claims_of(text)
        assert claims
        check(text, claims)
        assert len({claim.id for claim in claims}) == len(claims)


def test_the_same_text_gives_the_same_claims(claims_of, documents, filled):
    for document in documents:
        assert claims_of(filled(document)) == claims_of(filled(document))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(PHRASES), max_size=40))
def test_words_in_any_order_give_only_grounded_claims(claims_of, pieces):
    text = " ".join(pieces)
    check(text, claims_of(text))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=300))
def test_any_characters_at_all_are_read_without_an_error(claims_of, text):
    check(text, claims_of(text))

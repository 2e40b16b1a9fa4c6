"""What an amendment may say, and what it may not."""

import pytest

from onrecord.errors import DecisionRefused
from onrecord.model.claim import Act, Claim, Naming, Statement, Toll, Voice
from onrecord.model.party import Mention
from onrecord.model.passage import Span
from onrecord.model.quantity import Quantity
from onrecord.web.amending import amended, fields_of

TEXT = "Gunmen in grey shirts killed dozens of residents in Ardal"


def claim_of(body: Act | Toll | Statement) -> Claim:
    return Claim(
        id="claim-1",
        rendition="rendition-1",
        text=TEXT,
        start=100,
        end=100 + len(TEXT),
        attribution=(Voice(holder="this document", kind="document"),),
        stance="asserts",
        polarity="positive",
        certainty="stated",
        body=body,
        suggested_by="a test",
    )


def act() -> Claim:
    killed = Span(text="killed", start=122, end=128)
    by = Mention(text="Gunmen in grey shirts", start=100, end=121)
    return claim_of(Act(act_type="killing", trigger=killed, perpetrators=(by,)))


def toll() -> Claim:
    dozens = Quantity(text="dozens", start=129, end=135, at_least=24, at_most=99)
    return claim_of(Toll(harm="killed", quantity=dozens))


def statement() -> Claim:
    cue = Span(text="killed", start=122, end=128)
    return claim_of(Statement(speech_act="condemn", cue=cue))


def as_it_stands(claim: Claim, **changes: str) -> dict[str, str]:
    """What the form posts when only some of it was changed."""
    return {field.name: field.value for field in fields_of(claim, str)} | changes


def test_a_form_that_changes_nothing_is_refused() -> None:
    for claim in (act(), toll(), statement()):
        with pytest.raises(DecisionRefused, match="nothing was changed"):
            amended(claim, as_it_stands(claim), str)


def test_words_that_stand_in_the_passage_become_a_mention_at_their_place() -> None:
    made = amended(act(), as_it_stands(act(), victims="residents"), str)
    assert isinstance(made.body, Act)
    victim = made.body.victims[0]
    assert TEXT[victim.start - 100 : victim.end - 100] == "residents"
    assert made.body.perpetrators == act().body.perpetrators  # type: ignore[union-attr]


def test_several_are_set_apart_by_a_semicolon() -> None:
    made = amended(act(), as_it_stands(act(), victims="residents; dozens"), str)
    assert isinstance(made.body, Act)
    assert [victim.text for victim in made.body.victims] == ["residents", "dozens"]


def test_words_that_stand_nowhere_in_the_passage_are_refused() -> None:
    with pytest.raises(DecisionRefused, match="“soldiers” does not stand in the passage"):
        amended(act(), as_it_stands(act(), perpetrators="soldiers"), str)


def test_a_number_keeps_its_words_and_changes_its_ends() -> None:
    made = amended(toll(), as_it_stands(toll(), at_least="30", at_most=""), str)
    assert isinstance(made.body, Toll)
    quantity = made.body.quantity
    assert (quantity.text, quantity.at_least, quantity.at_most) == ("dozens", 30, None)


@pytest.mark.parametrize("ends", [("40", "12"), ("many", ""), ("-3", ""), ("9" * 20, "")])
def test_numbers_that_cannot_be_are_refused(ends: tuple[str, str]) -> None:
    with pytest.raises(DecisionRefused):
        amended(toll(), as_it_stands(toll(), at_least=ends[0], at_most=ends[1]), str)


def test_a_term_that_no_vocabulary_defines_is_refused() -> None:
    with pytest.raises(DecisionRefused, match="no term of acts"):
        amended(act(), as_it_stands(act(), act_type="mishap"), str)


def test_whoever_is_named_is_named_in_words() -> None:
    made = amended(
        statement(),
        as_it_stands(statement(), naming="category", named="Gunmen in grey shirts"),
        str,
    )
    assert isinstance(made.body, Statement)
    assert made.body.names_perpetrator.level == "category"
    for naming, named in (("category", ""), ("nobody", "Gunmen")):
        with pytest.raises(DecisionRefused, match="named in words"):
            amended(statement(), as_it_stands(statement(), naming=naming, named=named), str)


def test_what_is_withheld_is_shown_covered_and_kept_as_it_is() -> None:
    def shown(words: str) -> str:
        return words.replace("grey", "████")

    posted = {field.name: field.value for field in fields_of(act(), shown)}
    assert "grey" not in posted["perpetrators"]
    made = amended(act(), posted | {"certainty": "alleged"}, shown)
    assert made.body == act().body


def test_naming_nobody_needs_no_words() -> None:
    assert statement().body.names_perpetrator == Naming(level="nobody")  # type: ignore[union-attr]
    made = amended(statement(), as_it_stands(statement(), certainty="hedged"), str)
    assert made.certainty == "hedged"

"""A site that the case's own gazetteer lists is found by its words; others stay without a name."""

from onrecord.model.claim import Act
from onrecord.model.source import Context, Place
from onrecord.read.english.prose import claims_of_prose

from .conftest import rendition_of

BRIDGE = Place(
    name="Hareth bridge", gazetteer="case", gazetteer_id="place-1", kind="site",
    latitude=1.0, longitude=2.0,
)  # fmt: skip


def _places(sentence: str) -> list[tuple[str, str, str | None]]:
    made = claims_of_prose(rendition_of(sentence), Context(places=(BRIDGE,))).made
    return [
        (place.text, place.precision, place.gazetteer_id)
        for claim in made
        if isinstance(claim.body, Act)
        for place in claim.body.places
    ]


def test_a_listed_bridge_is_found_with_its_article_and_without() -> None:
    assert ("Hareth bridge", "near", "place-1") in _places(
        "Gunmen killed a man near the Hareth bridge."
    )
    assert ("Hareth bridge", "exact", "place-1") in _places("Gunmen killed a man at Hareth bridge.")


def test_a_bridge_that_is_not_listed_stays_without_a_name() -> None:
    found = _places("Gunmen killed a man at the Dorvale bridge.")
    assert [(precision, place) for _, precision, place in found] == [("unnamed", None)]


def test_what_happened_when_a_day_is_told_of_happened_on_that_day() -> None:
    sentence = (
        "The violence began on 3 May 2021, when gunmen attacked a convoy near the Hareth bridge "
        "and killed 14 guards."
    )
    made = claims_of_prose(rendition_of(sentence), Context(places=(BRIDGE,))).made
    days = {
        str(claim.body.when.earliest)
        for claim in made
        if isinstance(claim.body, Act) and claim.body.when is not None
    }
    acts = {claim.body.act_type for claim in made if isinstance(claim.body, Act)}
    assert days == {"2021-05-03"}
    assert {"attack", "killing"} <= acts

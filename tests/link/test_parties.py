"""link_parties: which mentions are of one party, and which are never merged by words."""

import pytest
from link_builders import Text, judged
from msgspec import structs

from onrecord.link.parties import link_parties, party_id
from onrecord.model.party import Party
from onrecord.model.source import Place

LONG = (
    "The Littoral Union condemned the killing. The LU asked for an inquiry. "
    "The gunmen fled. Foreign Minister Ilse Varn wrote that Hestmark mourns. "
    "Varn’s office, quoted by the Torin Morning Post, said no more. "
    "According to the Post, the gunmen came back.\n"
)


def said_by(text: Text, words: str, kind: str, name: str | None = None, after: str = "") -> None:
    speaker = text.mention(words, kind, name, after=after)  # type: ignore[arg-type]
    text.statement(words, speaker=speaker)


def parties(*texts: Text, judgements: tuple = ()) -> tuple[Party, ...]:  # type: ignore[type-arg]
    claims = [claim for text in texts for claim in text.claims]
    return link_parties(claims, [text.document for text in texts], judgements)[0]


def names(*texts: Text) -> set[tuple[str, tuple[str, ...]]]:
    return {(party.name, party.aliases) for party in parties(*texts)}


def test_an_acronym_meets_the_name_that_it_is_the_initials_of() -> None:
    text = Text("one", LONG)
    said_by(text, "The Littoral Union", "organisation")
    said_by(text, "The LU", "organisation")
    assert names(text) == {("Littoral Union", ("LU",))}


def test_an_acronym_explained_in_one_document_is_known_in_the_case() -> None:
    first, second = Text("one", LONG), Text("two", "LU spokesmen said nothing.\n")
    said_by(first, "The Littoral Union", "organisation")
    said_by(first, "The LU", "organisation")
    said_by(second, "LU", "organisation")
    assert len(parties(first, second)) == 1


def test_an_acronym_that_nobody_explains_stays_a_party_of_its_own() -> None:
    first, second = Text("one", LONG), Text("two", "LX spokesmen said nothing.\n")
    said_by(first, "The Littoral Union", "organisation")
    said_by(second, "LX", "organisation")
    assert len(parties(first, second)) == 2


def test_an_acronym_in_brackets_is_explained_by_the_words_before_it() -> None:
    text = Text("one", "The Sarn Relief Committee (SRC) wrote. The SRC asked for help.\n")
    said_by(text, "SRC asked", "organisation", "SRC")
    other = Text("two", "Sarn Relief Committee doctors came.\n")
    said_by(other, "Sarn Relief Committee", "organisation")
    assert names(text, other) == {("Sarn Relief Committee", ("SRC",))}


def test_a_surname_and_a_possessive_meet_the_full_name() -> None:
    text = Text("one", LONG)
    said_by(text, "Foreign Minister Ilse Varn", "person", "Ilse Varn")
    said_by(text, "Varn’s", "person")
    assert names(text) == {("Ilse Varn", ("Varn",))}


def test_an_office_before_a_name_is_no_part_of_it() -> None:
    text = Text("one", LONG + "Ilse Varn left.\n")
    said_by(text, "Foreign Minister Ilse Varn", "person")
    said_by(text, "Ilse Varn", "person", after="no more")
    assert names(text) == {("Ilse Varn", ("Foreign Minister Ilse Varn",))}


def test_a_father_whose_name_ends_the_name_of_his_son_is_another_person() -> None:
    text = Text("one", "Samir Khalil Darwish and Khalil Darwish spoke.\n")
    said_by(text, "Samir Khalil Darwish", "person")
    said_by(text, "Khalil Darwish", "person", after="and")
    assert len(parties(text)) == 2


def test_the_last_word_of_a_paper_stands_for_it() -> None:
    text = Text("one", LONG)
    said_by(text, "the Torin Morning Post", "organisation")
    said_by(text, "the Post", "organisation")
    assert names(text) == {("Torin Morning Post", ("Post",))}


@pytest.mark.parametrize(
    ("full", "turned"),
    [("The Ministry of the Interior", "The Interior Ministry"),
     ("The Department of Public Health", "The Public Health Department"),
     ("The Office of Civil Records", "The Civil Records Office")],
)  # fmt: skip
def test_a_body_is_one_whichever_way_its_name_is_turned(full: str, turned: str) -> None:
    first, second = Text("one", f"{full} denied it.\n"), Text("two", f"{turned} denied it.\n")
    said_by(first, full, "state_body")
    said_by(second, turned, "state_body")
    assert len(parties(first, second)) == 1


@pytest.mark.parametrize(
    ("full", "short"),
    [("The Ministry of the Interior", "The Ministry"), ("The Torin Guard", "The Guard"),
     ("The Union of Littoral States", "The Union"), ("The Sarn Liberation Front", "The Front")],
)  # fmt: skip
def test_the_kind_of_body_alone_stands_for_the_body_named_before(full: str, short: str) -> None:
    text = Text("one", f"{full} spoke. {short} left.\n")
    said_by(text, full, "organisation")
    said_by(text, short, "organisation", after="spoke")
    assert len(parties(text)) == 1


def test_a_union_of_states_keeps_the_initials_of_its_own_order() -> None:
    text = Text("one", "The Union of Littoral States spoke. The ULS left. The LSU came.\n")
    said_by(text, "The Union of Littoral States", "organisation")
    said_by(text, "The ULS", "organisation")
    said_by(text, "The LSU", "organisation")
    assert {len(party.mentions) for party in parties(text)} == {1, 2}


def test_the_guard_of_a_state_is_the_guard_of_the_same_document() -> None:
    text = Text("one", "The National Guard of Varenna spoke. The National Guard left.\n")
    said_by(text, "The National Guard of Varenna", "state_body")
    said_by(text, "The National Guard", "state_body", after="spoke")
    assert len(parties(text)) == 1


def of_country(text: Text, code: str) -> Text:
    bibliography = structs.replace(text.document.bibliography, country=code)
    text.document = structs.replace(text.document, bibliography=bibliography)
    return text


@pytest.mark.parametrize(("second_code", "n_parties"), [("ZZ", 1), ("ZY", 2)])
def test_a_body_of_the_country_of_the_case_is_known_without_it(
    second_code: str, n_parties: int
) -> None:
    """Only where all documents are about that one country."""
    first = of_country(Text("one", "The National Guard of Varenna spoke.\n"), "ZZ")
    second = of_country(Text("two", "The National Guard left.\n"), second_code)
    said_by(first, "The National Guard of Varenna", "state_body")
    said_by(second, "The National Guard", "state_body")
    country = Place(name="Varenna", gazetteer="case", gazetteer_id="zz", kind="country",
                    country="ZZ")  # fmt: skip
    claims = [*first.claims, *second.claims]
    found, _, _ = link_parties(claims, [first.document, second.document], (), [country])
    assert len(found) == n_parties


@pytest.mark.parametrize(
    "joined", ["Transitional President Ilse Varn", "Ilse Varn, the Transitional President,"]
)
def test_an_office_is_its_holder_where_the_text_joins_both(joined: str) -> None:
    text = Text("one", f"{joined} spoke. Later the Transitional President left.\n")
    said_by(text, "Ilse Varn", "person")
    said_by(text, "Transitional President", "person", after="Later")
    (party,) = parties(text)
    assert (party.name, party.aliases) == ("Ilse Varn", ("Transitional President",))


def test_an_office_that_two_people_hold_or_nobody_is_a_party_of_its_own() -> None:
    two = Text("one", "Minister Ilse Varn and Minister Omar Dahl spoke. The Minister left.\n")
    said_by(two, "Ilse Varn", "person")
    said_by(two, "Omar Dahl", "person")
    said_by(two, "The Minister", "person", after="spoke")
    nobody = Text("two", "Ilse Varn spoke. The Minister left.\n")
    said_by(nobody, "Ilse Varn", "person")
    said_by(nobody, "The Minister", "person")
    assert len(parties(two)) == 3
    assert len(parties(nobody)) == 2


def test_a_short_name_of_two_longer_ones_is_left_alone() -> None:
    text = Text("one", "The Torin Post and the Ardun Post wrote. The Post wrote.\n")
    said_by(text, "The Torin Post", "organisation")
    said_by(text, "the Ardun Post", "organisation")
    said_by(text, "The Post", "organisation")
    assert len(parties(text)) == 3


def test_a_state_is_one_party_under_all_its_names_and_a_capital_is_not() -> None:
    text = Text("one", "The US, the United States and the U.S. spoke; Washington did not.\n")
    for words in ("The US", "the United States", "the U.S."):
        said_by(text, words, "state")
    said_by(text, "Washington", "state")
    found = {party.name: party for party in parties(text)}
    assert set(found) == {"United States", "Washington"}
    assert found["United States"].kind == "state"


def test_a_judgement_joins_a_capital_with_its_state() -> None:
    text = Text("one", "The United States spoke; Washington did not.\n")
    said_by(text, "The United States", "state")
    said_by(text, "Washington", "state")
    judgement = judged("same", party_id("Washington"), party_id("United States"))
    (party,) = parties(text, judgements=(judgement,))
    assert (party.name, party.aliases) == ("United States", ("Washington",))


def test_a_judgement_parts_a_name_from_an_alias() -> None:
    text = Text("one", LONG)
    said_by(text, "The Littoral Union", "organisation")
    said_by(text, "The LU", "organisation")
    judgement = judged("different", party_id("LU"), party_id("Littoral Union"))
    assert len(parties(text, judgements=(judgement,))) == 2


def test_descriptions_are_never_merged_across_documents() -> None:
    texts = [Text(name, LONG) for name in ("one", "two")]
    for text in texts:
        said_by(text, "The gunmen", "category")
        said_by(text, "the gunmen", "category")
    found = parties(*texts)
    assert [party.kind for party in found] == ["category", "category"]
    assert [len(party.mentions) for party in found] == [2, 2]


def test_a_pronoun_goes_with_what_it_refers_to_and_is_set_aside_when_nobody_knows() -> None:
    text = Text("one", "Ilse Varn came. She spoke. They left.\n")
    said_by(text, "Ilse Varn", "person", "Ilse Varn")
    text.statement("spoke", speaker=text.mention("She", "person", refers_to="Ilse Varn"))
    text.statement("left", speaker=text.mention("They", "unknown"))
    found, links, aside = link_parties(text.claims, [text.document], ())
    assert [party.name for party in found] == ["Ilse Varn"]
    assert len(links) == 2
    assert [entry.code for entry in aside] == ["pronoun-unresolved"]


def test_we_is_the_speaker_of_the_document() -> None:
    text = Text("one", "We condemn the attacks.\n")
    text.statement("condemn", speaker=text.mention("We"), speaker_name="Ilse Varn",
                   on_behalf_of_name="the Littoral Union")  # fmt: skip
    _, links, _ = link_parties(text.claims, [text.document], ())
    assert [(link.role, link.start, link.party) for link in links] == [
        ("speaker", 0, party_id("Ilse Varn")),
        ("on_behalf_of", -1, party_id("Littoral Union")),
    ]


def test_exchanging_two_names_exchanges_two_parties_and_nothing_else() -> None:
    def shape(a: str, b: str) -> list[tuple[str, int, tuple[str, ...]]]:
        text = Text("one", f"The {a} spoke. The {b} did not. {a}’s men and {b}’s men came.\n")
        said_by(text, f"The {a}", "armed_group")
        said_by(text, f"The {b}", "armed_group")
        said_by(text, f"{a}’s", "armed_group")
        swap = {a: "first", b: "second"}
        return sorted((swap[p.name], len(p.mentions), p.aliases) for p in parties(text))

    assert shape("Sarn Front", "Torin Guard") == shape("Torin Guard", "Sarn Front")

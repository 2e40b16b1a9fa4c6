from onrecord.model.claim import Voice

WITNESSES = Voice(holder="witnesses", kind="witness")
HERALD = Voice(holder="the Coastal Herald", kind="outlet")
MINISTRY = Voice(holder="the Interior Ministry", kind="organisation")

WIRE = (
    "Armed men entered the harbour quarter of Karsa before dawn on Tuesday and went from house to "
    "house with lists of names, according to people who hid on the roofs above the fish market. "
    "By the time the ferries left, twelve people lay dead in the lane behind the chandlery and "
    "the school gate had been burned."
)


def origins(case):
    found = case.corroborated().findings
    happened = next(finding for finding in found if finding.question == "it happened")
    return happened.lineages


def test_witnesses_told_by_one_outlet_in_two_articles_are_one_origin(case):
    for name in ("first", "second"):
        case.killing(case.document(name, publisher="Elsewhere " + name), "x.", HERALD, WITNESSES)
    (lineage,) = origins(case)
    assert lineage.origin == "witnesses (the Coastal Herald)"
    assert "same upstream voice: the Coastal Herald" in lineage.reasons[0]


def test_witnesses_of_two_outlets_are_two_origins(case):
    for name in ("The Herald", "The Gazette"):
        case.killing(case.document(name, publisher=name), "Gunmen killed people.", WITNESSES)
    assert [lineage.origin for lineage in origins(case)] == sorted(
        ["witnesses (The Herald)", "witnesses (The Gazette)"],
        key=[lineage.origin for lineage in origins(case)].index,
    )
    assert len(origins(case)) == 2


def test_an_article_that_quotes_an_outlet_and_the_outlets_own_article_are_one_origin(case):
    case.killing(case.document("opinion", publisher="Elsewhere"), "x.", HERALD, WITNESSES)
    case.killing(case.document("report", publisher="Coastal Herald"), "y.", WITNESSES)
    (lineage,) = origins(case)
    assert lineage.documents == ("opinion", "report")


def test_a_named_witness_is_an_origin_of_their_own(case):
    here = case.document("a", publisher="The Herald")
    case.killing(here, "x.", Voice(holder="Odile Marr", kind="witness"))
    case.killing(here, "y.", Voice(holder="Jon Tessik", kind="witness"))
    assert {lineage.origin for lineage in origins(case)} == {"Odile Marr", "Jon Tessik"}


def test_two_documents_of_one_publisher_that_assert_the_same_are_one_origin(case):
    for name in ("monday", "tuesday"):
        case.killing(case.document(name, publisher="The Herald"), f"{name}.")
    (lineage,) = origins(case)
    assert "same publisher or speaker: The Herald, 2 claims in 2 documents" in lineage.reasons[0]


def test_documents_whose_outlet_nobody_knows_are_not_taken_for_one(case):
    for name in ("a", "b"):
        case.killing(case.document(name, publisher="unknown outlet"), f"{name}.")
    assert len(origins(case)) == 2


def test_two_testimonies_taken_down_by_one_organisation_are_two_origins(case):
    for name in ("Odile Marr", "Jon Tessik"):
        here = case.document(name, publisher="Shore Archive", speaker=name, kind="testimony")
        case.killing(here, "I saw it.")
    assert len(origins(case)) == 2


def test_a_protected_witness_heard_twice_is_one_origin_and_is_not_named(case):
    for name in ("first hearing", "second hearing"):
        here = case.document(name, speaker="Odile Marr", kind="testimony", protection="protected")
        case.killing(here, "I saw it.")
    (lineage,) = origins(case)
    assert "Marr" not in repr(lineage)
    assert lineage.documents == ("first hearing", "second hearing")


def test_one_wire_story_in_three_outlets_is_one_origin(case):
    for name in ("The Herald", "The Gazette", "Radio Karsa"):
        here = case.document(name, WIRE + f" ({name})", publisher=name, title=name)
        case.killing(here, WIRE[250:300])
    (lineage,) = origins(case)
    assert lineage.documents == ("Radio Karsa", "The Gazette", "The Herald")
    assert any("near-identical text" in reason for reason in lineage.reasons)
    assert any("which of them had the text first is not known" in r for r in lineage.reasons)


def test_the_outlet_that_published_a_shared_text_first_is_its_origin(case):
    for name, day in (("The Gazette", "2031-05-03"), ("The Herald", "2031-05-01")):
        here = case.document(name, WIRE, publisher=name, published=day)
        case.killing(here, WIRE[250:300])
    (lineage,) = origins(case)
    assert lineage.origin == "The Herald"


def test_what_an_outlet_adds_to_a_wire_story_of_its_own_is_another_origin(case):
    wire = case.document("wire", WIRE, publisher="Shore Wire", published="2031-05-01")
    added = "Our reporter counted nine graves in the churchyard above the town on Friday evening."
    text = WIRE + " " + added + " The council did not answer our questions about the graves. " * 3
    herald = case.document("herald", text, publisher="The Herald", published="2031-05-02")
    case.killing(wire, WIRE[180:])
    copied = case.killing(herald, WIRE[180:])
    own = case.killing(herald, added)
    by_claim = {claim: lineage.origin for lineage in origins(case) for claim in lineage.claims}
    assert by_claim[copied] == "Shore Wire"
    assert by_claim[own] == "The Herald"


def test_a_copied_passage_joins_articles_that_differ_otherwise(case):
    passage = WIRE[: WIRE.index(".")]
    for name in ("The Herald", "The Gazette"):
        text = f"{name} writes at length of other things. " * 9 + passage
        case.killing(case.document(name, text, publisher=name), passage)
    (lineage,) = origins(case)
    assert any("near-identical passages (1.00)" in reason for reason in lineage.reasons)


def test_a_short_sentence_that_two_outlets_both_write_is_no_copy(case):
    for name in ("The Herald", "The Gazette"):
        case.killing(case.document(name, publisher=name), "Twelve people were killed.")
    assert len(origins(case)) == 2


def test_a_document_that_credits_its_text_to_another_has_that_ones_origin(case):
    wire = case.document("wire", "Gunmen came.", publisher="Shore Wire")
    text = "KARSA (Shore Wire) — Twelve died, said everybody we asked in the town."
    gazette = case.document("gazette", text, publisher="The Gazette", title="Twelve dead")
    case.killing(wire, "Gunmen came.")
    case.killing(gazette, "Twelve died.")
    (lineage,) = origins(case)
    assert lineage.origin == "Shore Wire"
    assert "“Twelve dead” credits its text to Shore Wire" in lineage.reasons


def test_the_same_bytes_received_twice_are_one_origin(case):
    for name in ("a", "b"):
        case.killing(case.document(name, capture="same bytes"), "Gunmen killed people.")
    (lineage,) = origins(case)
    assert "the same sealed bytes were received more than once" in lineage.reasons


def test_aliases_of_a_party_are_one_origin(case):
    case.party("Interior Ministry of Varenna", "state_body", "the Interior Ministry", "MoI")
    case.killing(case.document("a", publisher="A"), "x.", MINISTRY)
    case.killing(case.document("b", publisher="B"), "y.", Voice(holder="MoI", kind="official"))
    assert len(origins(case)) == 1


def test_what_a_document_says_itself_is_not_what_it_quotes_in_the_same_sentence(case):
    for name in ("The Herald", "The Gazette"):
        here = case.document(name, publisher=name)
        case.killing(here, WIRE[:90], start=0)
        case.killing(here, WIRE[:90], MINISTRY, start=0)
    assert {lineage.origin for lineage in origins(case)} == {
        "The Gazette or The Herald",
        "the Interior Ministry",
    }


def test_a_body_its_short_name_and_its_speaker_are_one_origin_in_its_own_documents(case):
    here = case.document("release", publisher="OHRV", speaker="Ana Sol", title="Release")
    case.killing(here, "one.", Voice(holder="the Office", kind="organisation"))
    case.killing(here, "two.", Voice(holder="spokesperson Ana Sol", kind="official"))
    case.killing(here, "three.", Voice(holder="Sol", kind="official"))
    case.killing(here, "four.")
    elsewhere = case.document("article", publisher="The Herald")
    case.killing(elsewhere, "five.", Voice(holder="Ana Sol", kind="official"))
    assert [lineage.origin for lineage in origins(case)] == ["OHRV"]


def test_the_committee_is_the_one_committee_that_the_document_names(case):
    here = case.document("a", publisher="The Herald")
    case.killing(here, "one.", Voice(holder="the Shore Committee", kind="organisation"))
    case.killing(here, "two.", Voice(holder="the committee", kind="organisation"))
    assert [lineage.origin for lineage in origins(case)] == ["the Shore Committee"]


def test_the_committee_of_a_document_that_names_two_could_be_either(case):
    here = case.document("a", publisher="The Herald")
    case.killing(here, "one.", Voice(holder="the Shore Committee", kind="organisation"))
    case.killing(here, "two.", Voice(holder="the Valley Committee", kind="organisation"))
    case.killing(here, "three.", Voice(holder="the committee", kind="organisation"))
    assert "the committee (The Herald)" in [lineage.origin for lineage in origins(case)]


def test_a_copy_that_leaves_the_attribution_out_has_the_origin_of_the_other(case):
    passage = WIRE[: WIRE.index(".")]
    case.killing(case.document("a", publisher="The Herald"), passage, MINISTRY)
    case.killing(case.document("b", publisher="The Gazette"), passage)
    (lineage,) = origins(case)
    assert lineage.origin == "the Interior Ministry"

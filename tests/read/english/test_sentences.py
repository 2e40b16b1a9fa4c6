"""Sentences made up for these tests, and what a careful reader would say that each claims.

A row reads: sentence, kind of claim, and what one claim of that kind must say. Mentions, places
and quantities are given by their words.
"""

from typing import Any

import pytest
from msgspec import Struct

ACTS = [
    ("Soldiers of the Northern Guard shot dead twelve villagers in Hareth on Tuesday.",
     {"act_type": "killing", "perpetrators": ["Soldiers of the Northern Guard"],
      "victims": ["twelve villagers"], "places": ["Hareth"], "when": "on Tuesday"}),
    ("Twelve villagers were shot dead by soldiers of the Northern Guard in Hareth.",
     {"act_type": "killing", "perpetrators": ["soldiers of the Northern Guard"],
      "victims": ["Twelve villagers"]}),
    ("At least 12 people who disappeared from Hareth last Friday are still missing.",
     {"act_type": "disappearance", "perpetrators": [], "victims": ["At least 12 people"]}),
    ("Entire families were murdered in their homes.",
     {"act_type": "killing", "perpetrators": [], "victims": ["Entire families"]}),
    ("Residents rounded up and executed in the streets of Hareth were buried at night.",
     {"act_type": "execution", "perpetrators": [], "victims": ["Residents"]}),
    ("The massacre of 23 shepherds near Dorvale was carried out by the Kesh Brigade.",
     {"act_type": "killing", "perpetrators": ["the Kesh Brigade"], "victims": ["23 shepherds"],
      "places": ["Dorvale"]}),
    ("Gunmen loyal to the Kesh Brigade burned houses and looted shops in three villages.",
     {"act_type": "destruction", "perpetrators": ["Gunmen loyal to the Kesh Brigade"],
      "places": ["houses"]}),
    ("The Orrin Union condemned the killing of civilians by the Northern Guard.",
     {"act_type": "killing", "perpetrators": ["the Northern Guard"], "victims": ["civilians"]}),
    ("Police are accused of beating detainees to death.",
     {"act_type": "torture", "perpetrators": ["Police"], "victims": ["detainees"]}),
    ("Residents accused the militia of executing eleven prisoners.",
     {"act_type": "execution", "perpetrators": ["the militia"], "victims": ["eleven prisoners"]}),
    ("The victims' relatives said the army had taken away five men.",
     {"act_type": "abduction", "perpetrators": ["the army"], "victims": ["five men"]}),
    ("Five men were abducted by masked gunmen and have not been seen since.",
     {"act_type": "abduction", "perpetrators": ["masked gunmen"], "victims": ["Five men"]}),
    ("The raid came after an ambush in which six soldiers were killed.",
     {"act_type": "killing", "perpetrators": [], "victims": ["six soldiers"]}),
    ("In response to the ambush, Northern Guard units shelled Hareth.",
     {"act_type": "attack", "perpetrators": ["Northern Guard units"], "victims": [],
      "places": ["Hareth"]}),
    ("Foreign fighters killed the mayor, his wife and two children.",
     {"act_type": "killing", "perpetrators": ["Foreign fighters"],
      "victims": ["the mayor", "his wife", "two children"]}),
    ("Three journalists were wounded when police opened fire on protesters.",
     {"act_type": "attack", "perpetrators": ["police"], "victims": ["protesters"]}),
    ("Prosecutors charged Captain Ilo Varr with the murder of four prisoners.",
     {"act_type": "killing", "perpetrators": ["Captain Ilo Varr"], "victims": ["four prisoners"]}),
    ("The mayor, Ansel Dorn, was assassinated on 12 January 2019 outside his home in Sel.",
     {"act_type": "killing", "perpetrators": [], "victims": ["The mayor, Ansel Dorn"],
      "when": "on 12 January 2019"}),
    ("The camp was attacked by unidentified gunmen, killing at least 9 displaced people.",
     {"act_type": "killing", "perpetrators": ["unidentified gunmen"],
      "victims": ["at least 9 displaced people"]}),
    ("Fighters stormed the village and slaughtered its inhabitants.",
     {"act_type": "killing", "perpetrators": ["Fighters"], "victims": ["its inhabitants"]}),
    ("The Northern Guard blamed the Kesh Brigade for the massacre.",
     {"act_type": "killing", "perpetrators": ["the Kesh Brigade"]}),
    ("Government forces and allied militias carried out reprisal killings in Tarin villages.",
     {"act_type": "killing", "perpetrators": ["Government forces", "allied militias"]}),
    ("Hundreds of Tarin men were detained in Sel and taken to a prison.",
     {"act_type": "abduction", "perpetrators": [], "victims": ["Hundreds of Tarin men"]}),
    ("The attack killed 14 people.",
     {"act_type": "killing", "perpetrators": [], "victims": ["14 people"]}),
]  # fmt: skip
OTHERS = [
    ("At least 40 people, including 12 children, were killed in Hareth.", "toll",
     {"harm": "killed", "quantity": "At least 40", "part_of": None}),
    ("At least 40 people, including 12 children, were killed in Hareth.", "toll",
     {"harm": "killed", "quantity": "12", "part_of": "At least 40"}),
    ("The death toll rose to 57 on Sunday.", "toll", {"harm": "killed", "quantity": "57"}),
    ("The assault on Tamrit left 19 people dead and 45 wounded.", "toll",
     {"harm": "killed", "quantity": "19"}),
    ("The assault on Tamrit left 19 people dead and 45 wounded.", "toll",
     {"harm": "injured", "quantity": "45"}),
    ("Nine people died when a shell hit their house.", "toll",
     {"harm": "killed", "quantity": "Nine"}),
    ("More than 30 bodies were found in a grave outside Dorvale.", "toll",
     {"harm": "killed", "quantity": "More than 30"}),
    ("The shelling resulted in dozens of civilian casualties.", "toll",
     {"harm": "casualties", "quantity": "dozens"}),
    ("Some 3,000 people fled from Tamrit to schools and churches.", "displacement",
     {"displaced": ["Some 3,000 people"], "origins": ["Tamrit"],
      "refuges": ["schools", "churches"]}),
    ("About 200 families were displaced from Hareth last week.", "displacement",
     {"displaced": ["About 200 families"], "origins": ["Hareth"], "quantity": "About 200"}),
    ("Thousands are sheltering in schools and churches.", "displacement",
     {"displaced": ["Thousands"], "refuges": ["schools", "churches"]}),
    ("Attacks have forced 5,000 people from their homes.", "displacement",
     {"displaced": ["5,000 people"], "origins": ["their homes"]}),
    ("The fighting displaced an estimated 12,000 people.", "displacement",
     {"displaced": ["an estimated 12,000 people"]}),
    ("Gunmen loyal to the Kesh Brigade burned houses.", "relation",
     {"relation": "loyal_to", "subject": "Gunmen", "object": "the Kesh Brigade"}),
    ("Militiamen affiliated with the Northern Guard patrolled the town.", "relation",
     {"relation": "affiliated_with", "subject": "Militiamen", "object": "the Northern Guard"}),
    ("The Kesh Brigade, which is backed by Orrin, attacked a convoy.", "relation",
     {"relation": "loyal_to", "subject": "Orrin", "object": "The Kesh Brigade"}),
    ("The militia, led by Commander Ruvo Staan, burned down 40 homes.", "relation",
     {"relation": "controlled_by", "object": "Commander Ruvo Staan"}),
    ("Militants under the control of the new government killed farmers.", "relation",
     {"relation": "controlled_by", "subject": "Militants", "object": "the new government"}),
    ("The gunmen were indistinguishable from government forces.", "relation",
     {"relation": "indistinguishable_from", "subject": "The gunmen",
      "object": "government forces"}),
    ("The killings triggered a wave of reprisals against the Tarin minority.", "sequence",
     {"earlier": "The killings", "causal": True}),
    ("The raid came after an ambush in the hills.", "sequence",
     {"earlier": "an ambush in the hills", "later": "The raid", "causal": False}),
    ("In response to the ambush, soldiers shelled the town.", "sequence",
     {"earlier": "the ambush", "causal": True}),
    ("Dorn's killing was followed by a week of riots.", "sequence",
     {"earlier": "Dorn's killing", "later": "a week of riots"}),
    ("Foreign fighters entered the town.", "attribute",
     {"attribute": "origin", "value": "Foreign"}),
    ("Armed men killed Sana Oreb, 27, and her son.", "attribute",
     {"attribute": "age", "value": "27", "subject": "Sana Oreb"}),
    ("There were executions on a sectarian basis.", "attribute",
     {"attribute": "condition", "value": "on a sectarian basis"}),
    ("Soldiers burned predominantly Tarin villages.", "attribute",
     {"attribute": "group_identity", "value": "predominantly Tarin"}),
]  # fmt: skip
STATEMENTS = [
    ("The Kesh Brigade denied killing the shepherds.", "deny", "Kesh Brigade", "nobody"),
    ("The Kesh Brigade rejected the accusation.", "deny", "Kesh Brigade", "nobody"),
    ("The Northern Guard has not responded to questions.", "silence", "Northern Guard", "nobody"),
    ("The Ministry of the Interior declined to comment.", "silence", "Ministry of the Interior",
     "nobody"),
    ("General Orso Talin vowed to punish those responsible for the massacre.", "promise",
     "Orso Talin", "nobody"),
    ("General Orso Talin vowed to kill every rebel.", "threaten", "Orso Talin", "nobody"),
    ("President Mira Vosk condemned the attack.", "condemn", "Mira Vosk", "nobody"),
    ("The Assembly condemned all violence against civilians.", "condemn", "Assembly", "nobody"),
    ("The Orrin Union condemned the killing of farmers by unidentified gunmen.", "condemn",
     "Orrin Union", "category"),
    ("The Orrin Union condemned the killing of farmers by the Kesh Brigade.", "condemn",
     "Orrin Union", "group"),
    ("The Orrin Union condemned the killing of farmers by the government.", "condemn",
     "Orrin Union", "state_body"),
    ("The Orrin Union condemned the killing of farmers by Colonel Ilo Varr.", "condemn",
     "Orrin Union", "person"),
    ("The Kesh Brigade claimed responsibility for the ambush.", "acknowledge", "Kesh Brigade",
     "group"),
    ("The Orrin Union called on the government to hold the Northern Guard accountable.",
     "call_for_accountability", "Orrin Union", "group"),
    ("The government must investigate the killings, Amnesty Watch said.",
     "call_for_accountability", "Amnesty Watch", "nobody"),
    ("The United Council urged both sides to spare civilians.", "call", "United Council",
     "nobody"),
    ("The Red Lantern Society expressed its condolences to the families.", "express_solidarity",
     "Red Lantern Society", "nobody"),
    ("The United Council welcomed the arrest of two officers.", "welcome", "United Council",
     "nobody"),
    ("The Northern Guard said the raid was a response to an ambush.", "justify", "Northern Guard",
     "nobody"),
    ("The Tarin League is gravely concerned about the arrests.", "express_concern", "Tarin League",
     "nobody"),
    ("The Tarin League warned of further attacks.", "warn", "Tarin League", "nobody"),
]  # fmt: skip
NOTHING = [
    "If the militia attacks the town, hundreds will be killed.",
    "Did the army kill them?",
    "The council called for an end to violence.",
    "Nobody has yet been asked what they saw.",
    "(Photo by Lena Ort/Orrin Images)",
    "By Lena Ort and Sana Oreb",
    "Twelve villagers killed in Hareth",
]


def words(value: Any) -> Any:
    """A value of a body as its words."""
    if isinstance(value, tuple):
        return [words(part) for part in value]
    return value.text if isinstance(value, Struct) else value  # type: ignore[attr-defined]


def said(claim: Any, wanted: dict[str, Any]) -> bool:
    return all(words(getattr(claim.body, field)) == value for field, value in wanted.items())


@pytest.mark.parametrize(("sentence", "wanted"), ACTS)
def test_an_act_is_read_with_who_did_it_to_whom(claims_of, sentence, wanted):
    found = [claim for claim in claims_of(sentence) if claim.kind == "act"]
    assert any(said(claim, wanted) for claim in found), found


@pytest.mark.parametrize(("sentence", "kind", "wanted"), OTHERS)
def test_a_claim_of_another_kind_is_read(claims_of, sentence, kind, wanted):
    found = [claim for claim in claims_of(sentence) if claim.kind == kind]
    assert any(said(claim, wanted) for claim in found), found


@pytest.mark.parametrize(("sentence", "speech_act", "speaker", "level"), STATEMENTS)
def test_a_statement_says_who_spoke_and_whom_they_named(
    claims_of, sentence, speech_act, speaker, level
):
    found = [c.body for c in claims_of(sentence) if c.kind == "statement"]
    assert [s.speech_act for s in found] == [speech_act]
    assert found[0].speaker_name == speaker
    assert found[0].names_perpetrator.level == level


@pytest.mark.parametrize("sentence", NOTHING)
def test_what_is_supposed_asked_wished_or_no_sentence_claims_no_act(claims_of, sentence):
    assert [c for c in claims_of(sentence) if c.kind in ("act", "toll", "displacement")] == []


def holders(claim: Any) -> list[str]:
    return [voice.holder for voice in claim.attribution]


def test_a_denial_is_a_statement_and_a_denied_act(claims_of):
    made = claims_of("The Kesh Brigade denied killing the shepherds.")
    act = next(claim for claim in made if claim.kind == "act")
    assert (act.stance, act.polarity) == ("denies", "negative")
    assert holders(act) == ["this document", "The Kesh Brigade"]


def test_a_denied_share_in_a_killing_does_not_deny_the_killing(claims_of):
    made = claims_of("The general denied any involvement in the killing of the students.")
    assert [claim.kind for claim in made] == ["statement"]


@pytest.mark.parametrize("sentence", [
    "The army did not kill any civilians, Colonel Harn said.",
    "Nobody was killed in the raid, the governor said.",
    "No civilians were killed by the army.",
])  # fmt: skip
def test_a_negation_is_kept(claims_of, sentence):
    act = next(c for c in claims_of(sentence) if c.kind == "act" and c.body.act_type == "killing")
    assert act.polarity == "negative"


@pytest.mark.parametrize(("sentence", "certainty"), [
    ("The bombardment may have killed as many as 60 people.", "hedged"),
    ("It is believed that the prisoners were executed.", "hedged"),
    ("Soldiers reportedly executed prisoners.", "alleged"),
    ("Police are accused of beating detainees.", "alleged"),
    ("Soldiers executed prisoners.", "stated"),
])  # fmt: skip
def test_a_hedge_and_an_allegation_are_kept(claims_of, sentence, certainty):
    act = next(claim for claim in claims_of(sentence) if claim.kind == "act")
    assert act.certainty == certainty


@pytest.mark.parametrize(("sentence", "chain"), [
    ("The Herald reported that witnesses saw soldiers executing men.",
     ["The Herald", "witnesses"]),
    ("According to the Varenna Herald, witnesses said gunmen killed nine prisoners.",
     ["the Varenna Herald", "witnesses"]),
    ("The Herald quoted a nurse as saying that soldiers had shot patients.",
     ["The Herald", "a nurse"]),
    ("Videos verified by the Herald show soldiers beating prisoners.", ["Videos"]),
    ("“Gunmen killed my brother. They shot my father,” said Lena Ort.", ["Lena Ort"]),
    ("The rebels have been accused by rights groups of executing captured soldiers.",
     ["rights groups"]),
])  # fmt: skip
def test_voices_are_named_outermost_first(claims_of, sentence, chain):
    made = [claim for claim in claims_of(sentence) if claim.kind == "act"]
    assert made
    for claim in made:
        assert claim.attribution[0].kind == "document"
        assert [v.holder.split(" verified")[0] for v in claim.attribution[1:]] == chain


def test_we_in_an_official_statement_is_its_speaker(claims_of):
    made = claims_of(
        "We condemn the massacre in Hareth. Those responsible must be brought to justice.",
        title="Statement on the events in Hareth", speaker="Mira Vosk for the Orrin Union",
    )  # fmt: skip
    found = [c.body for c in made if c.kind == "statement"]
    assert {s.speech_act for s in found} == {"condemn", "call_for_accountability"}
    assert {(s.speaker_name, s.on_behalf_of_name) for s in found} == {
        ("Mira Vosk", "the Orrin Union")}  # fmt: skip


def test_must_in_an_article_asks_nothing_of_anybody(claims_of):
    made = claims_of("Those responsible must be brought to justice.", speaker="unknown author")
    assert made == ()


def test_a_report_in_capitals_is_read(claims_of):
    made = claims_of("SOLDIERS KILLED 12 FARMERS NEAR THE RIVER, ACCORDING TO WITNESSES.")
    toll = next(claim for claim in made if claim.kind == "toll")
    assert (toll.body.quantity.at_least, holders(toll)[1:]) == (12, ["WITNESSES"])


def test_who_hears_shooting_does_not_shoot(claims_of):
    for sentence in ("From the cellar we heard shooting all afternoon.",
                     "From the cellar we heard soldiers shooting at a bus."):  # fmt: skip
        acts = [claim.body for claim in claims_of(sentence) if claim.kind == "act"]
        assert not [m.text for act in acts for m in act.perpetrators if m.text.lower() == "we"]

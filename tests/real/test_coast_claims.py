"""What a careful reader finds in the documents of the real case, read where they lie."""

import csv
from datetime import date
from pathlib import Path

import pytest

from onrecord.model.claim import Act, Claim, Displacement, Relation, Sequence, Statement, Toll
from onrecord.model.claim_line import grounded_values
from onrecord.model.rendition import Rendition
from onrecord.model.source import Bibliography, Context
from onrecord.model.when import When
from onrecord.read.english.prose import claims_of_prose

CASE = Path(__file__).parents[2].parent / "shared" / "cases" / "coast-2025"
FILES = ("article.txt", "eu-spokesperson-2025-03-09.txt", "un-high-commissioner-2025-03-09.txt",
         "un-spokesperson-2025-03-11.txt", "eu-high-representative-2025-03-11.txt")  # fmt: skip


def _published(written: str) -> When | None:
    if not written:
        return None
    first, _, last = written.partition("/")
    return When(text=written, earliest=date.fromisoformat(first),
                latest=date.fromisoformat(last or first), basis="stated")  # fmt: skip


def _read(file: str) -> tuple[str, tuple[Claim, ...]]:
    with (CASE / "sources.csv").open(encoding="utf-8") as lines:
        row = next(row for row in csv.DictReader(lines) if row["file"] == file)
    known = Bibliography(title=row["title"], publisher=row["publisher"], speaker=row["speaker"],
                         published=_published(row["published"]))  # fmt: skip
    text = (CASE / file).read_text(encoding="utf-8")
    rendition = Rendition(id=file, capture="0" * 64, extractor="test", extractor_version="1",
                          text=text, shape="prose", language="en", right_to_left=False)  # fmt: skip
    return text, claims_of_prose(rendition, Context(bibliography=known)).made


@pytest.fixture(scope="module")
def documents() -> dict[str, tuple[str, tuple[Claim, ...]]]:
    return {file: _read(file) for file in FILES}


@pytest.fixture(scope="module")
def article(documents):
    return documents["article.txt"][1]


def _bodies(claims, kind):
    return [(claim, claim.body) for claim in claims if isinstance(claim.body, kind)]


def _holders(claim: Claim) -> list[str]:
    return [voice.holder for voice in claim.attribution]


def _statements(claims, speech_act):
    return [s for _, s in _bodies(claims, Statement) if s.speech_act == speech_act]


@pytest.mark.parametrize("file", FILES)
def test_every_claim_and_value_stands_word_for_word_in_its_document(documents, file):
    text, claims = documents[file]
    assert claims
    for claim in claims:
        assert text[claim.start : claim.end] == claim.text
        for value in grounded_values(claim.body):
            assert text[value.start : value.end] == value.text
        for voice in claim.attribution:
            if voice.start is not None:
                assert text[voice.start : voice.end] == voice.holder
            if voice.cue_start is not None:
                assert text[voice.cue_start : voice.cue_end] == voice.cue


@pytest.mark.parametrize("file", FILES)
def test_no_victim_is_proposed_as_a_perpetrator(documents, file):
    suffered = (
        "famil",
        "civilian",
        "resident",
        "women",
        "children",
        "minorit",
        "patient",
        "Syrians",
    )
    for _, act in _bodies(documents[file][1], Act | Toll):
        for mention in act.perpetrators:
            assert not mention.text.lower().startswith(suffered), mention.text
            assert not any(v.start < mention.end and mention.start < v.end for v in act.victims)


def test_hundreds_are_killed_in_latakia_and_tartus(article):
    act = next(a for _, a in _bodies(article, Act) if a.trigger.text == "massacred")
    assert act.act_type == "killing"
    assert (act.quantity.at_least, act.quantity.at_most) == (200, 999)
    assert act.quantity.text == "hundreds"
    assert [place.text for place in act.places] == ["Latakia", "Tartus"]
    assert {place.country for place in act.places} == {"SY"}
    assert act.when.text == "Since Friday"
    assert (act.when.earliest, act.when.latest, act.when.basis) == (None, None, "open")


def test_entire_families_are_victims_and_contacts_are_the_voice(article):
    claim, act = next(p for p in _bodies(article, Act) if p[1].trigger.text == "murdered")
    assert claim.text == "entire families murdered in their homes"
    assert [v.text for v in act.victims] == ["entire families"]
    assert act.quantity.unit == "family"
    assert act.perpetrators == ()
    assert _holders(claim) == ["this document", "Contacts in Syria"]


def test_residents_are_rounded_up_and_executed_by_nobody_named(article):
    done = {
        a.act_type: a
        for _, a in _bodies(article, Act)
        if [v.text for v in a.victims] == ["residents"]
    }
    assert set(done) == {"abduction", "execution"}
    assert all(act.perpetrators == () for act in done.values())


def test_likeness_to_government_forces_is_what_the_paper_says_that_witnesses_said(article):
    claim, tie = next(
        p for p in _bodies(article, Relation) if p[1].relation == "indistinguishable_from"
    )
    assert (tie.subject.text, tie.object.text) == ("the gunmen", "government forces")
    assert _holders(claim) == ["this document", "the Washington Post", "witnesses"]
    assert [voice.kind for voice in claim.attribution] == ["document", "outlet", "witness"]
    assert [voice.cue for voice in claim.attribution[1:]] == ["According to", "said"]


def test_thousands_seek_three_refuges(article):
    moved = next(d for _, d in _bodies(article, Displacement) if len(d.refuges) == 3)
    assert [r.text for r in moved.refuges] == ["a Russian military base", "churches", "Lebanon"]
    assert [r.precision for r in moved.refuges] == ["unnamed", "unnamed", "country"]
    assert (moved.quantity.at_least, moved.quantity.at_most) == (2000, 9999)


def test_the_ambush_near_jableh_came_before_the_slaughter_and_the_attacks(article):
    orders = [s for _, s in _bodies(article, Sequence)]
    assert {order.later.text for order in orders} == {
        "The slaughter", "similar attacks in Syria’s northwest"}  # fmt: skip
    assert all(order.earlier.text.startswith("a deadly ambush") for order in orders)
    ambush = next(a for _, a in _bodies(article, Act) if a.trigger.text == "ambush")
    assert [(p.name, p.precision) for p in ambush.places] == [("Jablah", "near")]
    assert [v.text for v in ambush.victims] == ["government troops"]


def test_rubio_condemns_for_the_us_and_names_a_category(article):
    said = next(s for s in _statements(article, "condemn") if s.speaker_name == "Marco Rubio")
    assert said.on_behalf_of.text == "the US"
    assert said.names_perpetrator.level == "category"
    assert said.names_perpetrator.mention.text == "the radical Islamist terrorists"
    solidarity = _statements(article, "express_solidarity")
    assert [s.speaker_name for s in solidarity] == ["Marco Rubio"]


def test_rubio_demands_accountability_of_the_interim_government(article):
    said = _statements(article, "call_for_accountability")
    assert [s.addressee.text for s in said] == ["Syria’s interim government"]
    assert said[0].speaker.refers_to == "Secretary of State Marco Rubio"
    assert said[0].on_behalf_of_name == "US"


def test_the_article_tells_that_the_european_union_named_nobody(article):
    said = next(s for s in _statements(article, "condemn") if s.speaker_name == "European Union")
    assert said.names_perpetrator.level == "nobody"
    assert said.content.text == "all violence against civilians"


def test_the_government_has_not_fired_a_shot(article):
    claim, act = next(p for p in _bodies(article, Act) if p[1].trigger.text == "fired")
    assert claim.polarity == "negative"
    assert [p.text for p in act.perpetrators] == ["the new government"]


def test_the_union_condemns_on_9_march_attacks_reportedly_by_others(documents):
    claims = documents["eu-spokesperson-2025-03-09.txt"][1]
    attacks, violence = sorted(_statements(claims, "condemn"), key=lambda s: s.content.start)
    assert attacks.names_perpetrator.mention.text == "pro-Assad elements"
    assert violence.content.text == "all violence against civilians"
    assert violence.names_perpetrator.level == "nobody"
    claim, act = next(p for p in _bodies(claims, Act) if p[1].act_type == "attack")
    assert [p.text for p in act.perpetrators] == ["pro-Assad elements"]
    assert [v.text for v in act.victims] == ["interim government forces"]
    assert (claim.certainty, claim.stance) == ("alleged", "reports")


def test_the_union_names_on_11_march_groups_that_support_the_security_forces(documents):
    claims = documents["eu-high-representative-2025-03-11.txt"][1]
    named = [s.names_perpetrator for s in _statements(claims, "condemn")]
    assert [n.level for n in named] == ["group", "group"]
    assert [n.mention.text for n in named] == [
        "pro-Assad militias",
        "armed groups supporting the security forces of the transitional authorities",
    ]
    claim = next(c for c, a in _bodies(claims, Act) if a.trigger.text == "killings")
    assert claim.certainty == "alleged"
    done = {s.speech_act for _, s in _bodies(claims, Statement)}
    assert {"express_concern", "condemn", "welcome", "promise", "call_for_accountability", "call",
            "warn"} <= done  # fmt: skip
    we = _statements(claims, "warn")[0]
    assert (we.speaker_name, we.on_behalf_of_name) == (
        "the High Representative",
        "the European Union",
    )


def test_the_office_documents_111_civilians(documents):
    claims = documents["un-spokesperson-2025-03-11.txt"][1]
    claim, toll = next(p for p in _bodies(claims, Toll) if p[1].quantity.text == "111")
    assert (toll.quantity.at_least, toll.quantity.at_most) == (111, 111)
    assert _holders(claim)[1:] == ["spokesperson Thameen Al-Kheetan", "the Office"]


def test_hospitals_are_raided_with_dozens_of_casualties(documents):
    claims = documents["un-spokesperson-2025-03-11.txt"][1]
    raid = next(
        a
        for _, a in _bodies(claims, Act)
        if [p.text for p in a.places][:1] == ["several hospitals"]
    )
    assert [p.text for p in raid.places[1:]] == ["Latakia", "Tartus", "Baniyas"]
    assert (raid.when.earliest, raid.when.latest) == (date(2025, 3, 6), date(2025, 3, 7))
    assert [p.text for p in raid.perpetrators] == ["armed individuals"]
    claim, toll = next(p for p in _bodies(claims, Toll) if p[1].harm == "casualties")
    assert (toll.quantity.at_least, toll.quantity.at_most) == (24, 99)
    assert claim.certainty == "alleged"


def test_the_executions_are_alleged_of_three_kinds_of_perpetrator(documents):
    claims = documents["un-spokesperson-2025-03-11.txt"][1]
    claim, act = next(p for p in _bodies(claims, Act) if p[1].trigger.text == "carried out")
    assert act.act_type == "execution"
    assert [p.text.split()[0] for p in act.perpetrators] == ["unidentified", "members", "elements"]
    assert [p.text for p in act.places] == ["Tartus", "Latakia", "Hama"]
    assert claim.certainty == "alleged"
    assert _holders(claim)[1] == "spokesperson Thameen Al-Kheetan"


def test_survivors_told_the_spokesperson_of_men_shot_dead(documents):
    claims = documents["un-spokesperson-2025-03-11.txt"][1]
    claim = next(c for c, a in _bodies(claims, Act) if a.trigger.text == "shot dead")
    assert _holders(claim)[1:] == ["Al-Kheetan", "Some survivors"]


def test_people_flee_to_rural_areas_and_an_airbase(documents):
    moved = [d for _, d in _bodies(documents["un-spokesperson-2025-03-11.txt"][1], Displacement)]
    refuges = [r.text for d in moved for r in d.refuges]
    assert any("rural areas" in r for r in refuges)
    assert any(r.startswith("an airbase") for r in refuges)


def test_the_high_commissioner_tells_of_families_being_killed(documents):
    claims = documents["un-high-commissioner-2025-03-09.txt"][1]
    claim, act = next(p for p in _bodies(claims, Act) if p[1].trigger.text == "killed")
    assert [v.text for v in act.victims] == ["entire families"]
    assert (claim.stance, claim.certainty) == ("reports", "alleged")
    execution = next(a for _, a in _bodies(claims, Act) if a.act_type == "execution")
    assert len(execution.perpetrators) == 3
    asked = _statements(claims, "call_for_accountability")
    assert len(asked) >= 3
    assert all(s.speaker_name == "Volker Türk" for s in asked)

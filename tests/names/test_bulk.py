"""Lists of names compared with each other: the learned comparison, on parts that it never saw."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.names.bulk import NameTable, TablesCompared
from onrecord.names.model import NameModel

ARABIC = ["سمير كرم الخطيب", "وائل نصار", "فاطمة الزهراء ياسين", "عبد الرحمن قاسم", "جمال القذافي"]
LATIN = ["Gamal Kadhafi", "Samira Karam el Khatib", "Abderrahmane Kacem", "Ouael Nassar",
         "Sameer Karam Al-Khateeb", "Fatma-Zohra Yassine", "Abdul Rahim Qasim"]  # fmt: skip


def compared(left: list[str], right: list[str]) -> TablesCompared:
    return TablesCompared.of(NameTable.of(left), NameTable.of(right))


def odds(left: str, right: str) -> float:
    first = np.zeros(1, dtype=np.int32)
    return float(compared([left], [right]).log_odds(first, first)[0])


def test_each_name_finds_its_own_in_the_other_script() -> None:
    found, _ = compared(ARABIC, LATIN).top(1)
    assert [LATIN[k] for k in found[:, 0]] == [
        "Sameer Karam Al-Khateeb", "Ouael Nassar", "Fatma-Zohra Yassine", "Abderrahmane Kacem",
        "Gamal Kadhafi",
    ]  # fmt: skip


def test_top_gives_the_scores_that_the_pairs_have() -> None:
    both = compared(ARABIC, LATIN)
    found, scores = both.top(3)
    for row, (columns, best) in enumerate(zip(found, scores, strict=True)):
        there = columns >= 0
        i = np.full(int(there.sum()), row, dtype=np.int32)
        assert both.log_odds(i, columns[there]) == pytest.approx(best[there], abs=1e-4)
        assert list(best[there]) == sorted(best[there], reverse=True)


def test_who_is_not_named_is_found_nowhere() -> None:
    found, scores = compared(["unknown male", "مجهول الهوية", "—"], [*LATIN, "unknown male"]).top(2)
    assert (found == -1).all() and (scores == -np.inf).all()


def test_agreement_on_a_rare_name_weighs_more_than_on_a_common_one() -> None:
    crowd = ["Mohamed Karam"] * 50 + ["Zaher Karam"]
    both = compared(["محمد كرم", "زاهر كرم"], crowd)
    common, rare = both.log_odds(np.array([0, 1], np.int32), np.array([0, 50], np.int32))
    assert rare > common + 1


def test_brothers_are_held_for_different_persons() -> None:
    assert odds("حسن علي ديب الخطيب", "Hassan Ali Deeb Khatib") > 0
    assert odds("حسن علي ديب الخطيب", "Samir Ali Deeb Khatib") < -1


def test_family_name_first_is_recognised_at_a_price() -> None:
    straight, turned = odds("سمير كرم", "Samir Karam"), odds("سمير كرم", "Karam Samir")
    assert odds("سمير كرم", "Walid Haddad") < turned < straight


def test_a_model_reads_back_as_it_was_written() -> None:
    shipped = NameModel.shipped()
    again = NameModel.from_json(shipped.to_json())
    assert again.to_json() == shipped.to_json()
    assert again.spelling.log_odds("قاسم", "kacem") == shipped.spelling.log_odds("قاسم", "kacem")


def test_empty_lists_are_compared() -> None:
    found, _ = compared([], LATIN).top(2)
    assert found.shape == (0, 2)
    assert (compared(ARABIC, []).top(2)[0] == -1).all()


PARTS = st.sampled_from([*" ".join(ARABIC + LATIN).split(), "ibn", "Abu", "—", "unknown", "Иван"])
NAMES = st.lists(PARTS, max_size=5).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_the_odds_are_symmetric(left: str, right: str) -> None:
    assert odds(left, right) == pytest.approx(odds(right, left), abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=4), st.lists(st.text(max_size=30), max_size=4))
def test_any_text_can_stand_in_a_table(left: list[str], right: list[str]) -> None:
    found, _ = compared(left, right).top(2)
    assert found.shape == (len(left), 2)
    assert ((found >= -1) & (found < max(1, len(right)))).all()


@settings(max_examples=30, deadline=None)
@given(st.permutations(LATIN))
def test_the_order_of_a_list_changes_no_answer(listed: list[str]) -> None:
    found, _ = compared(ARABIC, listed).top(1)
    plain, _ = compared(ARABIC, LATIN).top(1)
    assert [listed[k] for k in found[:, 0]] == [LATIN[k] for k in plain[:, 0]]


@pytest.mark.parametrize(
    ("written", "right", "wrong"),
    [
        ("Иван Петров", "Ivan Petrov", "Igor Petrov"),
        ("Рамзан Ахмадов", "Ramzan Akhmadov", "Ruslan Akhmadov"),
        ("יוסף כהן", "Yosef Kohen", "Moshe Kohen"),
        ("حسین رضایی", "Hossein Rezaei", "Habib Rezaei"),
        ("گلشن پیروزی", "Golshan Pirouzi", "Galina Pirouzi"),
        ("ئازاد ڕەشید", "Azad Rashid", "Ahmad Rashid"),
        ("ڈاکٹر شاہد", "Daktar Shahid", "Daktar Sajid"),
        ("Ελένη Παππά", "Eleni Pappa", "Maria Pappa"),
    ],
)
def test_other_scripts_and_letters_are_read(written: str, right: str, wrong: str) -> None:
    assert odds(written, right) > odds(written, wrong) + 1

from hypothesis import given
from hypothesis import strategies as st

from onrecord.corroborate.grouping import roots
from onrecord.corroborate.likeness import Thresholds, fingerprint, near_copies, share_within

LIMITS = Thresholds(width=3, resemblance=0.6, containment=0.8, least=4)
WORDS = st.lists(st.sampled_from("abcdefghij"), min_size=0, max_size=40).map(" ".join)


def copies(texts):
    return near_copies({name: fingerprint(text, 3) for name, text in texts.items()}, LIMITS)


def test_case_and_punctuation_make_no_difference():
    one, other = fingerprint("The men, they came.", 2), fingerprint("the MEN they came", 2)
    assert one.tolist() == other.tolist()


def test_a_text_shorter_than_a_shingle_is_one_shingle():
    assert len(fingerprint("only two", 5)) == 1
    assert len(fingerprint("", 5)) == 0


def test_share_within_is_the_share_of_the_part():
    assert share_within(fingerprint("a b c d", 2), fingerprint("x a b c y", 2)) == 2 / 3
    assert share_within(fingerprint("", 2), fingerprint("a b", 2)) == 0.0


def test_the_resemblance_is_shared_over_all_shingles():
    (copy,) = copies({"x": "a b c d e f g h", "y": "a b c d e f g z"})
    assert (copy.resemblance, copy.containment, copy.whole) == (5 / 7, 5 / 6, True)


def test_a_text_inside_a_longer_one_is_contained_and_not_whole():
    (copy,) = copies({"x": "a b c d e f", "y": "q r s t a b c d e f u v w x y z"})
    assert (copy.containment, copy.whole) == (1.0, False)


def test_n_copies_of_one_text_make_n_minus_one_pairs():
    assert len(copies({str(n): "a b c d e f g h" for n in range(50)})) == 49


def test_two_texts_with_nothing_in_common_are_no_copies():
    assert copies({"x": "a b c d e f", "y": "g h i j k l"}) == ()


@given(st.dictionaries(st.sampled_from("pqrstuvw"), WORDS, max_size=8), st.randoms())
def test_the_order_of_texts_makes_no_difference(texts, random):
    names = list(texts)
    random.shuffle(names)
    assert copies({name: texts[name] for name in names}) == copies(texts)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))), st.randoms())
def test_groups_do_not_depend_on_the_order_of_pairs(pairs, random):
    mixed = random.sample(pairs, len(pairs))
    assert roots("abcdefgh", mixed) == roots("abcdefgh", pairs)
    assert all(roots("abcdefgh", pairs)[a] == roots("abcdefgh", pairs)[b] for a, b in pairs)

"""Documented figures: named people, each counted once."""

CASE = ("documented", None, "killed")
EVENT = ("documented", "event-1", "killed")


def test_each_person_counts_once_however_many_lists_name_them(book):
    book.row("north list", 2, "Ana Tolvar")
    book.row("south list", 5, "Ana Tolvar")
    book.row("south list", 6, "Ivo Merrin")
    figure = book.count()[EVENT]
    assert (figure.value, figure.statistic) == (2, "count")
    roles = {given.id: given.role for given in figure.inputs}
    assert roles["person-Ana Tolvar"] == "used"
    assert roles["north list-2"] == "names person-Ana Tolvar"
    assert roles["south list-5"] == "repeats person-Ana Tolvar"
    assert book.count()[CASE].value == 2


def test_a_person_counts_when_one_of_their_records_is_accepted(book):
    book.row("north list", 2, "Ana Tolvar", accepted=False)
    book.row("south list", 5, "Ana Tolvar")
    book.row("south list", 6, "Ivo Merrin", accepted=False)
    assert book.count()[EVENT].value == 1
    assert book.count("with_suggestions")[EVENT].value == 2


def test_nothing_accepted_is_no_number_and_says_so(book):
    book.row("north list", 2, "Ana Tolvar", accepted=False)
    figure = book.count()[EVENT]
    assert figure.value is None
    assert figure.reason == (
        "No claim about people killed in “Killing at event-1” has been accepted yet."
    )


def test_a_row_that_denies_counts_nobody(book):
    book.row("north list", 2, "Ana Tolvar", polarity="negative")
    assert ("documented", "event-1", "killed") not in book.count()


def test_who_another_record_says_was_killed_is_not_among_the_injured(book):
    book.row("hospital", 2, "Ana Tolvar", act_type="injury")
    book.row("hospital", 3, "Ivo Merrin", act_type="injury")
    book.row("north list", 2, "Ana Tolvar")
    figures = book.count()
    injured = figures["documented", "event-1", "injured"]
    assert (figures[EVENT].value, injured.value) == (1, 1)
    left_out = [given for given in injured.inputs if given.role.startswith("set aside")]
    assert [given.id for given in left_out] == ["person-Ana Tolvar"]


def test_a_record_without_a_name_is_set_aside_with_a_reason(book):
    book.row("north list", 2, "")
    book.row("north list", 3, "Ivo Merrin")
    assert book.count()[EVENT].value == 1
    (aside,) = book.counted().set_aside
    assert (aside.subject, aside.code) == ("person-", "nameless")


def test_a_link_that_waits_for_a_decision_is_told(book):
    book.row("north list", 2, "Ana Tolvar")
    book.row("south list", 3, "Ana Tolvar")
    person = book.persons["person-Ana Tolvar"]
    book.persons[person.id] = type(person)(
        id=person.id, name=person.name, records=person.records, lists=person.lists, doubtful=True
    )
    assert any("waits for a decision" in step for step in book.count()[EVENT].calculation)


def test_a_figure_keeps_its_id_while_its_number_changes(book):
    book.row("north list", 2, "Ana Tolvar")
    before = book.count()[EVENT]
    book.row("north list", 3, "Ivo Merrin")
    after = book.count()[EVENT]
    assert (before.id, before.value, after.value) == (after.id, 1, 2)
    assert book.count("with_suggestions")[EVENT].id != after.id

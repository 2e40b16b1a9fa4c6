import pytest

from onrecord.corroborate.grade import grade
from onrecord.vocab import terms


@pytest.mark.parametrize(
    ("n_for", "n_alleged", "n_against", "expected"),
    [
        (1, 0, 0, "uncorroborated"),
        (1, 5, 0, "uncorroborated"),
        (2, 0, 0, "corroborated"),
        (3, 0, 0, "well_corroborated"),
        (9, 0, 0, "well_corroborated"),
        (9, 0, 1, "contested"),
        (0, 1, 1, "contested"),
        (0, 1, 0, "alleged"),
        (0, 7, 0, "alleged"),
        (0, 0, 2, "denied"),
    ],
)
def test_the_rule_is_the_table_of_its_documentation(n_for, n_alleged, n_against, expected):
    assert grade(n_for=n_for, n_alleged=n_alleged, n_against=n_against) == expected
    assert expected in terms("grades")


def test_what_nobody_says_has_no_grade():
    with pytest.raises(ValueError, match="nothing to grade"):
        grade(n_for=0, n_alleged=0, n_against=0)

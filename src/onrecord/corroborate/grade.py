"""The rule that turns numbers of independent origins into a grade: ``onrecord-origins 1``.

    asserted  alleged  against   grade
    0         0        ≥ 1       denied             only denied
    any ≥ 1 of the two ≥ 1       contested          whoever asserts it, somebody excludes it
    0         ≥ 1      0         alleged            only alleged
    1         any      0         uncorroborated     one origin
    2         any      0         corroborated       two origins
    ≥ 3       any      0         well_corroborated  three or more origins

Asserted: origins of which at least one claim is stated or hedged ("believed to have"). Alleged:
origins that do no more than call it an allegation, or write "reportedly" and not who reports; they
are shown and counted apart, and never lift a grade. Against: origins that deny it, or that assert
what excludes it. Independence is that of lineages. The number of documents, their tone and the
reader's trust in a source play no part.
"""

from onrecord.errors import VocabularyError
from onrecord.vocab import terms

RULE = "onrecord-origins 1"


def grade(*, n_for: int, n_alleged: int, n_against: int) -> str:
    """The grade for these numbers of origins, a term of vocab/grades.toml.

    Raises ValueError when all are 0: what nobody asserts or denies has no grade.
    """
    if n_for + n_alleged + n_against == 0:
        raise ValueError("no origin asserts, alleges or denies it: there is nothing to grade")
    return _known(_grade(n_for, n_alleged, n_against))


def _grade(n_for: int, n_alleged: int, n_against: int) -> str:
    if n_against:
        return "contested" if n_for + n_alleged else "denied"
    if n_for == 0:
        return "alleged"
    return {1: "uncorroborated", 2: "corroborated"}.get(n_for, "well_corroborated")


def _known(key: str) -> str:
    if key not in terms("grades"):
        raise VocabularyError(f"vocab/grades.toml lacks the grade {key!r} that {RULE} gives")
    return key

"""The codebook defines every column, and the reference says what it says."""

from pathlib import Path

from onrecord.publish.codebook import TABLES, codebook_rows, vocabularies

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "published-files.md"


def test_every_column_has_a_meaning_and_stands_in_its_table_once():
    for table, columns in TABLES.items():
        names = [column.name for column in columns]
        assert len(set(names)) == len(names), table
        assert all(len(column.meaning) > 10 for column in columns), table


def test_the_reference_describes_every_column_as_the_codebook_does():
    text = REFERENCE.read_text(encoding="utf-8")
    for table, columns in TABLES.items():
        section = text.split(f"## {table}\n")[1].split("\n## ")[0]
        for column in columns:
            row = f"| `{column.name}` | {column.type} | {column.unit} | {column.meaning} |"
            assert row in section, f"{table}.{column.name}"


def test_every_term_of_a_used_vocabulary_is_defined_with_its_source():
    used = {row["vocabulary"] for row in codebook_rows() if row["vocabulary"]}
    found = vocabularies()
    assert used <= set(found)
    assert all(term["definition"] and term["source"] for terms in found.values() for term in terms)

"""Names of documents as pages show them: a protected speaker appears under a pseudonym alone."""

from onrecord.record.models import DocumentRow
from onrecord.web.withholding import covered_text, pseudonym_of


def titled(row: DocumentRow) -> str:
    """The title of a document, or its file's name."""
    return covered_text(row, row.title or row.name)


def publisher_of(row: DocumentRow) -> str:
    """Who published a document."""
    return covered_text(row, row.publisher)


def speaker_of(row: DocumentRow) -> str:
    """Who speaks in a document, or the pseudonym that stands in for them."""
    return pseudonym_of(row) or row.speaker


def voice_of(row: DocumentRow) -> str:
    """A document as the outermost voice of a chain: whoever published it, else its title."""
    return publisher_of(row) or titled(row)

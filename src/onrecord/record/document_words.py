"""The words by which a document is found in the list: of its title, publisher, speaker, file.

Kept as rows of an indexed table, so that a search reads what it shows. A protected speaker's
name is not among them: it must not be found out by searching for it.
"""

import re
import unicodedata

import onrecord.record.ready  # noqa: F401
from onrecord.record.models import DocumentRow, DocumentWord

_WORD = re.compile(r"\w+")
LONGEST = 60  # characters; longer ones are cut, in the table and in what is searched for


def words_of(text: str) -> list[str]:
    """The words of a text without case and marks, each once, in order."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return list(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(bare)))


def index_words(row: DocumentRow) -> None:
    """Keep the words of a document that was just saved."""
    speaker = row.speaker if row.protection == "open" else ""
    words = words_of(" ".join((row.title, row.publisher, speaker, row.name)))
    DocumentWord.objects.bulk_create(DocumentWord(document=row, word=word) for word in words)

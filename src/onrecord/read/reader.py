"""Hand each rendition to the reader that can read it, or set it aside and say why."""

import re
from collections.abc import Sequence

import py3langid
from msgspec import structs

from onrecord.model.claim import Claim
from onrecord.model.mapping import Mapping
from onrecord.model.outcome import Outcome, SetAside
from onrecord.model.rendition import Rendition
from onrecord.model.source import Context
from onrecord.read.english.prose import claims_of_prose
from onrecord.read.table import claims_of_table, suggest_mappings

MAX_CHARACTERS = 5_000_000  # about ten novels; no report is as long, and a dump of files may be

_LANGUAGES = {
    "ar": "Arabic",
    "fr": "French",
    "es": "Spanish",
    "de": "German",
    "ru": "Russian",
    "uk": "Ukrainian",
    "tr": "Turkish",
    "fa": "Persian",
    "ku": "Kurdish",
    "he": "Hebrew",
    "pt": "Portuguese",
    "it": "Italian",
    "zh": "Chinese",
    "hi": "Hindi",
    "my": "Burmese",
}


def read(
    rendition: Rendition, context: Context, mappings: Sequence[Mapping] | None = None
) -> Outcome[Claim]:
    """The claims of a rendition. A table is read by a mapping for each of its sheets, suggested
    where none is given.

    Prose is read where it is English; other languages are set aside, kept and shown. So is text
    of more than MAX_CHARACTERS. What the rendition leaves out of its text is set aside as well.
    """
    outcome = _read(rendition, context, mappings)
    parts = tuple(
        structs.replace(part, subject=f"{rendition.id}, {part.subject}")
        for part in rendition.set_aside
    )
    return Outcome(made=outcome.made, set_aside=(*parts, *outcome.set_aside))


def _read(
    rendition: Rendition, context: Context, mappings: Sequence[Mapping] | None
) -> Outcome[Claim]:
    if rendition.shape == "table":
        mapped = suggest_mappings(rendition) if mappings is None else mappings
        return claims_of_table(rendition, mapped, context)
    if not rendition.text.strip():
        return _aside(rendition, "empty", "there is no text in it; nothing can be read from it")
    if len(rendition.text) > MAX_CHARACTERS:
        return _aside(
            rendition,
            "too-long",
            f"its text has {len(rendition.text):,} characters, and the reader takes at most "
            f"{MAX_CHARACTERS:,}; split it into documents and add those",
        )
    language = rendition.language or _language(rendition.text)
    if language != "en":
        name = _LANGUAGES.get(language, f"language {language!r}")
        return _aside(
            rendition,
            "language",
            f"no reader for {name} prose yet; it is kept, shown and can be cited by hand",
        )
    return claims_of_prose(rendition, context)


def _language(text: str) -> str:
    """The language of a text that nobody has named: short Latin text passes for English.

    A few words tell no detector their language; the English reader finds nothing in what is not
    English, so that asking it costs less than to turn a short statement away.
    """
    sample = text[:20_000]
    letters = re.findall(r"[^\W\d_]", sample)
    latin = sum(letter < "ɐ" for letter in letters)
    language, _ = py3langid.classify(sample)
    if len(letters) < 200 and 2 * latin > len(letters):
        return "en"
    return str(language)


def _aside(rendition: Rendition, code: str, reason: str) -> Outcome[Claim]:
    return Outcome(
        made=(), set_aside=(SetAside(stage="read", subject=rendition.id, reason=reason, code=code),)
    )

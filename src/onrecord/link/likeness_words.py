"""What a comparison of two happenings found, in words."""

import re

_RARITY = re.compile(r"(.+) \(one in (\d+)\)")
WORDS = {
    ("place", "same"): "same place",
    ("place", "names alike"): "names of places that are spelt alike",
    ("place", "next to each other"): "places next to each other",
    ("place", "within reach"): "two places within reach of each other",
    ("place", "one region"): "both speak of one region",
    ("place", "several in both"): "several places that both name",
    ("place", "within the other's region"): "one speaks of a region, the other of a place within",
    ("place", "one does not say"): "one does not say where",
    ("place", "neither says"): "neither says where",
    ("days", "same"): "same dates",
    ("days", "within the other's"): "dates within the other's",
    ("days", "within weeks"): "dates within some weeks of the other",
    ("days", "overlapping"): "overlapping dates",
    ("days", "consecutive"): "consecutive days",
    ("days", "one does not say"): "one does not say when",
    ("days", "neither says"): "neither says when",
    ("days", "one appeared within days after"): "one is undated and appeared days after the other",
    ("days", "one appeared within two weeks after"):
        "one is undated and appeared within two weeks after the other",
    ("days", "one appeared weeks after"): "one is undated and appeared weeks after the other",
    ("days", "both appeared within days apart"): "both are undated and appeared within days",
    ("days", "both appeared within two weeks apart"):
        "both are undated and appeared within two weeks",
    ("days", "both appeared weeks apart"): "both are undated and appeared weeks apart",
    ("kind of harm", "same"): "same kind of harm",
    ("kind of harm", "unsaid in both"): "neither says what kind of harm",
    ("kind of harm", "unsaid in one"): "one does not say what kind of harm",
    ("kind of harm", "an attack and a killing"): "an attack and the people whom it killed",
    ("kind of harm", "one tells of flight"): "one tells of flight",
    ("kind of harm", "different"): "two kinds of harm that often go together",
    ("victims", "armed in both"): "victims called armed in both",
    ("victims", "civilian in both"): "victims called civilian in both",
    ("victims", "different sides"): "the victims are of different sides",
    ("perpetrators", "one of them in both"): "a perpetrator named in both",
    ("perpetrators", "different names"): "they name different perpetrators",
    ("toll", "the same number, ten or more"): "the same toll, of ten or more",
    ("toll", "the same number"): "the same toll",
    ("toll", "allow for each other"): "tolls that allow for each other",
    ("toll", "one is higher"): "one toll is higher",
    ("toll", "far apart"): "tolls far apart",
    ("words", "one of them in both"): "the same words for it",
    ("words", "different"): "different words for it",
    ("whole", "both tell of a whole"): "both tell of the violence as a whole",
    ("whole", "one tells of a whole"): "one tells of the violence as a whole",
    ("document", "two paragraphs of one"): "one document tells of them in two paragraphs",
}  # fmt: skip
BESIDE_THE_WHOLE = "a document that speaks of the whole also speaks of this"
_OF = {
    "all of it": "the weights as a whole", "place": "places", "days": "days",
    "kind of harm": "kinds of harm", "toll": "tolls", "whole": "wholes and their parts",
    "document": "one document's paragraphs",
}  # fmt: skip
SPEAKS_FOR = 0.15  # log2 of odds from which a level is given as a reason


def taught_words(comparison: str) -> str:
    """What judged pairs taught of a comparison, in words."""
    return f"what judged pairs taught of {_OF.get(comparison, comparison)}"


def words_of(comparison: str, level: str) -> str:
    """A level in words, with how rare it is: "same place (one in 5)"."""
    rarity = ""
    if found := _RARITY.fullmatch(level):
        level, rarity = found[1], f" (one in {found[2]} of what the case tells of)"
    return WORDS.get((comparison, level), f"{comparison}: {level}") + rarity

"""Words that the application alone uses; those of claims are those of the published pages."""

from onrecord.model.figure import Figure
from onrecord.publish.wording import Fact, facts, figure_words, heading, when_words

__all__ = ["Fact", "facts", "figure_number", "heading", "when_words"]

CERTAINTY = {"stated": "stated as fact", "hedged": "hedged", "alleged": "alleged"}
STANCE = {
    "asserts": "asserted",
    "denies": "denied",
    "reports": "reported, nobody is named as saying it",
}
POLARITY = {"positive": "", "negative": "says that it did not happen"}
STATE = {
    "suggested": "suggested, not reviewed",
    "accepted": "accepted",
    "amended": "amended and accepted",
    "rejected": "rejected",
    "superseded": "replaced by an amendment",
}
KIND = {
    "act": "act",
    "toll": "toll",
    "displacement": "displacement",
    "statement": "statement",
    "relation": "relation",
    "sequence": "sequence",
    "attribute": "attribute",
}
FIGURE_KIND = {
    "documented": "documented: persons named and linked",
    "ranged": "ranged: from what sources claim",
    "estimated": "estimated: with its uncertainty",
}


def figure_number(figure: Figure) -> str:
    """The number of a figure as a reader should see it; empty where there is none."""
    bare = figure.value is None and figure.lower is None and figure.upper is None
    return "" if bare else figure_words(figure)

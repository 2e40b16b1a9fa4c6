"""A parsed sentence whose tokens know their place in the rendition."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from onrecord.model.passage import Span
from onrecord.read.english.names import Masked, Name


@dataclass(frozen=True, eq=False)
class Quoted:
    """A stretch between quotation marks, without the marks."""

    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence: the parse of its masked words, and where each token stands in the rendition."""

    rendition: str
    doc: Doc
    start: int
    end: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    names: dict[int, Name]  # by token index
    paragraph: int
    goes_on: bool = False  # stands under what an earlier part of the sentence introduced
    quotes: tuple[Quoted, ...] = ()  # of the paragraph, closed or not

    def words(self, start: int, end: int) -> str:
        """The characters of the rendition."""
        return self.rendition[start:end]

    def original(self, token: Token) -> str:
        """A token as the rendition writes it: the name itself, not its placeholder."""
        return self.rendition[self.starts[token.i] : self.ends[token.i]]

    def span(self, first: int, last: int) -> Span:
        """The words from one token to another, both included, without outer punctuation."""
        start, end = self.starts[first], self.ends[last]
        return Span(text=self.rendition[start:end], start=start, end=end)

    def is_name(self, token: Token) -> bool:
        """Is the token a masked proper name?"""
        return token.i in self.names

    def lemma(self, token: Token) -> str:
        """The lemma in lower case; of a name, nothing, so that no rule can match it."""
        return "" if token.i in self.names else token.lemma_.lower()


def make_sentence(
    rendition: str,
    doc: Doc,
    masked: Masked,
    at: int,
    paragraph: int,
    *,
    goes_on: bool = False,
    quotes: tuple[Quoted, ...] = (),
) -> Sentence:
    """Place the tokens of a parsed stretch of a masked paragraph in the rendition.

    ``at`` is where the stretch begins in the masked text.
    """
    places = [masked.original(at + token.idx, at + token.idx + len(token.text)) for token in doc]
    names = {
        token.i: masked.names[at + token.idx] for token in doc if at + token.idx in masked.names
    }
    starts = tuple(start for start, _ in places)
    ends = tuple(end for _, end in places)
    return Sentence(
        rendition, doc, min(starts), max(ends), starts, ends, names, paragraph, goes_on, quotes
    )

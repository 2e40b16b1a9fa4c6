"""A claim before its chain of attribution is found and its words are sealed."""

from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.model.claim import Body


@dataclass(frozen=True, eq=False)
class Draft:
    """A body, the token that it hangs on, and tokens whose adverbs and hedges concern it."""

    body: Body
    anchor: Token
    beside: tuple[Token, ...] = ()
    negative: bool = False
    speaker: Token | None = None  # of a statement: the noun that names its speaker
    heard_at: Token | None = None  # where the chain of attribution is read off, if elsewhere

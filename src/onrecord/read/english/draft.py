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

"""Words for what was found: values of versions, and quotations of claims."""

from onrecord.corroborate.evidence import Evidence
from onrecord.model.claim import Claim
from onrecord.model.toll import TollReading

_LONGEST = 160


def toll_words(reading: TollReading) -> str:
    """How many of whom and where, in the words of the claim: "at least 12 civilians, Karsa"."""
    number = reading.quantity.text
    whom = [victim.text for victim in reading.victims]
    counted = next((words for words in whom if number in words), None)
    if counted is None:
        counted = " ".join([number, *whom[:1]])
    places = [place.text for place in reading.places if place.text not in counted]
    return " ".join(", ".join([counted, *dict.fromkeys(places)]).split())


def quoted(claim: Claim, around: int | None = None) -> str:
    """The claim's words in quotation marks, cut at word boundaries when they are long.

    ``around`` is an offset in the rendition that the cut must keep in sight.
    """
    text = " ".join(claim.text.split())
    if len(text) <= _LONGEST:
        return f"“{text}”"
    offset = 0 if around is None else max(0, around - claim.start)
    first = max(0, min(offset - _LONGEST // 3, len(claim.text) - _LONGEST))
    return f"“{_cut(claim.text, first, first + _LONGEST)}”"


def _cut(text: str, first: int, last: int) -> str:
    kept = text[first:last]
    if first > 0:
        kept = "… " + kept.split(maxsplit=1)[-1]
    if last < len(text):
        kept = kept.rsplit(maxsplit=1)[0] + " …"
    return " ".join(kept.split())


def told_by(claim: Claim, evidence: Evidence) -> str:
    """The document by its title, and the voices that it quotes: “Title” (the ministry).

    Of a protected document no voice is named: it may be the witness.
    """
    bibliography = evidence.documents[claim.rendition].bibliography
    voices = [voice.holder for voice in claim.attribution if voice.kind != "document"]
    if bibliography.protection == "protected":
        voices = []
    title = f"“{evidence.title(claim)}”"
    return f"{title} ({', quoting '.join(voices)})" if voices else title

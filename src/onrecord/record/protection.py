"""Names that must appear in nothing that is derived, and how they are covered.

A document is protected where its `sources.csv` says ``protection=protected`` or a decision
`protect` says so of its capture. The name of its speaker, whole, is covered in every rendition of
the case; the parts of that name are covered in the document itself, where they stand for it. What
is read, linked, counted, shown and published is made of renditions, so the name is in none of it:
it stands in the sealed bytes and in what was stated on arrival, and nowhere else.
"""

import re
from collections.abc import Iterable

from msgspec import Struct, structs

import onrecord.record.ready  # noqa: F401
from onrecord.model.canonical import digest, identify
from onrecord.model.rendition import Rendition
from onrecord.model.source import Bibliography
from onrecord.record.decisions import standing
from onrecord.record.models import Arrival

COVER = "█"
SHORTEST_PART = 3  # characters: shorter parts of a name are particles and initials


class Withheld(Struct, frozen=True, kw_only=True):
    """A name that is withheld, what stands in for it, and the capture whose speaker it names."""

    name: str
    pseudonym: str
    capture: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The name and the parts by which the document itself may call the person."""
        parts = (p for p in re.split(r"[\s,]+", self.name) if len(p) >= SHORTEST_PART)
        return (self.name, *parts)


def withheld_names() -> tuple[Withheld, ...]:
    """Every name that is withheld in the open case, longest first."""
    decided = {j.target: j.body for j in standing(("protect",))}
    found: set[Withheld] = set()
    arrivals = Arrival.objects.exclude(stated="").order_by("seq")
    for arrival in arrivals:
        stated = arrival.stated_bibliography
        if stated is None or not stated.speaker:
            continue
        body = decided.get(arrival.capture_id)
        if stated.protection == "protected" or body is not None:
            pseudonym = (body or {}).get("pseudonym") or stated.pseudonym or "a protected source"
            found.add(
                Withheld(name=stated.speaker, pseudonym=pseudonym, capture=arrival.capture_id)
            )
    for capture, body in decided.items():
        for name in body.get("names", ()):
            pseudonym = body.get("pseudonym", "a protected source")
            found.add(Withheld(name=name, pseudonym=pseudonym, capture=capture))
    return tuple(sorted(found, key=lambda w: (-len(w.name), w.name, w.capture)))


def cover(text: str, names: Iterable[str]) -> str:
    """The text with every name covered by blocks of the same length, so that offsets hold."""
    for name in names:
        pattern = re.compile(r"\s+".join(map(re.escape, name.split())), re.IGNORECASE)
        text = pattern.sub(lambda found: COVER * len(found.group()), text)
    return text


def names_to_cover(withheld: Iterable[Withheld], capture: str) -> tuple[str, ...]:
    """What is covered in a document: whole names everywhere, their parts in their own document."""
    names: dict[str, None] = {}
    for one in withheld:
        for name in one.parts if one.capture == capture else (one.name,):
            names[name] = None
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def withhold(rendition: Rendition, names: tuple[str, ...]) -> Rendition:
    """The rendition with names covered in its text and headings, every offset as it was."""
    text = cover(rendition.text, names)
    headings = tuple(structs.replace(h, text=cover(h.text, names)) for h in rendition.headings)
    if text == rendition.text and headings == rendition.headings:
        return rendition
    named = identify(
        "rendition",
        rendition.capture,
        rendition.extractor,
        rendition.extractor_version,
        digest(text),
        "names withheld",
    )
    return structs.replace(rendition, id=named, text=text, headings=headings)


def withhold_speaker(
    known: Bibliography, withheld: Iterable[Withheld], capture: str
) -> Bibliography:
    """The bibliography with the pseudonym in place of a protected speaker."""
    own = [one for one in withheld if one.capture == capture]
    if not own:
        return known
    return structs.replace(
        known, speaker=own[0].pseudonym, pseudonym=own[0].pseudonym, protection="protected"
    )

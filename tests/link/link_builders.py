"""Claims, documents and judgements made by hand, with words that stand where they say."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from onrecord.model.canonical import identify
from onrecord.model.claim import (
    Act,
    Attribute,
    Body,
    Claim,
    Displacement,
    Sequence,
    Statement,
    Toll,
    Voice,
)
from onrecord.model.judgement import Judgement
from onrecord.model.material import Document, Material
from onrecord.model.party import Mention, PartyKind, Record
from onrecord.model.passage import Cell, Span
from onrecord.model.quantity import Quantity
from onrecord.model.source import Bibliography
from onrecord.model.when import When
from onrecord.model.where import Where


class Text:
    """A document whose claims are made from its own words."""

    def __init__(self, name: str, text: str, published: date | None = None) -> None:
        self.text = text
        when = None
        if published is not None:
            when = When(text=str(published), earliest=published, latest=published)
        self.document = Document(
            id=f"rendition-{name}",
            capture=name,
            name=f"{name}.txt",
            title=name,
            bibliography=Bibliography(title=name, published=when),
            shape="prose",
            language="en",
            text=text,
        )
        self.claims: list[Claim] = []

    def span(self, words: str, after: str = "") -> Span:
        start = self.text.index(words, self.text.index(after) if after else 0)
        return Span(text=words, start=start, end=start + len(words))

    def mention(self, words: str, kind: PartyKind = "category", name: str | None = None,
                refers_to: str | None = None, after: str = "") -> Mention:  # fmt: skip
        span = self.span(words, after)
        return Mention(text=words, start=span.start, end=span.end, kind=kind, name=name,
                       refers_to=refers_to)  # fmt: skip

    def act(self, trigger: str, act_type: str = "killing", victims: tuple[Mention, ...] = (),
            perpetrators: tuple[Mention, ...] = (), places: tuple[Where, ...] = (),
            when: When | None = None, after: str = "",
            polarity: str = "positive") -> Claim:  # fmt: skip
        body = Act(act_type=act_type, trigger=self.span(trigger, after), victims=victims,
                   perpetrators=perpetrators, places=places, when=when)  # fmt: skip
        return self._claim(body, body.trigger, polarity)

    def toll(self, words: str, harm: str = "killed", places: tuple[Where, ...] = (),
             when: When | None = None) -> Claim:  # fmt: skip
        span = self.span(words)
        number = Quantity(text=words, start=span.start, end=span.end, at_least=1)
        return self._claim(Toll(harm=harm, quantity=number, places=places, when=when), span)

    def displacement(self, words: str) -> Claim:
        return self._claim(Displacement(displaced=(self.mention(words),)), self.span(words))

    def statement(self, cue: str, speech_act: str = "condemn", content: str | None = None,
                  speaker: Mention | None = None, speaker_name: str | None = None,
                  on_behalf_of_name: str | None = None) -> Claim:  # fmt: skip
        body = Statement(speech_act=speech_act, cue=self.span(cue), speaker=speaker,
                         content=self.span(content) if content else None,
                         speaker_name=speaker_name,
                         on_behalf_of_name=on_behalf_of_name)  # fmt: skip
        return self._claim(body, body.cue)

    def sequence(self, earlier: str, later: str, cue: str) -> Claim:
        body = Sequence(earlier=self.span(earlier), later=self.span(later), cue=self.span(cue))
        return self._claim(body, body.cue)

    def _claim(self, body: Body, at: Span, polarity: str = "positive") -> Claim:
        line_end = min(i for mark in ".\n" if (i := (self.text + ".\n").find(mark, at.end)) >= 0)
        start = max(self.text.rfind(mark, 0, at.start) for mark in ".\n") + 1
        claim = Claim(
            id=identify("claim", self.document.id, body),
            rendition=self.document.id,
            text=self.text[start:line_end],
            start=start,
            end=line_end,
            attribution=(Voice(holder="this document", kind="document"),),
            stance="asserts",
            polarity=polarity,  # type: ignore[arg-type]
            certainty="stated",
            body=body,
            suggested_by="hand",
        )
        self.claims.append(claim)
        return claim


def place(name: str, latitude: float, longitude: float, precision: str = "exact") -> Where:
    """A place of an invented country, known to the case's own gazetteer."""
    return Where(text=name, name=name, gazetteer="case", gazetteer_id=name.lower(), country="ZZ",
                 latitude=latitude, longitude=longitude,
                 precision=precision)  # type: ignore[arg-type]  # fmt: skip


def days(first: date, last: date | None = None) -> When:
    return When(text=str(first), earliest=first, latest=last or first, basis="stated")


def material(*texts: Text, judgements: tuple[Judgement, ...] = ()) -> Material:
    claims = [claim for text in texts for claim in text.claims]
    return Material(
        documents=tuple(text.document for text in texts),
        claims=tuple(sorted(claims, key=lambda c: (c.rendition, c.start, c.id))),
        judgements=judgements,
    )


def judged(kind: str, target: str, other: str, second: int = 0) -> Judgement:
    return Judgement(
        id=f"judgement-{kind}-{target}-{other}-{second}",
        kind=kind,  # type: ignore[arg-type]
        target=target,
        other=other,
        by="N. Reader",
        at=datetime(2031, 5, 1, 12, 0, second, tzinfo=UTC),
    )


def record(number: str, name: str | None = None, *, of: str = "List A", **said: object) -> Record:
    """A record; age, sex, place, given_name … by keyword; ``day`` is an ISO date."""
    when = said.pop("day", None)
    return Record(id=f"record-{number}", rendition=of, list_name=of, row=1, claims=(), name=name,
                  earliest=when, latest=when, **said)  # type: ignore[arg-type]  # fmt: skip


def table(name: str, rows: list[dict[str, str]], places: dict[str, Where] | None = None,
          when: When | None = None) -> Text:  # fmt: skip
    """A list of victims: a row a line, a cell a tab-separated word; claims as the reader's."""
    header = list(rows[0])
    lines = ["\t".join(header), *("\t".join(row[key] for key in header) for row in rows)]
    text = Text(name, "\n".join(lines))
    at = len(lines[0]) + 1
    for number, row in enumerate(rows, start=2):
        offsets = {}
        position = at
        for key in header:
            offsets[key] = position
            position += len(row[key]) + 1
        at = position
        _row_claims(text, number, row, offsets, places or {}, when)
    return text


def _row_claims(text: Text, number: int, row: dict[str, str], offsets: dict[str, int],
                places: dict[str, Where], when: When | None) -> None:  # fmt: skip
    name = Mention(text=row["name"], start=offsets["name"],
                   end=offsets["name"] + len(row["name"]), kind="person",
                   name=row["name"])  # fmt: skip
    trigger = Span(text=row["name"], start=name.start, end=name.end)
    where = (places[row["place"]],) if row.get("place") in places else ()
    bodies: list[tuple[str, Body]] = [
        ("name", Act(act_type="killing", trigger=trigger, victims=(name,), places=where, when=when))
    ]
    for key in row:
        if key != "place":
            value = Span(text=row[key], start=offsets[key], end=offsets[key] + len(row[key]))
            bodies.append((key, Attribute(attribute=key, subject=name, value=value)))
    for column, body in bodies:
        text.claims.append(
            Claim(
                id=identify("claim", text.document.id, number, body),
                rendition=text.document.id,
                text=row[column],
                start=offsets[column],
                end=offsets[column] + len(row[column]),
                attribution=(Voice(holder="this document", kind="document"),),
                stance="asserts",
                polarity="positive",
                certainty="stated",
                body=body,
                cell=Cell(sheet="", row=number, column=column),
                suggested_by="hand",
            )
        )


def records_of(columns: Mapping[str, list[Any]]) -> list[Record]:
    """The records that columns as those of benchmarks/victim_lists.py hold, a list a rendition."""
    names = ("id", "list", "name", "given_name", "father_name", "family_name", "age", "sex",
             "place", "earliest", "latest")  # fmt: skip
    return [
        Record(id=str(i), rendition=str(li), list_name=str(li), row=1, claims=(), name=na,
               given_name=gi, father_name=fa, family_name=fm, age=ag, sex=se, place=pl,
               earliest=ea, latest=la)
        for i, li, na, gi, fa, fm, ag, se, pl, ea, la in zip(
            *(columns[name] for name in names), strict=True
        )
    ]  # fmt: skip

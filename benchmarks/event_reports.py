"""Reports on a wave of violence in an invented valley, whose truth is known: for benchmarks.

A case is one to nine *incidents* in one to six towns over some days, and two or three elsewhere or
weeks before. Eight to fourteen *documents* tell of them: each of one to three incidents, some of
them copied from another, some updating what an earlier one told, some speaking of the whole ("the
violence in the Sarn Valley last week left at least forty people dead"), now and then one that
denies. Every incident is told at least once.

**Damage** is that of `DAMAGE` (shares of mentions): dates as intervals, months, off by a day or
not at all; places as "near", as a site close by, as the region, the country, in another spelling
that no gazetteer knows, or not at all; an attack told as the killing that it was, and the other
way round, or as "violence"; tolls that grow, count some of the victims or are missing; perpetrators
by name, by a description, by a rival attribution, or not at all.

Claims are made here, word for word at their passages, as the reader makes them, so that its faults
are not measured. ``truth`` says of each claim which incident it speaks of, or that it speaks of the
whole; a whole of one incident is that incident. Two incidents of one town are told apart as the
record's conventions tell them: killings by two days or more, attacks by one.

Nothing of it was fitted to real reports, and none are in it. Given a seed, a case is the same.
Seeds below 100 may have been used in tuning; benchmarks start at 1000.

`months` makes one case of several waves, months apart in the same towns, told by this press or by
another one (`OTHER_PRESS`), whose habits the published weights were not learned from. `year` makes
a case of very many reports on one town, or on many, over a year.

    python benchmarks/event_reports.py [SEED]     prints the documents of a case
"""

import sys
from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from msgspec import Struct

from onrecord.model.canonical import identify
from onrecord.model.claim import Act, Body, Claim, Displacement, Toll, Voice
from onrecord.model.material import Document, Material
from onrecord.model.party import Mention
from onrecord.model.passage import Span
from onrecord.model.quantity import Quantity
from onrecord.model.source import Bibliography
from onrecord.model.when import When
from onrecord.model.where import Where

Shares = Mapping[str, Mapping[str, float]]
FIRST = date(2031, 3, 1)

DAMAGE: Shares = {
    "date": {"day": 0.44, "interval": 0.17, "off by a day": 0.05, "since": 0.05, "month": 0.06,
             "none": 0.23},
    "place": {"town": 0.48, "near": 0.09, "site": 0.06, "region": 0.10, "spelling": 0.05,
              "country": 0.08, "none": 0.14},
    "kind": {"as it was": 0.60, "its sister": 0.27, "violence": 0.08, "what went with it": 0.05},
    "toll": {"exact": 0.28, "at least": 0.17, "earlier": 0.11, "words": 0.07, "some of them": 0.10,
             "none": 0.27},
    "perpetrators": {"named": 0.40, "described": 0.32, "rival": 0.06, "none": 0.22},
    "victims": {"named so": 0.66, "men": 0.20, "none": 0.14},
}  # fmt: skip
# Days are often a day off and places loose, tolls hardly ever agree, and rivals are often named.
OTHER_PRESS: Shares = {
    "date": {"day": 0.22, "interval": 0.10, "off by a day": 0.22, "since": 0.05, "month": 0.06,
             "none": 0.35},
    "place": {"town": 0.33, "near": 0.22, "site": 0.10, "region": 0.15, "spelling": 0.05,
              "country": 0.05, "none": 0.10},
    "kind": {"as it was": 0.35, "its sister": 0.35, "violence": 0.20, "what went with it": 0.10},
    "toll": {"exact": 0.06, "at least": 0.08, "earlier": 0.26, "words": 0.15, "some of them": 0.25,
             "none": 0.20},
    "perpetrators": {"named": 0.28, "described": 0.30, "rival": 0.27, "none": 0.15},
    "victims": {"named so": 0.46, "men": 0.34, "none": 0.20},
}  # fmt: skip
WHOLE_TOLD = 0.18  # of documents: on the whole, beside or instead of its parts
COPIED = 0.08
DENIED = 0.05
REGION, COUNTRY = "Sarn Valley", "Varenna"
TOWNS = ("Ardun", "Velis", "Merin", "Tolpa", "Kesh Bara", "Orvan", "Halta", "Dremsk", "Lissa",
         "Banor")  # fmt: skip
OTHER_SPELLINGS = ("Ardoon", "Vellise", "Mareen", "Tolbah", "Kech Barra", "Urwan", "Khalta",
                   "Dramisk", "Leesa", "Bannour")  # fmt: skip
SITES = ("Mill", "Bridge", "Camp")
PARTIES = ("Sarn Front", "Torin Guard", "Army of Varenna", "Black Banner")
KINDS = {"killing": 0.50, "attack": 0.32, "destruction": 0.10, "abduction": 0.08}
VERBS = {
    "killing": ("killed", "shot dead", "massacred", "executed", "slain"),
    "attack": ("attacked", "ambushed", "raided", "shelled", "bombed"),
    "destruction": ("burned", "looted", "destroyed"),
    "abduction": ("abducted", "seized", "kidnapped"),
    "violence": ("terrorised", "brutalised"),
}
VICTIMS = {"civilian": ("villagers", "residents", "civilians", "families"),
           "armed": ("soldiers", "guards", "policemen", "fighters")}  # fmt: skip
DESCRIBED = ("gunmen", "attackers", "masked men", "an armed group")


class Dice(np.random.Generator):
    """What is thrown for a case; the habits of its press, and the day on which a wave begins."""

    damage: Shares = DAMAGE
    begin: date = FIRST


def _dice(*seed: int, damage: Shares = DAMAGE) -> Dice:
    dice = Dice(np.random.PCG64(np.random.SeedSequence(seed)))
    dice.damage = damage
    return dice


class Town(Struct, frozen=True):
    """A settlement, within the valley or far from it."""

    name: str
    spelling: str
    latitude: float
    longitude: float
    in_valley: bool


class Incident(Struct, frozen=True, kw_only=True):
    """What happened: one act at a place, on a day or a few."""

    town: Town
    first: date
    last: date
    kind: str
    side: str
    perpetrator: str
    rival: str
    toll: int


class Wave(Struct, frozen=True, kw_only=True):
    """A case: the material that `link` takes, and which incident each of its claims speaks of."""

    material: Material
    truth: Mapping[str, str]
    incidents: tuple[Incident, ...]


def wave(seed: int) -> Wave:
    """The case of a seed."""
    dice = _dice(8, seed)
    return _case(*_told(_towns(dice), "report", dice))


def months(seed: int, n: int, damage: Shares = DAMAGE) -> Wave:
    """One case of so many waves, five weeks apart, in the same towns."""
    dice = _dice(9, seed, damage=damage)
    towns = _towns(dice)
    told: list[_Page] = []
    incidents: list[Incident] = []
    for month in range(n):
        dice.begin = FIRST + timedelta(35 * month)
        pages, made = _told(towns, f"report-{month:02}", dice)
        for page in pages:
            page.truth = {claim: f"{month}:{truth}" for claim, truth in page.truth.items()}
        told, incidents = told + pages, incidents + made
    return _case(told, incidents)


def year(seed: int, n_reports: int, n_towns: int) -> Wave:
    """A case of so many reports on incidents of a year, each told while it is news."""
    dice = _dice(10, seed)
    towns = _many_towns(n_towns, dice)
    incidents: list[Incident] = []
    for _ in range(min(n_reports // 6, 150 * n_towns) or 1):
        one = _incident(0, towns, 365, dice)
        near = (other for other in incidents if other.town == one.town)
        if all(_two(one, other) for other in near):
            incidents.append(one)
    incidents.sort(key=lambda one: (one.first, one.town.name))
    told: list[_Page] = []
    while len(told) < n_reports:
        n = int(dice.integers(len(incidents)))
        beside = [m for m in (n, n + 1, n + 2)[: int(dice.choice((1, 2, 3), p=(0.7, 0.2, 0.1)))]
                  if m < len(incidents)]  # fmt: skip
        told.append(_page(f"report-{len(told):05}", beside, False, incidents, [], dice))
    return _case(told, incidents)


def _told(towns: list[Town], name: str, dice: Dice) -> tuple[list["_Page"], list[Incident]]:
    """The reports on a wave of violence, and what happened."""
    incidents = _incidents(towns, dice)
    in_valley = [n for n, one in enumerate(incidents) if one.town.in_valley]
    told: list[_Page] = []
    waiting = list(dice.permutation(len(incidents)))
    n_documents = int(dice.integers(8, 15))
    while len(told) < n_documents or waiting:
        number = len(told)
        if told and dice.random() < COPIED:
            told.append(_copied(told[int(dice.integers(len(told)))], f"{name}-{number:02}", dice))
            continue
        n_told = int(dice.choice((1, 2, 3), p=(0.55, 0.30, 0.15)))
        n_told = 0 if dice.random() < WHOLE_TOLD / 2 else n_told
        mine = [int(waiting.pop()) for _ in range(min(1, len(waiting), n_told))]
        while len(mine) < min(n_told, len(incidents)):
            other = int(dice.integers(len(incidents)))
            if other not in mine:
                mine.append(other)
        on_whole = n_told == 0 or dice.random() < WHOLE_TOLD / 2
        told.append(_page(f"{name}-{number:02}", mine, on_whole, incidents, in_valley, dice))
    return told, incidents


def _case(told: list["_Page"], incidents: list[Incident]) -> Wave:
    claims = sorted((c for p in told for c in p.claims), key=lambda c: (c.rendition, c.start, c.id))
    return Wave(
        material=Material(documents=tuple(p.document() for p in told), claims=tuple(claims)),
        truth={claim: truth for page in told for claim, truth in page.truth.items()},
        incidents=tuple(incidents),
    )


def _drawn(dice: Dice, what: str) -> str:
    shares = dice.damage[what]
    return str(dice.choice(list(shares), p=list(shares.values())))


def _incidents(towns: list[Town], dice: Dice) -> list[Incident]:
    days = int(dice.integers(3, 13))
    made: list[Incident] = []
    for n in range(int(dice.integers(1, 10)) + int(dice.integers(0, 4))):
        for _ in range(20):  # until it can be told from the others
            one = _incident(n, towns, days, dice)
            if all(_two(one, other) for other in made):
                made.append(one)
                break
    return made


def _towns(dice: Dice) -> list[Town]:
    order = dice.permutation(len(TOWNS))
    n = int(dice.integers(1, 7))
    inside = [
        Town(TOWNS[k], OTHER_SPELLINGS[k], 40 + dice.uniform(-0.3, 0.3),
             20 + dice.uniform(-0.4, 0.4), True)
        for k in order[:n]
    ]  # fmt: skip
    outside = [
        Town(TOWNS[k], OTHER_SPELLINGS[k], 40 + dice.uniform(2, 3), 20 + dice.uniform(2, 4), False)
        for k in order[n : n + 2]
    ]
    return inside + outside


def _many_towns(n: int, dice: Dice) -> list[Town]:
    return [
        Town(f"Town {k}", f"Toun {k}", 40 + dice.uniform(-1.5, 1.5), 20 + dice.uniform(-1.5, 1.5),
             True)
        for k in range(n)
    ]  # fmt: skip


def _incident(number: int, towns: list[Town], days: int, dice: Dice) -> Incident:
    inside = [town for town in towns if town.in_valley]
    away = number > 0 and dice.random() < 0.15
    among = towns if away else inside
    town = among[int(dice.integers(len(among)))]
    before = number > 0 and dice.random() < 0.08
    first = dice.begin + timedelta(int(dice.integers(0, days)) - (40 if before else 0))
    kind = str(dice.choice(list(KINDS), p=list(KINDS.values())))
    lasts = int(dice.choice((0, 1, 2), p=(0.75, 0.18, 0.07))) if kind == "killing" else 0
    armed = dice.random() < (0.5 if kind == "attack" else 0.25)
    perpetrator, rival = (str(p) for p in dice.choice(PARTIES, 2, replace=False))
    return Incident(town=town, first=first, last=first + timedelta(lasts), kind=kind,
                    side="armed" if armed else "civilian",
                    perpetrator=perpetrator, rival=rival,
                    toll=int(np.ceil(3 * dice.pareto(1.2) + dice.integers(1, 6))))  # fmt: skip


def _two(one: Incident, other: Incident) -> bool:
    """Whether the record's conventions tell two incidents apart."""
    if one.town != other.town or one.side != other.side:
        return True
    gap = max((one.first - other.last).days, (other.first - one.last).days)
    return gap > (1 if one.kind == other.kind == "attack" else 2)


class _Page:
    """A document that is being written, and the claims at their passages."""

    def __init__(self, name: str, published: date) -> None:
        self.name = name
        self.published = published
        self.text = ""
        self.claims: list[Claim] = []
        self.truth: dict[str, str] = {}

    def document(self) -> Document:
        dated = When(text=str(self.published), earliest=self.published, latest=self.published,
                     basis="stated", precision="day")  # fmt: skip
        return Document(
            id=f"rendition-{self.name}", capture=self.name, name=f"{self.name}.txt",
            title=self.name, bibliography=Bibliography(title=self.name, published=dated),
            shape="prose", language="en", text=self.text,
        )  # fmt: skip

    def write(self, words: str) -> Span:
        span = Span(text=words, start=len(self.text), end=len(self.text) + len(words))
        self.text += words
        return span

    def claim(self, body: Body, start: int, truth: str, polarity: str = "positive") -> None:
        """A claim of the words written since ``start``."""
        rendition = f"rendition-{self.name}"
        made = Claim(
            id=identify("claim", rendition, body), rendition=rendition, text=self.text[start:],
            start=start, end=len(self.text),
            attribution=(Voice(holder="this document", kind="document"),), stance="asserts",
            polarity=polarity, certainty="stated", body=body, suggested_by="generated",  # type: ignore[arg-type]
        )  # fmt: skip
        self.claims.append(made)
        self.truth[made.id] = truth


def _page(
    name: str, mine: list[int], on_whole: bool, incidents: list[Incident], in_valley: list[int],
    dice: Dice,
) -> _Page:  # fmt: skip
    about = [incidents[n] for n in mine] or incidents
    published = max(one.last for one in about) + timedelta(int(dice.geometric(0.25)) - 1)
    page = _Page(name, published)
    if on_whole:
        meant = [n for n in in_valley if incidents[n].first <= published]
        _tell_whole(page, meant, incidents, dice)
    for n in mine:
        if dice.random() < DENIED:
            _deny(page, n, incidents[n], dice)
        else:
            _tell(page, n, incidents[n], dice)
    return page


def _copied(page: _Page, name: str, dice: Dice) -> _Page:
    """The same words in another paper, some days later."""
    copy = _Page(name, page.published + timedelta(int(dice.integers(0, 3))))
    copy.text = page.text
    for claim in page.claims:
        copy.text = page.text[: claim.end]
        copy.claim(claim.body, claim.start, page.truth[claim.id], claim.polarity)
    copy.text = page.text
    return copy


def _tell(page: _Page, n: int, one: Incident, dice: Dice) -> None:
    truth = f"incident-{n}"
    when = _when(page, one, dice)
    start = len(page.text)
    kind = _kind(one, dice)
    perpetrators = _perpetrators(page, one, dice)
    if perpetrators:
        page.write(" ")
    trigger = page.write(str(dice.choice(VERBS[kind])))
    page.write(" ")
    quantity = _how_many(page, one, dice) if dice.random() < 0.5 else None
    victims = _victims(page, one, dice)
    places = _places(page, one, dice)
    page.claim(
        Act(act_type=kind, trigger=trigger, perpetrators=perpetrators, victims=victims,
            places=places, when=when, quantity=quantity),
        start, truth,
    )  # fmt: skip
    page.write(". ")
    if dice.random() < 0.45 and one.kind in ("killing", "attack"):
        start = len(page.text)
        if (quantity := _how_many(page, one, dice)) is not None:
            page.write("people died")
            again = _places(page, one, dice) if dice.random() < 0.3 else ()
            page.claim(Toll(harm="killed", quantity=quantity, places=again), start, truth)
            page.write(". ")
    if dice.random() < 0.10:
        start = len(page.text)
        fled = page.write("Thousands")
        page.write(" fled")
        page.claim(Displacement(displaced=(_mention(fled),)), start, truth)
        page.write(". ")
    page.write("\n\n")


def _deny(page: _Page, n: int, one: Incident, dice: Dice) -> None:
    start = len(page.text)
    page.write("No ")
    victims = _victims(page, one, dice)
    trigger = page.write(VERBS[one.kind][0])
    places = _places(page, one, dice)
    body = Act(act_type=one.kind, trigger=trigger, victims=victims, places=places)
    page.claim(body, start, f"incident-{n}", "negative")
    page.write(", the ministry said.\n\n")


def _tell_whole(page: _Page, meant: list[int], incidents: list[Incident], dice: Dice) -> None:
    """The violence as a whole, with a toll that adds up, its days loosely or not at all."""
    if not meant:
        return
    truth = "whole" if len(meant) > 1 else f"incident-{meant[0]}"
    first, last = min(incidents[n].first for n in meant), max(incidents[n].last for n in meant)
    if (last - first).days > 25:  # what lay weeks before is no part of the wave
        first = max(first, dice.begin)
    start = len(page.text)
    towns = list({incidents[n].town.name: incidents[n].town for n in meant}.values())[:3]
    if len(towns) > 1 and dice.random() < 0.4:
        trigger, kind = page.write("Killings"), "killing"
        places = tuple(_town(page, town, " in " if town is towns[0] else " and ") for town in towns)
    else:
        page.write("The ")
        trigger, kind = page.write("violence"), "violence"
        places = (_region(page),) if dice.random() < 0.85 else ()
    when = _interval(page, first, last) if dice.random() < 0.6 else None
    page.claim(Act(act_type=kind, trigger=trigger, places=places, when=when), start, truth)
    killed = sum(incidents[n].toll for n in meant if incidents[n].kind in ("killing", "attack"))
    if killed and dice.random() < 0.7:
        page.write(" left ")
        start = len(page.text)
        shown = page.write(f"at least {killed}")
        number = Quantity(text=shown.text, start=shown.start, end=shown.end, at_least=killed,
                          cumulative=True)  # fmt: skip
        page.write(" dead")
        places = (_region(page),) if dice.random() < 0.3 else ()
        page.claim(Toll(harm="killed", quantity=number, places=places), start, truth)
    page.write(".\n\n")


# --- pieces of a sentence ---------------------------------------------------------------------


def _kind(one: Incident, dice: Dice) -> str:
    how = _drawn(dice, "kind")
    if how == "violence":
        return "violence"
    if how == "what went with it":
        return "destruction" if one.kind in ("killing", "attack") else one.kind
    sisters = {"killing": "attack", "attack": "killing"}
    return sisters.get(one.kind, one.kind) if how == "its sister" else one.kind


def _when(page: _Page, one: Incident, dice: Dice) -> When | None:
    how = _drawn(dice, "date")
    day = one.first + timedelta(int(dice.integers((one.last - one.first).days + 1)))
    if how == "none":
        return None
    if how == "since":
        text = page.write(f"Since {day:%A}").text
        page.write(" ")
        return When(text=text, earliest=day, basis="resolved", precision="interval")
    if how == "interval":
        return _interval(page, one.first - timedelta(int(dice.integers(0, 3))),
                         one.last + timedelta(int(dice.integers(0, 3))))  # fmt: skip
    if how == "month":
        first = day.replace(day=1)
        last = (first + timedelta(31)).replace(day=1) - timedelta(1)
        text = page.write(f"In {day:%B %Y}").text
        page.write(" ")
        return When(text=text, earliest=first, latest=last, basis="stated", precision="month")
    if how == "off by a day":
        day += timedelta(int(dice.choice((-1, 1))))
    text = page.write(f"On {day.day} {day:%B %Y}").text
    page.write(" ")
    return When(text=text, earliest=day, latest=day, basis="stated", precision="day")


def _interval(page: _Page, first: date, last: date) -> When:
    text = page.write(f" From {first.day} {first:%B} to {last.day} {last:%B %Y} ").text.strip()
    return When(text=text, earliest=first, latest=last, basis="stated", precision="interval")


def _places(page: _Page, one: Incident, dice: Dice) -> tuple[Where, ...]:
    how = _drawn(dice, "place")
    if how == "none":
        return ()
    if how == "region":
        return (_region(page),) if one.town.in_valley else ()
    if how == "country":
        span = page.write(f" in {COUNTRY}")
        return (Where(text=COUNTRY, start=span.start + 4, end=span.end, name=COUNTRY,
                      country="ZZ", precision="country"),)  # fmt: skip
    if how == "spelling":
        span = page.write(f" in {one.town.spelling}")
        return (Where(text=one.town.spelling, start=span.start + 4, end=span.end),)
    if how == "site":
        return (_site(page, one.town, dice),)
    return (_town(page, one.town, " near " if how == "near" else " in "),)


def _town(page: _Page, town: Town, before: str) -> Where:
    span = page.write(before + town.name)
    return Where(text=town.name, start=span.end - len(town.name), end=span.end, name=town.name,
                 gazetteer="case", gazetteer_id=town.name, country="ZZ", latitude=town.latitude,
                 longitude=town.longitude,
                 precision="near" if before == " near " else "exact")  # fmt: skip


def _site(page: _Page, town: Town, dice: Dice) -> Where:
    """A mill or a camp that has its own entry in the gazetteer, up to a few kilometres off."""
    number = int(dice.integers(len(SITES)))
    name, away = f"{town.name} {SITES[number]}", 0.012 * (number + 1)  # degrees: 1.3 to 4 km
    span = page.write(f" at {name}")
    return Where(text=name, start=span.start + 4, end=span.end, name=name, gazetteer="case",
                 gazetteer_id=name, country="ZZ", latitude=town.latitude + away,
                 longitude=town.longitude, precision="exact")  # fmt: skip


def _region(page: _Page) -> Where:
    span = page.write(f" in the {REGION}")
    return Where(text=REGION, start=span.end - len(REGION), end=span.end, name=REGION,
                 gazetteer="case", gazetteer_id=REGION, country="ZZ", latitude=40.0,
                 longitude=20.0, precision="region")  # fmt: skip


def _mention(span: Span, name: str | None = None) -> Mention:
    return Mention(text=span.text, start=span.start, end=span.end, name=name,
                   kind="armed_group" if name else "category")  # fmt: skip


def _perpetrators(page: _Page, one: Incident, dice: Dice) -> tuple[Mention, ...]:
    how = _drawn(dice, "perpetrators")
    if how == "none":
        return ()
    if how == "described":
        return (_mention(page.write(str(dice.choice(DESCRIBED)))),)
    name = one.perpetrator if how == "named" else one.rival
    page.write("the ")
    return (_mention(page.write(name), name),)


def _victims(page: _Page, one: Incident, dice: Dice) -> tuple[Mention, ...]:
    how = _drawn(dice, "victims")
    if how == "none":
        return ()
    words = "men" if how == "men" else str(dice.choice(VICTIMS[one.side]))
    span = page.write(words)
    return (_mention(span),)


def _how_many(page: _Page, one: Incident, dice: Dice) -> Quantity | None:
    how = _drawn(dice, "toll")
    if how == "none":
        return None
    n, least, most = one.toll, one.toll, one.toll
    if how == "words":
        words = next(w for w, top in (("several", 9), ("dozens of", 99), ("hundreds of", 999),
                                      ("thousands of", 10**9)) if n <= top)  # fmt: skip
        bounds = {"several": (3, 9), "dozens of": (24, 99), "hundreds of": (200, 999),
                  "thousands of": (2000, 9999)}  # fmt: skip
        least, most = bounds[words]
    else:
        if how == "some of them":  # a survivor tells of two of the victims
            n = min(n, int(dice.integers(1, 4)))
        if how == "earlier":
            n = max(1, int(n * dice.uniform(0.4, 0.9)))
        words = f"at least {n}" if how == "at least" else str(n)
        least, most = n, n
    span = page.write(words)
    page.write(" ")
    return Quantity(text=words, start=span.start, end=span.end, at_least=least,
                    at_most=None if how == "at least" else most)  # fmt: skip


if __name__ == "__main__":
    shown = wave(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    for found in shown.incidents:
        print(found.town.name, found.first, found.last, found.kind, found.side, found.toll)
    for document in shown.material.documents:
        print(f"\n== {document.name}, {document.bibliography.title}\n{document.text}")
        for claim in shown.material.claims:
            if claim.rendition == document.id:
                print(f"   {shown.truth[claim.id]:12} {claim.text!r}")

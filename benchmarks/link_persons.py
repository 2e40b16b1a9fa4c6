"""Claim: persons are found across three lists in two scripts, better than by exact or fuzzy names.

Makes lists of invented people whose truth is known (fixed seeds; those below 100 may have been
used in tuning, so the default ones start at 1000), links them with `link_persons`, and prints
precision, recall and F1 of joined pairs, the share of "unsure" pairs that are one person, and the
processor time, beside two plain peers on the same records in the same run:

- exact: the same folded name, father's name and age;
- fuzzy: rapidfuzz `token_sort_ratio` of 90 or more among records of the same day.

Both peers read Arabic through a plain letter table. Given names are common ones; family names are
made of syllables. People, families, places and days are drawn from tables far smaller than a
country's, and errors at the rates of `ERRORS`: the figures hold for such lists and no others.

    python benchmarks/link_persons.py [--people 4000,12000] [--seeds 1000,1001,1002]
"""

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import combinations

from msgspec import Struct
from rapidfuzz.fuzz import token_sort_ratio

from onrecord.link.persons import link_persons
from onrecord.model.party import Record
from onrecord.names import fold

Pairs = set[tuple[str, str]]

MALE = {
    "محمد": "Muhammad Mohammed Mohamad Mohamed", "احمد": "Ahmad Ahmed", "علي": "Ali Aly",
    "حسن": "Hasan Hassan", "حسين": "Hussein Husain Hussain", "خالد": "Khaled Khalid",
    "عمر": "Omar Umar", "يوسف": "Yusuf Youssef Yousef", "ابراهيم": "Ibrahim Ebrahim",
    "محمود": "Mahmoud Mahmud", "سمير": "Samir Sameer", "كريم": "Karim Kareem",
    "طارق": "Tariq Tarek Tareq", "نبيل": "Nabil Nabeel", "وليد": "Walid Waleed",
    "زياد": "Ziad Ziyad", "فادي": "Fadi Fady", "رامي": "Rami Ramy", "بسام": "Bassam Basam",
    "جمال": "Jamal Gamal", "ماجد": "Majed Majid", "صالح": "Saleh Salih", "رشيد": "Rashid Rasheed",
    "قاسم": "Qasim Kassem Qassem", "عادل": "Adel Adil", "هشام": "Hisham Hesham",
}  # fmt: skip
FEMALE = {
    "فاطمة": "Fatima Fatma Fatimah", "مريم": "Maryam Mariam", "عائشة": "Aisha Aysha Aicha",
    "زينب": "Zaynab Zeinab Zainab", "خديجة": "Khadija Khadijah", "هدى": "Huda Houda",
    "نادية": "Nadia Nadya", "سلمى": "Salma Selma", "ليلى": "Layla Leila Laila",
    "رنا": "Rana", "سعاد": "Suad Souad", "امال": "Amal Amaal", "نور": "Nour Noor Nur",
    "دلال": "Dalal", "وداد": "Widad Wedad", "سناء": "Sana Sanaa", "ريم": "Reem Rim",
    "منى": "Mona Muna", "سميرة": "Samira Sameera", "جميلة": "Jamila Gamila",
}  # fmt: skip
LETTERS = {"ب": "b", "ت": "t", "د": "d", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ف": "f",
           "ك": "k", "ل": "l", "م": "m", "ن": "n", "ق": "q", "ح": "h", "غ": "gh"}  # fmt: skip
PLAIN = {**LETTERS, "ا": "a", "و": "u", "ي": "i", "ى": "a", "ة": "a", "ه": "h", "ع": "", "ء": "",
         "ئ": "", "خ": "kh", "ط": "t", "ص": "s", "ج": "j", "ض": "d", "ظ": "z", "ث": "th",
         "ذ": "dh"}  # fmt: skip
ERRORS = {"no father": 0.35, "no age": 0.25, "other age": 0.25, "no sex": 0.10, "no date": 0.10,
          "next day": 0.10, "other place": 0.08, "no place": 0.05, "letter lost": 0.03,
          "entered twice": 0.01}  # fmt: skip
REACH = (0.50, 0.40, 0.30)  # the share of people that each list holds; the second is in Arabic


class Human(Struct, frozen=True):
    """One invented person: names in Arabic script, and what happened to them."""

    given: str
    father: str
    family: tuple[str, str]  # Arabic, Latin
    age: int
    sex: str
    place: str
    day: date


def people(n: int, dice: random.Random) -> list[Human]:
    """People killed in events of one to forty, one in three of them with relatives."""
    families = [_family(dice) for _ in range(max(200, n // 8))]
    places = [f"Place {number}" for number in range(60)]
    found: list[Human] = []
    while len(found) < n:
        place, day = dice.choice(places), date(2031, 1, 1) + timedelta(days=dice.randrange(700))
        for _ in range(min(40, int(dice.paretovariate(1.1)))):
            family, father = dice.choice(families), _given(MALE, dice)
            relatives = dice.choice((1, 1, 1, 1, 2, 3, 5))
            given = {sex: set[str]() for sex in ("male", "female")}
            for _ in range(relatives):
                sex = dice.choice(("male", "female"))
                name = _given(MALE if sex == "male" else FEMALE, dice)
                if name not in given[sex]:  # no two children of one father have one name
                    given[sex].add(name)
                    found.append(Human(name, father, family, dice.randrange(90), sex, place, day))
    return found[:n]


def _given(names: dict[str, str], dice: random.Random) -> str:
    listed = list(names)
    return listed[min(int(dice.expovariate(1 / 9)), len(listed) - 1)]


def _family(dice: random.Random) -> tuple[str, str]:
    """An invented family name: consonant, a, two consonants, a long vowel, consonant, i."""
    a, b, c, d = (dice.choice(list(LETTERS)) for _ in range(4))
    long, sound = dice.choice((("ا", "a"), ("و", "u"), ("ي", "i")))
    latin = f"{LETTERS[a]}a{LETTERS[b]}{LETTERS[c]}{sound}{LETTERS[d]}i"
    return f"{a}{b}{c}{long}{d}ي", latin.capitalize()


def lists(everyone: list[Human], dice: random.Random) -> tuple[list[Record], Pairs]:
    """Three lists with errors, and the pairs of records that are one person."""
    records: list[Record] = []
    truth: Pairs = set()
    for human in everyone:
        own = []
        for number, reach in enumerate(REACH):
            if dice.random() < reach:
                for _ in range(1 + (dice.random() < ERRORS["entered twice"])):
                    own.append(_record(f"record-{len(records):06d}", number, human, dice))
                    records.append(own[-1])
        truth |= set(combinations([record.id for record in own], 2))
    return records, truth


def _record(identifier: str, number: int, human: Human, dice: random.Random) -> Record:
    def happens(error: str) -> bool:
        return dice.random() < ERRORS[error]

    arabic = number == 1
    father = None if happens("no father") else _written(human.father, arabic, dice)
    given = _written(human.given, arabic, dice)
    family = human.family[0] if arabic else _respelt(human.family[1], dice)
    if happens("letter lost"):
        at = dice.randrange(1, len(family) - 1)
        family = family[:at] + family[at + 1 :]
    age = None if happens("no age") else human.age
    if age is not None and happens("other age"):
        age = max(0, age + dice.choice((-3, -2, -1, -1, 1, 1, 2, 3)))
    day = None if happens("no date") else human.day + timedelta(days=int(happens("next day")))
    place = f"Place {dice.randrange(60)}" if happens("other place") else human.place
    return Record(
        id=identifier, rendition=f"list-{number}", list_name=f"List {number}", row=1, claims=(),
        name=" ".join(part for part in (given, father, family) if part), given_name=given,
        father_name=father, family_name=family, age=age,
        sex=None if happens("no sex") else human.sex,
        place=None if happens("no place") else place,
        earliest=day and day.isoformat(), latest=day and day.isoformat(),
    )  # fmt: skip


def _written(name: str, arabic: bool, dice: random.Random) -> str:
    return name if arabic else dice.choice({**MALE, **FEMALE}[name].split())


def _respelt(latin: str, dice: random.Random) -> str:
    for one, other in (("u", "ou"), ("q", "k"), ("gh", "g"), ("a", "e"), ("ss", "s")):
        if dice.random() < 0.15:
            latin = latin[0] + latin[1:].replace(one, other, 1)
    return latin


def ours(records: list[Record]) -> tuple[Pairs, Pairs]:
    """Pairs that `link_persons` joined, and those that it left for somebody to decide."""
    pairs, persons, _ = link_persons(records, ())
    joined = {pair for person in persons for pair in combinations(person.records, 2)}
    return joined, {(p.left, p.right) for p in pairs if p.verdict == "unsure"} - joined


def exact(records: list[Record]) -> tuple[Pairs, Pairs]:
    """Pairs with the same folded name, father's name and age."""
    alike: dict[object, list[str]] = defaultdict(list)
    for record in records:
        key = (_plain(record.given_name), _plain(record.family_name), _plain(record.father_name))
        alike[key, record.age].append(record.id)
    return {pair for ids in alike.values() for pair in combinations(ids, 2)}, set()


def fuzzy(records: list[Record]) -> tuple[Pairs, Pairs]:
    """Pairs of one day whose names are alike by rapidfuzz's token_sort_ratio, 90 or more."""
    by_day: dict[str | None, list[tuple[str, str]]] = defaultdict(list)
    for record in records:
        if record.earliest is not None:
            by_day[record.earliest].append((record.id, _plain(record.name)))
    return {
        (left[0], right[0])
        for block in by_day.values()
        for left, right in combinations(block, 2)
        if token_sort_ratio(left[1], right[1]) >= 90
    }, set()


def _plain(text: str | None) -> str:
    return "".join(PLAIN.get(letter, letter) for letter in fold(text or ""))


METHODS: dict[str, Callable[[list[Record]], tuple[Pairs, Pairs]]] = {
    "onrecord": ours, "exact": exact, "fuzzy": fuzzy,
}  # fmt: skip


def measure(n: int, seed: int) -> Iterable[str]:
    """One line a method for one set of lists."""
    dice = random.Random(seed)
    records, truth = lists(people(n, dice), dice)
    seconds: dict[str, float] = {}
    lines = []
    for name, method in METHODS.items():
        begun = time.process_time()
        joined, unsure = method(records)
        seconds[name] = time.process_time() - begun
        right = len(joined & truth)
        precision, recall = right / max(1, len(joined)), right / max(1, len(truth))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        one = f"{len(unsure & truth) / len(unsure):.3f} of {len(unsure)}" if unsure else "none"
        lines.append((name, f"{precision:9.3f} {recall:7.3f} {f1:6.3f}  {one:>15}"))
    for name, line in lines:
        ratio = seconds[name] / max(1e-9, seconds["fuzzy"])
        yield f"{n:7} {seed:5} {len(records):8} {name:9} {line} {ratio:10.1f}"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--people", default="4000,12000")
    options.add_argument("--seeds", default="1000,1001,1002")
    asked = options.parse_args()
    print(" people  seed  records method    precision  recall     F1  unsure, one person"
          " time/fuzzy")  # fmt: skip
    for n in map(int, asked.people.split(",")):
        for seed in map(int, asked.seeds.split(",")):
            for line in measure(n, seed):
                print(line, flush=True)


if __name__ == "__main__":
    main()

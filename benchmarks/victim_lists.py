"""Victim lists of invented people in two scripts, whose truth is known: material for benchmarks.

Four lists of the same dead, each with habits of its own:

| list | script | name | duplicates within |
|---|---|---|---|
| A | Latin, English habit | given, father's and family name in columns | 2 % |
| B | Arabic | one cell: given, father, (grandfather,) family | none |
| C | Latin, French habit | one cell: given, (father,) family | 2 % |
| D | Arabic | given, father's and family name in columns | none |

**People.** A share of the victims (`family_share`, 35 % unless told otherwise) die in family
events: one to three households of one grandfather, killed at one place on one day. They share the
family name; sisters and brothers share the father's name too; children may bear the grandfather's
or a cousin's name, never a living brother's. Wives keep their father's family in half the cases.
Everybody else dies alone or with strangers, in events of Pareto size. Given names follow a Zipf
law (the commonest man's name has 7 %); family names are made of syllables, one for about 25
victims, and follow a flatter one. Places have a district; days come in waves.

**Damage** is that of `DAMAGE` (shares of records): spelling habits of the list, typing errors,
parts left out, names turned round, ages rounded or wrong, dates by month or off by days, places by
district, elsewhere or missing, kunyas and unknown men. A person's chance to be on a list depends on
the place, so that lists are not independent.

Nothing of it was fitted to a list of real dead, and no such list is in it. Given a seed, the lists
are the same. Seeds below 100 may have been used in tuning; benchmarks start at 1000.

    python benchmarks/victim_lists.py 10000 [SEED] > lists.csv
"""

import csv
import sys
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Words = NDArray[np.object_]
Dice = np.random.Generator

LISTS = ("A", "B", "C", "D")
ARABIC = (False, True, False, True)
IN_COLUMNS = (True, False, False, True)
FREE_OF_DUPLICATES = ("B", "D")
REACH = (0.50, 0.42, 0.38, 0.28)  # the share of people on each list, before places differ
COLUMNS = ("id", "list", "name", "given_name", "father_name", "family_name", "age", "sex", "place",
           "earliest", "latest")  # fmt: skip
FIRST_DAY = date(2031, 1, 1).toordinal()

DAMAGE = {
    "entered twice": 0.02,  # in lists A and C
    "typing error": 0.03,  # of each part of a name
    "father's name left out": (0.15, 0.10, 0.45, 0.20),  # by list
    "grandfather's name given": 0.30,  # list B
    "family name before given name": 0.02,  # list C
    "another family name": 0.03,  # the tribe's, or by marriage
    "kunya alone": 0.01,
    "nobody named": 0.003,
    "age missing": 0.20, "age off by a year": 0.18, "age off by two or three": 0.08,
    "age rounded to five": 0.08, "age wrong": 0.02,
    "sex missing": 0.05, "sex wrong": 0.005,
    "day off by one to three": 0.08, "month alone": 0.10, "date missing": 0.10,
    "mother's name missing": 0.40,
    "place by its district": 0.10, "another place": 0.05, "place missing": 0.10,
    # Where places are on a map, by one list each, and kin is named:
    "a neighbouring town": 0.15, "a town's other name": 0.25, "the governorate alone": 0.40,
    "the governorate beside": 0.15,
    "a husband named": 0.60, "a child named": 0.30, "a father named": 0.30,
}  # fmt: skip

MALE = """
محمد Muhammad Mohammed Mohamad Mohamed|احمد Ahmad Ahmed|علي Ali Aly|حسن Hasan Hassan
حسين Hussein Husain Hussain Hocine|محمود Mahmoud Mahmud|خالد Khaled Khalid|عمر Omar Umar
يوسف Yusuf Youssef Yousef|ابراهيم Ibrahim Ebrahim Brahim|مصطفى Mustafa Mostafa Moustapha
عبد+الله Abdullah Abdallah Abdalla|عبد+الرحمن Abdulrahman Abdel+Rahman Abderrahmane
خليل Khalil Khaleel|سليمان Sulaiman Suleiman Slimane|اسماعيل Ismail Ismael
صالح Saleh Salih Salah|سعيد Saeed Said Sayeed|طارق Tariq Tarek Tareq|سمير Samir Sameer
كريم Karim Kareem|وليد Walid Waleed|زياد Ziad Ziyad|فادي Fadi Fady|رامي Rami Ramy
بسام Bassam Basam|جمال Jamal Gamal Djamal|ماجد Majed Majid|رشيد Rashid Rasheed Rachid
قاسم Qasim Kassem Qassem Kacem|عادل Adel Adil|هشام Hisham Hesham Hicham|نبيل Nabil Nabeel
عمار Ammar Amar|بلال Bilal Belal|حمزة Hamza Hamzah|زكريا Zakaria Zakariya
يحيى Yahya Yehia Yahia|عيسى Issa Eissa Aissa|موسى Musa Moussa Mousa|ادم Adam Adem
داود Dawud Daoud Dawood|ايمن Ayman Aiman|انس Anas Anass|اياد Iyad Eyad|باسل Basel Bassel
حاتم Hatem Hatim|رائد Raed Raid|سامي Sami Samy|شادي Shadi Chadi|ضياء Diaa Dia Diya
عاصم Asem Assem Asim|غسان Ghassan Gassan|فراس Firas Feras|فيصل Faisal Faysal Feisal
لؤي Luay Louay Loay|مازن Mazen Mazin|معتز Mutaz Moataz|ناصر Nasser Nasir Nacer
نضال Nidal Nedal|هاني Hani Hany|وائل Wael Wail|ياسر Yasser Yasir|منير Munir Mounir
مروان Marwan Merwan|توفيق Tawfiq Taoufik Tawfik|جابر Jaber Jabir Djaber|حامد Hamed Hamid
رضوان Radwan Ridwan Redouane|عبد+القادر Abdulqader Abdel+Kader Abdelkader
عبد+العزيز Abdulaziz Abdel+Aziz|عدنان Adnan|عثمان Othman Uthman Osman|فؤاد Fuad Fouad Foad
قيس Qais Kais Qays|كمال Kamal Kemal|لطفي Lutfi Lotfi|مالك Malik Malek|نزار Nizar Nezar
نور+الدين Nuraldin Nour+Eddine Noureddine|صلاح+الدين Salahuddin Salah+Eddine Salahaldin
وسيم Wassim Waseem Wasim|حيدر Haidar Haider Haydar|جواد Jawad Jouad Djawad|عباس Abbas
مهدي Mahdi Mehdi|تيسير Taysir Tayseer|ثائر Thaer Thair
""".replace("\n", "|")
FEMALE = """
فاطمة Fatima Fatma Fatimah|مريم Maryam Mariam Meriem|عائشة Aisha Aysha Aicha
زينب Zaynab Zeinab Zainab|خديجة Khadija Khadijah|هدى Huda Houda|نادية Nadia Nadya
سلمى Salma Selma|ليلى Layla Leila Laila|رنا Rana|سعاد Suad Souad|امال Amal Amaal
نور Nour Noor Nur|دلال Dalal|وداد Widad Wedad|سناء Sana Sanaa|ريم Reem Rim
منى Mona Muna Mouna|سميرة Samira Sameera|جميلة Jamila Gamila Djamila|امنة Amina Amna Aminah
حليمة Halima Haleema|خولة Khawla Khaoula|دعاء Duaa Doaa Douaa|رانيا Rania Ranya|رباب Rabab
رشا Rasha Racha|روان Rawan Rouane|زهراء Zahra Zahraa|سارة Sara Sarah|سحر Sahar
شيماء Shaima Shaymaa Chaima|صفاء Safa Safaa|ضحى Duha Doha|عبير Abeer Abir|غادة Ghada Ghadah
فرح Farah|كوثر Kawthar Kaouther|لمى Lama|لينا Lina Leena|مها Maha|ميساء Maysa Maissa Mayssa
نجلاء Najla Naglaa Nejla|نهى Nuha Noha Nouha|هبة Hiba Heba|هناء Hana Hanaa|وفاء Wafa Wafaa
ياسمين Yasmin Yasmine Jasmin|اسماء Asma Asmaa|ايمان Iman Eman Imane
بشرى Bushra Bouchra Boshra|تسنيم Tasneem Tasnim|حنان Hanan Hanane|رحمة Rahma Rahmah
سوسن Sawsan Saoussen|عزيزة Aziza Azizah|فدوى Fadwa|كريمة Karima Kareema|نوال Nawal Naoual
هند Hind Hend|رقية Ruqayya Roukaya Ruqaya|صباح Sabah|نسرين Nisreen Nesrine|غزل Ghazal Gazal
جنى Jana|تالا Tala|ملك Malak|شهد Shahd Chahd
""".replace("\n", "|")
# Arabic consonants, the commonest first: how the English and the French habit write them, and the
# group of sounds of which a root has no two.
CONSONANTS = {
    "م": ("m", "m", 1), "ر": ("r", "r", 2), "ن": ("n", "n", 2), "ل": ("l", "l", 2),
    "ب": ("b", "b", 1), "د": ("d", "d", 3), "ح": ("h", "h", 4), "ع": ("", "", 4),
    "س": ("s", "s", 5), "ف": ("f", "f", 1), "ق": ("q", "k", 6), "ك": ("k", "k", 6),
    "ج": ("j", "dj", 6), "ه": ("h", "h", 4), "ش": ("sh", "ch", 5), "ص": ("s", "s", 5),
    "ط": ("t", "t", 3), "خ": ("kh", "kh", 6), "ز": ("z", "z", 5), "ت": ("t", "t", 3),
    "ض": ("d", "d", 3), "غ": ("gh", "gh", 6), "ذ": ("dh", "d", 3),
}  # fmt: skip
LONG = (("ا", "a", "a"), ("و", "u", "ou"), ("ي", "i", "i"))
RESPELT = (("u", "o"), ("ou", "u"), ("i", "ee"), ("q", "k"), ("gh", "g"), ("a", "e"), ("kh", "h"),
           ("dj", "j"), ("ch", "sh"), ("ee", "i"), ("y", "i"), ("aa", "a"))  # fmt: skip
LATIN_SLIPS = "aeiourstlnmhdbk"
ARABIC_SLIPS = {"ت": "ث", "ث": "ت", "ح": "خ", "خ": "ح", "ج": "ح", "د": "ذ", "ذ": "د", "ر": "ز",
                "ز": "ر", "س": "ش", "ش": "س", "ص": "ض", "ط": "ظ", "ع": "غ", "غ": "ع", "ف": "ق",
                "ق": "ف", "ن": "ب", "ب": "ي", "ي": "ب"}  # fmt: skip


class VictimLists(Struct, frozen=True, kw_only=True):
    """Records of all lists in random order, and which person each speaks of.

    ``columns`` holds a list of strings or None a column of `COLUMNS`; ``age`` is a number or None.
    ``gazetteer`` knows most of the places, where they are on a map.
    """

    columns: dict[str, list[str | int | None]]
    person: Ints
    gazetteer: tuple[dict[str, object], ...] = ()  # rows as those of places.csv

    def __len__(self) -> int:
        return len(self.person)


class _Lexicon(Struct, frozen=True):
    """Words as written: ``arabic[i]``, and ``latin[habit][i]`` with the spellings of a habit."""

    arabic: Words
    latin: tuple[list[list[str]], list[list[str]]]


def victim_lists(
    records: int,
    seed: int,
    family_share: float = 0.35,
    more: bool = False,
    mapped: bool = False,
) -> VictimLists:
    """Lists of exactly ``records`` records in all; ``more``, ``mapped``: see `_more`, `_mapped`."""
    dice = np.random.default_rng([seed, records])
    people = _people(int(records / 1.35) + 50, family_share, dice)
    whose, on = _inclusion(people, dice)
    if len(whose) < records:
        raise AssertionError(f"only {len(whose)} records of the {records} that were asked for")
    whose, on = _of_whole_people(whose, on, records, dice)
    columns = _written(people, whose, on, dice)
    if more:
        columns |= _more(people, whose, on, columns["age"], dice.spawn(1)[0])
    gazetteer: tuple[dict[str, object], ...] = ()
    if mapped:
        further, gazetteer = _mapped(people, whose, on, np.random.default_rng([seed, records, 2]))
        columns |= further
    order = dice.permutation(len(whose))
    shuffled: dict[str, list[str | int | None]] = {
        name: [values[at] for at in order] for name, values in columns.items()
    }
    shuffled["id"] = [f"record-{at:07d}" for at in range(len(whose))]
    return VictimLists(columns=shuffled, person=whose[order], gazetteer=gazetteer)


def population_lists(
    people: int,
    seed: int,
    family_share: float = 0.35,
    more: bool = False,
    mapped: bool = False,
) -> VictimLists:
    """Lists of a population of exactly ``people`` victims, each on a list independently of others.

    Those on no list are the people whom no ``person`` names: how many there are is known.
    """
    dice = np.random.default_rng([seed, people, 1])
    everybody = _people(people, family_share, dice)
    whose, on = [], []
    for number, reach in enumerate(REACH):
        there = np.flatnonzero(dice.random(people) < reach)
        if LISTS[number] not in FREE_OF_DUPLICATES:
            twice = there[dice.random(len(there)) < DAMAGE["entered twice"]]
            there = np.concatenate([there, twice])
        whose.append(there)
        on.append(np.full(len(there), number))
    person, lists = np.concatenate(whose), np.concatenate(on)
    columns = _written(everybody, person, lists, dice)
    if more:
        columns |= _more(everybody, person, lists, columns["age"], dice.spawn(1)[0])
    gazetteer: tuple[dict[str, object], ...] = ()
    if mapped:
        own = np.random.default_rng([seed, people, 3])
        further, gazetteer = _mapped(everybody, person, lists, own)
        columns |= further
    columns["id"] = [f"record-{at:07d}" for at in range(len(person))]
    return VictimLists(columns=columns, person=person, gazetteer=gazetteer)


class _People(Struct, frozen=True):
    """What is true of each person; names as positions in `GIVEN` and in ``families``."""

    given: Ints
    father: Ints
    grandfather: Ints
    family: Ints
    female: Flags
    age: Ints
    mother: Ints
    husband: Ints  # of a mother of a household; else -1
    child: Ints  # of a mother or father of a household, their first; else -1
    house: Ints  # the family name of the household
    place: Ints
    day: Ints
    families: _Lexicon
    places: _Lexicon
    district: Ints  # by place: the place that is its district's centre


def _lexicon(text: str) -> _Lexicon:
    entries = [entry.split() for entry in text.split("|") if entry.strip()]
    spelt = [[word.replace("+", " ") for word in entry] for entry in entries]
    latin = [entry[1:] for entry in spelt]
    return _Lexicon(
        np.array([entry[0] for entry in spelt], object), (latin, [e[::-1] for e in latin])
    )


MEN, WOMEN = _lexicon(MALE), _lexicon(FEMALE)
GIVEN = _Lexicon(
    np.concatenate([MEN.arabic, WOMEN.arabic]),
    (MEN.latin[0] + WOMEN.latin[0], MEN.latin[1] + WOMEN.latin[1]),
)
N_MEN = len(MEN.arabic)


def _zipf(n: int, exponent: float, shift: float) -> NDArray[np.float64]:
    weight = 1.0 / (np.arange(n) + shift) ** exponent
    return np.asarray(weight / weight.sum())


def _given(female: Flags, dice: Dice) -> Ints:
    men = dice.choice(N_MEN, len(female), p=_zipf(N_MEN, 0.9, 2.0))
    n_women = len(WOMEN.arabic)
    women = N_MEN + dice.choice(n_women, len(female), p=_zipf(n_women, 0.8, 3.0))
    return np.asarray(np.where(female, women, men))


def _syllables(n: int, dice: Dice, *, article: float) -> _Lexicon:
    """Invented words that differ from each other, in Arabic and in both Latin habits."""
    seen: dict[str, tuple[str, str]] = {}
    letters = list(CONSONANTS)
    while len(seen) < n:
        draws = dice.choice(len(letters), size=(n, 4), p=_zipf(len(letters), 0.5, 4.0))
        shapes, longs = dice.integers(4, size=n), dice.integers(3, size=n)
        articles = dice.random(n) < article
        for draw, shape, long, has_article in zip(draws, shapes, longs, articles, strict=True):
            a, b, c, d = root = tuple(letters[at] for at in draw)
            if len({CONSONANTS[letter][2] for letter in root}) < 4:
                continue
            word = _word((a, b, c, d), int(shape), LONG[long], bool(has_article))
            seen.setdefault(*word)
            if len(seen) == n:
                break
    latin = list(seen.values())
    return _Lexicon(
        np.array(list(seen), object), ([[w[0]] for w in latin], [[w[1]] for w in latin])
    )


def _word(
    consonants: tuple[str, str, str, str], shape: int, long: tuple[str, str, str], article: bool
) -> tuple[str, tuple[str, str]]:
    a, b, c, d = consonants
    arabic = (f"{a}{b}{long[0]}{c}ي", f"{a}ا{b}{c}", f"{a}{b}{long[0]}{c}", f"{a}{b}ا{c}{d}ة")[
        shape
    ]
    latin = []
    for habit in (0, 1):
        w, x, y, z = (str(CONSONANTS[letter][habit]) for letter in consonants)
        vowel = long[1 + habit]
        plain = (f"{w}a{x}{vowel}{y}i", f"{w}a{x}e{y}", f"{w}a{x}{vowel}{y}", f"{w}a{x}a{y}{z}a")
        word = plain[shape].capitalize()
        latin.append(f"{('al-', 'El ')[habit]}{word}" if article else word)
    return (f"ال{arabic}" if article else arabic), (latin[0], latin[1])


def _people(n: int, family_share: float, dice: Dice) -> _People:
    n_families, n_places = max(150, n // 25), max(40, int(2 * n**0.5))
    families = _syllables(n_families, dice, article=0.35)
    places = _syllables(n_places, dice, article=0.25)
    by_family = _zipf(n_families, 0.6, 5.0)
    by_place = _zipf(n_places, 0.8, 3.0)
    waves = _waves(n, dice)
    kin = _kin(int(n * family_share), by_family, dice)
    rest = _strangers(n - len(kin["given"]), by_family, dice)
    together = {key: np.concatenate([kin[key], rest[key]]) for key in kin}
    events = np.concatenate([kin["event"], rest["event"] + kin["event"].max(initial=-1) + 1])
    n_events = int(events.max()) + 1
    place = dice.choice(n_places, n_events, p=by_place)[events]
    day = waves[dice.integers(len(waves), size=n_events)][events]
    del together["event"]
    others = _given(np.ones(len(events), bool), dice.spawn(1)[0])
    together["mother"] = np.where(together["mother"] < 0, others, together["mother"])
    return _People(
        **together, place=place, day=day, families=families, places=places,
        district=np.arange(n_places) // 8 * 8,
    )  # fmt: skip


def _waves(n: int, dice: Dice) -> Ints:
    """Days to draw from: two years, half of the dead in a dozen waves of a week or two."""
    quiet = dice.integers(730, size=4000)
    centres = dice.integers(730, size=12)
    loud = centres[dice.integers(12, size=4000)] + dice.normal(0, 4, 4000).astype(int)
    return np.asarray(np.clip(np.concatenate([quiet, loud]), 0, 729))


def _kin(n: int, by_family: NDArray[np.float64], dice: Dice) -> dict[str, Ints | Flags]:
    """Households killed together: father, mother, children; up to three of one grandfather."""
    n_houses = n // 3 + 10
    sizes = np.minimum(2 + dice.geometric(0.35, n_houses), 12)
    house = np.repeat(np.arange(n_houses), sizes)[:n]
    first = np.searchsorted(house, house, side="left")
    seat = np.arange(len(house)) - first  # 0: the father, 1: the mother, others: children
    # One event in five holds two households, one in twenty three.
    starts = np.cumsum(dice.random(n_houses) > 0.2) - 1
    event = np.maximum(starts, 0)[house]
    n_events = int(event.max(initial=0)) + 1
    absent = (dice.random(n_houses) < 0.3)[house]  # the father is not among the dead
    is_father, is_mother = (seat == 0) & ~absent, seat == 1
    female = np.where(is_mother, True, np.where(is_father, False, dice.random(len(house)) < 0.5))
    men_h = np.zeros(n_houses, bool)
    head = _distinct(_given(men_h, dice), starts, men_h, dice)  # brothers have different names
    old_h = np.zeros(n_events, bool)
    elder, eldest = _given(old_h, dice), _given(old_h, dice)
    given = _given(female, dice)
    after_elder = ~female & (dice.random(len(house)) < 0.06)
    given = np.where(after_elder, elder[event], given)
    given = np.where(is_father, head[house], given)
    given = _distinct(given, house, female, dice, keep=is_father)
    mothers_father = _given(np.zeros(len(house), bool), dice)
    father = np.where(is_father, elder[event], np.where(is_mother, mothers_father, head[house]))
    grandfather = np.where(is_father, eldest[event], elder[event])
    family = dice.choice(len(by_family), n_events, p=by_family)[event]
    keeps_own, house_name = is_mother & (dice.random(len(house)) < 0.5), family
    family = np.where(keeps_own, dice.choice(len(by_family), len(house), p=by_family), family)
    mother = given[np.minimum(first + 1, len(house) - 1)]
    third = np.minimum(first + 2, len(house) - 1)
    parents = (is_father | is_mother) & (house[third] == house) & (seat[third] > 1)
    parent = dice.integers(24, 62, n_houses)[house]
    child = np.clip(parent - dice.integers(20, 38, len(house)), 0, None)
    age = np.where(
        is_father, parent, np.where(is_mother, parent - dice.integers(0, 9, len(house)), child)
    )
    return {"given": given, "father": father, "grandfather": grandfather, "family": family,
            "female": female, "age": age, "event": event,
            "mother": np.where(seat > 1, mother, -1), "house": house_name,
            "husband": np.where(is_mother, head[house], -1),
            "child": np.where(parents, given[third], -1)}  # fmt: skip


def _distinct(
    given: Ints, within: Ints, female: Flags, dice: Dice, keep: Flags | None = None
) -> Ints:
    """Redraw the names that somebody earlier in the same house has; a dozen rounds are enough."""
    for _ in range(12):
        order = np.lexsort((np.arange(len(given)), given, within))
        same = np.zeros(len(given), bool)
        a, b = order[:-1], order[1:]
        same[b] = (given[a] == given[b]) & (within[a] == within[b])
        if keep is not None:
            same &= ~keep
        if not same.any():
            break
        given = given.copy()
        given[same] = _given(female[same], dice)
    return given


def _strangers(n: int, by_family: NDArray[np.float64], dice: Dice) -> dict[str, Ints | Flags]:
    """Everybody else: alone, or in events of up to 200 people who are not related."""
    sizes = np.minimum(dice.pareto(1.2, n) + 1, 200).astype(int)
    event = np.repeat(np.arange(n), sizes)[:n]
    female = dice.random(n) < 0.25
    men = np.zeros(n, bool)
    family = dice.choice(len(by_family), n, p=by_family)
    age = np.clip(np.abs(dice.normal(31, 16, n)), 0, 95).astype(np.int64)
    return {"given": _given(female, dice), "father": _given(men, dice),
            "grandfather": _given(men, dice), "family": family,
            "female": female, "age": age, "event": event,
            "mother": np.full(n, -1), "house": family, "husband": np.full(n, -1),
            "child": np.full(n, -1)}  # fmt: skip


def _inclusion(people: _People, dice: Dice) -> tuple[Ints, Ints]:
    """(person, list) of every record; towns that one list covers well another may not."""
    n = len(people.given)
    found_person, found_list = [], []
    for number, reach in enumerate(REACH):
        by_place = np.clip(reach * dice.lognormal(-0.08, 0.4, len(people.district)), 0.02, 0.95)
        there = np.flatnonzero(dice.random(n) < by_place[people.place])
        if LISTS[number] not in FREE_OF_DUPLICATES:
            twice = there[dice.random(len(there)) < DAMAGE["entered twice"]]
            there = np.concatenate([there, twice])
        found_person.append(there)
        found_list.append(np.full(len(there), number))
    return np.concatenate(found_person), np.concatenate(found_list)


def _of_whole_people(whose: Ints, on: Ints, records: int, dice: Dice) -> tuple[Ints, Ints]:
    """All records of people taken at random, so that exactly ``records`` remain."""
    rank = dice.permutation(int(whose.max()) + 1)
    order = np.argsort(rank[whose], kind="stable")[:records]
    return whose[order], on[order]


def _written(
    people: _People, whose: Ints, on: Ints, dice: Dice
) -> dict[str, list[str | int | None]]:
    n = len(whose)
    arabic, columns = np.array(ARABIC)[on], np.array(IN_COLUMNS)[on]
    habit = np.where(on == 2, 1, 0)

    def spelt(lexicon: _Lexicon, which: Ints) -> Words:
        return _typed(_in_script(lexicon, which, arabic, habit, dice), arabic, dice)

    given = spelt(GIVEN, people.given[whose])
    father = spelt(GIVEN, people.father[whose])
    grandfather = spelt(GIVEN, people.grandfather[whose])
    family_at = people.family[whose]
    other = dice.random(n) < DAMAGE["another family name"]
    n_families = len(people.families.arabic)
    family_at = np.where(other, dice.integers(n_families, size=n), family_at)
    family = spelt(people.families, family_at)
    no_father = dice.random(n) < np.array(DAMAGE["father's name left out"])[on]
    father = np.where(no_father, None, father)
    grandfather = np.where(
        (on == 1) & ~no_father & (dice.random(n) < DAMAGE["grandfather's name given"]),
        grandfather, None,
    )  # fmt: skip
    turned = (on == 2) & (dice.random(n) < DAMAGE["family name before given name"])
    name = _full_name(given, father, grandfather, family, turned)
    _hide(name, given, father, family, arabic, dice)
    earliest, latest = _days(people.day[whose], dice)
    return {
        "list": [LISTS[at] for at in on],
        "name": np.where(columns & (given != None), None, name).tolist(),  # noqa: E711
        "given_name": np.where(columns, given, None).tolist(),
        "father_name": np.where(columns, father, None).tolist(),
        "family_name": np.where(columns, family, None).tolist(),
        "age": _ages(people.age[whose], dice),
        "sex": _sexes(people.female[whose], dice),
        "place": _places(people, people.place[whose], arabic, habit, dice),
        "earliest": earliest,
        "latest": latest,
    }


def _more(
    people: _People, whose: Ints, on: Ints, ages: list[str | int | None], dice: Dice
) -> dict[str, list[str | int | None]]:
    """What some lists say besides: mothers' names (not C), and ages as ranges (C, and part of B).

    C gives spells of ten years, B says of one in four "about": off by a tenth, and by two years at
    least. The other columns are as without it.
    """
    n, arabic, habit = len(whose), np.array(ARABIC)[on], np.where(on == 2, 1, 0)
    mother = _typed(_in_script(GIVEN, people.mother[whose], arabic, habit, dice), arabic, dice)
    mother[(on == 2) | (dice.random(n) < DAMAGE["mother's name missing"])] = None
    about = (on == 1) & (dice.random(n) < 0.25)
    age, youngest, oldest = list(ages), [None] * n, [None] * n
    for at in np.flatnonzero((on == 2) | about).tolist():
        if isinstance(said := age[at], int):
            off = max(2, round(said / 10))
            low, high = (max(0, said - off), said + off) if about[at] else (said // 10 * 10,) * 2
            age[at], youngest[at] = None, low
            oldest[at] = high if about[at] else high + 9
    return {"mother_name": mother.tolist(), "age": age, "youngest": youngest, "oldest": oldest}


def _mapped(
    people: _People, whose: Ints, on: Ints, dice: Dice
) -> tuple[dict[str, list[str | int | None]], tuple[dict[str, object], ...]]:
    """Places that lie somewhere, in place of the others, and a column of kin; the gazetteer.

    Eight towns make a district, five districts a governorate. A writes some towns with their
    governorate in one cell, B a neighbouring town, C the governorate alone, D a town's other name.
    A, B and D name kin: husbands of wives, a child of some parents, fathers of some children.
    """
    n, arabic, habit = len(whose), np.array(ARABIC)[on], np.where(on == 2, 1, 0)
    n_towns = len(people.district)
    others, areas = _syllables(n_towns, dice, article=0.1), _syllables(n_towns, dice, article=0.0)
    true = people.place[whose]
    beside = np.minimum(true // 8 * 8 + dice.integers(8, size=n), n_towns - 1)
    lies = np.where((on == 1) & (dice.random(n) < DAMAGE["a neighbouring town"]), beside, true)
    elsewhere = dice.random(n) < DAMAGE["another place"]
    lies = np.where(elsewhere, dice.integers(n_towns, size=n), lies)
    words = _in_script(people.places, lies, arabic, habit, dice)
    other_name = (on == 3) & (dice.random(n) < DAMAGE["a town's other name"])
    words[other_name] = _in_script(others, lies, arabic, habit, dice)[other_name]
    governorate = _in_script(areas, lies // 40, arabic, habit, dice)
    wide = (on == 2) & (dice.random(n) < DAMAGE["the governorate alone"])
    words[wide] = governorate[wide]
    both = (on == 0) & (dice.random(n) < DAMAGE["the governorate beside"])
    words[both] = words[both] + ", " + governorate[both]
    words[dice.random(n) < DAMAGE["place missing"]] = None
    kin = _kin_named(people, whose, arabic, habit, dice)
    kin[on == 2] = None
    return {"place": words.tolist(), "kin": kin.tolist()}, _gazetteer(people, others, areas, dice)


def _kin_named(people: _People, whose: Ints, arabic: Flags, habit: Ints, dice: Dice) -> Words:
    """Whose wife, father, mother or child somebody is called, where that is said."""
    n = len(people.given)
    grown = people.age >= 18
    anybody, another = _given(np.zeros(n, bool), dice), dice.permutation(n)
    husband = np.where(people.husband >= 0, people.husband, anybody)
    house = np.where(people.husband >= 0, people.house, people.house[another])
    wed = people.female & grown & ((people.husband >= 0) | (dice.random(n) < 0.6))
    said = dice.random(len(whose))
    wife = wed[whose] & (said < DAMAGE["a husband named"])
    parent = ~wife & (people.child >= 0)[whose] & (said < DAMAGE["a child named"])
    child = ~grown[whose] & (said < DAMAGE["a father named"])
    which = np.where(wife, husband[whose], np.where(parent, people.child[whose],
                                                    people.father[whose]))  # fmt: skip
    name = _typed(_in_script(GIVEN, which, arabic, habit, dice), arabic, dice)
    family = _typed(_in_script(people.families, house[whose], arabic, habit, dice), arabic, dice)
    whole = wife & (dice.random(len(whose)) < 0.5)
    name[whole] = name[whole] + " " + family[whole]
    female = people.female[whose]
    ties = {"wife of": "زوجة", "mother of": "والدة", "father of": "والد", "daughter of": "ابنة",
            "son of": "ابن"}  # fmt: skip
    tie = np.select(
        [wife, parent & female, parent, female], ["wife of", "mother of", "father of",
                                                 "daughter of"], "son of")  # fmt: skip
    words = np.array([ties[one] if there else one for one, there in zip(tie, arabic, strict=True)],
                     object)  # fmt: skip
    return np.asarray(np.where(wife | parent | child, words + " " + name, None))


def _gazetteer(
    people: _People, others: _Lexicon, areas: _Lexicon, dice: Dice
) -> tuple[dict[str, object], ...]:
    """Governorates of 100 km, districts of 25 km; one town in seven is in no gazetteer."""
    n = len(people.district)
    at, governorate = np.arange(n), np.arange(n) // 40
    centre = dice.uniform([30, 30], [34, 34], (n, 2))
    district = dice.uniform(-0.45, 0.45, (n, 2))
    town = dice.uniform(-0.1, 0.1, (n, 2))
    point = centre[governorate] + district[at // 8] + town

    def row(
        lexicons: list[_Lexicon], which: int, kind: str, within: str, where: NDArray[np.float64]
    ) -> dict[str, object]:
        name, *aliases = (
            word
            for one in lexicons
            for word in (one.latin[0][which][0], one.latin[1][which][0], str(one.arabic[which]))
        )
        return {"name": name, "aliases": aliases, "kind": kind, "within": within,
                "latitude": float(where[0]), "longitude": float(where[1])}  # fmt: skip

    known = dice.random(n) >= 1 / 7
    rows = [row([areas], g, "region", "", centre[g]) for g in range(n // 40 + 1)]
    names = [one["name"] for one in rows]
    rows += [
        row([people.places, others], t, "settlement", str(names[governorate[t]]), point[t])
        for t in range(n)
        if known[t]
    ]
    return tuple(rows)


def _in_script(lexicon: _Lexicon, which: Ints, arabic: Flags, habit: Ints, dice: Dice) -> Words:
    """The usual spellings: a list keeps to its habit in two of three cases."""
    words = lexicon.arabic[which]
    draws = dice.geometric(0.65, len(which)) - 1
    latin = ~arabic
    words[latin] = [
        (spellings := lexicon.latin[h][at])[draw % len(spellings)]
        for h, at, draw in zip(habit[latin], which[latin], draws[latin], strict=True)
    ]
    return words


def _typed(words: Words, arabic: Flags, dice: Dice) -> Words:
    """Respell some Latin words, vary Arabic letters that are written two ways, mistype a few."""
    words = words.copy()
    for chance, change in ((0.30, _respelt), (0.25, _seats), (DAMAGE["typing error"], _mistyped)):
        for at in np.flatnonzero(dice.random(len(words)) < float(chance)):
            words[at] = change(words[at], bool(arabic[at]), int(dice.integers(1 << 30)))
    return words


def _respelt(word: str, arabic: bool, die: int) -> str:
    if arabic:
        return word
    old, young = RESPELT[die % len(RESPELT)]
    return word[0] + word[1:].replace(old, young, 1)


def _seats(word: str, arabic: bool, die: int) -> str:
    """Hamza, ta marbuta, alef maqsura and the space in a compound, as they are typed."""
    if not arabic:
        return word
    one, other = (("ة", "ه"), ("ى", "ي"), ("ا", "أ"), ("عبد ", "عبد"), ("ؤ", "و"))[die % 5]
    if one == "ا":
        return other + word[1:] if word.startswith(one) and not word.startswith("ال") else word
    return word.replace(one, other, 1)


def _mistyped(word: str, arabic: bool, die: int) -> str:
    """One letter left out, doubled, exchanged with the next, or another in its place."""
    at, kind = 1 + die // 8 % max(1, len(word) - 1), die % 4
    if len(word) < 4 or at >= len(word):
        return word
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    slip = ARABIC_SLIPS.get(word[at], "ا") if arabic else LATIN_SLIPS[die // 64 % len(LATIN_SLIPS)]
    return word[:at] + slip + word[at + 1 :]


def _full_name(
    given: Words, father: Words, grandfather: Words, family: Words, turned: Flags
) -> Words:
    made = np.empty(len(given), object)
    made[:] = [
        " ".join(filter(None, (s, g, f, gf)) if turn else filter(None, (g, f, gf, s)))
        for g, f, gf, s, turn in zip(given, father, grandfather, family, turned, strict=True)
    ]
    return made


def _hide(
    name: Words, given: Words, father: Words, family: Words, arabic: Flags, dice: Dice
) -> None:
    """Kunyas in place of the given name, and records that name nobody, in place."""
    n = len(name)
    kunya = np.flatnonzero(dice.random(n) < DAMAGE["kunya alone"])
    sons = _in_script(GIVEN, _given(np.zeros(n, bool), dice), arabic, np.zeros(n, np.int64), dice)
    for at in kunya:
        own = f"{'ابو' if arabic[at] else 'Abu'} {sons[at]}"
        given[at], father[at] = own, None
        name[at] = f"{own} {family[at]}"
    nobody = dice.random(n) < DAMAGE["nobody named"]
    name[nobody] = np.where(arabic[nobody], "مجهول الهوية", "unknown male")
    given[nobody] = father[nobody] = family[nobody] = None


def _ages(true: Ints, dice: Dice) -> list[str | int | None]:
    n, roll = len(true), dice.random(len(true))
    kinds = ("off by a year", "off by two or three", "rounded to five", "wrong")
    bounds = np.cumsum([float(DAMAGE[f"age {kind}"]) for kind in kinds])  # type: ignore[arg-type]
    sign = np.where(dice.random(n) < 0.5, -1, 1)
    shown = true.copy()
    changes: Sequence[Callable[[], Ints]] = (
        lambda: true + sign,
        lambda: true + sign * dice.integers(2, 4, n),
        lambda: np.where(true >= 15, np.round(true / 5).astype(np.int64) * 5, true),
        lambda: dice.integers(0, 90, n),
    )
    for at, change in enumerate(changes):
        low = bounds[at - 1] if at else 0.0
        shown = np.where((roll >= low) & (roll < bounds[at]), change(), shown)
    missing = dice.random(n) < DAMAGE["age missing"]
    return [None if m else int(a) for m, a in zip(missing, np.clip(shown, 0, 110), strict=True)]


def _sexes(female: Flags, dice: Dice) -> list[str | int | None]:
    n = len(female)
    shown = female ^ (dice.random(n) < DAMAGE["sex wrong"])
    missing = dice.random(n) < DAMAGE["sex missing"]
    return list(np.where(missing, None, np.where(shown, "female", "male")))


def _days(true: Ints, dice: Dice) -> tuple[list[str | int | None], list[str | int | None]]:
    n = len(true)
    off = np.where(dice.random(n) < 0.5, -1, 1) * dice.integers(1, 4, n)
    day = true + np.where(dice.random(n) < DAMAGE["day off by one to three"], off, 0) + FIRST_DAY
    missing, by_month = (dice.random(n) < DAMAGE[k] for k in ("date missing", "month alone"))
    iso = {d: date.fromordinal(int(d)) for d in np.unique(day)}
    first = {d: at.replace(day=1).isoformat() for d, at in iso.items()}
    last = {d: _month_end(at).isoformat() for d, at in iso.items()}
    exact = {d: at.isoformat() for d, at in iso.items()}
    earliest: list[str | int | None] = []
    latest: list[str | int | None] = []
    for d, absent, month in zip(day.tolist(), missing, by_month, strict=True):
        earliest.append(None if absent else first[d] if month else exact[d])
        latest.append(None if absent else last[d] if month else exact[d])
    return earliest, latest


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _places(
    people: _People, true: Ints, arabic: Flags, habit: Ints, dice: Dice
) -> list[str | int | None]:
    n = len(true)
    at = np.where(dice.random(n) < DAMAGE["place by its district"], people.district[true], true)
    elsewhere = dice.random(n) < DAMAGE["another place"]
    at = np.where(elsewhere, dice.integers(len(people.district), size=n), at)
    words = _in_script(people.places, at, arabic, habit, dice)
    return list(np.where(dice.random(n) < DAMAGE["place missing"], None, words))


def main() -> None:
    """Write the lists as CSV, with the truth in the last column."""
    records = int(sys.argv[1])
    made = victim_lists(records, int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([*COLUMNS, "person"])
    for at in range(len(made)):
        out.writerow([*(made.columns[name][at] for name in COLUMNS), made.person[at]])


if __name__ == "__main__":
    main()

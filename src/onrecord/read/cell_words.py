"""What the words of a cell are: an age, a sex, a date, a number, a fate, or nothing known."""

import re
from functools import cache, lru_cache

from msgspec import Struct

from onrecord.names import fold
from onrecord.read.header import plain
from onrecord.vocab import terms

_AGE = re.compile(
    r"(?:~|≈|±|c\.|ca\.?|about|around|approx\.?|circa)?\s*"
    r"(?P<first>\d{1,3})(?:\.\d)?\s*(?:[-–/]\s*\d{1,3})?\s*[+~s]?\s*"
    r"(?:y|yo|yrs?|years?(?: old)?|m|mos?|months?|w|weeks?|d|days?|hours?|سنة|سنوات|سنه|عام|اعوام|"
    r"عاما|شهر|اشهر|شهور|شهرا|يوم|ايام|يوما|ans?|mois|jours?|semaines?|anos?|meses|mes|dias?)?\.?"
)
_AGE_BANDS = frozenset({
    "child", "infant", "baby", "newborn", "toddler", "minor", "teenager", "adult", "elderly", "old",
    "طفل", "طفلة", "رضيع", "رضيعة", "قاصر", "بالغ", "مسن", "مسنة", "enfant", "bebe", "nourrisson",
    "mineur", "adulte", "nino", "nina", "menor", "adulto", "adulta", "anciano", "anciana",
})  # fmt: skip
_SEXES = frozenset({
    "f", "m", "w", "h", "female", "male", "woman", "man", "girl", "boy", "ذكر", "انثى", "انثي",
    "امراة", "رجل", "ذ", "فتاة", "femme", "homme", "feminin", "masculin", "fille", "garcon",
    "mujer", "hombre", "femenino", "masculino", "nina", "nino",
})  # fmt: skip
_UNKNOWN = (
    "unknown", "unidentified", "unnamed", "not known", "not identified", "not stated",
    "مجهول", "مجهولة", "مجهولو", "غير معروف", "غير معروفة", "غير محدد", "inconnu", "inconnue",
    "inconnus", "non identifie", "non identifiee", "desconocido", "desconocida", "desconocidos",
    "no identificado", "no identificada", "sin identificar",
)  # fmt: skip
# Only alone: "Na" and "Nil" are names too.
_NOTHING = frozenset({
    "n a", "na", "none", "nil", "tbc", "not available", "لا يوجد", "se ignora", "neant", "ninguno",
})  # fmt: skip
_TOTALS = frozenset({
    "total", "totals", "grand total", "subtotal", "sub total", "sum", "overall", "المجموع",
    "المجموع الكلي", "مجموع", "الاجمالي", "اجمالي", "المجموع العام", "total general", "somme",
    "suma", "total des victimes", "total victims", "total killed",
})  # fmt: skip
_HEDGES = frozenset({
    "presumed", "possibly", "possible", "probably", "probable", "likely", "unconfirmed",
    "suspected", "reportedly", "alleged", "allegedly", "believed", "غير مؤكد", "يعتقد", "يرجح",
    "محتمل", "presume", "presumee", "probablement", "presunto", "presunta",
    "presuntamente", "posible",
})  # fmt: skip
_DENIALS = frozenset({
    "not", "no", "never", "alive", "survived", "survivor", "freed", "released", "لم", "ليس", "حي",
    "نجا", "ناجي", "ناجية", "pas", "survecu", "survivant", "vivant", "sobrevivio",
    "sobreviviente", "vivo", "viva", "libere", "liberado", "liberada",
})  # fmt: skip
_DATE_LIKE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?|\d{4}-\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th)?(?: de)? [^\W\d_]+(?: [^\W\d_]+)?\.?,?(?: de)? \d{4}"
    r"|[^\W\d_]+\.?(?: \d{1,2},| [^\W\d_]+)? \d{4}"
)
_NUMBER = re.compile(
    r"(?:[~<>≥≤+]|at least|about)?\s*\d{1,3}(?:[ ,.\u202f]?\d{3})*\+?(?:\s*[-–]\s*\d+)?"
)


class Fate(Struct, frozen=True, kw_only=True):
    """What a list says happened: a term of vocab/acts.toml, and whether it hedges."""

    act_type: str
    is_hedged: bool = False


@lru_cache(maxsize=1 << 14)
def fate_of(words: str) -> Fate | None:
    """What happened by the words of a cell, a title or a header; None where they do not say one.

    None also for two different fates ("killed or missing") and for words that deny or undo one
    ("not killed", "released"): no act may be made of them.
    """
    tokens = [
        token.removeprefix("ال") if len(token) > 4 else token for token in plain(words).split()
    ]
    said = " " + " ".join(tokens) + " "
    if _DENIALS & set(tokens):
        return None
    found = {act for phrase, act in _fates().items() if f" {phrase} " in said}
    if "execution" in found:
        found.discard("killing")  # an execution is a killing; the list says which
    if len(found) != 1:
        return None
    return Fate(act_type=found.pop(), is_hedged=any(f" {hedge} " in said for hedge in _HEDGES))


@cache
def _fates() -> dict[str, str]:
    return {plain(word): key for key, term in terms("fates").items() for word in term.words}


def is_age(words: str) -> bool:
    """Is it an age: "34", "3 months", "~40", "٣٥ سنة", "infant"?"""
    folded = fold(words)
    found = _AGE.fullmatch(folded)
    return folded in _AGE_BANDS or (found is not None and int(found["first"]) <= 120)


def is_sex(words: str) -> bool:
    """Is it a word for a sex, in the languages of vocab/columns.toml?"""
    return fold(words).strip(". ") in _SEXES


def is_date(words: str) -> bool:
    """Does it have the form of a date with figures, whichever order it has them in?"""
    return _DATE_LIKE.fullmatch(fold(words)) is not None


def is_number(words: str) -> bool:
    """Is it a number of people: "12", "1,200", "≥ 30", "10-15"?"""
    return _NUMBER.fullmatch(fold(words)) is not None


@lru_cache(maxsize=1 << 16)
def is_unknown(words: str) -> bool:
    """Does the cell say that it is not known ("unknown", "unidentified man", "-", "؟")?"""
    if words.isdecimal():
        return False
    said = plain(words)
    if not said:
        return not any(c.isdigit() for c in words)
    return said in _NOTHING or _starts_with(said, _UNKNOWN)


def is_totals_label(words: str) -> bool:
    """Does the cell label a row that adds others up ("Total", "المجموع: 45")?"""
    return not words.isdecimal() and plain(words) in _plain_totals()


@cache
def _plain_totals() -> frozenset[str]:
    return frozenset(plain(label) for label in _TOTALS)


def _starts_with(said: str, phrases: tuple[str, ...]) -> bool:
    return said in phrases or said.startswith(_before_more(phrases))


@cache
def _before_more(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(phrase + " " for phrase in phrases)

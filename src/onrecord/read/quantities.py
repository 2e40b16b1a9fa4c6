"""Find number expressions in English text and read them as intervals, by stated conventions."""

import re
from collections.abc import Iterator

from onrecord.model.quantity import Quantity
from onrecord.vocab import term

_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen""".split()
_DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_ONES)}
_TENS = {word: 10 * value for value, word in enumerate(_DECADES.split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6}
_GROUPS = {"dozen": 12, "score": 20}
_VAGUE = {
    "dozens": "dozens",
    "scores": "scores",
    "tens": "tens",
    "hundreds": "hundreds",
    "thousands": "thousands",
    "tens of thousands": "tens_of_thousands",
    "hundreds of thousands": "hundreds_of_thousands",
    "several dozen": "dozens",
    "a few dozen": "dozens",
    "several hundred": "hundreds",
    "a few hundred": "hundreds",
    "several thousand": "thousands",
    "a few thousand": "thousands",
    "several": "a_few",
    "a few": "a_few",
    "a handful of": "a_few",
    "a handful": "a_few",
    "a number of": "a_few",
    "dozens and dozens": "dozens",
    "a number": "a_few",
    "a high number of": "plural",
    "a large number of": "plural",
    "large numbers of": "plural",
    "many": "plural",
    "numerous": "plural",
    "countless": "plural",
    "multiple": "plural",
    "scores of thousands": "tens_of_thousands",
    "thousands and thousands": "thousands",
    "a couple of": "a_few",
    "a couple": "a_few",
}

_SMALL = "|".join([*_UNITS, *_TENS])
_CARDINAL = (
    rf"(?:(?:{_SMALL})(?:[-\s](?:{_SMALL}|hundred|thousand|million|and\s+(?:{_SMALL})))*|"
    r"(?:a|one\s+hundred\s+and|one)\s+(?:hundred|thousand|million|dozen|score)\b|"
    r"(?:a\s+|half\s+a\s+)?dozen\b|"
    r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    r"(?:\s+(?:hundred|thousand|million|dozen|score))?"
)
_AT_LEAST = r"at least|no fewer than|no less than|a minimum of|not less than|minimum of|upwards of"
_MORE = r"more than|over|above|upward of|in excess of|greater than"
_AT_MOST = r"at most|up to|no more than|as many as|a maximum of|not more than"
_FEWER = r"fewer than|less than|under|below"
_ABOUT = (
    r"about|around|some|approximately|roughly|nearly|almost|close to|an estimated|estimated|"
    r"circa|ca\.?"
)
_VAGUE_WORDS = "|".join(
    re.escape(words).replace(r"\ ", r"\s+") for words in sorted(_VAGUE, key=len, reverse=True)
)
_PHRASE = re.compile(
    r"(?<![\w.,$€£-])(?:"
    rf"(?:between|from)\s+(?P<low>{_CARDINAL})\s+(?:and|to)\s+(?P<high>{_CARDINAL})"
    rf"|(?:(?P<at_least>{_AT_LEAST})|(?P<more>{_MORE})|(?P<at_most>{_AT_MOST})|(?P<fewer>{_FEWER})"
    rf"|(?P<about>{_ABOUT}))\s+(?:(?:a|the)\s+)?(?P<bounded>{_CARDINAL})"
    rf"|(?P<low2>{_CARDINAL})(?:\s*[-–—]\s*(?=\d)|\s+(?:to|or)\s+)(?P<high2>{_CARDINAL})"
    rf"|(?:(?P<vague_least>{_AT_LEAST}|{_MORE})\s+)?"
    rf"(?P<vague>{_VAGUE_WORDS})"
    rf"|(?P<number>{_CARDINAL})(?P<or_more>\s+or\s+more)?"
    r")(?![\w%])(?![.,]\d)(?!\s?(?:%|per\s?cent))",
    re.I,
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬", "01234567890123456789,")


def find_quantities(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Number expressions of ``text[start:end]`` in order, without what they count."""
    for match in _PHRASE.finditer(text[start:end].translate(_DIGITS)):
        yield start + match.start(), start + match.end()


def read_quantity(text: str, start: int, end: int, *, unit: str = "person") -> Quantity | None:
    """The number expression at ``text[start:end]`` as an interval; None when it is none."""
    words = text[start:end]
    match = _PHRASE.fullmatch(words.translate(_DIGITS).strip())
    if match is None:
        return None
    bounds = _bounds(match)
    if bounds is None:
        return None
    at_least, at_most, convention = bounds
    return Quantity(
        text=words,
        start=start,
        end=end,
        at_least=at_least,
        at_most=at_most,
        unit=unit,
        convention=convention,
    )


def one(text: str, start: int, end: int, *, unit: str = "person") -> Quantity:
    """The quantity of "a man", or of a person called by name."""
    return Quantity(
        text=text[start:end],
        start=start,
        end=end,
        at_least=1,
        at_most=1,
        unit=unit,
        convention="one",
    )


def plural(text: str, start: int, end: int, *, unit: str = "person") -> Quantity:
    """The quantity of a bare plural such as "civilians": two or more."""
    return Quantity(
        text=text[start:end],
        start=start,
        end=end,
        at_least=term("quantities", "plural").at_least,
        unit=unit,
        convention="plural",
    )


def _bounds(match: re.Match[str]) -> tuple[int | None, int | None, str] | None:
    """Lower end, upper end and convention of a matched expression."""
    found = match.groupdict()
    low, high = found["low"] or found["low2"], found["high"] or found["high2"]
    if low is not None and high is not None:
        first, last = number(low), number(high)
        if first is None or last is None or last < first:
            return None
        return first, last, "interval"
    if found["vague"]:
        known = term("quantities", _VAGUE[re.sub(r"\s+", " ", found["vague"].lower())])
        upper = None if found["vague_least"] else known.at_most
        return known.at_least, upper, known.id
    value = number(found["bounded"] or found["number"])
    if value is None:
        return None
    if found["or_more"]:
        return value, None, "minimum"
    return _bounded(found, value)


def _bounded(found: dict[str, str | None], value: int) -> tuple[int | None, int | None, str]:
    """A number with the words that bound it, such as "at least"."""
    if found["at_least"]:
        return value, None, "minimum"
    if found["more"]:
        return value + 1, None, "minimum"
    if found["at_most"]:
        return 1, value, "maximum"
    if found["fewer"]:
        return 1, max(value - 1, 1), "maximum"
    if found["about"]:
        return value * 9 // 10, -(-value * 11 // 10), "approximate"
    return value, value, "exact"


def number(words: str | None) -> int | None:
    """The whole number that words or digits state; None for fractions and unknown words."""
    if not words:
        return None
    total, current = 0, 0
    for part in re.findall(r"\d[\d,\u00a0\u202f .]*\d|\d|[a-z]+", words.lower().translate(_DIGITS)):
        if part[0].isdigit():
            digits = re.sub(r"[,\u00a0\u202f ]", "", part)
            if "." in digits:
                return _decimal(digits, words)
            current += int(digits)
        elif part in _UNITS or part in _TENS:
            current += _UNITS.get(part, _TENS.get(part, 0))
        elif part == "hundred":
            current = max(current, 1) * 100
        elif part in _SCALES:
            total, current = total + max(current, 1) * _SCALES[part], 0
        elif part in _GROUPS:
            current = 6 if "half" in words.lower() else max(current, 1) * _GROUPS[part]
        elif part not in ("a", "and", "half"):
            return None
    return total + current


def _decimal(digits: str, words: str) -> int | None:
    """ "1.2 million" is 1,200,000; a fraction of people is no number of people."""
    for scale, factor in _SCALES.items():
        if scale in words.lower():
            value = float(digits) * factor
            return round(value)
    return None

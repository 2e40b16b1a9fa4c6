"""Find proper names by how they are written, and hide them from the parser.

A statistical parser has opinions about names. So that it treats every party alike, it never sees
one: each name becomes the same placeholder. What is a name is decided by capital letters and by
the ordinary words of English, never by who is meant.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.read.english.listed import listed
from onrecord.read.english.words import CALENDAR, FUNCTION_WORDS, is_adverb, is_ordinary

PLACEHOLDER = "Smith"

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|St|Prof|Sen|Rep|Gov|Hon|Jr|Sr|Brig|Adm|Cmdr|Spc|Pfc|Cpl|Pvt|Rev|Fr|Mt|Ft)\."
    r"|[A-Z]\.(?=\s[^\W\d_a-z])"  # an initial
    r"|[^\W_]+(?:[-‑][^\W_]+|['’‘ʿʾ`](?!(?:s|t|re|ve|ll|d|m)\b)[^\W_]+)*"
    r"|[^\w\s]"
)
_LINK = re.compile(
    r"(?:of|of the|bin|ibn|bint|ben|al|el|de|de la|la|del|della|di|da|dos|van|von|"
    r"van der|von der|den|ter|du|des|le|wa|ul|ud|und|et|&)\Z"
)
_FOR = re.compile(r"(?:for|for the)\Z")
# Bodies whose names go on after "for": Front for…, Office for…, Observatory for…
_BODIES = listed(
    """
    front office observatory centre center committee commission organization organisation
    movement network council union institute ministry agency programme program fund
    coalition alliance forces secretary secretary-general department association society
    campaign foundation group court tribunal mission
    """
)
_PREFIXES = listed(
    """
    pro non ex mid anti pre un post co neo trans inter intra sub semi self all now so to in
    re by
    """
)
_PARTICLE = re.compile(r"[^\W\d_]{1,2}['’](?=[^\W\d_])")  # d’Arven
_STARTERS = listed("the two three four five six seven eight nine ten first second all")
_ARTICLES = frozenset({"the", "a", "an"})
_OPENING = "\"“‘'([«„"
_BEFORE_SENTENCE = ".!?:;•…\n"


class Name(NamedTuple):
    """A proper name at ``[start, end)`` of the text."""

    start: int
    end: int


class Masked(NamedTuple):
    """A text whose names are placeholders, and the way back to the original characters."""

    text: str
    starts: tuple[int, ...]  # where each segment starts in the masked text
    shifts: tuple[int, ...]  # original offset minus masked offset, by segment
    names: dict[int, Name]  # by masked start
    words: str  # what the parser sees: the text, in lower case where it is all in capitals

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original ``[start, end)`` of a token of the masked text."""
        name = self.names.get(start)
        if name is not None:
            return name
        shift = self.shifts[bisect_right(self.starts, start) - 1]
        return start + shift, end + shift


class _Part(NamedTuple):
    """The part of a token that belongs to a name, and whether it may begin or only go on one."""

    start: int
    end: int
    certain: bool


def find_names(text: str) -> list[Name]:
    """The proper names of a text, in order, none overlapping another.

    A capital inside a sentence is a name's. At the start of a sentence it is a name's where the
    word is no ordinary English, or where the same name stands inside a sentence elsewhere.
    """
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text)]
    if is_uncased(text):
        flags = [_foreign_part(text, *span) for span in tokens]
        return list(_runs(text, tokens, flags, {}))
    flags = [_name_part(text, *span) for span in tokens]
    lower = frozenset(re.findall(r"(?<![\w'’-])[^\W\d_A-Z][^\W\d_]+", text))
    known = {text[a:b] for a, b in _runs(text, tokens, flags, {})}
    known = {name for name in known if name.lower() not in lower}
    return list(_runs(text, tokens, flags, _by_first_word(known)))


def is_uncased(text: str) -> bool:
    """Is a text written in capitals throughout, or without any, as old wire reports are?"""
    sample = text[:20_000]
    capitals = sum(letter.isupper() for letter in sample)
    small = sum(letter.islower() for letter in sample)
    return capitals > 12 * small or (capitals == 0 and small > 400)


def _foreign_part(text: str, start: int, end: int) -> _Part | None:
    """Where capitals tell nothing, a word that is no ordinary English counts as a name's."""
    word = text[start:end]
    bare = word.lower().rstrip(".")
    if len(bare) < 2 or not bare[0].isalpha() or is_ordinary(bare):
        return None
    if re.search(r"['’]\w{1,2}$", bare):
        return None
    return _Part(start, end, certain=True)


def _by_first_word(names: set[str]) -> dict[str, list[str]]:
    """Names by the word with which they begin, the longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        found.setdefault(name.split(" ")[0], []).append(name)
    return found


def mask(text: str, start: int, end: int, names: list[Name]) -> Masked:
    """The characters ``[start, end)`` of a text with the names in it replaced."""
    parts: list[str] = []
    starts, shifts, places = [0], [start], {}
    length, at = 0, start
    for name in names:
        if name.start < at or name.end > end:
            continue
        parts += [text[at : name.start], PLACEHOLDER]
        length += name.start - at
        places[length] = name
        length += len(PLACEHOLDER)
        at = name.end
        starts.append(length)
        shifts.append(at - length)
    parts.append(text[at:end])
    # A line break or tab inside a sentence is a space to the parser: same length, same offsets.
    plain = re.sub(r"\s", " ", "".join(parts))
    words = _in_lower_case(plain, places) if is_uncased(text[start:end]) else plain
    return Masked(plain, tuple(starts), tuple(shifts), places, words)


def _in_lower_case(plain: str, places: dict[int, Name]) -> str:
    """Capitals made small but for the placeholders; unchanged where that would move an offset."""
    lower = plain.lower()
    if len(lower) != len(plain):
        return plain
    at, parts = 0, []
    for place in sorted(places):
        parts += [lower[at:place], PLACEHOLDER]
        at = place + len(PLACEHOLDER)
    return "".join([*parts, lower[at:]])


def _initial(text: str, start: int) -> bool:
    """Could the capital at this place be that of a sentence or of a quotation?"""
    before = text[max(0, start - 40) : start]
    bare = before.rstrip(" \t" + _OPENING)
    if not bare:
        return start <= 40 or not before.strip()
    opened = before.rstrip(" \t") != bare and before.rstrip(" \t")[-1] in '"“«„'
    # A dash after a space, or two, begin an item of a list or a dateline's sentence.
    dash = bare[-1] in "-–—*" and (len(bare) == 1 or bare[-2] in " \t\n-–—")
    return opened or dash or bare[-1] in _BEFORE_SENTENCE


def _name_part(text: str, start: int, end: int) -> _Part | None:
    """The part of a token that is a name by its capitals; uncertain at the start of a sentence."""
    word = text[start:end]
    found = _capitalised(word)
    if found is None:
        return None
    part = word[found[0] : found[1]]
    bare = part.lower().rstrip(".")
    if bare in CALENDAR or part == "I":
        return None
    certain = bare not in FUNCTION_WORDS or (len(part) > 1 and part.isupper())
    if found[0] == 0 and _initial(text, start):
        if bare in FUNCTION_WORDS or re.search(r"['’]\w{1,2}$", bare):
            return _Part(start, end, certain=False) if bare in _ARTICLES else None
        certain = not is_ordinary(bare) or _is_explained(text, end, bare)
    return _Part(start + found[0], start + found[1], certain)


def _is_explained(text: str, end: int, word: str) -> bool:
    """ "Grace, a spokeswoman": a bare noun that an apposition or an age explains is a name."""
    after = re.match(r",\s+(?:an?\s+[a-z]|\d{1,2},)", text[end : end + 12])
    return after is not None and not is_adverb(word) and not word.endswith("s")


def _is_capital(piece: str) -> bool:
    """Does a piece begin with a capital, or with a particle and a capital ("d’Arven")?"""
    particle = _PARTICLE.match(piece)
    return piece[0].isupper() or (particle is not None and piece[particle.end()].isupper())


def _capitalised(word: str) -> tuple[int, int] | None:
    """The capitalised stretch of a word with hyphens: "pro-Kesh" gives "Kesh", "al-Kesh" all."""
    pieces, at = [], 0
    for piece in re.split(r"([-‑])", word):
        pieces.append((at, piece))
        at += len(piece)
    words = [(place, piece) for place, piece in pieces if piece not in "-‑"]
    capital = [i for i, (_, piece) in enumerate(words) if _is_capital(piece)]
    if not capital:
        return None
    if len(capital) > 1 and words[0][1].lower() in _PREFIXES:
        capital = [i for i in capital if i > 0]  # "Pro-Kesh" at the start of a sentence
    first, last = capital[0], capital[-1]
    while (
        first > 0 and len(words[first - 1][1]) <= 3 and words[first - 1][1].lower() not in _PREFIXES
    ):
        first -= 1
    place, piece = words[last]
    return words[first][0], place + len(piece)


def _runs(
    text: str,
    tokens: list[tuple[int, int]],
    flags: list[_Part | None],
    known: dict[str, list[str]],
) -> Iterator[Name]:
    """Join neighbouring parts into names, over the small words that stand inside names."""
    index = 0
    while index < len(tokens):
        part = flags[index]
        if part is None:
            index += 1
            continue
        if not part.certain and not _begins_name(text, tokens, flags, index):
            name = _known_name(text, part, known)
            if name is not None:
                yield name
                while index < len(tokens) and tokens[index][0] < name.end:
                    index += 1
            else:
                index += 1
            continue
        end, last = _extend(text, tokens, flags, index)
        yield Name(part.start, end)
        index = last + 1


def _known_name(text: str, part: _Part, known: dict[str, list[str]]) -> Name | None:
    """A name that stands inside a sentence elsewhere, here at the start of one."""
    for name in known.get(text[part.start : part.end], ()):
        end = part.start + len(name)
        if text.startswith(name, part.start) and not text[end : end + 1].isalnum():
            return Name(part.start, end)
    return None


def _begins_name(
    text: str, tokens: list[tuple[int, int]], flags: list[_Part | None], index: int
) -> bool:
    """Does a doubtful word begin a name ("National Front said", "the Nine Valleys")?"""
    if index + 1 >= len(tokens) or flags[index + 1] is None:
        return False
    start, end = tokens[index]
    after_start, after_end = tokens[index + 1]
    word, following = text[start:end].lower(), text[after_start:after_end].lower()
    if text[end:after_start] != " ":
        return False
    if word in FUNCTION_WORDS:
        return word in _STARTERS and not _initial(text, start)
    return word in OFFICE_WORDS or is_ordinary(following)


def _extend(
    text: str, tokens: list[tuple[int, int]], flags: list[_Part | None], index: int
) -> tuple[int, int]:
    """The end of the name that begins at a token, and its last token."""
    part = flags[index]
    assert part is not None
    end, last = part.end, index
    while part.end == tokens[last][1]:
        step = _next_part(text, tokens, flags, last)
        if step is None:
            break
        last = step
        following = flags[last]
        end = tokens[last][1] if following is None else following.end
        if following is None:  # a number that belongs to the name
            break
        part = following
    return end, last


def _next_part(
    text: str, tokens: list[tuple[int, int]], flags: list[_Part | None], index: int
) -> int | None:
    """The token at which the name goes on, if it does."""
    end = tokens[index][1]
    for ahead in range(index + 1, min(index + 4, len(tokens))):
        start = tokens[ahead][0]
        between = text[end:start]
        flag = flags[ahead]
        if flag is not None and flag.start == start:
            return ahead if _joined(text, tokens[index], between) else None
        if (
            ahead == index + 1
            and between == " "
            and re.fullmatch(r"\d+", text[slice(*tokens[ahead])])
        ):
            return ahead if text[tokens[index][0] : end].lower() in NUMBERED else None
    return None


def _joined(text: str, token: tuple[int, int], between: str) -> bool:
    """Do the characters between two capitalised words keep them one name?"""
    if between in (" ", "-", "/"):
        return True
    if not (between.startswith(" ") and between.endswith(" ")):
        return False
    middle = between.strip()
    if _LINK.match(middle):
        return True
    return bool(_FOR.match(middle)) and text[slice(*token)].lower() in _BODIES


NUMBERED = listed(
    """
    unit division brigade battalion regiment corps camp resolution article sector zone
    district battery squadron highway route block
    """
)
TITLES = listed(
    """
    president vice-president minister premier chancellor king queen prince princess emir
    sultan sheikh shaykh imam mullah ayatollah mufti pope patriarch archbishop bishop father
    reverend rabbi general lieutenant colonel major captain sergeant corporal brigadier
    admiral commander marshal commodore senator representative congressman congresswoman
    governor mayor ambassador envoy judge justice prosecutor attorney secretary
    secretary-general undersecretary director chief chair chairman chairwoman chairperson
    commissioner
    spokesman spokeswoman spokesperson professor doctor mr mrs ms dr gen col lt maj capt sgt
    prof sen rep gov hon brig adm cmdr sir lord lady dame officer inspector leader
    rapporteur coordinator administrator     """
)
OFFICE_WORDS = TITLES | listed("deputy foreign prime interior defence defense high former")

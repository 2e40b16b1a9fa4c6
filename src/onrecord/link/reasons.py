"""Why two records are taken for one person or for two, in words."""

from onrecord.link.comparison import Compared
from onrecord.link.portrait import Portrait
from onrecord.names.fold import script_of

_LEVEL_WORDS = {
    "near": "is spelt nearly alike",
    "unclear": "is only somewhat alike",
    "different": "differs",
}
_DATE_WORDS = {
    "same": "same date",
    "overlapping": "the dates allow for each other",
    "within a week": "dates within a week",
    "within a month": "dates within a month",
    "far": "dates more than a month apart",
}


def reasons_for(left: Portrait, right: Portrait, compared: Compared) -> tuple[str, ...]:
    """Sentences' ends such as "same given and father's name after transliteration"."""
    said = [*_names(left, right, compared), *_missing(left, right, compared)]
    age = compared.level("age")
    if age is not None:
        said.append(_age(left.record.age, right.record.age, age))
    if compared.level("sex") is not None:
        said.append("same sex" if compared.level("sex") == "same" else "different sex")
    place = compared.level("place")
    if place is not None:
        said.append(f"{'similar' if place == 'alike' else place} place")
    date = compared.level("date")
    if date is not None:
        said.append(_DATE_WORDS[date])
    if compared.contradiction is not None:
        said.append(compared.contradiction)
    if compared.capped is not None:
        said.append(compared.capped)
    return tuple(said)


def _names(left: Portrait, right: Portrait, compared: Compared) -> list[str]:
    across = script_of(left.chain[0].text) != script_of(right.chain[0].text)
    after = " after transliteration" if across else ""
    order = ", in another order" if compared.level("order") else ""
    parts = ("given name", "father's name", "family name")
    same = [part for part in parts if compared.level(part) == "same"]
    said = [f"same {_listed(same)}{after}{order}"] if same else []
    for part in parts:
        level = compared.level(part)
        if level is not None and level != "same":
            said.append(f"{part} {_LEVEL_WORDS[level]}{after if level != 'different' else ''}")
    return said


def _listed(parts: list[str]) -> str:
    """["given name", "family name"] as "given and family name"."""
    stems = [part.removesuffix(" name") for part in parts]
    if len(stems) == 1:
        return f"{stems[0]} name"
    return f"{', '.join(stems[:-1])} and {stems[-1]} name"


def _missing(left: Portrait, right: Portrait, compared: Compared) -> list[str]:
    lengths = len(left.chain), len(right.chain)
    if compared.level("father's name") is None and max(lengths) > 2:
        return ["father's name missing on one side"]
    return []


def _age(left: int | None, right: int | None, level: str) -> str:
    if level == "same":
        return f"age {left} on both"
    turned = " (digits turned)" if level == "digits turned" else ""
    return f"age {min(left or 0, right or 0)} and {max(left or 0, right or 0)}{turned}"

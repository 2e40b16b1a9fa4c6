"""Why two records are taken for one person or for two, in words."""

from collections.abc import Mapping

from onrecord.model.party import Record, Step

_LEVEL_WORDS = {
    "near": "is spelt nearly alike",
    "unclear": "is only somewhat alike",
    "faint": "is hardly alike",
    "different": "differs",
    "grandfather's": "is the grandfather's on the other side",
}
_DATE_WORDS = {
    "same": "same date",
    "overlapping": "the dates allow for each other",
    "within three days": "dates within three days",
    "within a week": "dates within a week",
    "within a month": "dates within a month",
    "far": "dates more than a month apart",
}
_RANGE_WORDS = {
    "overlapping": "they allow for each other",
    "overlapping widely": "they allow for each other, and for much else",
    "within three years": "within three years",
    "within ten years": "within ten years",
    "far": "far apart",
}
_PLACE_WORDS = {"same": "same", "alike": "similar", "different": "different"}
_LOCATION_WORDS = {
    "same": "same place on the map",
    "next to each other": "places next to each other",
    "within 25 km": "places within 25 km",
    "one within the other": "one place lies within the other",
    "one region": "two places of one region",
    "far": "places far apart",
}
_KIN_WORDS = {
    "same": "same kin named",
    "alike": "kin whose names are alike",
    "another": "another husband named",
    "too young": "a child's age, and a tie that only grown people have",
    "kin of each other": "one is named as the other's kin",
}
_NAMES = ("given name", "father's name", "family name")


ELSEWHERE = "elsewhere in these lists"  # a step, with the comparison whose values are meant
PLURALS = {
    "given name": "given names", "father's name": "fathers' names",
    "family name": "family names", "place": "places",
}  # fmt: skip


def words_elsewhere(step: Step) -> str:
    """What these lists say elsewhere of the two names or places."""
    how = "often" if step.weight > 0 else "seldom"
    return f"elsewhere in these lists the two {PLURALS[step.level]} {how} stand for one"


class Reasons:
    """The reasons of pairs; what every pair of one pattern says alike is put in words once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, tuple[int, int]], tuple[list[str], list[str]]] = {}
        self._said: dict[tuple[str, ...], tuple[str, ...]] = {}  # each once, for many pairs

    def of(
        self,
        left: Record,
        right: Record,
        pattern: int,
        levels: Mapping[str, str],
        parts: tuple[int, int],
    ) -> tuple[str, ...]:
        """Sentences' ends such as "same given and father's name after transliteration".

        ``levels`` by comparison, without those that were not compared, are those of ``pattern``;
        ``parts``: how many parts each name has.
        """
        said = self._known.get((pattern, parts))
        if said is None:
            said = self._known[pattern, parts] = _before(levels, parts), _after(levels, parts)
        whole = (*said[0], *_of_ages(left, right, levels), *said[1])
        return self._said.setdefault(whole, whole)


def _before(levels: Mapping[str, str], parts: tuple[int, int]) -> list[str]:
    said = _names(levels)
    if "father's name" not in levels and max(parts) > 2:
        said.append("father's name missing on one side")
    return said


def _of_ages(left: Record, right: Record, levels: Mapping[str, str]) -> list[str]:
    said = []
    if "age" in levels:
        said.append(_age(left.age, right.age, levels["age"]))
    if "age range" in levels:
        said.append(f"ages {left.ages} and {right.ages}: {_RANGE_WORDS[levels['age range']]}")
    return said


def _after(levels: Mapping[str, str], parts: tuple[int, int]) -> list[str]:
    said = []
    if "mother's name" in levels:
        level = levels["mother's name"]
        said.append(
            "same mother's name" if level == "same" else f"mother's name {_LEVEL_WORDS[level]}"
        )
    if "kin" in levels:
        said.append(_KIN_WORDS[levels["kin"]])
    if "sex" in levels:
        said.append("same sex" if levels["sex"] == "same" else "different sex")
    for comparison in ("born", "identity number", "address"):
        if comparison in levels:
            said.append(f"{comparison}: {levels[comparison]}")
    if "place" in levels:
        said.append(f"{_PLACE_WORDS[_plain(levels['place'])]} place")
    if "location" in levels:
        said.append(_LOCATION_WORDS[_plain(levels["location"])])
    if "date" in levels:
        said.append(_DATE_WORDS[_plain(levels["date"])])
    return [*said, *_against(levels), *_thin(levels, parts)]


def _names(levels: Mapping[str, str]) -> list[str]:
    after = " after transliteration" if levels.get("scripts") == "two" else ""
    order = ", in another order" if levels.get("order") == "turned" else ""
    same = [name for name in _NAMES if _agrees(levels.get(name))]
    said = [f"same {_listed(same)}{after}{order}"] if same else []
    for name in _NAMES:
        level = levels.get(name)
        if level is not None and not _agrees(level):
            said.append(f"{name} {_LEVEL_WORDS[level]}{after if level != 'different' else ''}")
    return said


def _agrees(level: str | None) -> bool:
    return level is not None and level.startswith("same")


def _plain(level: str) -> str:
    """A level without how rare the value is."""
    return level.split(" (")[0]


def _listed(names: list[str]) -> str:
    """["given name", "family name"] as "given and family name"."""
    stems = [name.removesuffix(" name") for name in names]
    if len(stems) == 1:
        return f"{stems[0]} name"
    return f"{', '.join(stems[:-1])} and {stems[-1]} name"


def _age(left: int | None, right: int | None, level: str) -> str:
    if level == "same":
        return f"age {left} on both"
    turned = " (digits turned)" if level == "digits turned" else ""
    return f"age {min(left or 0, right or 0)} and {max(left or 0, right or 0)}{turned}"


def _against(levels: Mapping[str, str]) -> list[str]:
    """What speaks loudly against one person."""
    said = []
    if levels.get("given name") == "different":
        shared = [name for name in _NAMES[1:] if _agrees(levels.get(name))]
        said.append(
            "different given names: relatives share the " + " and the ".join(shared)
            + ", often place and date too, and are different persons"
            if shared else "different given names"
        )  # fmt: skip
    if levels.get("sex") == "different":
        said.append("the lists give different sexes")
    if "far" in (levels.get("age"), levels.get("age range")):
        said.append("the ages are far apart")
    return said


def _thin(levels: Mapping[str, str], parts: tuple[int, int]) -> list[str]:
    """Why little can be said at all."""
    said = []
    if min(parts) == 1:
        said.append("one of them has a single part of a name")
    if levels.get("given name") == "unclear":
        said.append("the given names are only somewhat alike")
    return said

"""Learn the model that the package ships from the parts that the benchmark does not test.

    python benchmarks/name_pairs/learn.py [src/onrecord/names/model.json]

Needs `arabic-name-romanizer` installed, whose index of attested spellings it reads (see
material.py). Fixed seeds: the same index gives the same model. The spelling model is learned on all
parts to learn from. How the facts of two names weigh is learned with a spelling model of one half
of those parts, on persons invented from the other half, so that it meets words never seen before.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1]))

from name_pairs.material import Spelt, attested, by_hand, skeleton, split  # noqa: E402
from name_pairs.persons import Namer, arabic, latin  # noqa: E402
from onrecord.names import parse_name  # noqa: E402
from onrecord.names.learning import learn_names, learn_spelling  # noqa: E402
from onrecord.names.model import NameModel  # noqa: E402
from onrecord.names.weigh import FACTS  # noqa: E402

SHIPPED = HERE.parents[2] / "src" / "onrecord" / "names" / "model.json"
# Letters that are typed one for another in Arabic lists.
_ARABIC_HABITS = (
    *(("ه", "ة"), ("ي", "ى"), ("ض", "ظ"), ("ظ", "ض"), ("ذ", "ز"), ("ث", "س"), ("گ", "ك")),
    *(("ك", "گ"), ("ق", "ك"), ("پ", "ب"), ("چ", "ج"), ("ڤ", "ف"), ("ئ", "ي"), ("ت", "ط")),
    *(("س", "ص"), ("ا", "اا"), ("و", "وو"), ("ا", ""), ("و", ""), ("ي", ""), ("ء", "")),
)


def spellings(parts: Sequence[Spelt], dice: random.Random) -> Iterator[tuple[str, str, float]]:
    """Pairs of words for one part: Arabic with Latin, Latin with Latin, Arabic with Arabic."""
    for part in parts:
        own = parse_name(part.arabic).parts[0]
        seen: Counter[str] = Counter()
        for written, count in part.latin:
            seen[parse_name(written).parts[0].text] += count
        for word, count in sorted(seen.items()):
            yield own.text, word, min(5.0, count**0.5)
        for (one, n), (other, m) in combinations(seen.most_common(8), 2):
            yield one, other, min(3.0, min(n, m) ** 0.5)
        yield from _retyped(own.text, dice)
        yield from ((word, word, 0.5) for word in sorted(seen))


def _retyped(word: str, dice: random.Random) -> Iterator[tuple[str, str, float]]:
    """An Arabic word with itself and with one habit of typing: these are by rule."""
    yield word, word, 1.0
    able = [(old, new) for old, new in _ARABIC_HABITS if old in word[1:]]
    if able:
        old, new = dice.choice(able)
        yield word, word[0] + word[1:].replace(old, new, 1), 0.3


def lists(parts: Sequence[Spelt], dice: random.Random) -> Iterator[tuple[list[str], list[str]]]:
    """Pairs of lists of invented persons, the first 2,500 of the right being those of the left."""
    for left, right, n in ((arabic, latin, 12000), (latin, latin, 8000), (arabic, arabic, 8000)):
        people = Namer(parts, dice).people(n)
        yield (
            [left(human, dice).text for human in people[:2500]],
            [right(human, dice).text for human in people],
        )


def learn(parts: Sequence[Spelt]) -> NameModel:
    """The model of the parts to learn from."""
    dice = random.Random(0)
    skeletons = sorted({skeleton(part.arabic) for part in parts})
    half = set(dice.sample(skeletons, len(skeletons) // 2))
    heard = [part for part in parts if skeleton(part.arabic) in half]
    unheard = [part for part in parts if skeleton(part.arabic) not in half]
    often = [part for part in unheard if part.seen >= 2]
    judged = learn_names(lists(often, dice), learn_spelling(spellings(heard, dice)))
    return NameModel(spelling=learn_spelling(spellings(parts, dice)), slopes=judged.slopes)


def main() -> None:
    """Learn and write the model."""
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED
    index = attested()
    if not index:
        sys.exit("arabic-name-romanizer is not installed: pip install arabic-name-romanizer")
    model = learn(split([*index, *by_hand()])["learned"])
    where.write_text(model.to_json() + "\n", encoding="utf-8")
    print({fact: round(float(slope), 2) for fact, slope in zip(FACTS, model.slopes, strict=True)})
    print({which: w.round(3).tolist() for which, w in model.spelling.weights.items()})


if __name__ == "__main__":
    main()

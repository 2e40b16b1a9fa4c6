"""Learn from pairs: how name parts are spelt, and how the facts of two names weigh."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.names.bulk import TablesCompared
from onrecord.names.channel import Channel, learn_channel
from onrecord.names.letters import letters
from onrecord.names.model import NameModel
from onrecord.names.spelling import ALPHABETS, LetterModel, SpellingModel, pair_features
from onrecord.names.table import NameTable, pair_facts
from onrecord.names.weigh import FACTS

Pairs = Sequence[tuple[str, str, float]]
Features = NDArray[np.float64]
_WORDS_TRIED = 300  # words set against all others to learn what chance agreement looks like
_HARD = 30  # wrong words a word that the slopes are learned from
_DOUBTED_BELOW = 2.0  # log odds below which two words are not believed to spell one part
_RIDGE = 1e-3
# Slopes to find wrong pairs worth learning from, before any are learned.
_FIRST = {"always": -6, "given name": 1, "other parts": 0.8, "parts that differ": 1,
          "parts left out": -0.3, "other order": -1.5}  # fmt: skip
_FIRST_SLOPES = np.array([_FIRST.get(fact, 0.0) for fact in FACTS], dtype=np.float32)


def learn_spelling(pairs: Iterable[tuple[str, str, float]], *, seed: int = 0) -> SpellingModel:
    """Learn from (word, word, weight) triples, folded or not in either order, of one part each.

    Pairs that are two names after all are found and left out (misplaced parts, translations). The
    correspondences of letters are learned on all others; the regression that weighs them is
    learned with correspondences of one half on the other, so that it sees none that it learned by
    heart. Pairs of words that share a first word are in one half.
    """
    by_alphabets = _sorted_out(pairs)
    models = {alphabet: _letter_model(alphabet, by_alphabets.values()) for alphabet in ALPHABETS}
    channels: dict[str, Channel] = {}
    weights: dict[str, NDArray[np.float64]] = {}
    for which, triples in sorted(by_alphabets.items()):
        credible = _credible(triples, which, models, seed)
        channels[which] = _channel(which, credible)
        weights[which] = _crossed(credible, which, models, seed)
    return SpellingModel(channels=channels, weights=weights, letters=models)


def _credible(
    triples: Pairs, which: str, models: dict[str, LetterModel], seed: int
) -> list[tuple[str, str, float]]:
    """The pairs without those that are two names after all: lists of spellings hold many.

    Each half of the pairs is judged by what the other half taught.
    """
    kept: list[tuple[str, str, float]] = []
    for learned, judged in _both_ways(_halved(triples)):
        channel = _channel(which, learned)
        x, y, weight, _ = _examples(channel, which, models, learned, seed)
        slopes = _logistic(x, y, weight)
        for one, other, often in judged:
            _, _, known = pair_features([one], [other], channel, which, models)
            if len(known) and float((known @ slopes)[0]) >= _DOUBTED_BELOW:
                kept.append((one, other, often))
    return sorted(kept)


def _crossed(
    triples: Pairs, which: str, models: dict[str, LetterModel], seed: int
) -> NDArray[np.float64]:
    """The regression's weights: slopes by the pairs hard to tell apart, level by all pairs."""
    examples = [
        _examples(_channel(which, learned), which, models, tried, seed)
        for learned, tried in _both_ways(_halved(triples))
    ]
    x, y, weight, hard = (np.concatenate(column) for column in zip(*examples, strict=True))
    slopes = _logistic(x[hard], y[hard], np.ones(int(hard.sum())))
    slopes[0] = 0.0
    slopes[0] = _logistic(np.ones((len(x), 1)), y, weight, known=x @ slopes)[0]
    return slopes


def _both_ways(halves: tuple[Pairs, Pairs]) -> tuple[tuple[Pairs, Pairs], tuple[Pairs, Pairs]]:
    return (halves[0], halves[1]), (halves[1], halves[0])


def _sorted_out(pairs: Iterable[tuple[str, str, float]]) -> dict[str, list[tuple[str, str, float]]]:
    """Triples by pair of alphabets, Arabic first; within one alphabet in both orders."""
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for left, right, weight in pairs:
        (a, one), (b, other) = sorted((letters(left), letters(right)))
        if not one or not other:
            continue
        found[f"{a}-{b}"][one, other] += weight  # type: ignore[assignment]
        if a == b and one != other:
            found[f"{a}-{b}"][other, one] += weight  # type: ignore[assignment]
    return {
        which: [(one, other, float(weight)) for (one, other), weight in sorted(counted.items())]
        for which, counted in found.items()
    }


def _channel(which: str, triples: Pairs) -> Channel:
    first, second = which.split("-")
    return learn_channel(triples, alphabets=(ALPHABETS[first], ALPHABETS[second]))


def _letter_model(alphabet: str, triples: Iterable[Pairs]) -> LetterModel:
    known = ALPHABETS[alphabet]
    words = {
        word for group in triples for pair in group for word in pair[:2] if set(word) <= set(known)
    }
    edge = len(known)
    counts = np.full((edge + 1, edge + 1), 0.3)
    for word in sorted(words):
        codes = [edge, *(known.index(letter) for letter in word), edge]
        np.add.at(counts, (codes[:-1], codes[1:]), 1.0)
    return LetterModel(alphabet=known, table=np.log(counts / counts.sum(axis=1, keepdims=True)))


def _halved(triples: Pairs) -> tuple[Pairs, Pairs]:
    order = sorted({min(one, other) for one, other, _ in triples})
    first = set(order[::2])
    return (
        [t for t in triples if min(t[0], t[1]) in first],
        [t for t in triples if min(t[0], t[1]) not in first],
    )


def _examples(
    channel: Channel, which: str, models: dict[str, LetterModel], triples: Pairs, seed: int
) -> tuple[Features, Features, Features, NDArray[np.bool_]]:
    """Features, truth and weight of pairs, true ones and the same words against all others.

    Last, which pairs are hard: the true ones, and for each word the wrong ones that look likeliest.
    """
    alike: dict[str, set[str]] = defaultdict(set)
    for one, other, _ in triples:
        alike[one].add(other)
    others = sorted({other for _, other, _ in triples})
    dice = np.random.default_rng(seed)
    words = sorted(alike)
    tried = [words[k] for k in dice.permutation(len(words))[:_WORDS_TRIED]]
    i, j, x = pair_features(tried, others, channel, which, models)
    same = np.array([others[q] in alike[tried[p]] for p, q in zip(i, j, strict=True)])
    # Odds against one part drawn at large: as many wrong words as there are stand for one draw.
    weight = np.where(same, 1.0 / max(1.0, same.sum()), 1.0 / (len(tried) * len(others)))
    return x, same.astype(float), weight * len(tried), same | _likeliest_wrong(i, x, same)


def _likeliest_wrong(
    i: NDArray[np.int32], x: Features, same: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """For each word the _HARD wrong ones of highest joint chance, less half of what is common."""
    promise = np.where(same, -np.inf, x[:, 1] - 0.7 * x[:, 2])
    order = np.lexsort((-promise, i))
    first = np.searchsorted(i[order], i[order])
    hard = np.zeros(len(i), dtype=np.bool_)
    hard[order] = np.arange(len(i)) - first < _HARD
    return hard & ~same


def _logistic(
    x: Features, y: Features, weight: Features, *, known: Features | None = None
) -> NDArray[np.float64]:
    """Weighted logistic regression by Newton's method, with a little ridge.

    ``known``: log odds that stand already and to which those of x are added.
    """
    scale = x.std(axis=0)
    scale[scale == 0] = 1.0
    z = x / scale
    offset = np.zeros(len(x)) if known is None else known
    beta = np.zeros(x.shape[1])
    for _ in range(60):
        chance = 1.0 / (1.0 + np.exp(-np.clip(z @ beta + offset, -35, 35)))
        slope = weight * chance * (1 - chance)
        step = np.linalg.solve(
            (z * slope[:, None]).T @ z + _RIDGE * np.eye(len(beta)),
            z.T @ (weight * (y - chance)) - _RIDGE * beta,
        )
        beta = beta + np.clip(step, -5, 5)
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(beta / scale)


def learn_names(
    lists: Iterable[tuple[Sequence[str], Sequence[str]]],
    spelling: SpellingModel,
    *,
    seen_per_name: int = 20,
) -> NameModel:
    """Learn how the facts of a pair of names weigh, from pairs of lists whose truth is known.

    In each pair of lists, left name k and right name k are one person's; right names beyond the
    length of the left are of others. What is learned is to tell each true pair from the
    ``seen_per_name`` likeliest wrong ones: relatives and namesakes, not strangers. Learn on names
    whose parts the spelling model has not seen, or it will trust itself too much.
    """
    facts: list[Features] = []
    truth: list[Features] = []
    plain = NameModel(spelling=spelling, slopes=_FIRST_SLOPES)
    for left, right in lists:
        both = TablesCompared.of(NameTable.of(left), NameTable.of(right), model=plain)
        found, _ = both.top(seen_per_name)
        true = np.arange(len(left), dtype=np.int32)
        i = np.concatenate([true, np.repeat(true, seen_per_name)])
        j = np.concatenate([true, found.ravel()])
        fresh = np.concatenate([np.ones(len(true), bool), (found != true[:, None]).ravel()])
        kept = fresh & (j >= 0)
        known = pair_facts(both.left, both.right, both.weights, i[kept], j[kept])
        facts.append(known.astype(float))
        truth.append((i[kept] == j[kept]).astype(float))
    x, y = np.concatenate(facts), np.concatenate(truth)
    slopes = _logistic(x, y, np.ones(len(y)))
    return NameModel(spelling=spelling, slopes=slopes.astype(np.float32))

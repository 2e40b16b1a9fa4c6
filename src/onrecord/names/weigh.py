"""Two chains of name parts set side by side, and the few facts by which a pair is judged.

The first parts (given names) face each other; the others keep their order, and either chain may
leave parts out. If the given names do not agree, either chain is also read with its last part
first, as lists that put the family name in front write it.
"""

import numpy as np
from numba import njit

NO_EVIDENCE = -3.5  # natural log weight of two parts that are not spellings of one
# The facts of a pair of names, in natural log weights or as yes (1) and no (0).
FACTS = (
    "always",
    "given name",
    "given name below 3",  # how far below: doubt about the given name costs more than trust gains
    "other parts",
    "family name",
    "weakest other part that agrees",
    "two other parts agree",
    "no other part agrees",
    "parts that differ",
    "a part differs",
    "parts left out",
    "family name without counterpart",
    "other order",
    "one part alone",
    "two parts on a side",
)
N_FACTS = len(FACTS)
MOST_PARTS = 8  # parts of a name that are compared; chains are hardly ever longer
_GAP = -0.75  # for setting parts side by side only: what leaving one out costs (exact in binary)
_MOST = 14.0  # the most that the other parts together can weigh
_TURNED_COSTS = 2.0
_TIE = 1e-3


@njit(cache=True, nogil=True)
def facts_of(w, n, m, room, facts):  # type: ignore[no-untyped-def]
    """Fill ``facts`` from w[:n, :m], the weights of each part of one name against each of other."""
    facts[:] = 0.0
    if n == 0 or m == 0:
        facts[0] = 1.0
        facts[1] = facts[2] = NO_EVIDENCE * 9  # who is not named matches nobody
        return
    best, turn, given = w[0, 0] + _rest(w, n, m, 0, 0, room), 0, w[0, 0]
    if given < 0.0:
        for turned in (1, 2):
            if (n if turned == 1 else m) < 2:
                continue
            first = w[n - 1, 0] if turned == 1 else w[0, m - 1]
            found = first + _rest(w, n, m, turned == 1, turned == 2, room) - _TURNED_COSTS
            # Of two ways that are as good, the one whose given names agree: whoever is left.
            if found > best + _TIE or (turn and found > best - _TIE and first > given):
                best, turn, given = found, turned, first
    _rest(w, n, m, turn == 1, turn == 2, room)
    _fill(w, n, m, turn, given, room, facts)


@njit(cache=True, nogil=True)
def _rest(w, n, m, turned_a, turned_b, room):  # type: ignore[no-untyped-def]
    """Best sum over the parts after the first; ``room`` keeps the sums for walking back.

    A turned chain runs from its first part to its last but one, another from its second.
    """
    oa, ob = (0 if turned_a else 1), (0 if turned_b else 1)
    for x in range(n):
        room[x, 0] = x * _GAP
    for y in range(m):
        room[0, y] = y * _GAP
    for x in range(1, n):
        for y in range(1, m):
            facing = room[x - 1, y - 1] + w[x - 1 + oa, y - 1 + ob]
            room[x, y] = max(facing, max(room[x - 1, y], room[x, y - 1]) + _GAP)
    return room[n - 1, m - 1]


@njit(cache=True, nogil=True)
def _fill(w, n, m, turn, given, room, facts):  # type: ignore[no-untyped-def]
    oa, ob = (0 if turn == 1 else 1), (0 if turn == 2 else 1)
    x, y = n - 1, m - 1
    last, agreed, out_a, out_b = True, 0, 0, 0
    for_it, against = np.float32(0.0), np.float32(0.0)
    family, weakest = np.float32(0.0), np.float32(_MOST)
    lone_end = 0.0
    while x > 0 and y > 0:
        weight = w[x - 1 + oa, y - 1 + ob]
        if room[x, y] == room[x - 1, y - 1] + weight:
            if weight > 0.0:
                for_it += weight
                agreed += 1
                weakest = min(weakest, weight)
            else:
                against += weight
            if last:
                family = weight
            x, y = x - 1, y - 1
        elif room[x, y] == room[x - 1, y] + np.float32(_GAP):
            x, out_a = x - 1, out_a + 1
            lone_end = 1.0 if last else lone_end
        else:
            y, out_b = y - 1, out_b + 1
            lone_end = 1.0 if last else lone_end
        last = False
    out_a, out_b = out_a + x, out_b + y
    # Parts that both sides leave out face each other after all, and differ.
    differ = min(out_a, out_b)
    against += np.float32(NO_EVIDENCE) * differ
    facts[0] = 1.0
    facts[1] = given
    facts[2] = min(given - np.float32(3.0), np.float32(0.0))
    facts[3] = min(for_it, np.float32(_MOST))
    facts[4] = family
    facts[5] = weakest if agreed > 0 else 0.0
    facts[6] = 1.0 if agreed > 1 else 0.0
    facts[7] = 1.0 if agreed == 0 else 0.0
    facts[8] = against
    facts[9] = 1.0 if against < -1.0 else 0.0
    facts[10] = out_a + out_b - 2 * differ
    facts[11] = lone_end
    facts[12] = 1.0 if turn else 0.0
    facts[13] = 1.0 if min(n, m) == 1 else 0.0
    facts[14] = 1.0 if min(n, m) == 2 else 0.0


@njit(cache=True, nogil=True)
def _weight(a, b, starts, columns, weights):  # type: ignore[no-untyped-def]
    """Look a pair of parts up: columns of a row are spread evenly, so guess before halving."""
    low, high = starts[a], starts[a + 1] - 1
    while low <= high and columns[low] <= b <= columns[high]:
        span = columns[high] - columns[low]
        if span < 8:
            for at in range(low, high + 1):
                if columns[at] == b:
                    return weights[at]
            break
        guess = low + (b - columns[low]) * (high - low) // span
        if columns[guess] == b:
            return weights[guess]
        if columns[guess] < b:
            low = guess + 1
        else:
            high = guess - 1
    return np.float32(NO_EVIDENCE)


@njit(cache=True, nogil=True)
def facts_of_pairs(i, j, a_starts, a, b_starts, b, starts, columns, weights):  # type: ignore[no-untyped-def]
    """Facts of the pairs (left i, right j): (pairs, N_FACTS)."""
    out = np.zeros((len(i), N_FACTS), dtype=np.float32)
    w = np.empty((MOST_PARTS, MOST_PARTS), dtype=np.float32)
    room = np.empty((MOST_PARTS + 1, MOST_PARTS + 1), dtype=np.float32)
    for k in range(len(i)):
        p, q = a_starts[i[k]], b_starts[j[k]]
        n, m = a_starts[i[k] + 1] - p, b_starts[j[k] + 1] - q
        for x in range(n):
            for y in range(m):
                w[x, y] = _weight(a[p + x], b[q + y], starts, columns, weights)
        facts_of(w, n, m, room, out[k])
    return out


@njit(cache=True, nogil=True)
def likeliest(  # type: ignore[no-untyped-def]
    asked, k, a_starts, a, b_starts, b, n_parts, starts, columns, weights, slopes
):
    """The k likeliest names for each that is asked for, and their log odds; -1 where none is."""
    found = np.full((len(asked), k), -1, dtype=np.int32)
    best = np.full((len(asked), k), -np.inf, dtype=np.float32)
    known = np.full((n_parts, MOST_PARTS), NO_EVIDENCE, dtype=np.float32)
    w = np.empty((MOST_PARTS, MOST_PARTS), dtype=np.float32)
    room = np.empty((MOST_PARTS + 1, MOST_PARTS + 1), dtype=np.float32)
    facts = np.zeros(N_FACTS, dtype=np.float32)
    for row in range(len(asked)):
        p = a_starts[asked[row]]
        n = a_starts[asked[row] + 1] - p
        if n == 0:
            continue
        for x in range(n):
            for c in range(starts[a[p + x]], starts[a[p + x] + 1]):
                known[columns[c], x] = weights[c]
        for name in range(len(b_starts) - 1):
            q = b_starts[name]
            m = b_starts[name + 1] - q
            promise = np.float32(0.0)
            for y in range(m):
                for x in range(n):
                    w[x, y] = known[b[q + y], x]
                    promise = max(promise, w[x, y])
            if promise <= 0.0:
                continue
            facts_of(w, n, m, room, facts)
            score = np.float32(0.0)
            for f in range(N_FACTS):
                score += slopes[f] * facts[f]
            if score > best[row, k - 1]:
                at = k - 1
                while at > 0 and best[row, at - 1] < score:
                    best[row, at], found[row, at] = best[row, at - 1], found[row, at - 1]
                    at -= 1
                best[row, at], found[row, at] = score, name
        for x in range(n):
            for c in range(starts[a[p + x]], starts[a[p + x] + 1]):
                known[columns[c], x] = NO_EVIDENCE
    return found, best

"""What dependence between lists would do to the number: bounds, a setting at a time."""

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from onrecord.stats.estimate import Variation
from onrecord.stats.existence import facial_set
from onrecord.stats.hierarchy import design, full_table
from onrecord.stats.histories import Floats, Histories, Ints
from onrecord.stats.interval import log_normal_wald
from onrecord.stats.obstacle import obstacle

ODDS_RATIOS = (1 / 3, 0.5, 2 / 3, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
OF_A_PAIR = (0.5, 2.0)
MOST_LISTS = 10
EVERY_TWO = "odds ratio of every two lists"
STEPS, SETTLED = 100, 1e-10


def dependence_bounds(
    table: Histories,
    *,
    odds_ratios: Sequence[float] = ODDS_RATIOS,
    of_a_pair: Sequence[float] = OF_A_PAIR,
    level: float = 0.95,
) -> tuple[Variation, ...]:
    """Everybody, if lists were tied by a given odds ratio: no finding, but what would follow.

    The odds of being on a list, times the ratio for each other list that a person is on; above 1
    lists lean together and more people are missing, below 1 they avoid each other and fewer are.
    First for every two lists at once, then for each pair alone while the others are independent.
    With a ratio of 1 all lists are independent. With two lists no table can tell which ratio is
    right; with more, ``setting`` says how badly a ratio fits (the deviance above the best of
    those shown), and a badly fitting one need not be believed.

    Parameters
    ----------
    table : 2 to 10 lists
    odds_ratios : for every two lists at once; positive
    of_a_pair : for each pair alone; positive
    level : of the log-normal intervals, which take the ratio as known

    Returns
    -------
    One row a setting, with the ratio in ``value``; none where the overlaps tell nothing.

    References
    ----------
    Gerritse, van der Heijden & Bakker (2015), J. Official Statistics 31(3), 357–379,
    doi:10.1515/jos-2015-0022 (odds ratios as offsets). Zhang & Small (2020), Biometrics 76(2),
    doi:10.1111/biom.13192; Aleshin-Guendel, Sadinle & Wakefield (2024), Biometrics 80(1),
    doi:10.1093/biomtc/ujad028 (why no table identifies them).
    """
    if not all(0 < ratio < math.inf for ratio in (*odds_ratios, *of_a_pair)):
        raise ValueError(f"odds ratios {(*odds_ratios, *of_a_pair)} are not all positive")
    if obstacle(table) is not None or table.n_lists > MOST_LISTS:
        return ()
    cells, counts = full_table(table)
    mains = design(cells, [0, *(1 << index for index in range(table.n_lists))])
    if not facial_set(mains, counts).all():
        return ()
    pairs = list(combinations(range(table.n_lists), 2))
    every = _rows(table, EVERY_TWO, pairs, odds_ratios, mains, cells, counts, level)
    alone: list[Variation] = []
    for first, second in pairs if table.n_lists > 2 else ():
        what = f"odds ratio of {table.lists[first]} and {table.lists[second]}"
        alone += _rows(table, what, [(first, second)], of_a_pair, mains, cells, counts, level)
    return (*every, *alone)


def _rows(
    table: Histories,
    what: str,
    pairs: Sequence[tuple[int, int]],
    ratios: Sequence[float],
    mains: Floats,
    cells: Ints,
    counts: Floats,
    level: float,
) -> list[Variation]:
    both = sum(((cells >> first) & (cells >> second) & 1) for first, second in pairs)
    fits = [_fit(mains, counts, np.asarray(both) * math.log(ratio)) for ratio in ratios]
    best = min((fit[2] for fit in fits if fit is not None), default=0.0)
    rows = []
    for ratio, fit in zip(ratios, fits, strict=True):
        if fit is None:
            reason = "The fit's iterations did not converge."
            rows.append(_row(what, f"{ratio:.3g}", ratio, None, None, None, reason))
            continue
        lower, upper = log_normal_wald(table.n_documented, fit[0], fit[1], level)
        worse = fit[2] - best
        setting = f"{ratio:.3g}" + (f" (deviance {worse:,.1f} above the best)" if worse else "")
        estimate = table.n_documented + math.exp(fit[0])
        rows.append(_row(what, setting, ratio, estimate, lower, upper, None))
    return rows


def _row(
    what: str,
    setting: str,
    value: float,
    estimate: float | None,
    lower: float | None,
    upper: float | None,
    reason: str | None,
) -> Variation:
    return Variation(
        what=what,
        setting=setting,
        estimate=estimate,
        lower=lower,
        upper=upper,
        value=value,
        reason=reason,
    )


def _fit(mains: Floats, counts: Floats, offset: Floats) -> tuple[float, float, float] | None:
    """The log of the number missing, its standard error and the deviance, by Newton's steps."""
    scores = np.log(counts + 0.5) - offset
    weights = counts + 0.5
    found = np.linalg.lstsq(mains * np.sqrt(weights)[:, None], scores * np.sqrt(weights))[0]
    before = math.inf
    for _ in range(STEPS):
        means = np.exp(np.clip(mains @ found + offset, -500, 50))
        deviance = _deviance(counts, means)
        information = (mains.T * means) @ mains
        if abs(before - deviance) <= SETTLED * (1 + abs(deviance)):
            covariance = np.linalg.inv(information)
            return float(found[0]), math.sqrt(float(covariance[0, 0])), deviance
        before = deviance
        found = found + np.linalg.solve(information, mains.T @ (counts - means))
    return None


def _deviance(counts: Floats, means: Floats) -> float:
    some = counts > 0
    logs = counts[some] @ np.log(counts[some] / means[some])
    return float(2 * (logs - (counts - means).sum()))

"""Latent classes: people differ in their chances to be recorded, in classes that nobody names."""

from collections.abc import Sequence

import numpy as np

from onrecord.stats.convergence import quantile_error, tail_shape
from onrecord.stats.estimate import (
    CLOSED,
    EVERYBODY_REACHABLE,
    MATCHED,
    REAL,
    STOPPED,
    Diagnostic,
    Draws,
    Estimated,
    NotEstimable,
    Result,
    Variation,
    unless_in_doubt,
)
from onrecord.stats.histories import Histories
from onrecord.stats.latent_class_chains import (
    FEWEST_EFFECTIVE,
    FEWEST_IN_TAILS,
    FEWEST_TRIPS,
    HIGHEST_OF_LIKELIHOOD,
    HIGHEST_R_HAT,
    LARGEST_ERROR,
    Progress,
    Run,
    cross_seldom,
    run_chains,
    trips,
)
from onrecord.stats.latent_class_kernel import Counts
from onrecord.stats.obstacle import obstacle
from onrecord.stats.tempering import counts_of

METHOD = "latent classes (Dirichlet process) 1"
WITHIN_CLASSES = (
    "Within a class of people that nobody names, to be on one list makes it neither more nor less "
    "likely to be on another; classes differ in their chances, and how many there are is drawn."
)
ASSUMPTIONS = (CLOSED, WITHIN_CLASSES, EVERYBODY_REACHABLE, MATCHED, REAL)
MOST_CLASSES = 100
MOST_PEOPLE = 10**12  # beyond, the log likelihood's rounding is no longer small beside 1
# A step goes through every history and class: up to here the default call ends in some CPU minutes.
MOST_PLACES = 20_000  # histories, and what they share, times classes
MOST_PASSED = 200_000_000  # of these places, by the draws of a chain
CUT = 20  # times the documented, above which LCMCR draws nothing
HEAVY = 0.7  # shape of the tail from which an average of draws is of no use
THREE_LISTS = (
    "With three lists the data do not identify a latent class model: they fill seven cells, and "
    "two classes alone have seven free chances, beside the number of people. The prior fills "
    "the gap, so that the spread of the draws is partly assumed."
)
SETTINGS = ((5, 0.25, 0.25), (20, 0.25, 0.25), (10, 1.0, 1.0), (10, 0.05, 0.05), (10, 5.0, 1.0))


def latent_class(
    table: Histories,
    *,
    n_classes: int = 10,
    concentration: tuple[float, float] = (0.25, 0.25),
    seed: int = 1,
    n_chains: int = 4,
    draws: int = 2000,
    most_draws: int = 32_000,
    level: float = 0.95,
    threads: int = 2,
    progress: Progress | None = None,
) -> Result:
    """Posterior of the number of people under a Dirichlet process mixture of independent lists.

    Chains are tempered, so that they cross between answers that a plain chain would be caught in,
    and draw in rounds until they agree: R-hat below 1.01, 1,000 effective draws or more for the
    middle and 400 for the tails, and a Monte Carlo error of the median below half a percent. Where
    ``most_draws`` would not do, the answer is ``NotEstimable`` and says what was seen. The
    classes and the number of people are integrated out, so that the cost does not depend on the
    counts. The same arguments give the same draws on one machine, whatever ``threads``.

    Parameters
    ----------
    table : three lists or more; with three the result is in doubt, as the model is not identified
    n_classes : at most so many classes, 2 to 100, where the stick-breaking is cut
    concentration : shape and rate of the Gamma prior of the process's concentration
    seed : of all random draws
    n_chains : two or more; four for the diagnostics to mean what they are known for
    draws, most_draws : a chain, before the first check and altogether; where a table has so many
        histories that a draw is dear, ``most_draws`` is cut to 200,000,000 by histories by classes
    level : of the equal-tailed interval
    threads : run so many chains side by side
    progress : called as ``progress(drawn, most)``, draws a chain, after each block. Ctrl-C ends the
        drawing; what was drawn comes back in a result that is in doubt

    Returns
    -------
    Estimated with the posterior median, or NotEstimable, also where histories times classes are
    more than 20,000. Either holds the draws, without the earliest fifth. Priors: uniform for each
    chance to be on a list, 1/N for the number of people.

    Raises
    ------
    ValueError : an argument outside the ranges above

    References
    ----------
    Manrique-Vallier (2016), Biometrics 72(4), 1246–1254, doi:10.1111/biom.12502; R package LCMCR,
    which differs in that it draws nothing above 21 times the documented.
    """
    _check(n_classes, concentration, n_chains, draws, most_draws, level)
    reason = obstacle(table) or _out_of_reach(table)
    priors = _priors(n_classes, concentration)
    if reason is not None:
        return _none(table, reason, seed, priors)
    counts = counts_of(table, n_classes, *concentration)
    places = counts.people.size * n_classes
    if places > MOST_PLACES:
        return _none(table, _too_many_histories(table, counts, n_classes), seed, priors)
    run = run_chains(
        counts,
        seed=seed,
        n_chains=n_chains,
        fewest_draws=draws,
        most_draws=max(draws, min(most_draws, MOST_PASSED // places)),
        threads=threads,
        progress=progress,
    )
    if run.convergence is None:
        return _none(
            table,
            "Stopped by hand before anything was drawn; run it again.",
            seed,
            priors,
            {STOPPED: True},
        )
    if not run.met and not run.stopped:
        told = _diagnostics(run, table, level)
        return _none(table, _disagreement(run), seed, priors, told, run)
    return _estimated(table, run, level, seed, priors)


def latent_class_sensitivity(
    table: Histories,
    *,
    settings: Sequence[tuple[int, float, float]] = SETTINGS,
    seed: int = 1,
    draws: int = 2000,
    most_draws: int = 16_000,
    level: float = 0.95,
    threads: int = 2,
) -> tuple[Variation, ...]:
    """The same posterior under other truncations and other priors of the concentration.

    Parameters
    ----------
    table : as in ``latent_class``
    settings : number of classes at most, shape and rate of the Gamma prior of the concentration.
        A large concentration expects many classes, a small one few

    Returns
    -------
    One row a setting; without a number, and with the reason, where the chains did not agree.
    """
    return tuple(
        _variation(
            latent_class(
                table,
                n_classes=n_classes,
                concentration=(shape, rate),
                seed=seed,
                draws=draws,
                most_draws=most_draws,
                level=level,
                threads=threads,
            ),
            n_classes,
            shape,
            rate,
        )
        for n_classes, shape, rate in settings
    )


def _variation(result: Result, n_classes: int, shape: float, rate: float) -> Variation:
    return Variation(
        what="classes and their prior",
        setting=f"at most {n_classes} classes, concentration ~ Gamma({shape:g}, {rate:g})",
        estimate=result.estimate if isinstance(result, Estimated) else None,
        lower=result.lower if isinstance(result, Estimated) else None,
        upper=result.upper if isinstance(result, Estimated) else None,
        value=float(n_classes),
        reason=" ".join(result.doubts) or None if isinstance(result, Estimated) else result.reason,
    )


def _check(
    n_classes: int,
    concentration: tuple[float, float],
    n_chains: int,
    draws: int,
    most_draws: int,
    level: float,
) -> None:
    if not 2 <= n_classes <= MOST_CLASSES:
        raise ValueError(f"n_classes is {n_classes}; give 2 to {MOST_CLASSES}")
    if not all(0.01 <= value <= 100 for value in concentration):
        raise ValueError(f"concentration is {concentration}; give shape and rate of 0.01 to 100")
    if n_chains < 2:
        raise ValueError(f"n_chains is {n_chains}; chains are compared, give two or more")
    if not 100 <= draws <= most_draws:
        raise ValueError(
            f"draws is {draws} of {most_draws}; give 100 or more, and no more than all"
        )
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, as 0.95")


def _out_of_reach(table: Histories) -> str | None:
    if table.n_lists < 3:
        return (
            "Two lists fill three cells: nothing in them tells classes of people apart. Use the "
            "two-list estimate, with its assumption that the lists are independent."
        )
    if table.n_documented > MOST_PEOPLE:
        return (
            f"The table counts {table.n_documented:,} people, more than there are; the sampler "
            f"takes up to {MOST_PEOPLE:,}. Check the counts."
        )
    return None


def _too_many_histories(table: Histories, counts: Counts, n_classes: int) -> str:
    fewer = MOST_PLACES // counts.people.size
    classes = f"allow {fewer} classes at most (n_classes), or " if fewer >= 2 else ""
    return (
        f"The {table.n_lists} lists make {len(table.counts):,} different histories; with "
        f"{n_classes} classes the chains would take too long to be seen to agree. To get an "
        f"answer, {classes}merge lists of the same kind, or leave the smallest out: of the lists "
        f"that remain, about {MOST_PLACES // n_classes:,} histories can be taken with {n_classes} "
        "classes."
    )


def _estimated(
    table: Histories, run: Run, level: float, seed: int, priors: dict[str, Diagnostic]
) -> Estimated:
    median = float(np.median(run.people))
    ends = np.quantile(run.people, [(1 - level) / 2, (1 + level) / 2])
    doubts = _doubts(table, run)
    lower, upper = unless_in_doubt(doubts, float(ends[0]), float(ends[1]))
    shape = tail_shape(run.people.ravel())
    return Estimated(
        method=METHOD,
        kind="estimated",
        statistic="posterior median",
        estimate=median,
        mean=float(run.people.mean()) if shape < HEAVY else None,
        median=median,
        lower=lower,
        upper=upper,
        level=level,
        interval="equal-tailed credible",
        standard_error=float(run.people.std()) if shape < 0.5 else None,
        n_documented=table.n_documented,
        table=table.digest,
        assumptions=ASSUMPTIONS,
        doubts=doubts,
        seed=seed,
        priors=priors,
        diagnostics=_diagnostics(run, table, level),
        notes=_notes(run, table, shape),
        draws=Draws(people=run.people, of="posterior", log_posterior=run.log_posterior),
    )


def _doubts(table: Histories, run: Run) -> tuple[str, ...]:
    doubts = [THREE_LISTS] if table.n_lists == 3 else []
    if run.stopped and not run.met:
        doubts.append(
            f"Stopped by hand after {run.people.shape[1]:,} draws a chain, before the chains were "
            "seen to agree."
        )
    if run.met and cross_seldom(run.chains):
        doubts.append(
            f"Only {trips(run.chains)} states came from the prior down to the posterior, where "
            f"{FEWEST_TRIPS} are asked: the chains agree, but all of them may have missed an "
            "answer that lies apart."
        )
    if run.elsewhere:
        found = ", ".join(f"{people:,.0f}" for people in run.elsewhere)
        doubts.append(
            f"Plain chains that started elsewhere settled near {found}, where the table is about "
            "as likely, and the sampler crosses too seldom to tell how much of the posterior lies "
            "there."
        )
    return tuple(doubts)


def _notes(run: Run, table: Histories, shape: float) -> tuple[str, ...]:
    notes = []
    if shape >= HEAVY:
        notes.append(
            "Very large numbers of people are not ruled out: the upper tail of the posterior is so "
            "heavy that its mean says nothing. The median is given alone."
        )
    if run.scouted:
        notes.append(
            f"States came from the prior down to the posterior {trips(run.chains)} times only. "
            f"{run.scouted} plain chains were started elsewhere to see where they settle; an "
            "answer that fewer than one start in ten falls into may have been missed by all."
        )
    beyond = _beyond(run, table)
    if beyond > 0.001:
        notes.append(
            f"{beyond:.1%} of the posterior lies above {CUT + 1} times the documented, where the R "
            "package LCMCR draws nothing."
        )
    return tuple(notes)


def _beyond(run: Run, table: Histories) -> float:
    return float((run.people > (CUT + 1) * table.n_documented).mean())


def _disagreement(run: Run) -> str:
    told = run.convergence
    assert told is not None
    medians = ", ".join(f"{median:,.0f}" for median in sorted(told.chain_medians))
    drawn = f"{run.chains[0].drawn.shape[0]:,} draws a chain"
    error = told.median_error / float(np.median(run.people))
    if run.r_hat_of_likelihood >= HIGHEST_OF_LIKELIHOOD > told.r_hat:
        return (
            f"After {drawn} the chains' medians are {medians}, but not all chains found the same "
            f"classes of people (R-hat of the log likelihood {run.r_hat_of_likelihood:.3f}): what "
            "one of them found may hold all of the posterior. Allow more draws, or fewer classes."
        )
    if told.r_hat >= HIGHEST_R_HAT or told.bulk_ess < FEWEST_EFFECTIVE:
        return (
            f"After {drawn} the chains, which started apart, do not agree: their medians are "
            f"{medians} (R-hat {told.r_hat:.3f}, {told.bulk_ess:,.0f} effective draws). The table "
            "leaves several answers open, and which holds more of the posterior could not be "
            "told. Use another method beside it, merge small lists, or allow more draws."
        )
    return (
        f"After {drawn} the median is known to {error:.1%} of itself only, where "
        f"{LARGEST_ERROR:.1%} is asked, or the tails rest on {told.tail_ess:,.0f} effective draws, "
        f"where {FEWEST_IN_TAILS:,.0f} are: the chains' medians are {medians}. Allow more "
        "draws, or merge small lists."
    )


def _diagnostics(run: Run, table: Histories, level: float) -> dict[str, Diagnostic]:
    told = run.convergence
    assert told is not None
    return {
        STOPPED: run.stopped,
        "r_hat": _rounded(told.r_hat),
        "log_likelihood_r_hat": _rounded(run.r_hat_of_likelihood),
        "bulk_ess": round(told.bulk_ess),
        "tail_ess": round(told.tail_ess),
        "median_error": told.median_error,
        "lower_error": quantile_error(run.people, (1 - level) / 2),
        "upper_error": quantile_error(run.people, (1 + level) / 2),
        "chain_medians": ", ".join(f"{median:.0f}" for median in told.chain_medians),
        "chains": len(run.chains),
        "draws_per_chain": run.people.shape[1],
        "divergences": sum(chain.divergences for chain in run.chains),
        "round_trips": sum(chain.round_trips for chain in run.chains),
        "temperatures": ", ".join(str(chain.settings.powers.size) for chain in run.chains),
        "refused_swaps": round(max(chain.rejected_swaps for chain in run.chains), 3),
        "tail_shape": round(tail_shape(run.people.ravel()), 3),
        "beyond_20_times_documented": _beyond(run, table),
    }


def _rounded(ratio: float) -> float | None:
    return round(ratio, 4) if np.isfinite(ratio) else None


def _priors(n_classes: int, concentration: tuple[float, float]) -> dict[str, Diagnostic]:
    return {
        "classes_at_most": n_classes,
        "concentration": f"Gamma({concentration[0]:g}, {concentration[1]:g})",
        "inclusion": "Beta(1, 1)",
        "number_of_people": "1/N",
    }


def _none(
    table: Histories,
    reason: str,
    seed: int,
    priors: dict[str, Diagnostic],
    diagnostics: dict[str, Diagnostic] | None = None,
    run: Run | None = None,
) -> NotEstimable:
    return NotEstimable.on(
        table,
        METHOD,
        reason,
        assumptions=ASSUMPTIONS,
        seed=seed,
        priors=priors,
        diagnostics=diagnostics,
        draws=Draws(people=run.people, of="posterior", log_posterior=run.log_posterior)
        if run is not None
        else None,
    )

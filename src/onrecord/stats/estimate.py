"""What a method gives back: a number with its uncertainty, or the reason why there is none."""

import math
from dataclasses import dataclass, field
from typing import Literal, Protocol

from onrecord.stats.histories import Floats

Kind = Literal["estimated", "lower bound"]
Status = Literal["ok", "fragile", "not estimable"]
Diagnostic = str | int | float | bool | None
STOPPED = "stopped_by_hand"  # in the diagnostics: Ctrl-C ended the drawing, what was drawn is told


class Counted(Protocol):
    """A table of people, of whatever shape."""

    @property
    def n_documented(self) -> int:
        """People on at least one list."""

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical table."""


@dataclass(frozen=True, kw_only=True)
class Variation:
    """The same estimate under another setting: one row of a sensitivity analysis.

    Attributes
    ----------
    what : what was varied: "list left out", "prior of the clique tables", "dependence of A and B"
    setting : to what, as a person reads it
    estimate, lower, upper : of everybody; None where there is none, and ``reason`` says why
    value : the setting as a number, where it is one (a slider needs it)
    """

    what: str
    setting: str
    estimate: float | None
    lower: float | None = None
    upper: float | None = None
    value: float | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Draws:
    """Draws of the number of people, chain by chain.

    Attributes
    ----------
    people : (n_chains, n_draws) float array, everybody, documented or not
    of : what is drawn: "posterior", "bootstrap", "sampling distribution"
    log_posterior : (n_chains, n_draws) float array of the unnormalised log posterior, or None
    """

    people: Floats
    of: str
    log_posterior: Floats | None = None


@dataclass(frozen=True, kw_only=True)
class Estimated:
    """How many people there are, on a list or not, by one method.

    Attributes
    ----------
    method : name and version
    kind : "estimated", or "lower bound" where the method only bounds the number from below
    statistic : what ``estimate`` is: "posterior median", "maximum likelihood estimate", …
    estimate : the point estimate, never below ``n_documented``
    mean, median : of the posterior or bootstrap distribution, None where the method has none
    lower, upper : ends of the interval at ``level``; ``lower >= n_documented``; ``upper`` alone
        None where the data do not bound the number from above; both None where there are
        ``doubts``: an interval that does not hold what it says is withheld
    interval : how the interval was made, "profile likelihood" or "log-normal"
    standard_error : of ``estimate``, None where the method has none
    n_documented : people on at least one list
    table : SHA-256 of the canonical table
    doubts : why the number is fragile, in sentences; empty where it is not
    seed : of the random draws, None where there are none
    priors : of a Bayesian method, name to value
    tried : every model that was looked at, not the best one only
    sensitivity : the same under other settings
    draws : of everybody, for diagnostics, plots and for adding strata up; None where the method
        has none
    """

    method: str
    kind: Kind
    statistic: str
    estimate: float
    lower: float | None
    upper: float | None
    level: float
    interval: str
    standard_error: float | None
    n_documented: int
    table: str
    assumptions: tuple[str, ...]
    mean: float | None = None
    median: float | None = None
    doubts: tuple[str, ...] = ()
    seed: int | None = None
    priors: dict[str, Diagnostic] = field(default_factory=dict)
    diagnostics: dict[str, Diagnostic] = field(default_factory=dict)
    tried: tuple[dict[str, Diagnostic], ...] = ()
    sensitivity: tuple[Variation, ...] = ()
    notes: tuple[str, ...] = ()
    draws: Draws | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """A result that breaks what is promised above is a mistake in a method, never shown."""
        if bool(self.doubts) != (self.lower is None):
            raise ValueError(
                f"{self.method}: an interval is withheld if, and only if, there is doubt"
            )
        numbers = (self.estimate, self.mean, self.median, self.lower, self.upper)
        given = [number for number in numbers if number is not None]
        if not all(math.isfinite(number) for number in given):
            raise ValueError(f"{self.method}: {given} are not all finite")
        # Half a person: a point estimate may touch the documented count but for rounding.
        if min(given) < self.n_documented - 0.5:
            raise ValueError(f"{self.method}: {min(given)} is below {self.n_documented} documented")

    @property
    def status(self) -> Status:
        """Does the number hold what it says, or is it shown with a doubt and no interval?"""
        return "fragile" if self.doubts else "ok"


@dataclass(frozen=True, kw_only=True)
class NotEstimable:
    """The method gives no number on this table, and why, in a sentence with the way out.

    ``draws`` holds what was drawn all the same (a sampler that did not mix, or was interrupted),
    so that a statistician can look at it.
    """

    method: str
    kind: Kind
    reason: str
    n_documented: int
    table: str
    assumptions: tuple[str, ...]
    seed: int | None = None
    priors: dict[str, Diagnostic] = field(default_factory=dict)
    diagnostics: dict[str, Diagnostic] = field(default_factory=dict)
    tried: tuple[dict[str, Diagnostic], ...] = ()
    sensitivity: tuple[Variation, ...] = ()
    draws: Draws | None = field(default=None, repr=False, compare=False)

    @classmethod
    def on(
        cls,
        table: Counted,
        method: str,
        reason: str,
        *,
        assumptions: tuple[str, ...],
        kind: Kind = "estimated",
        seed: int | None = None,
        priors: dict[str, Diagnostic] | None = None,
        diagnostics: dict[str, Diagnostic] | None = None,
        tried: tuple[dict[str, Diagnostic], ...] = (),
        draws: Draws | None = None,
    ) -> "NotEstimable":
        """No number by a method on a table; its digest and count come from the table."""
        return cls(
            method=method,
            kind=kind,
            reason=reason,
            n_documented=table.n_documented,
            table=table.digest,
            assumptions=assumptions,
            seed=seed,
            priors=priors or {},
            diagnostics=diagnostics or {},
            tried=tried,
            draws=draws,
        )

    @property
    def status(self) -> Status:
        """Always "not estimable"."""
        return "not estimable"


Result = Estimated | NotEstimable


def unless_in_doubt(
    doubts: tuple[str, ...], lower: float, upper: float | None
) -> tuple[float | None, float | None]:
    """The interval, or none where there are doubts."""
    return (None, None) if doubts else (lower, upper)


CLOSED = "Closed population: the people to be counted are the same for every list; nobody enters or leaves between them."  # noqa: E501
MATCHED = "Perfect matching: two entries are linked when, and only when, they are the same person."
REAL = "Every entry of every list is a person who belongs to the population."
ALIKE = "Homogeneity: on any one list, everybody had the same chance to be recorded."
INDEPENDENT = (
    "Independence: to be on one list makes it neither more nor less likely to be on another."
)
POSITIVE = "A lower bound: where people differ in their chance to be recorded, or lists lead to each other, the true number lies above it; where lists avoid each other it may lie below."  # noqa: E501
EVERYBODY_REACHABLE = "Everybody had some chance to be on some list."
SAME_REACH = "Lists of about equal reach: where some lists are much larger than others, this bound lies too high, and may lie above the true number."  # noqa: E501

"""What a method gives back: a number with its uncertainty, or the reason why there is none."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["estimated", "lower bound"]
Diagnostic = str | int | float | bool | None


@dataclass(frozen=True, kw_only=True)
class Estimated:
    """How many people there are, on a list or not, by one method.

    Attributes
    ----------
    method : name and version
    kind : "estimated", or "lower bound" where the method only bounds the number from below
    estimate : the point estimate, never below ``n_documented``
    lower, upper : ends of the interval at ``level``; ``lower >= n_documented``; ``upper`` None
        where the data do not bound the number from above
    interval : how the interval was made, "profile likelihood" or "log-normal"
    standard_error : of ``estimate``, None where the method has none
    n_documented : people on at least one list
    table : SHA-256 of the canonical table
    """

    method: str
    kind: Kind
    statistic: str
    estimate: float
    lower: float
    upper: float | None
    level: float
    interval: str
    standard_error: float | None
    n_documented: int
    table: str
    assumptions: tuple[str, ...]
    diagnostics: dict[str, Diagnostic] = field(default_factory=dict)
    tried: tuple[dict[str, Diagnostic], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotEstimable:
    """The method gives no number on this table, and why, in a sentence with the way out."""

    method: str
    kind: Kind
    reason: str
    n_documented: int
    table: str
    assumptions: tuple[str, ...]
    diagnostics: dict[str, Diagnostic] = field(default_factory=dict)
    tried: tuple[dict[str, Diagnostic], ...] = ()


Result = Estimated | NotEstimable

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

"""A posterior as ArviZ has it, for its diagnostics and plots."""

from typing import Any

from onrecord.errors import InputError
from onrecord.frames.rows import needed
from onrecord.stats import Result

try:
    import arviz
except ImportError:  # the extra "arviz" is not installed
    arviz = None  # type: ignore[assignment]


def to_arviz(result: Result) -> Any:
    """The draws of a result as the group ``posterior``, with one variable, ``people``.

    Where the sampler gives it, the unnormalised log posterior is ``lp`` in ``sample_stats``.
    Method, status, table, seed, priors and the documented count are attributes of the posterior.

    Parameters
    ----------
    result : with posterior draws; also one that is not estimable, so that it can be looked at

    Returns
    -------
    ``arviz.InferenceData`` from ArviZ 0.x, an ``xarray.DataTree`` from ArviZ 1.x

    Raises
    ------
    ExtraMissing : ArviZ is not installed
    InputError : no draws, or draws that are no posterior (a bootstrap)
    """
    needed(arviz, "arviz", "a posterior for ArviZ")
    draws = result.draws
    if draws is None:
        raise InputError(f"{result.method} has no draws; only methods that draw have a posterior")
    if draws.of != "posterior":
        raise InputError(f"the draws of {result.method} are a {draws.of}, no posterior")
    groups: dict[str, dict[str, Any]] = {"posterior": {"people": draws.people}}
    if draws.log_posterior is not None:
        groups["sample_stats"] = {"lp": draws.log_posterior}
    # ArviZ 1 takes the groups as one mapping, ArviZ 0 each by its name.
    from_dict: Any = arviz.from_dict
    made = from_dict(groups) if _major() >= 1 else from_dict(**groups)
    made["posterior"].attrs.update(_attributes(result))
    return made


def _major() -> int:
    return int(str(arviz.__version__).partition(".")[0])


def _attributes(result: Result) -> dict[str, str | int | float]:
    """What netCDF can hold: text and numbers, nothing that is None."""
    priors = {f"prior_{name}": value for name, value in result.priors.items()}
    attributes = {
        "inference_library": "onrecord",
        "method": result.method,
        "status": result.status,
        "table": result.table,
        "n_documented": result.n_documented,
        "seed": result.seed,
        **{
            name: str(value) if isinstance(value, bool) else value for name, value in priors.items()
        },
    }
    return {name: value for name, value in attributes.items() if value is not None}

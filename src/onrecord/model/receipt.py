"""The receipt of something derived: what made it, from what, with what, and what came out."""

from msgspec import Struct


class Receipt(Struct, frozen=True, kw_only=True):
    """Digests of the code, the parameters, the inputs and the outputs of one run of one stage.

    It carries no time and no path, so that the same inputs give the same receipt anywhere.
    """

    stage: str
    unit: str  # "case", or the capture that was read
    code: str
    parameters: str
    inputs: str
    outputs: str
    n_used: int
    n_set_aside: int

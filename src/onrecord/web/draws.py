"""An audit sample drawn as a form asks for it."""

from collections.abc import Mapping

from django.http import Http404

from onrecord.record.audit_sample import draw_sample
from onrecord.record.decisions import SampleOf
from onrecord.record.judging import link_again
from onrecord.web.served import served

MOST_DRAWN = 5_000
LONGEST_SEED = 9  # digits


def draw_as_asked(fields: Mapping[str, str], of: SampleOf) -> None:
    """Link as it is judged now where that is quick, and draw; Http404 for what is no number."""
    n, seed = fields.get("n", ""), fields.get("seed", "")
    if not (n.isdecimal() and seed.isdecimal() and len(seed) <= LONGEST_SEED):
        raise Http404("a sample wants a number of pairs and a seed, both whole numbers")
    case, by = served().case, served().by
    link_again(case)
    draw_sample(case, n=min(int(n[:5]), MOST_DRAWN), seed=int(seed), by=by, of=of)

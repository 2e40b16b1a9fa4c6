"""Cases of invented reports on a few killings, with which of them each claim tells of."""

from datetime import date, timedelta

import numpy as np
from link_builders import Text, days, material, place

from onrecord.link.claim_pairs import ClaimPairs
from onrecord.link.link import link
from onrecord.model.material import Linked

TOWNS = tuple(place(name, 40.0, 20.0 + 1.5 * at) for at, name in enumerate(("Ardun", "Velis")))
MARCH = date(2031, 3, 1)


def reports(seed: int, n: int) -> tuple[list[Text], dict[str, int]]:
    """Reports on up to four killings; some are a day off, some say neither where nor when."""
    rng = np.random.default_rng((31, seed))
    texts, truth = [], {}
    for number in range(n):
        told = sorted({int(rng.integers(4)) for _ in range(int(rng.integers(1, 3)))})
        lines = [f"Part {one} of {number}: gunmen killed villagers.\n" for one in told]
        text = Text(f"report-{number:02}", "".join(lines))
        for one in told:
            day = MARCH + timedelta(6 * (one // 2) + int(rng.integers(-1, 2)))
            claim = text.act(
                "killed",
                victims=(text.mention("villagers", after=f"Part {one}"),),
                places=(TOWNS[one % 2],) if rng.random() < 0.7 else (),
                when=days(day) if rng.random() < 0.8 else None,
                after=f"Part {one}",
            )
            truth[claim.id] = one
        texts.append(text)
    return texts, truth


def frame_of(texts: list[Text]) -> tuple[Linked, ClaimPairs]:
    """What was linked of the reports, and every pair of their claims."""
    linked = link(material(*texts))
    documents = {claim.id: claim.rendition for text in texts for claim in text.claims}
    return linked, ClaimPairs(linked.events, documents, linked.event_pairs)

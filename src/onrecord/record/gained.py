"""What judgements have changed so far, and what more of them are expected to change."""

from django.db.models import Count, F, Q, Sum
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.record.models import PairRow

NEXT = 100  # answers that one looks ahead
EVEN = 0.5
LITTLE = 0.1  # of the next answers overturn the rules: below this, asking on changes little


class Gained(Struct, frozen=True, kw_only=True):
    """What judging gained, and what is left to gain, in pairs of records.

    ``parted``: judged to be different persons where the comparison alone would have joined;
    ``joined``: the other way round. ``wrong`` and ``missed``: links that the comparison's own
    chances expect to be wrong or missing among pairs that nobody has judged. ``next_overturned``:
    how many of the ``n_next`` answers worth most are expected to go against the rules.
    """

    n_judged: int
    parted: int
    joined: int
    wrong: float
    missed: float
    n_next: int
    next_overturned: float

    @property
    def words(self) -> tuple[str, ...]:
        """The same in sentences."""
        little = self.next_overturned < LITTLE * self.n_next
        return (
            f"{self.n_judged:,} pairs were judged. In {self.parted:,} the comparison alone would "
            f"have joined two persons, and in {self.joined:,} it would have missed that two "
            "records are one.",
            f"Of the pairs that nobody has judged about {self.wrong:,.0f} are expected to be "
            f"wrongly joined, and about {self.missed:,.0f} wrongly left apart.",
            f"Of the next {self.n_next:,} answers about {self.next_overturned:,.0f} are expected "
            f"to go against the rules{': judging on will change little' if little else ''}.",
        )


def gained() -> Gained:
    """What judging has gained in the case. It sums over every compared pair once."""
    judged = PairRow.objects.filter(worth=0, decided_by="judgement")
    open_pairs = PairRow.objects.filter(decided_by="rule")
    together = Q(left__person=F("right__person"))
    same = open_pairs.filter(together).aggregate(n=Count("id"), chance=Sum("chance"))
    apart = open_pairs.exclude(together).aggregate(chance=Sum("chance"))
    ahead = PairRow.objects.filter(worth__gt=0).order_by("-worth", "-id")
    chances = list(ahead.values_list("chance", flat=True)[:NEXT])
    return Gained(
        n_judged=judged.count(),
        parted=judged.filter(verdict="different", chance__gte=EVEN).count(),
        joined=judged.filter(verdict="same", chance__lt=EVEN).count(),
        wrong=(same["n"] or 0) - (same["chance"] or 0.0),
        missed=apart["chance"] or 0.0,
        n_next=len(chances),
        next_overturned=sum(min(chance, 1 - chance) for chance in chances),
    )

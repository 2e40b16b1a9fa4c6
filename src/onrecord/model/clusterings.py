"""Draws of who is who: what linkage leaves open."""

from msgspec import Struct


class Clusterings(Struct, frozen=True, kw_only=True):
    """Clusterings of records, each as likely as any other.

    ``records`` are those whose person is open, sorted; all others are the person that they were
    linked to in every draw. Each draw gives, for each of ``records``, the place in ``records`` of
    the first that is the same person.
    """

    records: tuple[str, ...]
    draws: tuple[tuple[int, ...], ...]
    seed: int

    def named(self, draw: int) -> dict[str, str]:
        """For each open record the one that stands for its person in a draw."""
        return {
            record: self.records[first]
            for record, first in zip(self.records, self.draws[draw], strict=True)
        }

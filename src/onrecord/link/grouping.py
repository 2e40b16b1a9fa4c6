"""Groups that grow by joining and never hold two members that must stay apart.

The one clustering rule of the stage: links are offered strongest first, and a link that would
bring together two members that must stay apart is refused. So groups do not chain.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

Member = TypeVar("Member", bound=Hashable)


class Grouping(Generic[Member]):
    """Disjoint groups of members, with pairs of members that no group may hold together."""

    def __init__(self, members: Iterable[Member], apart: Iterable[tuple[Member, Member]] = ()):
        self._group: dict[Member, list[Member]] = {member: [member] for member in members}
        self._apart: dict[Member, set[Member]] = {}
        for left, right in apart:
            self.keep_apart(left, right)

    def keep_apart(self, left: Member, right: Member) -> None:
        """Never again join two groups of which one holds ``left`` and the other ``right``."""
        self._apart.setdefault(left, set()).add(right)
        self._apart.setdefault(right, set()).add(left)

    def together(self, left: Member, right: Member) -> bool:
        """Whether two members are in one group."""
        return self._group[left] is self._group[right]

    def group_of(self, member: Member) -> Sequence[Member]:
        """The members of the group that holds this one."""
        return self._group[member]

    def may_join(self, left: Member, right: Member) -> bool:
        """Whether no pair across the two groups must stay apart."""
        small, large = sorted((self._group[left], self._group[right]), key=len)
        if small is large:
            return True
        held = set(large) if any(m in self._apart for m in small) else set()
        return not any(self._apart.get(member, set()) & held for member in small)

    def join(
        self,
        left: Member,
        right: Member,
        conflict: Callable[[Member, Member], bool] | None = None,
    ) -> bool:
        """Join two groups unless a pair across them must stay apart; tell whether they are one.

        ``conflict`` is asked for every pair across the two groups.
        """
        a, b = self._group[left], self._group[right]
        if a is b:
            return True
        if not self.may_join(left, right):
            return False
        if conflict is not None and any(conflict(x, y) for x in a for y in b):
            return False
        if len(a) < len(b):
            a, b = b, a
        a.extend(b)
        for member in b:
            self._group[member] = a
        return True

    def groups(self) -> list[list[Member]]:
        """Every group, in the order in which its first member was given."""
        seen: set[int] = set()
        found: list[list[Member]] = []
        for group in self._group.values():
            if id(group) not in seen:
                seen.add(id(group))
                found.append(group)
        return found

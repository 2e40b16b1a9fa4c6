"""Groups of things that are joined pair by pair."""

from collections.abc import Iterable


def roots(members: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each member, and each end of a pair, the least member of its connected group.

    The order of members and pairs changes nothing.
    """
    parent = {member: member for member in members}
    for left, right in pairs:
        a = _find(parent, parent.setdefault(left, left))
        b = _find(parent, parent.setdefault(right, right))
        parent[max(a, b)] = min(a, b)
    return {member: _find(parent, member) for member in parent}


def _find(parent: dict[str, str], member: str) -> str:
    while parent[member] != member:
        parent[member] = parent[parent[member]]  # halve the path, so that chains stay short
        member = parent[member]
    return member

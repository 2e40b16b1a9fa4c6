"""Pairs of records worth comparing, found without comparing all with all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from onrecord.link.portrait import Portrait, blocking_keys
from onrecord.model.outcome import SetAside

LARGEST_BLOCK = 300


def candidate_pairs(
    portraits: Sequence[Portrait],
) -> tuple[set[tuple[int, int]], tuple[SetAside, ...]]:
    """Positions (smaller first) of records that share a blocking key, and the blocks given up.

    A block of more than LARGEST_BLOCK records is parted by age, place and day; one that is still
    larger (a thousand rows of one name and nothing else) cannot be told apart and is set aside.
    """
    blocks: dict[str, list[int]] = defaultdict(list)
    for position, portrait in enumerate(portraits):
        for key in blocking_keys(portrait):
            blocks[key].append(position)
    pairs: set[tuple[int, int]] = set()
    too_large: list[SetAside] = []
    for key in sorted(blocks):
        for block in _parted(blocks[key], portraits):
            if len(block) > LARGEST_BLOCK:
                too_large.append(_set_aside(block, portraits))
            else:
                pairs.update(_pairs(block))
    return pairs, tuple({entry.subject: entry for entry in too_large}.values())


def _pairs(block: Sequence[int]) -> Iterator[tuple[int, int]]:
    for at, left in enumerate(block):
        for right in block[at + 1 :]:
            yield left, right


def _parted(block: list[int], portraits: Sequence[Portrait]) -> Iterable[list[int]]:
    if len(block) <= LARGEST_BLOCK:
        return [block]
    finer: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for position in block:
        portrait = portraits[position]
        finer[portrait.record.age, portrait.place, portrait.days].append(position)
    return finer.values()


def _set_aside(block: Sequence[int], portraits: Sequence[Portrait]) -> SetAside:
    first = min((portraits[position] for position in block), key=lambda p: p.record.id)
    return SetAside(
        stage="link",
        subject=first.record.id,
        reason=(
            f"{len(block)} records are called like {first.record.name or 'this one'!r} and differ "
            "in no age, place or day; they were not compared with each other, and each stays a "
            "person of its own until somebody judges them"
        ),
        code="too-many-alike",
    )

"""Names on a map that do not stand upon each other."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

CHARACTER, LINE = 7.2, 15.0  # the room that 13-unit type takes, rounded up


class Label(Struct, frozen=True):
    """A name and the point it belongs to; ``clear`` is how far off it must stand (0: upon it)."""

    text: str
    x: float
    y: float
    clear: float


Box = tuple[float, float, float, float]


def placed_labels(labels: Sequence[Label], *, width: float, height: float) -> list[Label]:
    """The labels with their middles where they overlap nothing placed before, if there is room.

    Tried in turn: right, left, above, below, then ever further below. A name is never left out:
    where no room is free it stands at the last place tried.
    """
    taken: list[Box] = [
        (one.x - one.clear, one.y - one.clear, one.x + one.clear, one.y + one.clear)
        for one in labels
        if one.clear
    ]
    placed = []
    for one in labels:
        half = len(one.text) * CHARACTER / 2
        for x, y in _candidates(one, half, width, height):
            box = (x - half, y - LINE + 4, x + half, y + 4)
            if not any(_overlap(box, other) for other in taken):
                break
        taken.append(box)
        placed.append(Label(one.text, x, y, 0.0))
    return placed


def _candidates(
    one: Label, half: float, width: float, height: float
) -> Iterator[tuple[float, float]]:
    away = one.clear + half
    wanted = [(away, 5.0), (-away, 5.0), (0.0, -one.clear - 5), (0.0, one.clear + 14)]
    if not one.clear:
        wanted = [(0.0, 5.0), (0.0, -12.0), (0.0, 22.0)]
    wanted += [(0.0, one.clear + 14 + LINE * n) for n in range(1, 6)]
    for across, down in wanted:
        x = min(max(one.x + across, half + 2), max(width - half - 2, half + 2))
        yield x, min(max(one.y + down, LINE), height - 6)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

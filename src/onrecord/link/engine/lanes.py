"""Several things done at the same time, by compiled code that lets the interpreter go on."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from functools import partial
from threading import Semaphore, Thread
from typing import TypeVar

LANES = 2  # more would hold more at once, and old laptops have two cores
# Pairs of records that one lane takes at a time; fewer are not worth a lane of their own.
_MOST, _FEWEST = 1_000_000, 50_000

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


def begun(work: Callable[[], _Made]) -> "Future[_Made]":
    """Work that goes on beside what follows; whoever stops the command does not wait for it."""
    made = Future[_Made]()

    def run() -> None:
        try:
            made.set_result(work())
        except BaseException as error:
            made.set_exception(error)

    Thread(target=run, daemon=True).start()
    return made


def portions(n: int) -> Iterator[slice]:
    """All of n pairs of records, as portions for each lane to take."""
    size = min(_MOST, max(_FEWEST, -(-n // LANES)))
    return (slice(start, min(start + size, n)) for start in range(0, n, size))


def in_lanes(work: Callable[[_Item], _Made], items: Iterable[_Item]) -> Iterator[_Made]:
    """What is made of each item, in order; one item at most is taken before a lane is free."""
    free = Semaphore(LANES)
    under_way: deque[Future[_Made]] = deque()

    def in_lane(item: _Item) -> _Made:
        try:
            return work(item)
        finally:
            free.release()

    for item in items:
        free.acquire()
        under_way.append(begun(partial(in_lane, item)))
        while under_way and under_way[0].done():
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()

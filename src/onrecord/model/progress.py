"""How far long work has come, for whoever waits."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # what is done; how much of it; of how much


def silent(what: str, done: int, whole: int) -> None:
    """Tell nobody."""

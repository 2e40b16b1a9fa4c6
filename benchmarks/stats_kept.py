"""Figures kept in a folder as they come, so that a run of hours goes on where it was stopped."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from stats_figures import Figure


class Kept:
    """One file a method, one line a population; a line that a stop left torn is dropped."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.figures = {
            (one.method, one.case): one
            for path in sorted(folder.glob("*.jsonl"))
            for one in _whole_lines(path)
        }

    def __contains__(self, cell: tuple[str, str]) -> bool:
        return cell in self.figures

    def keep(self, figures: Iterable[Figure]) -> None:
        """Write each figure to the disk as soon as it is there."""
        for one in figures:
            with self._file(one.method).open("a", encoding="utf-8") as out:
                out.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
            self.figures[one.method, one.case] = one

    def _file(self, method: str) -> Path:
        path = self.folder / f"{method}.jsonl"
        if path.exists() and not path.read_bytes().endswith(b"\n"):
            whole = "".join(f"{json.dumps(asdict(one))}\n" for one in _whole_lines(path))
            path.write_text(whole, encoding="utf-8")
        return path


def _whole_lines(path: Path) -> Iterator[Figure]:
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield Figure(**json.loads(line))
        except json.JSONDecodeError:
            continue

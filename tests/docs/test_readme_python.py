"""The Python that the README shows is run."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_python_of_the_readme_gives_a_figure_and_a_plot(tmp_path: Path) -> None:
    [block] = re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(), re.M | re.S)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    done = subprocess.run(
        [sys.executable, "-c", block],
        cwd=tmp_path, env=os.environ, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "4,400 people killed are on at least one of 4 lists" in done.stdout
    assert (tmp_path / "kosovo.svg").read_text(encoding="utf-8").startswith("<svg")

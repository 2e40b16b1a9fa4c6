"""The tutorial, the README and how-tos are run: what each command prints must be what is shown.

The commands of a page's console blocks are run in order. A block opens with ```console. A line
that starts with "$ " is a command (one that ends with a backslash goes on); what follows is its
output. In the output "…" stands for anything on its line, and a line of "…" alone for any lines.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOW_TOS = [
    page
    for page in sorted((ROOT / "docs" / "how-to").glob("*.md"))
    if "```console" in page.read_text(encoding="utf-8")
]
TUTORIALS = [*sorted((ROOT / "docs" / "tutorial").glob("*.md")), ROOT / "README.md", *HOW_TOS]
MARK = "\x1e"


def commands_of(page: str) -> list[tuple[str, str]]:
    """(command, output) in order, from every console block of a page."""
    found: list[tuple[str, str]] = []
    for block in re.findall(r"^```console\n(.*?)^```$", page, flags=re.M | re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            lines = part.split("\n")
            length = 1 + next(i for i, line in enumerate(lines) if not line.endswith("\\"))
            found.append(("\n".join(lines[:length]), "\n".join(lines[length:]).strip("\n")))
    return found


def run(commands: list[str], folder: Path) -> list[str]:
    """What each command prints, standard output and error together, in one shell session."""
    script = "".join(
        f"printf '{MARK}'\n(exit ${{status:-0}})\n{command}\nstatus=$?\n" for command in commands
    )
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "COLUMNS": "100",
    }
    done = subprocess.run(
        ["bash", "-c", f"exec 2>&1\n{script}"],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    return [printed.strip("\n") for printed in done.stdout.split(MARK)[1:]]


def pattern(shown: str) -> re.Pattern[str]:
    """The regular expression of an output with its wildcards."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\s*\n"
        for line in shown.split("\n")
    ]
    return re.compile("".join(lines))


@pytest.mark.parametrize("tutorial", TUTORIALS, ids=lambda path: path.stem)
def test_every_output_that_a_tutorial_shows_is_what_the_command_prints(
    tutorial: Path, tmp_path: Path
) -> None:
    for folder in ("examples", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    shown = commands_of(tutorial.read_text(encoding="utf-8"))
    assert shown, "a tutorial without a command teaches nothing"
    printed = run([command for command, _ in shown], tmp_path)
    for (command, expected), output in zip(shown, printed, strict=True):
        if expected or output:
            assert pattern(expected).fullmatch(output + "\n"), f"$ {command}\n{output}"


def test_a_wildcard_stands_for_anything_on_its_line_and_no_more() -> None:
    assert pattern("sealed …\ndone").fullmatch("sealed 19 documents\ndone\n")
    assert not pattern("sealed …\ndone").fullmatch("sealed\n19 documents\ndone\n")
    assert pattern("first\n…\nlast").fullmatch("first\na\nb\nlast\n")
    assert not pattern("first\n…\nlast").fullmatch("a\nlast\n")


def test_a_command_that_fails_does_not_hide_the_next_one(tmp_path: Path) -> None:
    assert run(["false", "echo $?", "echo two"], tmp_path) == ["", "1", "two"]

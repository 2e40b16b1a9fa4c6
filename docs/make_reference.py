"""Make the pages of the reference that the code can tell by itself.

    python docs/make_reference.py         write docs/reference/{command-line,errors,vocabularies}.md
    python docs/make_reference.py --check  say which of them are not what the code says; exit 1

The tests call `pages()` and compare, so a command, option, error or term cannot go undocumented.
"""

import inspect
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click

import onrecord.cli.group
from onrecord import errors
from onrecord.vocab import Term, terms

REFERENCE = Path(__file__).parent / "reference"
GENERATED = "<!-- Made by docs/make_reference.py from the code; do not edit. -->"

COMMAND_LINE = """\
# The command line

Answers go to standard output; progress and warnings go to standard error. `-` stands for standard
input where a file is expected. With `--json` a command answers in JSON, or in JSON Lines where
there are many answers.

## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | failed; standard error says what, where, what was expected, and the way out |
| 2 | the command line itself is not understood: an unknown option, a missing argument |
| 3 | done, but some inputs were set aside; each is named with its reason |
| 4 | `verify` found something that does not hold |
| 130 | stopped by the keyboard; what was done so far is kept |

"""

ERRORS = """\
# Errors

Every error that OnRecord raises on purpose is in one tree. On the command line it is printed on
standard error and the command ends with exit code 1, except that `verify` reports what it finds and
ends with 4, and that inputs which a run cannot use are *set aside*, with exit code 3: see
[what is set aside](set-aside.md).

"""

VOCABULARIES = """\
# Vocabularies

Values such as the type of an act or what a statement does are terms of a controlled vocabulary.
Each term is defined here, with where the definition comes from. The files themselves are
`src/onrecord/vocab/*.toml`.

"""

VOCABULARY_TITLES = {
    "acts": "Types of act",
    "attributes": "Attributes of persons, places and events",
    "columns": "Headers of columns in lists",
    "cues": "Words by which texts say who says so",
    "fates": "Words by which lists say what happened to a person",
    "grades": "Grades of corroboration",
    "harms": "Harms",
    "parties": "Words that show what kind of party is meant",
    "naming": "How specifically a statement names perpetrators",
    "quantities": "Conventions for numbers in words",
    "relations": "Relations between parties or persons",
    "speech_acts": "What a statement does",
    "statuses": "Civilian status, as lists write it",
}


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    return {
        "command-line.md": command_line(),
        "errors.md": error_tree(),
        "vocabularies.md": vocabularies(),
    }


def command_line() -> str:
    """The page of commands, options and exit codes."""
    sections = [_command(name, command) for name, command in commands(onrecord.cli.group.group)]
    return f"{GENERATED}\n\n{COMMAND_LINE}" + "\n".join(sections)


def commands(group: click.Group) -> list[tuple[str, click.Command]]:
    """The commands that a user can see, in the order in which the help lists them."""
    context = click.Context(group, info_name="onrecord")
    named = ((name, group.get_command(context, name)) for name in group.list_commands(context))
    return [(name, command) for name, command in named if command and not command.hidden]


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"onrecord {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    text = _help(command.help or "")
    options = [_option(option) for option in options_of(command)]
    table = "| option | meaning |\n|---|---|\n" + "\n".join(options) + "\n" if options else ""
    return f"## onrecord {name}\n\n    onrecord {name} {usage}\n\n{text}\n\n{table}"


def _help(text: str) -> str:
    """A command's help; what it keeps line by line (after a \\b) is set as it is."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(
        "\n".join(f"    {line}" for line in paragraph.splitlines()[1:])
        if paragraph.startswith("\b")
        else paragraph
        for paragraph in paragraphs
    )


def options_of(command: click.Command) -> list[click.Option]:
    """The options of a command that a user can see, without --help."""
    return [p for p in command.params if isinstance(p, click.Option) and not p.hidden]


def _option(option: click.Option) -> str:
    value = "" if option.is_flag or option.count else f" {option.make_metavar(_nowhere())}"
    names = ", ".join(f"`{_cell(name + value)}`" for name in (*option.opts, *option.secondary_opts))
    return f"| {names} | {_cell(option.help or '')}{_default(option)} |"


def _nowhere() -> click.Context:
    return click.Context(click.Command("onrecord"))


def _default(option: click.Option) -> str:
    if isinstance(option.show_default, str):
        return f" Default: {_cell(option.show_default)}."
    shown = option.default not in (None, False, True, (), "") and isinstance(
        option.default, str | int | float
    )
    return f" Default: `{option.default}`." if shown else ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def error_tree() -> str:
    """The page of errors: each class under the class that it is a kind of."""
    return f"{GENERATED}\n\n{ERRORS}" + "\n".join(_branch(errors.OnRecordError, 0)) + "\n"


def _branch(error: type[Exception], depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- `{error.__name__}`: {' '.join((error.__doc__ or '').split())}"
    for kind in error.__subclasses__():
        if kind.__module__ == errors.__name__:
            yield from _branch(kind, depth + 1)


def vocabularies() -> str:
    """The page of terms, vocabulary by vocabulary."""
    names = sorted(
        entry.name.removesuffix(".toml")
        for entry in files("onrecord.vocab").iterdir()
        if entry.name.endswith(".toml")
    )
    return f"{GENERATED}\n\n{VOCABULARIES}" + "\n".join(_vocabulary(name) for name in names)


def _vocabulary(name: str) -> str:
    rows = [_term(term) for term in terms(name).values()]
    head = "| term | reads | means | after |\n|---|---|---|---|\n"
    return f"## {VOCABULARY_TITLES[name]} (`{name}.toml`)\n\n{head}" + "\n".join(rows) + "\n"


def _term(term: Term) -> str:
    meaning = _cell(term.definition)
    if term.harm:
        meaning += f" Does the harm `{term.harm}`."
    if term.at_least is not None:
        ends = f"{term.at_least} to {term.at_most}" if term.at_most else f"{term.at_least} or more"
        meaning += f" Read as {ends}."
    return f"| `{term.id}` | {_cell(term.label)} | {meaning} | {_cell(term.source)} |"


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say which differ."""
    differing = [
        name
        for name, text in pages().items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text("utf-8") != text
    ]
    if arguments == ["--check"]:
        for name in differing:
            print(f"docs/reference/{name} is not what the code says; run docs/make_reference.py")
        return 1 if differing else 0
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

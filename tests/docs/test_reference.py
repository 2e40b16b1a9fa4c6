"""The reference is complete: what the code has, the documents tell."""

import ast
import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import click
import pytest

from onrecord import errors
from onrecord.cli.group import group
from onrecord.model.mapping import FIELDS
from onrecord.preserve.folder import READING_AIDS
from onrecord.preserve.places_table import COLUMNS as PLACES_COLUMNS
from onrecord.preserve.sources_table import COLUMNS as SOURCES_COLUMNS
from onrecord.vocab import terms

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "onrecord"
REFERENCE = ROOT / "docs" / "reference"


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_reference", ROOT / "docs" / "make_reference.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["command-line.md", "errors.md", "vocabularies.md"])
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    assert reference(name) == generator().pages()[name], "run: python docs/make_reference.py"


def test_every_command_and_option_is_documented_and_every_option_has_a_help() -> None:
    page = reference("command-line.md")
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        assert f"## onrecord {name}\n" in page
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert option.help, f"{name} {option.opts}: no help"
                assert all(re.search(rf"`{opt}[ `]", page) for opt in option.opts)


def test_every_error_is_documented() -> None:
    page = reference("errors.md")
    for name, error in vars(errors).items():
        if isinstance(error, type) and issubclass(error, errors.OnRecordError):
            assert f"`{name}`" in page


def test_every_term_is_documented() -> None:
    page = reference("vocabularies.md")
    for vocabulary in SOURCE.joinpath("vocab").glob("*.toml"):
        for key in terms(vocabulary.stem):
            assert f"| `{key}` |" in page


SLUG = re.compile(r"[a-z]+(?:-[a-z]+)*")


def place_of_code(trees: list[ast.Module]) -> dict[str, int]:
    """Functions of our own that take a code, by name: which argument it is."""
    places: dict[str, int] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [argument.arg for argument in node.args.args if argument.arg != "self"]
                if "code" in names:
                    places[node.name] = names.index("code")
    return places


def reason_codes() -> set[str]:
    """Every code with which something is set aside, as the source writes it.

    Found as the argument `code` of a call, by name or by position, and as the first of a pair
    (code, sentence) that a function returns.
    """
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")]
    everywhere = place_of_code(trees)
    given: list[ast.AST] = []
    for tree in trees:
        places = known_in(tree, everywhere)
        for node in ast.walk(tree):
            given += [p for expression in codes_at(node, places) for p in ast.walk(expression)]
    strings = {
        part.value
        for part in given
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    # `getattr(error, "code", …)` names the attribute; a mapping returns (field, reason) pairs.
    return {code for code in strings if SLUG.fullmatch(code)} - {"code", *FIELDS}


def known_in(tree: ast.Module, everywhere: dict[str, int]) -> dict[str, int]:
    """The functions that take a code and that a module defines or imports."""
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return {n: p for n, p in everywhere.items() if n in imported} | place_of_code([tree])


def codes_at(node: ast.AST, places: dict[str, int]) -> list[ast.expr]:
    """The expressions at a node of the syntax tree that give a code."""
    if isinstance(node, ast.keyword) and node.arg == "code":
        return [node.value]
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        return node.args[places[name] :][:1] if name in places else []
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        code, sentence = node.value.elts[:1], node.value.elts[1:]
        plain = [part for part in code if isinstance(part, ast.Constant)]
        return [*plain] if is_sentence(sentence) else []
    return []


def is_sentence(parts: list[ast.expr]) -> bool:
    """One part, made of words with spaces."""
    pieces = [piece for part in parts for piece in ast.walk(part)]
    words = [str(piece.value) for piece in pieces if isinstance(piece, ast.Constant)]
    return len(parts) == 1 and " " in "".join(words)


def test_every_reason_for_setting_aside_is_documented() -> None:
    documented = set(re.findall(r"`([a-z][\w-]*)`", "".join(map(reference_text, pages()))))
    assert reason_codes() - documented == set()


def pages() -> list[Path]:
    return sorted(REFERENCE.glob("*.md"))


def reference_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_way_of_making_text_from_a_file_is_documented() -> None:
    page = reference("inputs.md")
    made_by = {
        name
        for path in (SOURCE / "read").glob("*.py")
        for name in re.findall(r"extractor=\"([\w-]+)\"", path.read_text(encoding="utf-8"))
    }
    assert len(made_by) > 5
    assert {name for name in made_by if f"`{name}`" not in page} == set()


def test_every_file_that_may_lie_beside_documents_is_documented() -> None:
    page = reference("inputs.md")
    for name in READING_AIDS:
        assert f"`{name}`" in page
    for column in SOURCES_COLUMNS | PLACES_COLUMNS:
        assert f"`{column}`" in page, column


def test_every_environment_variable_is_documented() -> None:
    page = reference("settings.md")
    for path in SOURCE.rglob("*.py"):
        found = re.findall(r"environ(?:\.\w+\(|\[)\s*\"(\w+)\"", path.read_text(encoding="utf-8"))
        assert all(f"`{name}`" in page for name in found), path


def test_every_kind_of_decision_is_documented() -> None:
    page = reference("decisions.md")
    source = (SOURCE / "model" / "judgement.py").read_text(encoding="utf-8")
    kinds = re.search(r"DecisionKind = Literal\[(.*?)\]\n", source, flags=re.S)
    assert kinds is not None
    for kind in re.findall(r"^ {4}\"(\w+)\"", kinds.group(1), flags=re.M):
        assert f"| `{kind}` |" in page


def test_every_file_of_a_case_folder_that_the_code_makes_is_documented() -> None:
    page = reference("case-folder.md")
    source = (SOURCE / "record" / "case.py").read_text(encoding="utf-8")
    for name in ("case.toml", "record.sqlite3", "ledger.jsonl", ".writer"):
        assert name in source and name in page


def test_the_citation_names_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    stated = dict(line.split(": ", 1) for line in lines if re.match(r"[a-z-]+: ", line))
    assert {"cff-version", "message", "title"} <= set(stated) and "authors:" in lines
    assert stated["version"].strip('"') == project["version"]
    assert stated["license"] == project["license"]

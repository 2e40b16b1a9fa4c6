"""The installed wheel holds what the browser runs, the map's shapes and the bundled case."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_holds_the_built_assets_and_the_bundled_case(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "onrecord/web/static/built/manifest.json" in names
    assert any(n.startswith("onrecord/web/static/built/") and n.endswith(".js") for n in names)
    assert any(n.startswith("onrecord/web/static/built/") and n.endswith(".css") for n in names)
    assert "onrecord/publish/built/countries.json" in names
    assert "onrecord/bundled/velmara/decisions.jsonl" in names
    assert "onrecord/bundled/velmara/documents/sources.csv" in names
    assert "onrecord/vocab/acts.toml" in names
    assert not any("node_modules" in n or n.endswith(".map") for n in names)

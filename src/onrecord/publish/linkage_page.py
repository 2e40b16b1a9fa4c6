"""The report of a linkage as one page that stands alone."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.model.linkage import LinkageReport
from onrecord.model.mapping import FIELDS
from onrecord.publish.pages import style
from onrecord.publish.wording import of_thousand
from onrecord.vocab import terms


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("onrecord.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"meaning": _meaning, "share": _share, "of_pairs": of_thousand}
    return found


def linkage_page(report: LinkageReport, releases: Mapping[str, list[str]]) -> str:
    """The page; ``releases`` are lines on what each list changed, by its label."""
    return (
        _templates()
        .get_template("linkage.html")
        .render(
            report=report,
            releases=releases,
            style=Markup(style().decode()),  # our own file, no word of a list in it
        )
    )


def _meaning(field: str) -> str:
    assert field in FIELDS
    return "not used" if field == "ignore" else terms("columns")[field].label


def _share(part: float | None) -> str:
    return "–" if part is None else f"{part:.1%}"

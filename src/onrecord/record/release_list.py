"""Deciding that a list that arrived is a release of another one."""

from collections.abc import Iterator, Sequence

import msgspec

from onrecord import pipeline
from onrecord.errors import Unreadable
from onrecord.model.judgement import Judgement
from onrecord.model.mapping import Mapping
from onrecord.model.rendition import Rendition
from onrecord.read.mapping import suggest_mapping
from onrecord.read.table_rows import sheet_names
from onrecord.record.case import Case
from onrecord.record.columns import mapping_body
from onrecord.record.decisions import Asked, decide_all, standing_about
from onrecord.record.models import Arrival, Capture, DocumentRow
from onrecord.record.sheets import stored_sheets


def decide_release(
    case: Case, capture: str, before: str, *, by: str, because: str = ""
) -> tuple[Judgement, ...]:
    """Decide that a capture takes the place of another; its columns mean what they meant there.

    What was decided about the columns of the one before is decided of the new one too, in the same
    transaction, where the new one has them; a column that is new is mapped as software suggests.
    """
    asked = [Asked(kind="release", target=capture, other=before, because=because)]
    mappings = _columns_as_before(case, capture, before)
    if mappings:
        asked.append(
            Asked(
                kind="map_columns",
                target=capture,
                because=f"as decided of the release before it, {before[:12]}…",
                body=mapping_body(mappings),
            )
        )
    return decide_all(case, asked, by=by)


def _columns_as_before(case: Case, capture: str, before: str) -> tuple[Mapping, ...]:
    made = standing_about(("map_columns",), before)
    document = DocumentRow.objects.filter(capture=before, shape="table").first()
    sealed = Capture.objects.filter(sha256=capture).first()
    if not made or document is None or sealed is None:
        return ()
    arrival = Arrival.objects.filter(capture=sealed).order_by("-seq").first()
    try:
        rendition = pipeline.render(
            case.blobs.read(capture),
            capture=capture,
            media_type=sealed.media_type,
            name=arrival.name if arrival is not None else capture,
        )
    except Unreadable:
        return ()  # reading it will tell
    decided = msgspec.convert(made[-1].body["mappings"], tuple[Mapping, ...])
    known = {sheet.name: sheet.columns for sheet in stored_sheets(document.id)}
    return tuple(_merged(rendition, decided, known))


def _merged(
    rendition: Rendition, decided: Sequence[Mapping], known: dict[str, tuple[str, ...]]
) -> Iterator[Mapping]:
    """The suggested mapping of each sheet, with what was decided of columns that were there."""
    by_sheet = {mapping.sheet: mapping for mapping in decided}
    for name in sheet_names(rendition):
        if name not in by_sheet:
            continue
        guess, old = suggest_mapping(rendition, name), by_sheet[name]
        fresh = {c: f for c, f in guess.columns.items() if c not in known.get(name, ())}
        kept = {c: f for c, f in old.columns.items() if c in guess.columns}
        yield msgspec.structs.replace(
            guess, columns=kept | fresh, harm=old.harm, reasons=("as in the release before",)
        )

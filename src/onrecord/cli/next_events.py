"""The pairs of events to judge next, printed: those in doubt, or those of the audit sample."""

from collections.abc import Iterator
from typing import Any

import click
from msgspec import structs

from onrecord.record import queries
from onrecord.record.audit_sample import chances_of, under_sample
from onrecord.record.case import Case
from onrecord.record.judging import RecordPair
from onrecord.record.judging_sheet import pairs_of_sample
from onrecord.record.models import ClaimRow
from onrecord.record.protection import Withheld, cover, names_to_cover, withheld_names


def events_in_doubt(n: int) -> Iterator[dict[str, Any]]:
    """Those in doubt, worth most first."""
    for row in queries.event_pairs_by_worth(None, n).rows:
        joined = row.left_event_id == row.right_event_id
        known = {"chance": row.chance, "worth": row.worth, "joined": joined}
        yield _told((row.left_id, row.right_id), withheld_names()) | known


def events_of_sample(case: Case, n: int, by: str) -> Iterator[dict[str, Any]]:
    """Those of the sample, blind; each with the body by which an answer counts for the sample."""
    sample, pairs = pairs_of_sample(case, by, "events")
    chances, withheld = chances_of(sample), withheld_names()
    for pair in pairs[:n]:
        under = under_sample(sample, chances, pair, blind=True)
        yield _told(pair, withheld) | {"under": structs.asdict(under)}


def _told(pair: RecordPair, withheld: tuple[Withheld, ...]) -> dict[str, Any]:
    claims = queries.claims(pair)
    left, right = (_side(claims[claim], withheld) for claim in pair)
    return {"left": left, "right": right}


def _side(row: ClaimRow, withheld: tuple[Withheld, ...]) -> dict[str, str]:
    names = names_to_cover(withheld, row.document.capture_id)
    words = cover(row.text, names)
    return {
        "id": row.id,
        "document": cover(row.document.title, names),
        "published": row.document.published,
        "words": " ".join(words.split()),
    }


def print_events(told: dict[str, Any]) -> None:
    """Print a pair for people."""
    for side in (told["left"], told["right"]):
        published = f", {side['published']}" if side["published"] else ""
        click.echo(f"{side['id']}  “{side['words']}” ({side['document']}{published})")
    if "chance" in told:
        joined = "joined" if told["joined"] else "kept apart"
        click.echo(f"  {joined}; chance of one event {told['chance']:.2f}")

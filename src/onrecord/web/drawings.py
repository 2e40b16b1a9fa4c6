"""The chart of tolls and the map of places, drawn by `publish` for every page alike."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from onrecord.model.claim import Toll
from onrecord.model.where import Where
from onrecord.publish.chart import TollPoint, toll_chart
from onrecord.publish.place_map import place_map
from onrecord.web.cards import Card
from onrecord.web.names import voice_of


def tolls_chart(cards: Sequence[Card]) -> SafeString | None:
    """The tolls among some claims over time; None where there is none."""
    points = [_point(card, card.claim.body) for card in cards if isinstance(card.claim.body, Toll)]
    # Drawn by `publish`, which escapes every word that it writes.
    return mark_safe(toll_chart(points)) if points else None


def _point(card: Card, toll: Toll) -> TollPoint:
    spoken_of = toll.as_of or toll.when
    dated = spoken_of is not None and spoken_of.latest is not None
    return TollPoint(
        claim=card.id,
        href=reverse("claim", args=[card.id]),
        told_by=" → ".join(
            voice_of(card.document) if voice.kind == "document" else voice.holder
            for voice in card.chain
        ),
        words=toll.quantity.text,
        at_least=toll.quantity.at_least,
        at_most=toll.quantity.at_most,
        when=spoken_of.latest if spoken_of and dated else card.document.published_latest,
        when_is="as of" if dated else "published",
        accepted=card.state in ("accepted", "amended"),
    )


def places_map(places: Sequence[Where]) -> SafeString | None:
    """The places that have coordinates; None where none has."""
    placed = [place for place in places if place.latitude is not None]
    return mark_safe(place_map(placed)) if placed else None

"""Read this first: the stages in order, what each takes and what each makes.

    preserve → captures       bytes in, sealed exhibits out            record.intake, preserve/
    read     → claims         a rendition in, claims at passages out   render, read
    link     → persons, events, parties                                link
    corroborate → findings, contradictions                             corroborate
    respond  → responses, silences, commitments                        respond
    count    → figures                                                 count
    publish  → pages, tables, manifest                                 publish

A stage is a pure function of frozen values. `record` keeps what goes in and what comes out, with
a receipt of digests; it runs a stage again only when the digest of its code, parameters or
inputs has changed. Nothing here knows of Django, the network or a database.
"""

from onrecord.corroborate.corroborate import corroborate
from onrecord.count.count import count, figures_of_event
from onrecord.count.ground import Basis, ground_of
from onrecord.link.link import link
from onrecord.link.narrow import narrow
from onrecord.model.figure import Figure
from onrecord.model.material import Corroborated, Linked, Material
from onrecord.publish.publish import publish
from onrecord.read.reader import read
from onrecord.read.rendition import render
from onrecord.respond.respond import respond

__all__ = [
    "corroborate",
    "count",
    "count_event",
    "link",
    "narrow",
    "publish",
    "read",
    "render",
    "respond",
]


def count_event(
    material: Material, linked: Linked, corroborated: Corroborated, *, basis: Basis
) -> tuple[Figure, ...]:
    """The figures of the one event in ``linked``, as `count` makes them in the whole case."""
    ground = ground_of(material, linked, corroborated, basis=basis)
    return tuple(f for event in linked.events for f in figures_of_event(event, ground))

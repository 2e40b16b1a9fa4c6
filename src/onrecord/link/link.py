"""link → persons, parties, events: mentions of the same, across lists, languages and scripts."""

from onrecord.link.engine.kept import Kept, kept_weights, restored, why_not_fitting
from onrecord.link.engine.linkage import Linkage, link_table
from onrecord.link.engines import Watched
from onrecord.link.events import link_events
from onrecord.link.going_on import following, going_on, named_as_issued
from onrecord.link.parties import link_parties
from onrecord.link.persons import link_persons
from onrecord.link.records import records_of
from onrecord.model.canonical import digest
from onrecord.model.match_weights import LinkedBy, MatchWeights
from onrecord.model.material import Linked, Material
from onrecord.model.outcome import SetAside

DRAWS = 50  # clusterings drawn of what linkage leaves open


def link(material: Material) -> Linked:
    """Link what the claims of a case speak of. Pure; the order of the material is no input.

    Nothing is merged beyond undoing: a judgement "different" on two records, parties or claims of
    an event parts them in the next run, "same" joins them. What could not be linked is set aside
    with the reason; a record that names nobody stays among the records. Pairs are weighed by the
    weights that were decided on, else by what their own pairs teach.
    """
    documents = sorted(material.documents, key=lambda document: document.id)
    records = going_on(records_of(material.claims, documents, material.places), material.releases)
    judgements = following(material.judgements, material.releases)
    kept, unfit = _kept(material.weights)
    watched = Watched(link_table)
    found_persons = link_persons(records, judgements, n_draws=DRAWS, engine=watched, kept=kept)
    parties, party_links, party_conflicts = link_parties(
        material.claims, documents, material.judgements, material.places
    )
    found = link_events(
        material.claims, documents, party_links, material.judgements, material.places
    )
    aside = (*found_persons.set_aside, *unfit, *party_conflicts, *found.set_aside)
    return Linked(
        parties=parties,
        party_links=party_links,
        records=records,
        pairs=found_persons.pairs,
        persons=named_as_issued(found_persons.persons, material.releases),
        events=found.events,
        event_links=found.links,
        event_pairs=found.pairs,
        event_lesson=found.lesson,
        clusterings=found_persons.clusterings,
        linked_by=_linked_by(watched.linkage),
        set_aside=tuple(sorted(aside, key=lambda entry: (entry.code, entry.subject))),
    )


def _kept(weights: MatchWeights | None) -> tuple[Kept | None, tuple[SetAside, ...]]:
    """The weights that were decided on; set aside where this version cannot weigh by them."""
    if weights is None:
        return None, ()
    why_not = why_not_fitting(weights)
    if why_not is None:
        return restored(weights), ()
    reason = f"the weights that were saved cannot be used, and were learned anew: {why_not}"
    aside = SetAside(
        stage="link", subject=digest(weights), reason=reason, code="weights-do-not-fit"
    )
    return None, (aside,)


def _linked_by(linkage: Linkage | None) -> LinkedBy | None:
    """How pairs were linked; None where no pair was compared."""
    if linkage is None or not linkage.n_candidates:
        return None
    relearned = linkage.relearned
    return LinkedBy(
        weights=kept_weights(linkage.trained, None if relearned is None else relearned.lesson),
        n_records=len(linkage.cluster),
        n_candidates=linkage.n_candidates,
        n_crowded=len({at for block in linkage.met_nobody() for at in block.tolist()}),
    )

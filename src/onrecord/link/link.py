"""link → persons, parties, events: mentions of the same, across lists, languages and scripts."""

from onrecord.link.events import link_events
from onrecord.link.going_on import following, going_on, named_as_issued
from onrecord.link.parties import link_parties
from onrecord.link.persons import link_persons
from onrecord.link.records import records_of
from onrecord.model.material import Linked, Material

DRAWS = 50  # clusterings drawn of what linkage leaves open


def link(material: Material) -> Linked:
    """Link what the claims of a case speak of. Pure; the order of the material is no input.

    Nothing is merged beyond undoing: a judgement "different" on two records, parties or claims of
    an event parts them in the next run, "same" joins them. What could not be linked is set aside
    with the reason; a record that names nobody stays among the records.
    """
    documents = sorted(material.documents, key=lambda document: document.id)
    records = going_on(records_of(material.claims, documents), material.releases)
    judgements = following(material.judgements, material.releases)
    found_persons = link_persons(records, judgements, n_draws=DRAWS)
    parties, party_links, party_conflicts = link_parties(
        material.claims, documents, material.judgements, material.places
    )
    found = link_events(
        material.claims, documents, party_links, material.judgements, material.places
    )
    aside = (*found_persons.set_aside, *party_conflicts, *found.set_aside)
    return Linked(
        parties=parties,
        party_links=party_links,
        records=records,
        pairs=found_persons.pairs,
        persons=named_as_issued(found_persons.persons, material.releases),
        events=found.events,
        event_links=found.links,
        clusterings=found_persons.clusterings,
        set_aside=tuple(sorted(aside, key=lambda entry: (entry.code, entry.subject))),
    )

"""Every address of the application."""

from django.urls import URLPattern, path

from onrecord.web.assets import asset
from onrecord.web.views import (
    amend,
    api,
    claims,
    columns,
    documents,
    event_pairs,
    event_sample,
    events,
    figures,
    home,
    ledger,
    methods,
    pairs,
    persons,
    refusals,
    responses,
    weights,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("assets/<str:file>", asset, name="asset"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<str:rendition>/", documents.document, name="document"),
    path("documents/<str:rendition>/columns/", columns.columns, name="columns"),
    path("documents/<str:rendition>/release/", documents.release, name="release"),
    path("documents/<str:rendition>/sealed", documents.sealed, name="sealed"),
    path("claims/", claims.claims, name="claims"),
    path("claim/<str:claim_id>/", claims.claim, name="claim"),
    path("claim/<str:claim_id>/decide/", claims.decide_claim, name="decide_claim"),
    path("claim/<str:claim_id>/amend/", amend.amend_claim, name="amend_claim"),
    path("events/", events.events, name="events"),
    path("events/pairs/", event_pairs.event_pairs, name="event_pairs"),
    path(
        "events/pairs/<str:pair_id>/decide/",
        event_pairs.decide_event_pair,
        name="decide_event_pair",
    ),
    path("events/sample/", event_sample.event_sample, name="event_sample"),
    path("events/sample/judge/", event_sample.judge_event_sample, name="judge_event_sample"),
    path("events/sample/draw/", event_sample.draw_event_sample, name="draw_event_sample"),
    path("events/quality/", event_sample.event_quality, name="event_quality"),
    path("events/<str:event_id>/", events.event, name="event"),
    path("responses/", responses.responses, name="responses"),
    path("persons/", persons.persons, name="persons"),
    path("persons/<str:person_id>/", persons.person, name="person"),
    path("pairs/", pairs.pairs, name="pairs"),
    path("pairs/judge/", pairs.judge_pair, name="judge_pair"),
    path("pairs/link/", pairs.link, name="link_pairs"),
    path("pairs/quality/", pairs.quality, name="linkage_quality"),
    path("pairs/weights/", weights.weights, name="weights"),
    path("pairs/draw/", pairs.draw, name="draw_sample"),
    path("pairs/<str:pair_id>/decide/", pairs.decide_pair, name="decide_pair"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<str:figure_id>/", figures.figure, name="figure"),
    path("figures/<str:figure_id>/methods/", methods.methods, name="methods"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/verify/", ledger.verify, name="verify"),
    path("set-aside/", ledger.set_aside, name="set_aside"),
    path("api/claims", api.claims, name="api_claims"),
    path("api/claims/<str:claim_id>", api.claim, name="api_claim"),
    path("api/documents", api.documents, name="api_documents"),
    path("api/events", api.events, name="api_events"),
    path("api/figures", api.figures, name="api_figures"),
    path("api/responses", api.responses, name="api_responses"),
    path("api/contradictions", api.contradictions, name="api_contradictions"),
]

handler400 = refusals.bad_request
handler404 = refusals.not_found
handler500 = refusals.failed

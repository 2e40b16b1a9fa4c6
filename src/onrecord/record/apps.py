"""The Django app that holds a case's tables."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Tables, ledger, blobs, decisions, receipts, queries."""

    name = "onrecord.record"
    label = "record"

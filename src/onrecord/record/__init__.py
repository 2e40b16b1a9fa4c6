"""Where the stages meet: tables, ledger, blobs, decisions, receipts, queries (Django app)."""

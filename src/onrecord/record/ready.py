"""Import this before the tables: it sets Django up, once a process."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.record.settings")
django.setup()

"""Django's settings. The database of the case in hand is set by `record.case.open_case`."""

SECRET_KEY = "set anew by onrecord serve for every run; nothing signed outlives the process"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INSTALLED_APPS = ["django.contrib.staticfiles", "onrecord.record", "onrecord.web"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

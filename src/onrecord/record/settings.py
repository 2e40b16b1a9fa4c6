"""Django's settings. The database of the case in hand is set by `record.case.open_case`."""

import secrets

SECRET_KEY = secrets.token_urlsafe(50)  # nothing that is signed outlives the process
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INSTALLED_APPS = ["django.contrib.staticfiles", "onrecord.record", "onrecord.web"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {
            # Readers never wait for the writer (WAL); a commit is on the disk (FULL).
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA recursive_triggers=ON;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "onrecord.web.urls"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"

# The web application, named in strings only: `record` imports nothing of `web`.
MIDDLEWARE = [
    "onrecord.web.headers.protect",
    "onrecord.web.entrance.guard",
    "onrecord.web.withholding.withhold",
    "django.middleware.common.CommonMiddleware",  # an address without its last slash
    "django.middleware.csrf.CsrfViewMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "onrecord.web.context.every_page",
            ],
            "builtins": ["onrecord.web.templatetags.words"],
            "string_if_invalid": "",
        },
    }
]
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "onrecord.web.views.refusals.not_from_our_pages"
LOGGING = {  # a fault of ours is told in the terminal; what was asked for is not
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": ["terminal"], "level": "ERROR", "propagate": False},
        "onrecord": {"handlers": ["terminal"], "level": "WARNING"},
    },
}

"""One machine, SQLite, no server, demonstration people: never on the open network."""

import sys

from config.settings.base import *

DEMO = True
WEBHOOKS_AT_HOME = True
#: Invented people whom the two organisations follow.
DEMO_PEOPLE = env.number("MAILLAGE_DEMO_PEOPLE", 300)
SECRET_KEY = "demonstration only: this key is public and production refuses it"  # noqa: S105  (public on purpose)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
DATABASES["default"].get("OPTIONS", {}).update(
    {}
    if "postgresql" in DATABASES["default"]["ENGINE"]
    # A crash of the process loses nothing; only a power cut could, which a demonstration can bear.
    else {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"}
)
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # The demonstration's lock has no psycopg. Where a development machine has it, a form of Django's own would carry it
    # into each process: 9 MB for nothing.
    sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]  # None is how Python says "not to be had"
# It came with the tool that takes strangers' PDFs apart in a process of its own. What reads HTML and workbooks here would
# take it if it were there, and does as well without: 6 MB in each process.
sys.modules.setdefault("lxml", None)  # type: ignore[arg-type]  # None is how Python says "not to be had"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "core.files.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
OUTBOX_TRANSPORT = "config.mailfiles.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

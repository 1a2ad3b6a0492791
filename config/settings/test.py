"""The test suite: fast hashes, mail in memory, static files as they lie."""

import os

from config.settings.base import *

SECRET_KEY = "test only"  # noqa: S105  (tests hold no secret)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = OUTBOX_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "core.files.storage.PrivateMemory"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
TEMPLATES[0]["DIRS"] = [BASE_DIR / "templates", BASE_DIR / "tests" / "templates"]
PAGES_STRICT = True
WEBHOOKS_AT_HOME = True
TAKEN_BACK_LOG = BASE_DIR / ".cache" / "test-taken-back.jsonl"
PAGES_KEPT = False
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # Processes are killed here, machines are not: no commit waits for the disk.
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
if REDIS_URL != "none":
    # Every test begins by emptying the cache: each worker of the suite empties a database of its own.
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 16
    REDIS_URL += f"{'&' if '?' in REDIS_URL else '?'}db={number}"
    CACHES["default"]["LOCATION"] = REDIS_URL

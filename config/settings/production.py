"""Everything a public server must be told; nothing here has a default that would be unsafe."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *

SECRET_KEY = env.text("SECRET_KEY")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("demonstration"):
    raise ImproperlyConfigured("SECRET_KEY must be a random text of at least 50 characters.")
if env.flag("MAILLAGE_DEMO", False):
    raise ImproperlyConfigured(
        "The demonstration's /dev/ page must never run on production settings: unset MAILLAGE_DEMO."
    )
env.text("DATABASE_URL")  # read in the base, with a default that only one machine may have
PUBLIC_URL = WAGTAILADMIN_BASE_URL = env.text("MAILLAGE_URL")
if not (address := urlsplit(PUBLIC_URL)).hostname or address.scheme != "https":
    raise ImproperlyConfigured("MAILLAGE_URL must be the public address, https://….")
DEFAULT_FROM_EMAIL = env.text("MAILLAGE_FROM")
if "@" not in DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("MAILLAGE_FROM must hold the address mails are sent from.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [env.text("ALLOWED_HOSTS")]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this site: * would let anybody choose one.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
SECURE_SSL_REDIRECT = True
# Tries to sign in are counted per visitor, whose address the proxy in front tells.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "core.files.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_USER", "") if env.text("EMAIL_USER", "none") != "none" else ""
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", "none") if EMAIL_HOST_USER else ""
EMAIL_USE_TLS = env.flag("EMAIL_TLS", False)

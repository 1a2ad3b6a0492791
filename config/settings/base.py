"""Settings every way of running shares. Environment variables are read here and in the three files beside it, through ``config.env``."""

import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("MAILLAGE_VAR", str(BASE_DIR / "var")))

DEBUG = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

# ------------------------------------------------------------------ rooms
INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "desks.my_space",
    "desks.caseworker",
    "indicators",
    "cms.pages",
    "network.membership",
    "network.pairing.editions",
    "network.pairing.offers",
    "network.pairing.requests",
    "network.pairing.fit",
    "network.pairing.proposals",
    "network.pairing.rounds",
    "network.pairing.matches",
    "network.pairing.meetings",
    "network.pairing.conversations",
    "network.pairing.gatherings",
    "network.pairing.figures",
    "events.report",
    "events.evaluation",
    "events.badges",
    "events.exchange",
    "events.announcements",
    "events.certificates",
    "events.devices",
    "events.needs",
    "events.selection",
    "events.doors",
    "events.gates",
    "events.questions",
    "events.registration",
    "events.agenda",
    "people.follow_up",
    "people.pool",
    "people.accompaniment",
    "people.participants",
    "people.programmes",
    "people.timetable",
    "people.privacy",
    "people.oversight",
    "people.consent",
    "people.organisations",
    "people.accounts",
    "core.reference",
    "core.apps.CoreConfig",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "config.wagtail_rooms.Snippets",
    "config.wagtail_rooms.Documents",
    "config.wagtail_rooms.Images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "wagtail.contrib.sitemaps",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Before everything else, so that a kept page costs no more than finding it.
    "core.middleware.public_pages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "people.accounts.middleware.EditorsDoor",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.furniture",
            ],
            "builtins": ["core.templatetags.components", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# ------------------------------------------------------------------ data
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'maillage.sqlite3'}")}
# WSGI workers keep their connection; under ASGI each request has a thread of its own, so nothing could be kept.
DATABASES["default"]["CONN_MAX_AGE"] = env.number("DATABASE_KEEP_SECONDS", 0)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL", "none")
if REDIS_URL == "none":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

#: Whether a shared page that holds something personal is an error (tests, development) or only not kept (production).
PAGES_STRICT = False
#: Whether processes keep shared pages; off in tests, which look at what a view does each time.
PAGES_KEPT = True

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
PRIVATE_ROOT = VAR_DIR / "private"
#: Days between asking to be erased and being erased; a copy of one's data is kept for fewer.
ERASURE_DAYS = env.number("MAILLAGE_ERASURE_DAYS", 30)
COPY_DAYS = 7
#: Days within which an organisation answers a request to take part: what people are told, not what anybody is held to.
ANSWER_DAYS = env.number("MAILLAGE_ANSWER_DAYS", 14)
#: Hours an organisation has to accept a person who agreed to be handed over, before the coordination is told.
HANDOVER_HOURS = env.number("MAILLAGE_HANDOVER_HOURS", 48)
#: Hours before an appointment until which the person themself moves or cancels it; afterwards they call.
APPOINTMENT_CHANGE_HOURS = env.number("MAILLAGE_APPOINTMENT_CHANGE_HOURS", 24)
#: What follows the « @ » of addresses that the two of a match write to; mail for it is piped to ``manage.py receive_mail``.
PAIRING_RELAY_DOMAIN = env.text("PAIRING_RELAY_DOMAIN", "maillage.exemple.test")
#: One line per person erased, outside the database: a restore brings them back, and this file erases them again.
ERASED_LOG = VAR_DIR / "erased.jsonl"
#: The same for consents withdrawn, feeds closed and roles revoked.
TAKEN_BACK_LOG = VAR_DIR / "taken_back.jsonl"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "core.assets.Stylesheet",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# ------------------------------------------------------------------ languages and time
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = sorted(path for path in (BASE_DIR / "locale").iterdir() if path.is_dir())
FORMAT_MODULE_PATH = ["core.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "America/Toronto"
WAGTAIL_I18N_ENABLED = True
LANGUAGE_COOKIE_SECURE = True

# ------------------------------------------------------------------ people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["people.accounts.hashers.MeasuredArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_space:arrival"
LOGOUT_REDIRECT_URL = "/"
SITE_ID = 1
ACCOUNT_ADAPTER = "people.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "people.accounts.forms.SignInForm",
    "signup": "people.accounts.forms.SignUpForm",
    "request_login_code": "people.accounts.forms.RequestCodeForm",
    "confirm_login_code": "people.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "people.accounts.forms.AddressCodeForm",
    "confirm_password_reset_code": "people.accounts.forms.ResetCodeForm",
    "add_email": "people.accounts.forms.AddAddressForm",
    "change_password": "people.accounts.forms.ChangePasswordForm",
    "set_password": "people.accounts.forms.ChoosePasswordForm",
    "reset_password": "people.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "people.accounts.forms.NewPasswordForm",
    "reauthenticate": "people.accounts.forms.ConfirmPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Mail takes its time: a code is good for a quarter of an hour, and three wrong tries end it.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# Wrong passwords and codes are counted by people.accounts.tries. What stays is about mail and new accounts: so wide per
# network that two hundred people in one hall get in, narrow per address that is written to.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reauthenticate": None,
    "reset_password_from_key": None,
    "signup": "240/m/ip",
    "request_login_code": "240/m/ip,3/m/key",
    "reset_password": "240/m/ip,5/m/key",
}
# A passkey cannot be guessed.
MFA_RATE_LIMITS = {"webauthn_login": "240/m/ip"}
MFA_ADAPTER = "people.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "people.accounts.forms.SecondStepForm",
    "reauthenticate": "people.accounts.forms.SecondStepAgainForm",
    "activate_totp": "people.accounts.forms.AppForm",
    "add_webauthn": "people.accounts.forms.PasskeyForm",
    "edit_webauthn": "people.accounts.forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey counts as both factors, so it must check its user: a finger, a face, a PIN.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Maillage"
MFA_TOTP_TOLERANCE = 1
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600

# ------------------------------------------------------------------ Wagtail
WAGTAIL_SITE_NAME = "Maillage"
#: Whether this process serves the editor. The worker's letters never lead there, and it would carry 18 MB of it.
HAS_EDITOR = sys.argv[1:2] != ["worker"]
WAGTAILADMIN_BASE_URL = env.text("MAILLAGE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
# HEIC is not among them (phones hand over JPEG): its decoder, which Willow takes if it is there, would cost each process
# 4 MB and read bytes of strangers.
sys.modules.setdefault("pillow_heif", None)  # type: ignore[arg-type]  # None is how Python says "not to be had"

# ------------------------------------------------------------------ web
# Cached pages rule out nonces; JSON-LD is data and needs no exception.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "core.views.form_refused"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
PUBLIC_URL = WAGTAILADMIN_BASE_URL
DEFAULT_FROM_EMAIL = env.text("MAILLAGE_FROM", "Maillage <ne-pas-repondre@exemple.test>")
# Everything that sends by itself is queued; the worker hands what is queued to the transport.
EMAIL_BACKEND = "core.outbox.backend.QueueBackend"
OUTBOX_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
#: Seconds a mail in the hand of a worker that died stays there. Longer than the transport's own patience.
OUTBOX_LEASE_SECONDS = env.number("MAILLAGE_LEASE_SECONDS", 60)
EMAIL_TIMEOUT = 20
SILENCED_SYSTEM_CHECKS: list[str] = []
# One handler for every line, so that none quotes a person or a link that opens something: loggers that Django, uvicorn
# and gunicorn give handlers of their own are brought back to it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "core.logs.Discreet", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "maillage": {"level": "INFO"},
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "uvicorn.error": {"handlers": ["console"], "propagate": False},
        "uvicorn.access": {"handlers": ["console"], "propagate": False},
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
    },
}
DEMO = False
ACCESS_SECOND_FACTOR = "people.accounts.rules.second_factor_detour"
ACCESS_FRESH = "people.accounts.fresh.detour"
ACCESS_TOKEN = "events.exchange.bearing.refusal"  # noqa: S105  (a function's name)
#: Whether what happens here may be told to systems on this very machine, without encryption: demonstration and tests.
WEBHOOKS_AT_HOME = False

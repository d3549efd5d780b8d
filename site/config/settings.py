"""Settings, read from the environment. Safe by default; what is missing or unsafe is refused here.

Each variable stands in `.env.example`; what one has to know of some, in `docs/operations.md`.
"""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.environment import *  # noqa: F403
from config.environment import DEMO, PORT, ROOT, VAR, env, is_local, is_network, kept_secret
from config.stripe_settings import *  # noqa: F403

# What this installation is

CLOCK_MOVABLE = DEMO
DEMO_URL = f"http://127.0.0.1:{PORT}" if DEMO else ""
SECRET_KEY = env.str("SECRET_KEY", default="") or (kept_secret(VAR / "secret_key") if DEMO else "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
BASE_URL = env.str("BASE_URL", default=DEMO_URL).rstrip("/")

if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Put a long random text into .env (see .env.example), "
        "or run `make demo` to try Praksisvej without settings."
    )
if not BASE_URL:
    raise ImproperlyConfigured(
        "BASE_URL is not set: the address people reach, like https://example.org"
    )
if not BASE_URL.startswith(("http://", "https://")) or not urlsplit(BASE_URL).hostname:
    raise ImproperlyConfigured("BASE_URL is no address like https://example.org")
if DEMO and not is_local(BASE_URL):
    raise ImproperlyConfigured(
        "DEMO=1 serves this machine only: BASE_URL must be http://127.0.0.1:PORT"
    )

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(BASE_URL).hostname or ""])
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS names the hosts one by one; * is refused.")
if DEMO:
    ALLOWED_HOSTS = sorted({*ALLOWED_HOSTS, "127.0.0.1", "localhost"})
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
if not all(map(is_network, TRUSTED_PROXIES)):
    raise ImproperlyConfigured("TRUSTED_PROXIES names addresses, networks like 10.0.0.0/8, or unix")
HTTPS = BASE_URL.startswith("https://")

# Apps, top layer last: a template of a higher app wins over one of a lower app

INSTALLED_APPS = [
    "config",
    "demo",
    "desk",
    "signup",
    "camps",
    "home",
    "payments",
    "events",
    "contacts",
    "mail",
    "office",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "desk.wagtail_users.UsersConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "anymail",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
]
if not DEMO:
    INSTALLED_APPS.remove("demo")

# From the outside in. Kept pages are answered before anything that costs time; their copy carries
# the headers and the gzip of all that stands further in.
MIDDLEWARE = [
    "config.proxies.TrustedProxiesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.came_from.CameFromMiddleware",
    "config.page_cache.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.security.HeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "desk.access.middleware.SignInEnds",
    "desk.access.middleware.SecondFactor",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "desk.access.middleware.PagesAreForEditors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DEMO_TEMPLATES = [ROOT / "demo" / "overrides"] if DEMO else []
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*DEMO_TEMPLATES, ROOT / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site",
            ],
        },
    },
]

# Database. SQLite writes one at a time (IMMEDIATE), so that locks mean the same on both

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'praksisvej.sqlite3'}")
}
if not DATABASES["default"].get("ENGINE"):
    raise ImproperlyConfigured("DATABASE_URL is none, like postgres://user:password@host/name")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["ATOMIC_REQUESTS"] = False

CACHES = {
    "default": env.cache_url("CACHE_URL")
    if env.str("CACHE_URL", default="")
    else {"BACKEND": "config.caches.PartlyShared", "OPTIONS": {"MAX_ENTRIES": 20_000}}
}
PAGE_CACHE_SECONDS = env.float("PAGE_CACHE_SECONDS", default=5)
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Language, time

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English")), ("nb", _("Norwegian"))]
IN_THEMSELVES = [("da", "Dansk"), ("en", "English"), ("nb", "Norsk bokmål")]
WAGTAIL_CONTENT_LANGUAGES = IN_THEMSELVES
LOCALE_PATHS = [ROOT / "locale", *sorted((ROOT / "locale" / "wagtail").iterdir())]
"""Ours first; then what Wagtail's own Danish and bokmål lack, app by app, to be offered to it."""

USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Copenhagen")

# Mail

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="dummymail://")
if DEMO and not is_local(env.str("EMAIL_URL", default="dummymail://")):
    raise ImproperlyConfigured(
        "DEMO=1 sends no mail to the world: EMAIL_URL must be local or not set"
    )
vars().update(EMAIL_CONFIG)
if env.str("EMAIL_BACKEND", default=""):
    EMAIL_BACKEND = env.str("EMAIL_BACKEND")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="praksisvej@example.org" if DEMO else "")
INVITES_FROM_EMAIL = env.list("INVITES_FROM_EMAIL", default=[DEFAULT_FROM_EMAIL])
if not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("DEFAULT_FROM_EMAIL is not set: the address your mail comes from")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ANYMAIL = {
    name.removeprefix("ANYMAIL_"): env.str(name)
    for name in env.ENVIRON
    if name.startswith("ANYMAIL_") and name != "ANYMAIL_PROVIDER"
}
ANYMAIL_PROVIDER = env.str("ANYMAIL_PROVIDER", default="")

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
SHARE_CARDS_ROOT = VAR / "share"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.StaticFiles"},
}

# Security

CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # the office's sign-in comes back by a link
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The domain belongs to the region, which decides for its other hosts and for preload lists.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "worker-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Signing in (desk/access; docs/operations.md). Nobody signs up: colleagues are invited

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
SIGN_IN_HOURS = env.float("SIGN_IN_HOURS", default=12)
SESSION_COOKIE_AGE = 3 * 24 * 60 * 60  # longer than a sign-in, so that its end can be explained

ACCOUNT_ADAPTER = "desk.access.account.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "desk.forms.sign_in.LoginForm",
    "reauthenticate": "desk.forms.sign_in.ReauthenticateForm",
    "change_password": "desk.forms.sign_in.ChangePasswordForm",
    "reset_password": "desk.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "desk.forms.sign_in.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600

MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEMO)
MFA_ADAPTER = "desk.access.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "desk.forms.sign_in.CodeForm",
    "reauthenticate": "desk.forms.sign_in.CodeAgainForm",
    "activate_totp": "desk.forms.sign_in.UseAppForm",
    "add_webauthn": "desk.forms.sign_in.AddPasskeyForm",
    "edit_webauthn": "desk.forms.sign_in.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Praksisvej"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_LABEL = env.str("OIDC_LABEL", default="")
OIDC_HAS_SECOND_FACTOR = env.bool("OIDC_HAS_SECOND_FACTOR", default=False)
OIDC_TRUSTS_EMAIL = env.bool("OIDC_TRUSTS_EMAIL", default=False)
if OIDC_ISSUER and not OIDC_CLIENT_ID:
    raise ImproperlyConfigured("OIDC_ISSUER is set, so OIDC_CLIENT_ID must be, too")
if OIDC_ISSUER and not OIDC_ISSUER.startswith("https://") and not is_local(OIDC_ISSUER):
    raise ImproperlyConfigured("OIDC_ISSUER must begin with https://")
SOCIALACCOUNT_ADAPTER = "desk.access.office_sign_in.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form would be led to another site, which our CSP forbids
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "desk.access.oidc.OfficeProvider",
        "APPS": [
            {
                "provider_id": "office",
                "name": "office",
                "client_id": OIDC_CLIENT_ID,
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
            }
        ],
    }
}

# Wagtail

WAGTAIL_SITE_NAME = "Praksisvej"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # an administrator does, since an address lets one in
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # allauth does
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # an office has one
WAGTAILADMIN_PERMITTED_LANGUAGES = IN_THEMSELVES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "office.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "desk.forms.pictures.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "heic", "jpg", "jpeg", "png", "webp"]  # SVG may carry programs
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILIMAGES_AVIF_QUALITY, WAGTAILIMAGES_WEBP_QUALITY = 50, 72
WAGTAILIMAGES_JPEG_QUALITY = 76
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# The life of a registration (docs/architecture.md names the rules)

HOLD_MINUTES = env.int("HOLD_MINUTES", default=120)
BACKUP_MARKER = env.str("BACKUP_MARKER", default="")
"""A file that each backup touches: how old it is tells how old the backup is."""
COUNTRY = env.str("COUNTRY", default="DK")
"""Whose public holidays are no working days."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "config.private_logs.PrivateFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["private"], "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "stripe": {"level": "WARNING"},  # below it writes down all it asks and is answered
    },
}

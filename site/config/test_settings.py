"""Settings of the tests: a real PostgreSQL of their own, or SQLite with TEST_DATABASE=sqlite."""

import os

os.environ.update(
    SECRET_KEY="the tests' own key, known to everybody",  # noqa: S106 -- not a secret
    BASE_URL="http://testserver",
    DEFAULT_FROM_EMAIL="office@praksisvej.test",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    DEMO="0",
    STRIPE_SECRET_KEY="",
    STRIPE_WEBHOOK_SECRETS="",
    STRIPE_API_BASE="",
)

from config.environment import VAR
from config.settings import *  # noqa: F403
from config.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

TEST_NAME = os.environ.get("TEST_NAME", "praksisvej")

if os.environ.get("TEST_DATABASE") == "sqlite":
    (VAR / "test").mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["NAME"] = str(VAR / "test" / f"{TEST_NAME}.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test" / f"test_{TEST_NAME}.sqlite3")}
else:
    import environ

    from config import test_postgres

    DATABASES["default"] = environ.Env.db_url_config(test_postgres.start())
    DATABASES["default"]["TEST"] = {"NAME": f"test_{TEST_NAME}"}
DATABASES["default"]["CONN_MAX_AGE"] = 0

if "demo" not in INSTALLED_APPS:
    INSTALLED_APPS.insert(1, "demo")
AFTER_GZIP = MIDDLEWARE.index("django.middleware.gzip.GZipMiddleware") + 1
MIDDLEWARE.insert(AFTER_GZIP, "tests.html_pages.Served")
CLOCK_MOVABLE = True
MFA_REQUIRED = False
PAGE_CACHE_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR / "test" / "media" / f"{os.environ.get('TEST_DATABASE', 'postgres')}-{TEST_NAME}"
SHARE_CARDS_ROOT = MEDIA_ROOT / "share"
STATIC_ROOT = VAR / "test" / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

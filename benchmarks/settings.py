"""Production's settings, with a counter of statements and one bare view beside the real ones."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

MIDDLEWARE.insert(0, "benchmarks.counting.CountingMiddleware")
ROOT_URLCONF = "benchmarks.urls"
SECURE_SSL_REDIRECT = False

"""Production's settings, with a counter of statements and one bare view beside the real ones.

Deposits are paid at the stand-in for Stripe, and the clock can be moved past the time to pay.
"""

import os

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

MIDDLEWARE.insert(0, "benchmarks.counting.CountingMiddleware")
ROOT_URLCONF = "benchmarks.urls"
SECURE_SSL_REDIRECT = False
STRIPE_API_BASE = os.environ["STAND_IN"]
CLOCK_MOVABLE = True

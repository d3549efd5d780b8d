"""The tests' settings for a process they start: on the test's own database."""

import os

from config.test_settings import *  # noqa: F403
from config.test_settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME_FOR_TESTS"]

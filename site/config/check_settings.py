"""Settings for tools that only read the code (mypy): no database is started."""

import os

os.environ.setdefault("SECRET_KEY", "only for reading the code")
os.environ.setdefault("BASE_URL", "https://praksisvej.example")
os.environ.setdefault("DEFAULT_FROM_EMAIL", "office@praksisvej.example")

from config.settings import *  # noqa: F403

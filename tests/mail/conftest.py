from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.mail import letters
from tests.mail.smtp import Server


@pytest.fixture(autouse=True)
def _kind() -> None:
    letters.register()


@pytest.fixture
def server(settings) -> Iterator[Server]:
    """A mail server that the settings point to; its client is patient."""
    with Server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 20
        yield server


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences as they stand in the code."""
    with translation.override("en"):
        yield

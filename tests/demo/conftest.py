import io

import pytest
from django.core.management import call_command
from django.test import override_settings

from demo.domain import office
from tests import databases


def money(folder):
    """What the environment of a demo sets; the bank's books lie in the folder."""
    return {
        "DEMO": True,
        "VAR": folder,
        "PAYMENTS_ON": True,
        "STRIPE_SECRET_KEY": "sk_test_demo",
        "STRIPE_WEBHOOK_SECRETS": ["whsec_demo"],
        "STRIPE_API_BASE": "http://127.0.0.1",
        "STRIPE_LIVE": False,
    }


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo office, loaded once for a module; what the command said."""
    said = io.StringIO()
    patch = pytest.MonkeyPatch()
    patch.setattr(office, "LOGIN", tmp_path_factory.mktemp("demo") / "login.txt")
    with override_settings(**money(tmp_path_factory.mktemp("bank"))), django_db_blocker.unblock():
        try:
            call_command("demo", stdout=said)
            yield said.getvalue()
        finally:
            databases.empty_and_refill(None)
            patch.undo()

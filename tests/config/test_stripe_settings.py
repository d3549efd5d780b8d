"""Keys for Stripe are whole or refused by name, and are seen nowhere."""

import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.urls import reverse
from django.views.debug import get_default_exception_reporter_filter

from config.private_logs import PrivateFilter, mask
from tests.config.test_settings import started
from tests.factories import OccurrenceFactory

LIVE = {"STRIPE_SECRET_KEY": "sk_live_a1B2", "STRIPE_WEBHOOK_SECRETS": "whsec_old,whsec_new"}
TEST = LIVE | {"STRIPE_SECRET_KEY": "rk_test_a1B2"}
DEMO = {"DEMO": "1", "BASE_URL": "http://127.0.0.1:8000", "PORT": "8000", "TRUSTED_PROXIES": ""}
WHAT = "PAYMENTS_ON, STRIPE_LIVE, STRIPE_WEBHOOK_SECRETS, STRIPE_API_BASE, STRIPE_CHECKOUT_ORIGIN"


def said(**variables: str) -> str:
    """What the settings come to, or the last line of the refusal."""
    code = f"from config.stripe_settings import {WHAT}; print({WHAT})"
    ended = started(code, **variables)
    return ended.stdout or ended.stderr.strip().splitlines()[-1]


def test_without_a_key_money_is_off():
    assert said().startswith("False False []")


def test_a_live_key_asks_stripe_and_leads_to_its_checkout():
    assert said(**LIVE) == (
        "True True ['whsec_old', 'whsec_new'] https://api.stripe.com https://checkout.stripe.com\n"
    )
    assert said(**TEST).startswith("True False")


def test_a_demo_asks_its_own_stand_in_with_keys_it_made_up():
    words = said(**DEMO).split()
    assert words[:2] == ["True", "False"]
    assert words[2].startswith("['whsec_")
    assert words[3:] == ["http://127.0.0.1:9000", "http://127.0.0.1:9000"]
    assert said(**DEMO) == said(**DEMO)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("STRIPE_SECRET_KEY", LIVE | {"STRIPE_SECRET_KEY": "pk_live_abc"}),
        ("STRIPE_SECRET_KEY", LIVE | {"STRIPE_SECRET_KEY": "whsec_abc"}),
        ("STRIPE_SECRET_KEY", LIVE | {"STRIPE_SECRET_KEY": ""}),
        ("STRIPE_SECRET_KEY", LIVE | DEMO),
        ("STRIPE_WEBHOOK_SECRETS", LIVE | {"STRIPE_WEBHOOK_SECRETS": ""}),
        ("STRIPE_WEBHOOK_SECRETS", LIVE | {"STRIPE_WEBHOOK_SECRETS": "whsec_a,sk_live_a1B2"}),
        ("STRIPE_API_BASE", LIVE | {"STRIPE_API_BASE": "http://127.0.0.1:9000"}),
        ("STRIPE_API_BASE", LIVE | {"STRIPE_API_BASE": "https://api.stripe.com.example.org"}),
        ("STRIPE_API_BASE", DEMO | {"STRIPE_API_BASE": "https://api.stripe.com"}),
        ("PAYMENT_MINUTES", {"PAYMENT_MINUTES": "39"}),
        ("PAYMENT_MINUTES", {"PAYMENT_MINUTES": "1441"}),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name_without_its_value(name, wrong):
    refused = started("import config.stripe_settings", **wrong)
    last = refused.stderr.strip().splitlines()[-1]
    assert ImproperlyConfigured.__name__ in last
    assert name in last
    assert "a1B2" not in refused.stderr


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Invalid API Key provided: sk_live_51HyZ9secret", "51HyZ9secret"),
        ("with rk_test_abc123 and pk_live_def456", "abc123"),
        ("Invalid API Key provided: sk_live_****t9Qz", "t9Qz"),
        ("signed with whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8"),
        ("https://checkout.stripe.com/c/pay/cs_live_a1Opened#fid2cGd2ZndsdXF", "a1Opened"),
        ("https://checkout.stripe.com/c/pay/cs_live_a1Opened#fid2cGd2ZndsdXF", "fid2cGd"),
        ("client_secret pi_3Mt_secret_YrKJUK", "YrKJUK"),
    ],
)
def test_no_line_of_a_log_holds_what_opens_stripe(text, secret):
    assert secret in text
    assert secret not in mask(text)
    record = logging.LogRecord("stripe", 30, "x", 1, "%s", (text,), None)
    PrivateFilter().filter(record)
    assert secret not in record.getMessage()


def test_numbers_of_payments_stay_readable_in_logs():
    line = "Refund re_3MtAbc of pi_3MtAbc for ch_3MtAbc failed"
    assert mask(line) == line


def test_the_library_writes_down_nothing_of_what_it_asks(settings):
    assert settings.LOGGING["loggers"]["stripe"]["level"] == "WARNING"
    code = "import config.settings, stripe; print(stripe._util.STRIPE_LOG)"
    assert started(code, STRIPE_LOG="debug").stdout == "None\n"


def test_pages_of_faults_and_dumps_of_settings_hide_the_keys(settings):
    settings.STRIPE_SECRET_KEY = "sk_live_a1B2"
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_c3D4"]
    shown = str(get_default_exception_reporter_filter().get_safe_settings())
    assert "STRIPE_SECRET_KEY" in shown
    assert "a1B2" not in shown
    assert "c3D4" not in shown


@pytest.mark.django_db
def test_a_broken_page_tells_nothing_of_the_keys(settings, monkeypatch):
    settings.STRIPE_SECRET_KEY = "sk_live_a1B2"

    def broken(*args, **options):
        raise RuntimeError(settings.STRIPE_SECRET_KEY)

    monkeypatch.setattr("home.search.views.find", broken)
    answer = Client(raise_request_exception=False).get("/search/?q=camp")
    assert answer.status_code == 500
    assert "a1B2" not in answer.content.decode()


@pytest.mark.django_db
def test_a_form_may_lead_to_checkout_where_people_pay_and_only_if_they_can(client):
    place = reverse("signup:sign_up", args=[OccurrenceFactory().pk])
    origin = "form-action 'self' https://checkout.stripe.com"
    assert "stripe" not in client.get(place)["Content-Security-Policy"]
    with override_settings(PAYMENTS_ON=True):
        assert origin in client.get(place)["Content-Security-Policy"]
        for page in ("/", "/search/", "/admin/login/"):
            assert "stripe" not in client.get(page)["Content-Security-Policy"]

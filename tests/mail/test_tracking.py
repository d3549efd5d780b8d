"""Reports of the mail provider, through anymail's own view, as Postmark posts them."""

import base64
import importlib
import json
from datetime import timedelta
from types import ModuleType
from uuid import uuid4

import pytest
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.test import Client
from django.urls import include, path

import mail.urls
from config.urls import urlpatterns
from mail.domain.delivery import deliver_due
from mail.domain.suppression import suppressed
from mail.domain.tracking import record
from mail.models import Message
from tests.mail.letters import queue

pytestmark = pytest.mark.django_db

OTHERS = [it for it in urlpatterns if getattr(it, "urlconf_name", None) is not mail.urls]
"""What a page that is not found leads to."""
SECRET = "postmark:a long random text"


@pytest.fixture
def routes(settings):
    """The URLs as they are with these settings."""

    def configure(provider: str, secret: str) -> None:
        settings.ANYMAIL_PROVIDER, settings.ANYMAIL = provider, {"WEBHOOK_SECRET": secret}
        importlib.reload(mail.urls)
        settings.ROOT_URLCONF = ModuleType("urls")
        settings.ROOT_URLCONF.urlpatterns = [path("", include(mail.urls)), *OTHERS]

    yield configure
    settings.ANYMAIL_PROVIDER, settings.ANYMAIL = "", {}
    importlib.reload(mail.urls)


@pytest.fixture
def sent(clock, routes) -> Message:
    routes("postmark", SECRET)
    message = queue()
    deliver_due()
    message.refresh_from_db()
    return message


def post(kind: str, number: object, secret: str = SECRET, **facts: object) -> int:
    metadata = {"message": str(number)}
    body = {"RecordType": kind, "Recipient": "ida@example.org", "Metadata": metadata}
    return send({**body, **facts}, secret)


def send(body: dict[str, object], secret: str = SECRET, provider: str = "postmark") -> int:
    login = "Basic " + base64.b64encode(secret.encode()).decode()
    return (
        Client(headers={"authorization": login} if secret else {})
        .post(f"/anymail/{provider}/tracking/", json.dumps(body), content_type="application/json")
        .status_code
    )


def test_a_delivered_mail_is_noted_once(sent):
    assert post("Delivery", sent.uuid, DeliveredAt="2026-11-21T12:05:00Z") == 200
    assert post("Delivery", sent.uuid, DeliveredAt="2026-11-21T13:00:00Z") == 200
    sent.refresh_from_db()
    assert sent.delivered_at.isoformat() == "2026-11-21T12:05:00+00:00"
    assert sent.bounced_at is None


def test_a_hard_bounce_is_noted_and_suppresses(sent, clock):
    bounce = {"Type": "HardBounce", "TypeCode": 1, "Email": "ida@example.org"}
    assert post("Bounce", sent.uuid, BouncedAt="2026-11-21T12:05:00Z", **bounce) == 200
    sent.refresh_from_db()
    assert sent.bounced_at is not None
    assert sent.dead_at == sent.bounced_at
    assert sent.state == "sent"
    assert suppressed("ida@example.org", clock.now()).reason == "bounced"


def test_trouble_that_is_not_the_address_suppresses_nothing(sent, clock):
    assert post("Bounce", sent.uuid, Type="Transient", TypeCode=2) == 200
    assert post("Bounce", sent.uuid, Type="VirusNotification", TypeCode=2048) == 200
    assert post("Bounce", sent.uuid, Type="Blocked", TypeCode=100006) == 200
    sent.refresh_from_db()
    assert (sent.bounced_at is not None, sent.dead_at) == (True, None)
    assert not suppressed("ida@example.org", clock.now())


def ses_bounce(message: Message, name: str) -> AnymailTrackingEvent:
    """As anymail's view for Amazon SES makes it: `name` is bounceType and bounceSubType."""
    return AnymailTrackingEvent(
        event_type=EventType.BOUNCED,
        reject_reason=RejectReason.BOUNCED,
        description=name,
        esp_event={"eventType": "Bounce"},
        metadata={"message": str(message.uuid)},
        recipient="ida@example.org",
    )


@pytest.mark.parametrize(
    "name", ["Transient: MailboxFull", "Transient: General", "Undetermined: Undetermined"]
)
def test_a_full_mailbox_is_no_dead_address(sent, clock, name):
    record(ses_bounce(sent, name))
    sent.refresh_from_db()
    assert (sent.bounced_at, sent.dead_at) == (clock.now(), None)
    assert not suppressed("ida@example.org", clock.now())


def test_an_address_that_is_dead_after_all_is_dead(sent, clock):
    record(ses_bounce(sent, "Transient: General"))
    first = clock.now()
    clock.move(timedelta(hours=1))
    record(ses_bounce(sent, "Permanent: General"))
    sent.refresh_from_db()
    assert (sent.bounced_at, sent.dead_at) == (first, clock.now())
    assert suppressed("ida@example.org", clock.now()).reason == "bounced"


def test_an_automatic_answer_to_a_mail_that_was_delivered_is_no_bounce(sent):
    assert post("Delivery", sent.uuid, DeliveredAt="2026-11-21T12:05:00Z") == 200
    record(ses_bounce(sent, "Transient: General"))
    sent.refresh_from_db()
    assert sent.bounced_at is None


def said_by(provider: str, number: object) -> dict[str, object]:
    """A full mailbox, as this provider posts it."""
    metadata = json.dumps({"message": str(number)})
    return {
        "postmark": {"RecordType": "Bounce", "Type": "SoftBounce", "TypeCode": 4096}
        | {"Metadata": {"message": str(number)}},
        "brevo": {"event": "soft_bounce", "X-Mailin-custom": metadata},
        "mailjet": {"event": "bounce", "hard_bounce": False, "error": "quota exceeded"}
        | {"Payload": metadata, "time": 1},
    }[provider]


@pytest.mark.parametrize("provider", ["postmark", "brevo", "mailjet"])
def test_a_full_mailbox_has_many_names(sent, routes, clock, provider):
    routes(provider, SECRET)
    assert send(said_by(provider, sent.uuid), provider=provider) == 200
    sent.refresh_from_db()
    assert (sent.bounced_at is not None, sent.dead_at) == (True, None)
    assert not suppressed("ida@example.org", clock.now())


def test_a_complaint_suppresses(sent, clock):
    assert post("SpamComplaint", sent.uuid, Type="SpamComplaint", TypeCode=512) == 200
    assert suppressed("ida@example.org", clock.now()).reason == "complained"


@pytest.mark.parametrize("number", [uuid4(), "", "no uuid", "æ", "' OR 1=1", None])
def test_reports_on_unknown_mails_are_answered_and_dropped(sent, clock, number):
    assert post("Bounce", number, Type="HardBounce", TypeCode=1) == 200
    sent.refresh_from_db()
    assert sent.bounced_at is None
    assert not suppressed("ida@example.org", clock.now())


def test_a_report_without_metadata_is_known_by_our_message_id(sent):
    body = {"RecordType": "Delivery", "MessageID": f"<{sent.uuid}@testserver>"}
    assert send({**body, "DeliveredAt": "2026-11-21T12:05:00Z"}) == 200
    sent.refresh_from_db()
    assert sent.delivered_at is not None


@pytest.mark.parametrize("secret", ["", "postmark:wrong", "postmark:"])
def test_without_the_secret_nothing_is_believed(sent, secret):
    assert post("Delivery", sent.uuid, secret, DeliveredAt="2026-11-21T12:05:00Z") == 400
    sent.refresh_from_db()
    assert sent.delivered_at is None


def test_only_the_configured_provider_is_routed(sent):
    assert send({}, provider="mailgun") == 404
    assert send({}, provider="brevo") == 404


@pytest.mark.parametrize(("provider", "secret"), [("", SECRET), ("postmark", ""), ("", "")])
def test_without_provider_and_secret_nothing_is_routed(clock, routes, provider, secret):
    routes(provider, secret)
    assert send({}) == 404
    assert mail.urls.urlpatterns == []


def test_reading_the_address_is_refused(sent, client):
    assert client.get("/anymail/postmark/tracking/").status_code == 405

"""Every mail to a practice as it leaves: text, HTML and calendar, naming nobody."""

from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.core import mail as outgoing

from events.domain import host_contacts, host_links, hosting
from events.models import HostLink
from mail import kinds
from mail.domain import delivery, links
from mail.domain.trying import made_up, preview
from mail.models import Message, Wording
from tests.calendar_readers import ical_js, vobject_events
from tests.events.hosts import DAY, HOUR, WEEK, Practice, before, comes, goes
from tests.events.people import office
from tests.factories import HostContactFactory

KINDS = [
    *("host_invited", "host_changed", "host_called_off", "host_left"),
    *("host_who_comes", "host_people_changed", "host_who_came"),
]
CALENDARS = {
    "host_invited": "REQUEST",
    "host_changed": "REQUEST",
    "host_called_off": "CANCEL",
    "host_left": "CANCEL",
}
NAME = "Zebedaeus Quillfeather"


def worker() -> None:
    hosting.follow()
    while delivery.deliver_due(20):
        pass


@pytest.fixture(params=["da", "en"])
def mails(request, clock) -> dict[str, Message]:
    """A visit with every mail there is, sent by the real outbox."""
    visit, off = Practice(), Practice()
    for practice in (visit, off):
        type(practice.contact).objects.filter(pk=practice.contact.pk).update(language=request.param)
    leaver = HostContactFactory(host=visit.host, language=request.param)
    worker()
    host_contacts.leave(leaver.pk, actor=office())
    people = comes(visit, 3)
    for person in people:
        person.contact.name = NAME
        person.contact.save()
    visit.moves(DAY)
    off.calls_off()
    worker()
    before(visit, clock, WEEK)
    worker()
    goes(people[0])
    worker()
    clock.stop(visit.now().ends_at + HOUR)
    worker()
    return {mail.kind: mail for mail in Message.objects.filter(kind__in=KINDS).order_by("pk")}


def read(message: Message) -> dict[str, bytes]:
    mime = message_from_bytes(delivery.build(message).message().as_bytes())
    return {part.get_content_type(): part.get_payload(decode=True) for part in mime.walk()}


def test_every_mail_has_left_and_names_nobody(mails):
    assert set(mails) == set(KINDS)
    for kind, message in mails.items():
        assert message.state == "sent", (kind, message.why)
        parts = read(message)
        for part in ("text/plain", "text/html"):
            said = parts[part].decode()
            assert "Zebedaeus" not in said
            assert "{" not in said.partition("</style>")[2] or part == "text/plain", kind
            assert message.facts["location"] in said.replace("\N{NO-BREAK SPACE}", " ")
        assert "Zebedaeus" not in str(message.facts)
    sent = " ".join(mail.subject for mail in outgoing.outbox)
    assert "{" not in sent


def test_each_button_opens_its_own_link_and_cancellations_have_none(mails):
    for kind, message in mails.items():
        link = kinds.get(kind).link(message)
        if CALENDARS.get(kind) == "CANCEL":
            assert not link
            continue
        row = HostLink.objects.get(pk=message.facts["link"])
        assert link == host_links.url(row)
        text = read(message)["text/plain"].decode()
        assert text.count("/host/") == 1, text
        links.verify("host", link.rstrip("/").rpartition("/")[2], 1, message.queued_at)


def test_the_calendar_part_is_right_for_outlook_and_google(mails):
    for kind, method in CALENDARS.items():
        message = mails[kind]
        mime = message_from_bytes(
            delivery.build(message).message().as_bytes(), policy=policy.default
        )
        [part] = [it for it in mime.walk() if it.get_content_type() == "text/calendar"]
        assert part.get_param("method") == method
        text = part.get_payload(decode=True).decode()
        [event] = vobject_events(text)
        assert ical_js(text)["method"] == method
        assert event.organizer.value == f"mailto:{settings.INVITES_FROM_EMAIL[0]}"
        assert settings.INVITES_FROM_EMAIL[0] in mime["From"]
        assert event.attendee.value == f"mailto:{message.to}"
        assert len(event.contents["attendee"]) == 1
        assert mime["Reply-To"] == "karen@office.test"
        assert "http" not in text.replace("\r\n ", "")
        assert "url" not in event.contents


def test_no_mail_but_those_carries_a_calendar(mails):
    for kind in set(KINDS) - set(CALENDARS):
        assert "text/calendar" not in read(mails[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_can_be_worded_and_looked_at_before_there_is_one(kind, clock):
    said = preview(made_up(kind, "en", None)).text
    assert "{" not in said
    standard = kinds.standards()[kind]
    assert set(standard.essential) <= set(standard.names)


def test_the_office_words_a_mail_to_practices(clock):
    Wording.objects.create(
        kind="host_invited",
        language="en",
        subject="Hi {first_name}: {title}",
        text="{coming}\n\nSee you {when}.",
        changed_at=clock.now(),
    )
    Practice()
    worker()
    mail = outgoing.outbox[-1]
    assert mail.subject.startswith("Hi Birthe: A day in practice")
    assert "See you Thursday 10 December 2026 at 09:00 to 15:00." in mail.body


def test_a_mail_to_an_address_that_is_no_longer_theirs_carries_no_link(clock):
    visit = Practice()
    hosting.follow()
    told = {"name": "Vang", "phone": "", "language": "en"}
    host_contacts.change(visit.contact.pk, email="vang@praksis.test", actor=office(), **told)
    message = Message.objects.get()
    assert kinds.get(message.kind).link(message) == ""
    worker()
    message.refresh_from_db()
    assert message.state == "withdrawn"
    assert [mail.to for mail in outgoing.outbox] == [["vang@praksis.test"]]

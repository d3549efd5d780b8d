"""The screen of the mails an event's dates send by themselves."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from events.domain import automatic, mailing_out
from events.models import AutomaticMail, Mailing, Occurrence
from mail.models import Message
from tests.desk.test_acts import fill, text
from tests.events.people import office
from tests.factories import OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.usefixtures("clock")

WORDS = {"subject": "What to bring", "text": "Boots, to {where}.", "recipients": "confirmed"}
DAY = timedelta(days=1)


@pytest.fixture
def date(clock) -> Occurrence:
    it = OccurrenceFactory(event__title="A day in Køge")
    RegistrationFactory(occurrence=it, contact__name="Anna Holm", language="en")
    return it


def new(date) -> str:
    return reverse("dates:make_automatic", args=[date.event_id])


def save(desk, url, **changes):
    seen = fill(desk, url, look="1", **WORDS | changes)
    more = {"go": "1", "seen": seen.context["seen"]}
    return fill(desk, url, **WORDS | changes | more)


def made(date, **more) -> AutomaticMail:
    told = {"anchor": "start", "at_time": time(9), "with_link": True, **WORDS, **more}
    return automatic.make(date.event, actor=office(), offset=-3 * DAY, **told)


def test_an_event_without_one_says_what_they_are_for(desk, date):
    page = text(desk.get(reverse("dates:automatic", args=[date.event_id])))
    assert "None yet. A reminder of what to bring" in page
    assert new(date) in page


def test_a_look_says_when_each_date_sends_it_and_what_a_reader_gets(desk, date):
    OccurrenceFactory(event=date.event, starts_at=date.starts_at + 7 * DAY)
    page = text(fill(desk, new(date), look="1", **WORDS))
    assert "3 days before the start, at 09:00" in page
    assert "7 Dec 2026" in page
    assert page.count("A day in Køge, ") >= 2
    assert f"Boots, to {date.location}." in page
    assert not AutomaticMail.objects.exists()


def test_it_is_saved_and_listed_and_leaves(desk, date, clock):
    answer = save(desk, new(date))
    mail = AutomaticMail.objects.get()
    assert (mail.offset, mail.at_time, mail.since) == (-3 * DAY, time(9), clock.now())
    page = text(desk.get(answer.url))
    assert "3 days before the start, at 09:00" in page
    assert "The next leaves" in page
    clock.stop(date.starts_at - 3 * DAY)
    automatic.queue_due()
    mailing_out.send_due()
    assert Message.objects.filter(kind="mailing").count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"at_time": ""}, "Say at what time of that day."),
        ({"unit": "hours"}, "leave the time empty"),
        ({"number": "-1"}, "greater than or equal to 0"),
        ({"number": "x"}, "Enter a whole number."),
        ({"text": "{nonsense}"}, "This mail has no name {nonsense}"),
        ({"recipients": "chosen"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(desk, date, changes, said):
    page = text(fill(desk, new(date), look="1", **WORDS | changes))
    assert said in page
    assert "What will be" not in page


@pytest.mark.parametrize(
    ("changes", "offset", "words"),
    [
        ({"unit": "hours", "at_time": "", "number": "2"}, -timedelta(hours=2), "2 hours before"),
        ({"side": "after", "anchor": "end", "number": "1"}, DAY, "1 day after the end"),
        ({"number": "0"}, timedelta(0), "on the first day"),
    ],
)
def test_before_and_after_start_and_end_in_days_and_hours(desk, date, changes, offset, words):
    answer = save(desk, new(date), **changes)
    assert AutomaticMail.objects.get().offset == offset
    assert words in text(desk.get(answer.url)).lower()


def test_a_change_shows_what_stands_and_what_has_left(desk, date, clock):
    mail = made(date)
    clock.stop(date.starts_at - 3 * DAY)
    automatic.queue_due()
    url = reverse("dates:change_automatic", args=[date.event_id, mail.pk])
    form = desk.get(url).context["form"]
    assert (form["number"].value(), form["unit"].value(), form["side"].value()) == (
        3,
        "days",
        "before",
    )
    assert "has left" in text(fill(desk, url, look="1", text="Shoes."))
    save(desk, url, text="Shoes.")
    mail.refresh_from_db()
    assert mail.text == "Shoes."


def test_a_time_that_has_passed_is_said_beforehand(desk, date, clock):
    clock.stop(date.starts_at - DAY)
    page = text(fill(desk, new(date), look="1", **WORDS))
    assert "not sent: this time has passed" in page


def test_a_stale_form_changes_nothing_and_says_so(desk, date):
    mail = made(date)
    url = reverse("dates:change_automatic", args=[date.event_id, mail.pk])
    version = mail.fingerprint
    automatic.change(mail.pk, actor=office(), seen=version, text="Shoes.")
    page = text(save(desk, url, text="Sandals.", version=version))
    assert "Somebody else changed this" in page
    mail.refresh_from_db()
    assert mail.text == "Shoes."


def test_deleting_asks_first(desk, date):
    mail = made(date)
    url = reverse("dates:remove_automatic", args=[date.event_id, mail.pk])
    assert "What to bring" in text(desk.get(url))
    assert AutomaticMail.objects.exists()
    desk.post(url)
    assert not AutomaticMail.objects.exists()


def test_a_date_shows_what_is_to_come_and_leaves_one_out(desk, date, clock):
    mail = made(date)
    url = reverse("dates:messages", args=[date.pk])
    skip = reverse("dates:skip_automatic", args=[date.pk, mail.pk])
    unskip = reverse("dates:unskip_automatic", args=[date.pk, mail.pk])
    assert skip in text(desk.get(url))
    desk.post(skip)
    page = text(desk.get(url))
    assert unskip in page
    assert "left out" in page
    desk.post(unskip)
    assert not Mailing.objects.exists()


def test_a_mail_of_another_event_is_not_found(desk, date):
    mail = made(OccurrenceFactory())
    for name, args in {
        "change_automatic": [date.event_id, mail.pk],
        "remove_automatic": [date.event_id, mail.pk],
    }.items():
        assert desk.get(reverse(f"dates:{name}", args=args)).status_code == 404
    assert desk.post(reverse("dates:skip_automatic", args=[date.pk, mail.pk])).status_code == 404


def test_many_dates_and_mails_take_no_more_statements(desk, date, django_assert_max_num_queries):
    def asked(url):
        with django_assert_max_num_queries(60) as found:
            assert desk.get(url).status_code == 200
        return len(found)

    mail = made(date)
    urls = [
        reverse("dates:automatic", args=[date.event_id]),
        new(date),
        reverse("dates:change_automatic", args=[date.event_id, mail.pk]),
        reverse("dates:messages", args=[date.pk]),
    ]
    before = [asked(url) for url in urls]
    for _ in range(4):
        made(date)
        OccurrenceFactory(event=date.event)
    assert [asked(url) for url in urls] == before

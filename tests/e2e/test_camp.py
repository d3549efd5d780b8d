"""The whole way of a camp, by the people who go it: a coordinator and three students."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from camps.models import CampIndexPage, CampPage
from contacts.models import Contact
from events.models import Occurrence, Registration
from office import clock
from tests.calendar_readers import ical_js, vobject_events
from tests.e2e import people
from tests.pictures import picture

ANNA, BO, CLARA = "anna@student.test", "bo@student.test", "clara@student.test"


@pytest.fixture
def road(tmp_path):
    """A picture on the coordinator's disk."""
    kept = picture()
    path = tmp_path / "road.jpg"
    path.write_bytes(kept.file.read())
    kept.delete()
    return str(path)


@pytest.fixture
def camp(desk, road):
    """A published camp in January with a date for two, made in the admin."""
    people.write_camp(desk, CampIndexPage.objects.get().pk, "Vintercamp", road)
    people.add_date(desk, "2027-01-29T13:00", "2027-01-31T15:00", capacity=2)
    people.publish(desk)
    return CampPage.objects.get()


def test_a_camp_from_the_first_word_to_who_came(camp, desk, open_page, postbox, server):
    student = open_page(390)
    for name, email in (("Anna Holm", ANNA), ("Bo Lind", BO), ("Clara Munk", CLARA)):
        people.sign_up(student, camp.url, name, email)
        people.press(student, postbox.newest(email, "prove"), "confirm")
    occurrence = Occurrence.objects.with_counts().get()
    assert (occurrence.held, occurrence.waiting) == (2, 1)
    assert postbox.kinds(CLARA) == ["prove", "waiting"]

    _cancel(student, postbox.newest(ANNA, "place"))
    people.press(student, postbox.newest(CLARA, "offer"), "accept")
    assert postbox.kinds(CLARA) == ["prove", "waiting", "offer", "place"]
    _move(desk, occurrence, "2027-02-05T13:00", "2027-02-07T15:00")
    assert [postbox.kinds(it)[-1] for it in (ANNA, BO, CLARA)] == ["cancelled", "moved", "moved"]

    clock.stop(datetime(2027, 2, 5, 14, tzinfo=UTC))
    _check_in(desk, occurrence, Registration.objects.get(contact__email=BO))
    assert "1 counts as not come" in people.close_list(desk, occurrence)
    assert "attended" in _history(desk, BO)
    assert "did not come" in _history(desk, CLARA)

    _read_calendars(postbox)


def _cancel(student, mail):
    student.goto(mail.link)
    student.click("a.button[href='?step=cancel']")
    student.click("[name=act][value=cancel]")
    student.wait_for_load_state()


def _move(desk, occurrence, starts, ends):
    desk.goto(reverse("dates:edit", args=[occurrence.pk]))
    desk.click(".desk-card summary")
    desk.click(f"a[href$='/{occurrence.pk}/move/']")
    assert "2" in desk.inner_text(".desk-explanation")
    desk.fill("[name=starts_at]", starts)
    desk.fill("[name=ends_at]", ends)
    desk.click(".desk-acts button[type=submit]")
    desk.wait_for_url(f"**/{occurrence.pk}/")


def _check_in(desk, occurrence, registration):
    desk.goto(reverse("dates:attendance", args=[occurrence.pk]))
    desk.click(f"#registration-{registration.pk} [formaction$='/2027-02-05/check-in/']")
    desk.wait_for_selector(f"#registration-{registration.pk} .desk-present")


def _history(desk, email):
    desk.goto(reverse("contacts:edit", args=[Contact.objects.get(email=email).pk]))
    return desk.inner_text(".desk-history").lower()


def _read_calendars(postbox):
    """Anna was invited, then taken out; Bo invited and moved; Clara too, once she had accepted."""
    assert _told(postbox, ANNA) == [("REQUEST", 0, "2027-01-29"), ("CANCEL", 1, "2027-01-29")]
    assert _told(postbox, BO) == [("REQUEST", 0, "2027-01-29"), ("REQUEST", 1, "2027-02-05")]
    assert _told(postbox, CLARA) == [("REQUEST", 0, "2027-01-29"), ("REQUEST", 1, "2027-02-05")]


def _told(postbox, email):
    """Each invite as ical.js reads it; vobject has to read the same."""
    texts = postbox.invites(email)
    assert len({ical_js(text)["events"][0]["uid"] for text in texts}) == 1
    return [_read(text) for text in texts]


def _read(text):
    told = ical_js(text)
    (event,), (other,) = told["events"], vobject_events(text)
    begins = date.fromisoformat(event["start"]["value"])
    assert event["start"]["isDate"] is True
    assert event["end"]["isDate"] is True
    assert date.fromisoformat(event["end"]["value"]) == begins + timedelta(days=3)
    assert (other.dtstart.value, other.dtend.value) == (begins, begins + timedelta(days=3))
    assert (other.uid.value, int(other.sequence.value)) == (event["uid"], event["sequence"])
    return told["method"], event["sequence"], event["start"]["value"]

"""Notes on a contact's screen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.models import Note
from tests.factories import NOW, ContactFactory, UserFactory

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def contact(db):
    return ContactFactory(name="Nora Bach")


def url(name, contact, *more):
    return reverse(f"contacts:{name}", args=[contact.pk, *more])


def text(answer):
    return answer.content.decode()


def test_a_note_is_written_on_the_persons_screen_and_shown_there(desk, contact, coordinator):
    assert "the person can read it" in text(desk.get(url("edit", contact)))
    desk.post(url("write_note", contact), {"text": "Asked for Køge.\nPrefers Tuesdays."})
    shown = text(desk.get(url("edit", contact)))
    assert "Asked for Køge.<br>Prefers Tuesdays." in shown
    assert coordinator.get_full_name() in shown


def test_what_is_too_long_or_empty_is_said_and_stays(desk, contact):
    for typed in ("", "x" * 2001):
        answer = desk.post(url("write_note", contact), {"text": typed})
        assert answer.context["form"].errors.keys() == {"text"}
        assert typed in text(answer)
    assert not Note.objects.exists()


def test_deleting_asks_first(desk, contact):
    note = contact.notes.create(text="Asked for Køge.", written_at=NOW)
    page = url("delete_note", contact, note.pk)
    assert "Asked for Køge." in text(desk.get(page))
    assert Note.objects.exists()
    desk.post(page)
    assert not Note.objects.exists()


def test_a_note_is_not_found_under_somebody_else(desk, contact):
    note = contact.notes.create(text="Asked for Køge.", written_at=NOW)
    assert desk.post(url("delete_note", ContactFactory(), note.pk)).status_code == 404
    assert Note.objects.exists()


def test_the_screen_asks_as_much_for_three_notes_as_for_one(desk, contact):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get(url("edit", contact))
        return len(seen)

    contact.notes.create(text="One", written_at=NOW, written_by=UserFactory())
    queries()
    one = queries()
    for _ in range(2):
        contact.notes.create(text="More", written_at=NOW, written_by=UserFactory())
    assert queries() == one


def test_notes_are_not_found_by_search_nor_in_exports(desk, contact):
    contact.notes.create(text="Asked for Køge.", written_at=NOW)
    assert "Nora Bach" not in text(desk.get(reverse("contacts:index"), {"q": "Køge"}))

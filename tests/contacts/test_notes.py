"""Notes of the office about a person."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from contacts.domain import notes
from contacts.models import Note
from events.domain import erasure, retention
from office.actor import SYSTEM, coordinator
from office.refusal import ActRefused
from tests.factories import NOW, ContactFactory, CoordinatorFactory, UserFactory

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def karen(db):
    return coordinator(CoordinatorFactory())


def test_a_note_is_kept_with_who_wrote_it_and_when(karen):
    contact = ContactFactory()
    notes.write(contact.pk, " Asked for Køge. ", actor=karen)
    note = contact.notes.get()
    assert (note.text, note.written_by, note.written_at) == ("Asked for Køge.", karen.user, NOW)


def test_an_empty_note_or_one_about_somebody_erased_is_refused(karen):
    contact = ContactFactory()
    with pytest.raises(ActRefused):
        notes.write(contact.pk, "  ", actor=karen)
    erasure.erase(contact.pk, actor=SYSTEM)
    with pytest.raises(ActRefused):
        notes.write(contact.pk, "Called.", actor=karen)
    assert not Note.objects.exists()


def test_ones_own_note_is_deleted_and_twice_is_once(db):
    own = coordinator(UserFactory())
    note = notes.write(ContactFactory().pk, "Called.", actor=own)
    for _ in range(2):
        notes.delete(note.pk, actor=own)
    assert not Note.objects.exists()
    assert ModelLogEntry.objects.filter(action="contacts.delete_note").count() == 1


def test_somebody_elses_is_deleted_by_those_who_may_only(karen):
    note = notes.write(ContactFactory().pk, "Called.", actor=karen)
    for stranger in (coordinator(UserFactory()), SYSTEM):
        with pytest.raises(ActRefused):
            notes.delete(note.pk, actor=stranger)
    notes.delete(note.pk, actor=coordinator(CoordinatorFactory()))
    assert not Note.objects.exists()


def test_the_log_says_that_a_note_was_written_and_not_what(karen):
    note = notes.write(ContactFactory().pk, "Quillfeather called.", actor=karen)
    notes.delete(note.pk, actor=karen)
    entries = ModelLogEntry.objects.filter(action__endswith="_note")
    assert entries.count() == 2
    assert "Quillfeather" not in str(list(entries.values()))


def test_notes_go_with_the_person_and_after_two_years(karen, clock):
    first, second = ContactFactory(), ContactFactory()
    for contact in (first, second):
        notes.write(contact.pk, "Called.", actor=karen)
    erasure.erase(first.pk, actor=SYSTEM)
    assert Note.objects.get().contact == second
    for days, left in [(729, 1), (730, 0)]:
        at = NOW + timedelta(days=days)
        assert retention.plan(at).notes == 1 - left
        notes.clean(at)
        assert Note.objects.count() == left

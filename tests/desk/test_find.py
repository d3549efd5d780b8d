"""One field finds people, events, dates and hosts; nobody finds what they may not see."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.person_url import person_url
from events.domain import erasure
from events.domain.sign_up import sign_up
from events.models import Host, OccurrenceState
from office.actor import SYSTEM
from tests.desk.conftest import in_english
from tests.events.people import claim_of, typed
from tests.factories import (
    NOW,
    ContactFactory,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    of_group,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def lotte(clock):
    contact = ContactFactory(name="Lotte Kjær", email="lk@student.test", phone="20 30 40 50")
    date = OccurrenceFactory(event__title="Praksisbesøg i Ishøj", location="Torvet 1, 2635 Ishøj")
    RegistrationFactory(contact=contact, occurrence=date)
    TurnFactory(contact=contact, occurrence__event__title="Sommercamp Møn")
    Host.objects.create(name="Lægerne Kjærvej", town="Ishøj")
    return contact


def find(client, text):
    return client.get(reverse("find"), {"q": text})


def hits(answer):
    return {kind.title: [hit.title for hit in kind.hits] for kind in answer.context["found"]}


def of(group):
    client = Client()
    client.force_login(in_english(of_group(group)))
    return client


def test_a_person_is_found_with_the_dates_they_are_on(desk, lotte):
    answer = find(desk, "kjaer")
    assert hits(answer) == {"People": ["Lotte Kjær"], "Host practices": ["Lægerne Kjærvej"]}
    shown = answer.content.decode()
    for word in ("lk@student.test", "tel:20304050", "Praksisbesøg i Ishøj", "Sommercamp Møn"):
        assert word in shown
    assert reverse("contacts:edit", args=[lotte.pk]) in shown
    for claim in (lotte.registrations.get(), lotte.turns.get()):
        assert person_url(claim) in shown


def test_a_place_finds_dates_events_and_hosts(desk, lotte):
    found = hits(find(desk, "ishoj"))
    assert found.keys() == {"Dates", "Events", "Host practices"}
    assert found["Events"] == ["Praksisbesøg i Ishøj"]


def test_a_draft_says_so_and_a_date_that_is_on_or_over_says_nothing(desk):
    for state in (OccurrenceState.DRAFT, OccurrenceState.SCHEDULED):
        OccurrenceFactory(event__title=f"Fyn {state.value}", state=state, location="")
    dates = find(desk, "fyn").context["found"][0]
    said = {hit.title.split(",")[0]: hit.details[1:] for hit in dates.hits}
    assert said == {"Fyn draft": ["draft", "0/10"], "Fyn scheduled": ["0/10"]}


def test_a_phone_number_finds_whoever_has_it(desk, lotte):
    for text in ("+45 2030 4050", "20304050", "4050"):
        assert hits(find(desk, text)) == {"People": ["Lotte Kjær"]}


def test_who_typed_and_never_answered_is_found_too(desk, clock):
    date = open_occurrence()
    told = typed("Zoe", name="Zoë Holm", phone="11 22 33 44")
    sign_up(date.pk, told, language="da")
    for text in ("zoe holm", "11223344", "zoë@student"):
        answer = find(desk, text)
        assert hits(answer) == {"Signed up, address not confirmed yet": ["Zoë Holm"]}
        assert person_url(claim_of(date, "Zoe")) in answer.content.decode()


def test_an_erased_person_is_found_by_nothing(desk, lotte):
    erasure.erase(lotte.pk, actor=SYSTEM)
    for text in ("lotte", "lk@student", "20304050"):
        assert "People" not in hits(find(desk, text))


def test_copies_for_trying_the_sign_up_are_not_found(desk, coordinator):
    OccurrenceFactory(event__title="Ishøj", trial_until=NOW)
    assert "Dates" not in hits(find(desk, "ishøj"))


def test_nothing_typed_and_nothing_found(desk, lotte):
    assert hits(find(desk, " ")) == {}
    answer = find(desk, "<b>xyzzy")
    assert hits(answer) == {}
    assert "Nothing was found for “&lt;b&gt;xyzzy”" in answer.content.decode()


def test_of_many_twenty_are_shown_and_it_says_that_there_are_more(desk):
    ContactFactory.create_batch(21, name="Anna Holm")
    (kind,) = find(desk, "anna").context["found"]
    assert (len(kind.hits), kind.more) == (20, True)


def test_editors_find_no_people_and_no_field_of_ours(lotte):
    editor = of("Editor")
    assert find(editor, "lotte").status_code == 302
    home = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("find") not in home


def test_a_helper_finds_nothing(lotte):
    assert find(of("Check-in helper"), "ishoj").status_code == 302


def test_the_field_in_the_menu_leads_here(desk):
    assert f'"{reverse("find")}"' in desk.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.usefixtures("office_is_kept")
def test_it_asks_as_much_for_many_as_for_one(desk, lotte):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert len(hits(find(desk, "a"))) == 4
        return len(seen)

    queries()
    one = queries()
    for _ in range(3):
        place = RegistrationFactory(occurrence__event=EventFactory(title="Aa"))
        TurnFactory(contact=place.contact)
        Host.objects.create(name="Aa")
    assert queries() == one
    assert one <= 18


def test_the_lists_of_people_and_dates_find_the_same_way(desk, lotte):
    for name, text in (("contacts", "kjaer lotte"), ("contacts", "20304050"), ("dates", "ishoj")):
        rows = desk.get(reverse(f"{name}:index"), {"q": text}).context["object_list"]
        assert len(rows) == 1, (name, text)

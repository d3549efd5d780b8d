"""The certificate of attendance behind the personal link: for whom, from when, and on one page."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from contacts.models import Contact
from events.domain import attendance, erasure
from events.domain.certificates import certificates_of, code_of
from events.models import Occurrence
from office.actor import SYSTEM
from signup.domain import claims
from tests.events.people import marked
from tests.factories import ContactFactory, OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def camp(clock) -> Occurrence:
    """A camp of three days, each of seven hours; Asta was there on two, Bo on none."""
    occurrence = OccurrenceFactory(camp=True, hours_a_day=Decimal(7))
    clock.stop(occurrence.ends_at - timedelta(hours=1))
    for name in ("Asta Marie Holm", "Bo Lind"):
        contact = ContactFactory(name=name, language="en")
        RegistrationFactory(occurrence=occurrence, contact=contact, language="en")
    there = place_of(occurrence, "Asta Marie Holm")
    attendance.check_in(there.pk, occurrence.days[0], actor=SYSTEM)
    marked(there.pk, occurrence.days[1], present=True, hours=Decimal("2.5"), actor=SYSTEM)
    return occurrence


def place_of(occurrence, name):
    return occurrence.registrations.get(contact__name=name)


def get(client, camp, name="Asta Marie Holm"):
    return client.get(claims.certificate_path(place_of(camp, name)))


def test_it_says_who_was_where_on_which_days_and_for_how_long(client, camp):
    attendance.close_list(camp.pk, actor=SYSTEM)
    answer = get(client, camp)
    page = answer.content.decode()
    assert answer.status_code == 200
    for said in (
        "Asta Marie Holm",
        "Winter camp",
        "15–17 January 2027",
        "Lægehuset, Torvet 1, 4600 Køge",
        "Friday 15 January 2027",
        "7 hours",
        "2.5 hours",
        "9.5 hours",
        "Issued on Sunday 17 January 2027",
        f"Registration number {place_of(camp, 'Asta Marie Holm').pk}",
    ):
        assert said in page
    assert "Sunday 17 January 2027</th>" not in page
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_without_hours_it_names_the_days_alone(client, camp):
    Occurrence.objects.filter(pk=camp.pk).update(hours_a_day=None)
    attendance.close_list(camp.pk, actor=SYSTEM)
    page = get(client, camp).content.decode()
    assert "present" in page
    assert "In all" not in page


def test_there_is_none_before_the_end_unless_the_list_is_closed(client, camp, clock):
    path = claims.path(place_of(camp, "Asta Marie Holm"))
    assert get(client, camp).status_code == 404
    assert "/certificate/" not in client.get(path).content.decode()
    clock.stop(camp.ends_at)
    assert get(client, camp).status_code == 200
    assert "/certificate/" in client.get(path).content.decode()


def test_who_was_not_there_has_none_and_is_told_why(client, camp):
    attendance.close_list(camp.pk, actor=SYSTEM)
    answer = get(client, camp, "Bo Lind")
    assert answer.status_code == 404
    assert "No certificate yet" in answer.content.decode()
    assert "Bo" not in [it.name for it in certificates_of(camp, camp.ends_at)]


def test_a_foreign_an_old_and_an_erased_link_show_nobody(client, camp, clock):
    attendance.close_list(camp.pk, actor=SYSTEM)
    place = place_of(camp, "Asta Marie Holm")
    path = claims.certificate_path(place)
    other = path.replace(f"/{place.pk}-", f"/{place_of(camp, 'Bo Lind').pk}-")
    clock.stop(camp.ends_at + claims.KEPT)
    late = client.get(path)
    clock.stop(camp.ends_at)
    erasure.erase(place.contact_id, actor=SYSTEM)
    for answer, status in ((client.get(other), 404), (late, 410), (client.get(path), 410)):
        assert answer.status_code == status
        assert "Asta" not in answer.content.decode()
    camp.refresh_from_db()
    assert certificates_of(camp, camp.ends_at) == []
    assert Contact.objects.get(pk=place.contact_id).erased_at


def test_certificates_of_many_take_as_many_queries_as_of_one(camp, django_assert_num_queries):
    for person in RegistrationFactory.create_batch(10, occurrence=camp):
        attendance.check_in(person.pk, camp.days[0], actor=SYSTEM)
    with django_assert_num_queries(2):
        assert len(certificates_of(camp, camp.ends_at)) == 11


def test_its_link_is_read_and_never_posted_to(client, camp):
    attendance.close_list(camp.pk, actor=SYSTEM)
    path = claims.certificate_path(place_of(camp, "Asta Marie Holm"))
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


# Is it genuine?


@pytest.fixture
def issued(camp):
    """The number of Asta's certificate, and its code."""
    attendance.close_list(camp.pk, actor=SYSTEM)
    place = place_of(camp, "Asta Marie Holm")
    return place, code_of(place.pk)


def check(client, number, code):
    with translation.override("en"):
        address = reverse("signup:certificate_check")
    return client.post(address, {"number": number, "code": code})


def test_number_and_code_of_a_genuine_one_show_days_and_hours_and_no_name(client, camp, issued):
    place, code = issued
    assert code in get(client, camp).content.decode()
    for typed in (code, code.lower().replace("-", " "), code.replace("0", "O").replace("1", "l")):
        answer = check(client, place.pk, typed)
        page = answer.content.decode()
        assert "It is genuine" in page
        assert "9.5 hours" in page
        assert "Asta" not in page
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies


def test_another_number_another_code_and_nobody_s_attendance_are_not_genuine(client, camp, issued):
    place, code = issued
    absent = place_of(camp, "Bo Lind")
    for number, typed in (
        (absent.pk, code),
        (absent.pk, code_of(absent.pk)),
        (place.pk, code[:-1] + ("0" if code[-1] != "0" else "2")),
        (place.pk, "-"),
        (2**62, code_of(2**62)),
    ):
        page = check(client, number, typed).content.decode()
        assert "We know no such certificate" in page
        assert "Winter camp" not in page
    wrong = check(client, "x", "").content.decode()
    assert 'id="errors"' in wrong
    assert "genuine</h2>" not in wrong


def test_a_corrected_and_an_erased_one_are_told_as_they_are_now(client, camp, issued):
    place, code = issued
    marked(place.pk, camp.days[1], present=False, actor=SYSTEM)
    assert "9.5 hours" not in check(client, place.pk, code).content.decode()
    erasure.erase(place.contact_id, actor=SYSTEM)
    assert "no such certificate" in check(client, place.pk, code).content.decode()


def test_a_code_outlives_a_change_of_the_key(client, camp, issued, settings):
    place, code = issued
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, for this test"
    assert code_of(place.pk) != code
    assert "It is genuine" in check(client, place.pk, code).content.decode()

"""What practices wrote, and when it is deleted."""

from datetime import timedelta

import pytest

from events.domain import erasure, hosting_end, retention
from events.models import Allocation, Hosting, SpotKind
from tests.events.people import office
from tests.factories import (
    NOW,
    HostFactory,
    HostingFactory,
    HostOfferFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
)

LINES = "Zebedaeus asked good questions"


@pytest.fixture
def person(clock):
    return RegistrationFactory(contact__name="Zebedaeus Quillfeather")


def wrote(registration, lines=LINES, **fields) -> Hosting:
    fields.setdefault("host", HostFactory())
    date = registration.occurrence
    told = {"lines": lines, "gladly_again": True, "wrote_at": NOW}
    return HostingFactory(occurrence=date, **told, **fields)


def lines_of(hosting: Hosting) -> str:
    hosting.refresh_from_db()
    return hosting.lines


def test_lines_about_a_visit_go_with_the_person_and_that_they_were_written_stays(person):
    theirs, others = wrote(person), wrote(RegistrationFactory())
    erasure.erase(person.contact_id, actor=office())
    assert (lines_of(theirs), lines_of(others)) == ("", LINES)
    assert (theirs.gladly_again, theirs.wrote_at) == (True, NOW)


def test_on_a_camp_the_lines_of_their_practice_and_those_that_name_them_go(clock):
    camp = OccurrenceFactory(camp=True)
    registration = RegistrationFactory(occurrence=camp, contact__name="Zebedaeus Quillfeather")
    hours = {"starts_at": camp.starts_at, "ends_at": camp.ends_at}
    hosts = HostFactory.create_batch(3)
    spots = [SpotFactory(occurrence=camp, kind=SpotKind.HOST, host=host, **hours) for host in hosts]
    Allocation.objects.create(spot=spots[0], registration=registration, slot=spots[0].slot)
    texts = ["A fine day", "We met ZEBEDAEUS at lunch", "A fine day"]
    theirs, naming, others = (
        wrote(registration, lines, host=host, spot=spot)
        for lines, host, spot in zip(texts, hosts, spots, strict=True)
    )
    clock.stop(camp.ends_at)
    erasure.erase(registration.contact_id, actor=office())
    assert [lines_of(it) for it in (theirs, naming, others)] == ["", "", "A fine day"]


def test_a_short_name_is_found_as_a_word_of_its_own(clock):
    camp = OccurrenceFactory(camp=True)
    registration = RegistrationFactory(occurrence=camp, contact__name="Bo Li")
    hours = {"starts_at": camp.starts_at, "ends_at": camp.ends_at}
    texts = ["Thanks, Bo! Come again", "We live in a bolig", "with (LI)"]
    hosts = HostFactory.create_batch(3)
    naming, not_naming, also = (
        wrote(
            registration,
            lines,
            host=host,
            spot=SpotFactory(occurrence=camp, kind=SpotKind.HOST, host=host, **hours),
        )
        for lines, host in zip(texts, hosts, strict=True)
    )
    erasure.erase(registration.contact_id, actor=office())
    assert [lines_of(it) for it in (naming, not_naming, also)] == ["", "We live in a bolig", ""]


def test_a_name_written_without_danish_letters_and_a_phone_number_are_found(clock):
    for lines in ("Soren drove us", "Call 20. 30 40 50"):
        camp = OccurrenceFactory(camp=True)
        who = {"contact__name": "Søren Kjær", "contact__phone": "+45 20304050"}
        registration = RegistrationFactory(occurrence=camp, **who)
        hours = {"starts_at": camp.starts_at, "ends_at": camp.ends_at}
        host = HostFactory()
        spot = SpotFactory(occurrence=camp, kind=SpotKind.HOST, host=host, **hours)
        hosting = wrote(registration, lines, host=host, spot=spot)
        erasure.erase(registration.contact_id, actor=office())
        assert lines_of(hosting) == ""


def test_what_an_offer_says_of_them_goes_too(person):
    host = wrote(person).host
    naming = HostOfferFactory(host=host, note="Could Zebedaeus come again?", answer="Gladly")
    others = HostOfferFactory(host=host, note="Bring boots", answer="")
    elsewhere = HostOfferFactory(note="Our own Zebedaeus is on leave")
    erasure.erase(person.contact_id, actor=office())
    for it in (naming, others, elsewhere):
        it.refresh_from_db()
    assert (naming.note, naming.answer) == ("", "")
    assert others.note == "Bring boots"
    assert elsewhere.note


def test_lines_are_kept_a_year_and_the_dry_run_says_so(person):
    hosting = wrote(person, cancelled_because="Ill")
    end = hosting.ends_at + timedelta(days=365)
    assert not hosting_end.outdated(end - timedelta(seconds=1))
    assert retention.plan(end).host_lines == 1
    retention.clean(end)
    assert lines_of(hosting) == hosting.cancelled_because == ""
    assert retention.plan(end).host_lines == 0

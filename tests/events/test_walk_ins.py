"""At the door: whoever came without a place; helpers' links."""

from datetime import timedelta
from uuid import uuid4

import pytest
from wagtail.models import ModelLogEntry

from events.domain import erasure, helper_passes, retention, scheduling
from events.domain import walk_ins as without_place
from events.domain.errors import ActRefused
from events.models import HelperPass, Occurrence, Registration, WalkIn
from mail.domain.links import BadLink, LinkError, OldLink
from office.actor import SYSTEM, helper
from tests.events.invariants import check
from tests.events.people import address, office
from tests.events.test_door import camp, here
from tests.factories import ContactFactory

__all__ = ["camp"]

pytestmark = pytest.mark.usefixtures("in_english")

HELPER = helper(7)


def told(name: str = "Gro Nu", email: str = "", **more) -> without_place.Told:
    values = {"tap": uuid4(), "phone": "", "name": name, "email": email}
    return without_place.Told(**{**values, **more})


def at_the_door(camp: Occurrence, *args, **more) -> WalkIn:
    on = {"day": camp.first_day, "tapped_at": camp.starts_at, **more}
    return without_place.write_down(camp.pk, told(*args, **on), actor=HELPER)


def test_whoever_has_no_place_is_written_down_once(camp):
    number = uuid4()
    for _ in range(2):
        at_the_door(camp, "Gro Nu", "gro@student.test", tap=number)
    kept = WalkIn.objects.get()
    assert (kept.name, kept.recorded_by, str(kept)) == ("Gro Nu", "helper:7", f"walk-in {kept.pk}")
    with pytest.raises(ActRefused, match="name"):
        at_the_door(camp, " ")
    with pytest.raises(ActRefused, match="day"):
        at_the_door(camp, day=camp.last_day + timedelta(days=3))


def test_nobody_was_written_down_in_the_future(camp, clock):
    kept = at_the_door(camp, tapped_at=camp.ends_at + timedelta(days=9))
    assert kept.tapped_at == kept.recorded_at == clock.now()


def test_so_many_are_written_down_on_a_date_and_no_more(camp):
    at_the_door(camp)
    row = {"occurrence": camp, "day": camp.first_day, "tapped_at": camp.starts_at}
    row |= {"recorded_at": camp.starts_at, "recorded_by": "helper:7"}
    waiting = without_place.MOST_WAITING
    WalkIn.objects.bulk_create(WalkIn(tap=uuid4(), **row) for _n in range(waiting - 2))
    last = at_the_door(camp)
    with pytest.raises(ActRefused, match="Too many"):
        at_the_door(camp)
    without_place.dismiss(last.pk, actor=office())
    at_the_door(camp)


def test_a_walk_in_gets_a_place_over_capacity_and_its_check_in(camp, clock):
    Occurrence.objects.update(capacity=3)
    kept = at_the_door(camp, "Gro Nu", "gro@student.test")
    clock.stop(camp.ends_at + timedelta(days=2))
    how = {"actor": office(), "language": "da"}
    submitted = {"name": "Gro Nu", "email": "gro@student.test", "stage": "ka"}
    with pytest.raises(without_place.NeedsAddress):
        without_place.settle(kept.pk, {"name": "Gro Nu"}, **how)
    places = {without_place.settle(kept.pk, submitted, **how) for _ in range(2)}
    (place,) = places
    assert place.is_confirmed
    assert place.reason == "walk-in"
    assert here(camp) == {(place.pk, str(camp.first_day))}
    assert place in Registration.objects.attended()
    kept.refresh_from_db()
    assert (kept.name, kept.email, kept.registration) == ("", "", place)


def test_on_a_date_called_off_since_nobody_gets_a_place(camp):
    kept = at_the_door(camp, "Gro Nu", "gro@student.test")
    how = {"actor": office(), "revision": camp.revision, "reason": "The heating broke"}
    scheduling.call_off(camp.pk, **how)
    submitted = {"name": "Gro Nu", "email": "gro@student.test", "stage": "ka"}
    with pytest.raises(ActRefused, match="called off"):
        without_place.settle(kept.pk, submitted, actor=office(), language="da")
    check()
    assert not camp.registrations.filter(contact__email="gro@student.test").exists()
    without_place.dismiss(kept.pk, actor=office())
    assert not without_place.waiting().exists()


def test_somebody_on_the_list_who_was_written_down_is_checked_in(camp):
    place = camp.registrations.first()
    kept = at_the_door(camp, place.contact.name)
    found = without_place.settle(
        kept.pk, {"email": place.contact.email, "name": "x"}, actor=office(), language="da"
    )
    assert found == place
    assert here(camp) == {(place.pk, str(camp.first_day))}


def test_a_dismissed_walk_in_leaves_nothing(camp):
    kept = at_the_door(camp, "Gro Nu", "gro@student.test")
    for _ in range(2):
        without_place.dismiss(kept.pk, actor=office())
    kept.refresh_from_db()
    assert (kept.name, kept.email, kept.registration) == ("", "", None)
    assert not without_place.waiting().exists()
    with pytest.raises(ActRefused):
        without_place.settle(kept.pk, {"email": "a@b.test"}, actor=office(), language="da")


def test_nobody_waits_longer_than_thirty_days(camp, clock):
    at_the_door(camp, "Gro Nu", "gro@student.test")
    helper_passes.make(camp.pk, "Idas", actor=office())
    clock.stop(camp.ends_at + timedelta(days=29))
    assert (retention.plan(clock.now()).walk_ins, retention.plan(clock.now()).helper_names) == (
        0,
        0,
    )
    clock.stop(camp.ends_at + timedelta(days=30))
    assert (retention.clean(clock.now()).walk_ins, retention.plan(clock.now()).walk_ins) == (1, 0)
    assert (WalkIn.objects.get().name, HelperPass.objects.get().name) == ("", "")


def test_whoever_is_erased_is_not_written_down_any_more(camp):
    person = ContactFactory(name="Gro Nu", email="gro@student.test")
    mine = [at_the_door(camp, "Gro", "GRO@student.test"), at_the_door(camp, "gro nu")]
    others = [
        at_the_door(camp, "Gro Nu", "another@student.test"),
        at_the_door(camp, "Gro Nuke"),
        at_the_door(camp, "Somebody Else", phone="+45 20 30 40 50"),
    ]
    erasure.erase(person.pk, actor=SYSTEM)
    assert list(without_place.waiting().order_by("pk")) == others
    assert {it.name for it in WalkIn.objects.filter(pk__in=[it.pk for it in mine])} == {""}


def test_a_helpers_link_opens_until_four_in_the_morning_after(camp, clock):
    made = helper_passes.make(camp.pk, " Idas phone ", actor=office())
    token = helper_passes.url(made).rstrip("/").rpartition("/")[2]
    clock.stop(made.ends_at - timedelta(seconds=1))
    assert helper_passes.find(token, clock.now()) == made
    assert made.ends_at.astimezone(camp.zone).hour == 4
    with pytest.raises(OldLink):
        helper_passes.find(token, made.ends_at)
    clock.stop(made.ends_at)
    with pytest.raises(ActRefused, match="over"):
        helper_passes.make(camp.pk, "Bos phone", actor=office())


def test_a_revoked_or_foreign_link_opens_nothing(camp, clock):
    made = helper_passes.make(camp.pk, "Idas phone", actor=office())
    token = helper_passes.url(made).rstrip("/").rpartition("/")[2]
    for _ in range(2):
        helper_passes.revoke(made.pk, actor=office())
    with pytest.raises(OldLink):
        helper_passes.find(token, clock.now())
    other = helper_passes.make(camp.pk, "Bos phone", actor=office())
    for wrong in (token.replace(str(made.pk), str(other.pk), 1), "1-x", f"999{token}"):
        with pytest.raises(LinkError):
            helper_passes.find(wrong, clock.now())
    with pytest.raises(BadLink):
        helper_passes.find("nothing", clock.now())
    logged = ModelLogEntry.objects.filter(action__contains="helper_pass")
    assert "Ida" not in "".join(f"{it.data}{it.label}{it.message}" for it in logged)


def test_a_link_needs_a_name_and_a_date_that_is_on(camp):
    with pytest.raises(ActRefused, match="whose phone"):
        helper_passes.make(camp.pk, "  ", actor=office())
    Occurrence.objects.update(state="draft")
    with pytest.raises(ActRefused, match="not on"):
        helper_passes.make(camp.pk, "Ida", actor=office())


def test_an_erased_person_is_found_by_their_own_address_only(camp):
    at_the_door(camp, "Gro Nu", address("Gro"))
    person = ContactFactory(name="Bo Lind", email=address("Bo"))
    assert not without_place.of_person(person).exists()


@pytest.mark.parametrize(
    ("name", "email", "phone"),
    [
        ("soren  KJAER", "", ""),
        ("Sören Kjær", "", ""),
        ("Søren Kjær", "private@mail.test", "20 30 40 50"),
        ("Somebody", address("Soren"), ""),
    ],
)
def test_a_name_is_a_persons_however_it_is_written(camp, name, email, phone):
    person = ContactFactory(name="Søren Kjær", email=address("Soren"), phone="+4520304050")
    written = at_the_door(camp, name, email, phone=phone)
    assert without_place.of_person(person).get() == written

"""A practice is retired at the desk: no choice any more, in no list, until it is reinstated."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Host
from tests.desk.test_export import exported
from tests.desk.test_lists import text
from tests.factories import (
    NOW,
    HostFactory,
    OccurrenceFactory,
    SpotFactory,
    event_page,
)


@pytest.fixture
def host(clock):
    return HostFactory(name="Lægerne Torvet")


@pytest.fixture
def gone(clock):
    return HostFactory(name="Lægerne Lukket", retired_at=NOW)


def choices(desk, name, *args):
    """The practices one can choose on this screen."""
    fields = desk.get(reverse(name, args=args)).context["form"].fields
    return [str(it) for it in (fields.get("host") or fields["hosts"]).queryset]


def spot_at(host, **camp):
    start = OccurrenceFactory(camp=True, **camp).starts_at
    hours = {"starts_at": start, "ends_at": start + timedelta(hours=6)}
    return SpotFactory(kind="host", host=host, **hours)


def test_a_practice_is_retired_and_made_a_host_again(desk, host):
    OccurrenceFactory(host=host)
    home, act = (reverse(f"hosts:{name}", args=[host.pk]) for name in ("edit", "retire"))

    assert act in text(desk.get(home))
    assert "It has 1 visit to come, which stays as it is." in text(desk.get(act))
    assert "It is no longer a host." in text(desk.post(act, follow=True))
    host.refresh_from_db()
    assert host.retired_at == NOW
    shown = text(desk.get(home))
    assert "No longer a host since" in shown
    assert act not in shown

    back = desk.post(reverse("hosts:reinstate", args=[host.pk]), follow=True)
    assert "It is a host again" in text(back)
    assert act in text(back)


def test_nothing_is_chosen_at_a_retired_practice(desk, host, gone):
    page = event_page(OccurrenceFactory().event)
    camp = OccurrenceFactory(camp=True)

    for name, pk in (
        ("dates:add_to_page", page.pk),
        ("dates:location", camp.pk),
        ("dates:add_practices", camp.pk),
    ):
        assert choices(desk, name, pk) == ["Lægerne Torvet"], name


def test_what_is_at_a_retired_practice_can_stay_there(desk, host, gone):
    visit = OccurrenceFactory(host=gone)
    spot = spot_at(gone)

    both = ["Lægerne Lukket", "Lægerne Torvet"]
    assert choices(desk, "dates:location", visit.pk) == both
    assert choices(desk, "dates:change_spot", spot.occurrence_id, spot.pk) == both
    other = spot_at(host)
    assert choices(desk, "dates:change_spot", other.occurrence_id, other.pk) == both[1:]


def test_the_list_shows_those_that_receive_unless_others_are_asked_for(desk, host, gone):
    def listed(**asked):
        return [row[0] for row in exported(desk, "hosts", **asked)[1:]]

    retired = "Lægerne Lukket (no longer a host)"
    assert listed() == listed(state="") == ["Lægerne Torvet"]
    assert listed(state="retired") == [retired]
    assert listed(state="all") == [retired, "Lægerne Torvet"]
    assert listed(state="all", q="lukket") == [retired]


def test_a_retired_practice_is_still_found_and_says_so(desk, gone):
    assert "no longer a host" in text(desk.get(reverse("find"), {"q": "lukket"}))
    assert Host.objects.get().retired_at

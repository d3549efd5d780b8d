"""The desk in a real browser, wide and on a phone: no accessibility faults, nothing cut off."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.domain import helper_passes
from events.models import Allocation, Occurrence, Proposal, WalkIn, Wish
from mail.models import Wording
from office.actor import SYSTEM
from payments.models import Reconciliation
from tests.factories import (
    HostContactFactory,
    HostFactory,
    HostingFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
    TurnFactory,
    event_page,
    missed_mail,
)
from tests.payments.rows import back, paid

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
OLD = {"subject": "A standard", "text": "of before", "after": ""}


@pytest.fixture
def addresses(clock):
    registration = RegistrationFactory(occurrence__camp=True)
    occurrence = registration.occurrence
    clock.stop(occurrence.starts_at)
    TurnFactory(occurrence=occurrence)
    spot = spots_with_people(registration)
    page = event_page(OccurrenceFactory().event)
    Wording.objects.create(
        kind="prove", language="en", subject="Own", text="Own", standard=OLD, changed_at=clock.now()
    )
    hosting = HostingFactory(cancelled_at=clock.now(), cancelled_because="No heating")
    HostContactFactory(host=hosting.host)
    names = [
        "edit",
        "waitlist",
        "messages",
        "attendance",
        "log",
        "needs",
        "move",
        "location",
        "capacity",
        "keep_back",
        "window",
        "audience",
        "call_off",
        "close_list",
        "event_file",
        "sources",
        "try_out",
        "hours",
        "spots",
        "add_practices",
        "add_rooms",
        "add_meeting_point",
        "show_spots",
        "hide_spots",
        "prints",
        "print_list",
        "print_poster",
        "print_hosts",
        "print_meeting_points",
        "print_rooms",
        "print_badges",
        "print_certificates",
    ]
    return [
        reverse("wagtailadmin_home"),
        reverse("dates:edit", args=[hosting.occurrence_id]),
        *(reverse(f"{name}:index") for name in ("dates", "registrations", "turns", "contacts")),
        *(
            reverse(f"{name}:index")
            for name in ("mails", "hosts", "office", "retention", "figures")
        ),
        *(reverse(f"dates:{name}", args=[occurrence.pk]) for name in names),
        reverse("dates:add_person", args=[occurrence.pk]),
        reverse("dates:asks", args=[occurrence.event_id]),
        reverse("dates:write_needs", args=[occurrence.pk, registration.pk]),
        *(
            reverse(f"dates:{name}", args=[occurrence.pk, spot.pk])
            for name in ("change_spot", "remove_spot")
        ),
        reverse("dates:cancel", args=[occurrence.pk, registration.pk]),
        reverse("dates:attendance_of", args=[occurrence.pk, registration.pk]),
        *(
            reverse(f"dates:{name}", args=[occurrence.pk, "registration", registration.pk])
            for name in ("person", "move_person", "confirm_for", "correct_claim", "as_participant")
        ),
        reverse("dates:add_to_page", args=[page.pk]),
        reverse("mail_texts:index"),
        reverse("missed:index"),
        *(
            reverse(f"mails:{name}", args=[missed_mail(registration).pk])
            for name in ("show", "lift")
        ),
        *(reverse(f"mailings:{it}") for it in ("index", "choose")),
        *(reverse(f"mail_texts:{it}", args=["prove", "en"]) for it in ("change", "reset")),
        *(
            reverse(f"contacts:{it}", args=[registration.contact_id])
            for it in ("edit", "add_to_date")
        ),
        *(reverse(f"dates:{name}", args=[occurrence.pk]) for name in ("copy", "repeat")),
        reverse("dates:helpers", args=[occurrence.pk]),
        *of_deposits(registration),
        *at_the_door(occurrence),
        reverse("dates:copy_event", args=[occurrence.event_id]),
        reverse("dates:hand_over"),
        *(
            f"{reverse(f'dates:{name}_several')}?date={occurrence.pk}"
            for name in ("open", "change", "call_off")
        ),
        *(f"{reverse('calendar:index')}?month=2027-01&view={view}" for view in ("month", "list")),
        reverse("contacts:erase", args=[registration.contact_id]),
        reverse("find") + "?q=a",
        reverse("ready:index"),
        reverse("contacts:write_note", args=[registration.contact_id]),
    ]


def of_deposits(registration):
    """A deposit with a refund that failed, and a night on which the books differed."""
    date = registration.occurrence
    Occurrence.objects.filter(pk=date.pk).update(deposit=30000, deposit_part_back=50)
    date.refresh_from_db()
    payment = paid(registration)
    refund = back(payment, 10000, "failed", failure="account closed")
    at = date.starts_at
    run = Reconciliation.objects.create(
        since=at, until=at, made_at=at, sums={"DKK": [30000, 20000]}
    )
    run.differences.create(
        kind="refund_failed", payment=payment, ours=0, theirs=10000, currency="DKK", at=at
    )
    mine = [date.pk, registration.pk]
    return [
        *(reverse(f"dates:{name}", args=[date.pk]) for name in ("deposit", "payments")),
        reverse("dates:settle_deposit", args=mine),
        reverse("dates:give_back", args=[*mine, payment.pk]),
        reverse("dates:settle_refund", args=[*mine, refund.pk]),
        *(reverse(f"payments:{name}") for name in ("index", "sums", "reconciliations")),
    ]


def spots_with_people(registration):
    """A practice with somebody in it, and two rooms with somebody left over."""
    occurrence = registration.occurrence
    hours = {"starts_at": occurrence.starts_at + timedelta(hours=18)}
    hours["ends_at"] = hours["starts_at"] + timedelta(hours=6)
    spot = SpotFactory(occurrence=occurrence, kind="host", host=HostFactory(), name="", **hours)
    rooms = [SpotFactory(occurrence=occurrence) for _n in range(2)]
    Allocation.objects.create(spot=spot, registration=registration, slot=spot.slot, by_hand=True)
    Wish.objects.create(spot=rooms[0], registration=registration, rank=1)
    Proposal.objects.create(occurrence=occurrence, seed=4711, made_at=occurrence.starts_at)
    return spot


def at_the_door(occurrence):
    made = helper_passes.make(occurrence.pk, "Ida’s phone", actor=SYSTEM)
    at = {"tapped_at": occurrence.starts_at, "recorded_at": occurrence.starts_at}
    came = WalkIn.objects.create(
        occurrence=occurrence, name="Gro Nu", day=occurrence.first_day, recorded_by="system", **at
    )
    return [
        reverse("dates:helper", args=[occurrence.pk, made.pk]),
        *(
            reverse(f"dates:{name}_walk_in", args=[occurrence.pk, came.pk])
            for name in ("settle", "dismiss")
        ),
    ]


def test_our_screens_have_no_accessibility_faults(
    live_server, settings, browser, coordinator, addresses
):
    settings.ALLOWED_HOSTS, settings.PAYMENTS_ON = ["*"], True
    faults = {}
    with browser.new_page(viewport={"width": 1280, "height": 1200}) as page:
        page.goto(live_server.url + reverse("account_login"))
        page.fill("input[name=login]", coordinator.username)
        page.fill("input[name=password]", "a password for tests")
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("#today-heading")
        for address in addresses:
            page.goto(live_server.url + address)
            faults |= faults_of(page, address)
    assert faults == {}


def faults_of(page, address):
    """What axe finds on the page in each width; nothing is cut off."""
    from axe_playwright_python.sync_playwright import Axe

    faults = {}
    page.evaluate(Axe().axe_script)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 1200})
        found = page.evaluate("options => axe.run(options).then(it => it.violations)", OPTIONS)
        if found:
            faults[address, width] = [(it["id"], it["nodes"][0]["html"]) for it in found]
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, (address, width)
    return faults

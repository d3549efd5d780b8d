"""Every address of the desk: works for a coordinator, refused with a sentence for others."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from events.models import Host, Mailing, Occurrence
from office.models import Office
from tests.desk.asking import addresses_about, ask_everything
from tests.factories import (
    NOW,
    ContactFactory,
    HostContactFactory,
    HostOfferFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
    TurnFactory,
    event_page,
    missed_mail,
)
from tests.payments.rows import back, paid

LISTS = [
    "log",
    "question_sets",
    "dates",
    "registrations",
    "turns",
    "contacts",
    "mailings",
    "mails",
    "missed",
    "hosts",
    "offers",
    "office",
]
ON_A_DATE = [
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
    "discard",
    "add_person",
    "event_file",
    "sources",
    "try_out",
    "copy",
    "repeat",
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
ON_A_CLAIM = [
    "person",
    "move_person",
    "confirm_for",
    "correct_claim",
    "as_participant",
    "participants_page",
]
POSTS = ["open", "back", "reopen_list"]


@pytest.fixture
def addresses(clock):
    occurrence = OccurrenceFactory()
    page = event_page(occurrence.event)
    registration = RegistrationFactory(occurrence=occurrence)
    turn = TurnFactory(occurrence=occurrence)
    spot = SpotFactory(occurrence=occurrence)
    host = Host.objects.create(name="Lægehuset")
    note = registration.contact.notes.create(text="Called.", written_at=NOW)
    ask_everything(occurrence, people=1)
    office = Office.objects.create(
        valid_from=NOW.date(), name="Office", controller="Region", privacy_email="dpo@office.test"
    )
    mail = missed_mail(registration)
    mine = [registration.occurrence_id, registration.pk]
    return [
        *(reverse(f"{name}:{view}") for name in LISTS for view in ("index", "index_results")),
        *(reverse(f"dates:{name}", args=[occurrence.pk]) for name in ON_A_DATE),
        reverse("dates:add"),
        reverse("dates:hand_over"),
        *(
            f"{reverse(f'dates:{name}_several')}?date={occurrence.pk}"
            for name in ("open", "change", "call_off")
        ),
        reverse("calendar:index"),
        reverse("dates:add_to_page", args=[page.pk]),
        reverse("dates:event", args=[occurrence.event_id]),
        reverse("dates:asks", args=[occurrence.event_id]),
        reverse("dates:copy_event", args=[occurrence.event_id]),
        reverse("dates:cancel", args=mine),
        reverse("dates:attendance_of", args=mine),
        reverse("dates:certificate", args=mine),
        *(
            reverse(f"dates:{name}", args=[occurrence.pk, it.claim.partition(":")[0], it.pk])
            for name in ON_A_CLAIM
            for it in (registration, turn)
        ),
        reverse("contacts:correct", args=[registration.contact_id]),
        reverse("dates:write_needs", args=mine),
        *(
            reverse(f"dates:{name}", args=[spot.occurrence_id, spot.pk])
            for name in ("change_spot", "remove_spot")
        ),
        *(
            reverse(f"dates:{name}", args=[occurrence.pk, turn.pk])
            for name in ("move_up", "give_place", "remove")
        ),
        *(
            reverse(f"contacts:{name}", args=[registration.contact_id])
            for name in ("edit", "erase", "history", "history_results", "write_note")
        ),
        reverse("contacts:delete_note", args=[registration.contact_id, note.pk]),
        reverse("hosts:add"),
        *addresses_of_host(host),
        reverse("office:inspect", args=[office.pk]),
        reverse("retention:index"),
        reverse("find") + "?q=a",
        reverse("ready:index"),
        *mailing_addresses(registration),
        reverse("mail_texts:index"),
        *(reverse(f"mails:{name}", args=[mail.pk]) for name in ("show", "text", "lift")),
        *(
            reverse(f"mail_texts:{it}", args=["place", "da"])
            for it in ("change", "preview", "reset")
        ),
        reverse("figures:index"),
        *addresses_of_money(registration),
        *addresses_about(occurrence),
    ]


def addresses_of_money(registration):
    date = registration.occurrence
    Occurrence.objects.filter(pk=date.pk).update(deposit=30000)
    date.refresh_from_db()
    payment = paid(registration)
    refund = back(payment, 100, "failed")
    rule = {"deposit": "300", "zone": "Europe/Copenhagen"}
    mine = [date.pk, registration.pk]
    return [
        *(reverse(f"payments:{name}") for name in ("index", "index_results", "sums")),
        reverse("payments:reconciliations"),
        *(reverse(f"dates:{name}", args=[date.pk]) for name in ("deposit", "payments")),
        f"{reverse('dates:deposit_rule')}?{urlencode(rule)}",
        reverse("dates:settle_deposit", args=mine),
        reverse("dates:give_back", args=[*mine, payment.pk]),
        reverse("dates:settle_refund", args=[*mine, refund.pk]),
    ]


def addresses_of_host(host):
    contact = HostContactFactory(host=host)
    offer = HostOfferFactory(host=host, contact=contact)
    used = HostOfferFactory(host=host, contact=contact, state="used", answered_at=NOW)
    names = ("edit", "change", "history", "history_results", "add_contact")
    of_contact = ("change_contact", "take_off", "renew_links")
    return [
        *(reverse(f"hosts:{name}", args=[host.pk]) for name in names),
        *(reverse(f"hosts:{name}", args=[host.pk, contact.pk]) for name in of_contact),
        *(reverse(f"offers:{it}", args=[offer.pk]) for it in ("edit", "decline", "history")),
        reverse("offers:edit", args=[used.pk]),
    ]


def mailing_addresses(registration):
    date, event = registration.occurrence_id, registration.occurrence.event
    mailing = Mailing.objects.create(
        occurrence_id=date, recipients="all", written_at=NOW, leaves_at=NOW, text="Hello"
    )
    mail = event.automatic_mails.create(
        recipients="all", anchor="start", offset=-timedelta(days=3), text="Hello", since=NOW
    )
    return [
        f"{reverse('mailings:new')}?date={date}",
        reverse("mailings:choose"),
        reverse("mailings:edit", args=[mailing.pk]),
        reverse("contacts:write", args=[registration.contact_id]),
        reverse("dates:automatic", args=[event.pk]),
        reverse("dates:make_automatic", args=[event.pk]),
        reverse("dates:change_automatic", args=[event.pk, mail.pk]),
        reverse("dates:remove_automatic", args=[event.pk, mail.pk]),
    ]


def test_a_coordinator_can_open_every_address(desk, addresses):
    answers = {address: desk.get(address).status_code for address in addresses}

    assert set(answers.values()) == {200}, answers


def test_nobody_else_can_open_any_address(clock, addresses):
    answers = {address: Client().get(address) for address in addresses}

    assert all(answer.status_code == 302 and "/login/" in answer.url for answer in answers.values())


def test_a_user_without_the_group_is_sent_away(outsider, addresses):
    answers = {address: outsider.get(address) for address in addresses}

    assert {answer.status_code for answer in answers.values()} == {302}


def test_somebody_who_may_only_enter_sees_no_person_and_reads_why(writer, addresses):
    for address in addresses:
        answer = writer.get(address, follow=True)
        said = [message.level_tag for message in answer.context["messages"]]
        assert (answer.redirect_chain, said) == ([("/admin/", 302)], ["error"]), address


@pytest.mark.parametrize("name", POSTS)
def test_acts_behind_buttons_answer_only_to_a_post(desk, name):
    address = reverse(f"dates:{name}", args=[OccurrenceFactory().pk])

    assert desk.get(address).status_code == 405


@pytest.mark.parametrize("name", POSTS)
def test_acts_behind_buttons_are_refused_to_others(outsider, name):
    occurrence = OccurrenceFactory(state="draft")

    answer = outsider.post(reverse(f"dates:{name}", args=[occurrence.pk]))

    occurrence.refresh_from_db()
    assert (answer.status_code, occurrence.revision) == (302, 1)


def test_a_date_that_is_not_there_is_not_found(desk):
    assert desk.get(reverse("dates:edit", args=[4711])).status_code == 404
    assert desk.post(reverse("dates:open", args=[4711])).status_code in (302, 404)


def test_somebody_elses_registration_is_not_found_under_another_date(desk):
    stranger = RegistrationFactory()
    occurrence = OccurrenceFactory()

    address = reverse("dates:cancel", args=[occurrence.pk, stranger.pk])

    assert desk.get(address).status_code == 404


def test_the_coordinators_group_may_work_but_not_rule(db):
    group = Group.objects.get(name="Coordinator")
    may = set(group.permissions.values_list("content_type__app_label", flat=True))

    ours = {"events", "contacts", "mail", "office", "payments"}
    assert may == {"wagtailadmin", "wagtailcore", "simple_translation", *ours}
    assert not group.permissions.filter(content_type__app_label="auth").exists()
    assert set(group.page_permissions.values_list("permission__codename", flat=True)) == {
        "add_page",
        "change_page",
        "publish_page",
    }


def test_a_coordinator_reads_the_office_s_settings_and_an_administrator_changes_them(
    desk, admin_desk, addresses
):
    office = Office.objects.get()
    for address in (reverse("office:add"), reverse("office:edit", args=[office.pk])):
        assert desk.get(address).status_code == 302, address
        assert admin_desk.get(address).status_code == 200, address

    read = reverse("office:inspect", args=[office.pk])
    assert read in desk.get(reverse("office:index")).content.decode()
    assert "dpo@office.test" in desk.get(read).content.decode()


def test_a_coordinator_can_neither_see_users_nor_change_sites(desk):
    for name in ("wagtailusers_users:index", "wagtailusers_groups:index", "wagtailsites:index"):
        assert desk.get(reverse(name)).status_code == 302, name


def test_nothing_of_a_person_can_be_deleted_or_copied_plainly(desk):
    contact = ContactFactory()

    for part in ("delete", "copy", "usage"):
        assert desk.get(f"/admin/contacts/{part}/{contact.pk}/").status_code == 404
        assert desk.get(f"/admin/dates/{part}/1/").status_code == 404

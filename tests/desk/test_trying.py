"""Trying a date's sign-up: begun on its screen, seen only by who tries, cleared away."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from events.domain import proof, trial
from events.models import Occurrence, Registration
from mail.domain.delivery import deliver_due
from mail.models import Message
from office.actor import coordinator as acting
from office.models import CareerStage
from tests.desk.test_figures import text
from tests.factories import (
    CoordinatorFactory,
    OccurrenceFactory,
    RegistrationFactory,
    event_page,
)

pytestmark = pytest.mark.usefixtures("clock")
LISTS = ["dates", "registrations", "turns", "contacts", "mails", "missed"]


@pytest.fixture
def visit(db):
    CareerStage.objects.create(country="DK", order=1, key="kbu", label_en="Foundation doctor")
    occurrence = OccurrenceFactory(event__title="A day in Køge")
    event_page(occurrence.event)
    return occurrence


def begin(desk, visit, how="free"):
    return desk.post(reverse("dates:try_out", args=[visit.pk]), {"how": how}, follow=True)


def form_address(answer):
    return re.search(r'href="([^"]*/try-out/[^"]+)"', answer.content.decode())[1]


def sign_up(address, **typed):
    data = {"name": "Quillfeather", "stage": "kbu", "email": "else@where.test", **typed}
    return Client().post(address, data, follow=True)


def tried_through(desk, visit, how="free"):
    sign_up(form_address(begin(desk, visit, how)))
    tried = Occurrence.every.trials().get()
    if how == "free":
        proof.confirm(tried.registrations.get().pk)
    else:
        proof.prove(tried.turns.get().pk)
    return tried


def test_beginning_gives_a_link_to_the_real_form_with_ones_own_address(desk, visit, coordinator):
    begun = begin(desk, visit)
    shown = Client().get(form_address(begun))

    assert "Your try-out is open until" in text(begun)
    assert "Sign up for A day in Køge" in text(shown) or "Tilmeld" in text(shown)
    assert f'value="{coordinator.email}"' in text(shown)
    assert "try-out by the office" in text(shown) or "notice warning" in text(shown)
    assert "no-store" in shown["Cache-Control"]


def test_whatever_is_typed_the_mail_goes_to_who_tries(desk, visit, coordinator):
    sent = sign_up(form_address(begin(desk, visit)))

    assert sent.redirect_chain[-1][0].endswith("/sent/")
    assert Message.objects.get().to == coordinator.email
    assert Registration.objects.get().email == coordinator.email


def test_what_is_wrong_in_the_form_is_said_and_kept(desk, visit):
    shown = sign_up(form_address(begin(desk, visit)), stage="")

    assert 'value="Quillfeather"' in text(shown)
    assert not Registration.objects.exists()


def test_without_the_link_nobody_finds_it(desk, visit):
    address = form_address(begin(desk, visit))
    pk = Occurrence.every.trials().get().pk

    for path in (f"/sign-up/{pk}/", f"/sign-up/{pk}/sent/", address.replace("-", "-x", 2)):
        assert Client().get(path).status_code == 404, path
    assert desk.get(reverse("dates:edit", args=[pk])).status_code == 404


def test_the_link_dies_with_the_trial(desk, visit):
    address = form_address(begin(desk, visit))
    desk.post(reverse("dates:try_out_clear", args=[visit.pk]))

    assert Client().get(address).status_code == 404


def test_the_screen_shows_how_far_one_is(desk, visit):
    url = reverse("dates:try_out", args=[visit.pk])
    tried_through(desk, visit, "full")
    deliver_due()
    shown = text(desk.get(url))
    assert "waiting" in shown

    desk.post(reverse("dates:try_out_place", args=[visit.pk]))
    shown = text(desk.get(url))

    assert "place offered" in shown
    assert "Let a place become free" not in shown


def test_a_colleague_sees_nothing_of_it(desk, visit):
    begin(desk, visit)
    colleague = Client()
    colleague.force_login(CoordinatorFactory())

    shown = colleague.get(reverse("dates:try_out", args=[visit.pk]))
    assert shown.context["trial"] is None
    colleague.post(reverse("dates:try_out_clear", args=[visit.pk]))
    assert Occurrence.every.trials().exists()


def test_no_list_screen_or_export_shows_it(desk, visit):
    before = {name: listed(desk, name) for name in LISTS}
    tried_through(desk, visit)
    Message.objects.update(state="failed", ended_at=visit.opens_at)

    assert {name: listed(desk, name) for name in LISTS} == before
    page = visit.event.pk and event_pages(visit)
    assert "Quillfeather" not in text(desk.get(reverse("wagtailadmin_home")))
    assert text(desk.get(page)).count(str(visit.first_day.year)) >= 1
    shown = desk.get(reverse("dates:edit", args=[visit.pk]))
    assert not shown.context["people"].anybody_ever
    assert "Quillfeather" not in text(desk.get(reverse("dates:log", args=[visit.pk])))


def listed(desk, name):
    answer = desk.get(reverse(f"{name}:index"), {"export": "csv"})
    return b"".join(answer.streaming_content)


def event_pages(visit):
    from wagtail.models import Page

    page = Page.objects.get(translation_key=visit.event.page_key)
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_public_page_and_its_counts_do_not_know_of_it(desk, visit):
    from wagtail.models import Page

    page = Page.objects.get(translation_key=visit.event.page_key).specific
    before = Client().get(page.url).content
    tried_through(desk, visit)

    assert Client().get(page.url).content == before


def test_known_people_show_no_trial_in_their_history(desk, visit, coordinator):
    contact = Contact.objects.create(
        email=coordinator.email, name="Mette", created_at=visit.opens_at
    )
    RegistrationFactory(contact=contact)
    url = reverse("contacts:edit", args=[contact.pk])
    before = text(desk.get(url)).count("<li>")
    tried_through(desk, visit)

    assert text(desk.get(url)).count("<li>") == before


def test_who_has_no_address_is_told_so_on_the_form(desk, visit, coordinator):
    coordinator.email = ""
    coordinator.save()

    assert "no e-mail address" in text(begin(desk, visit))
    assert not Occurrence.every.trials().exists()


def test_past_dates_offer_no_trial(desk, visit, clock):
    url = reverse("dates:edit", args=[visit.pk])
    assert "Try it yourself" in text(desk.get(url))

    clock.stop(visit.starts_at)
    assert "Try it yourself" not in text(desk.get(url))
    assert "still to come" in text(begin(desk, visit))


def test_the_editor_leads_to_it_from_each_date(desk, visit):
    assert reverse("dates:try_out", args=[visit.pk]) in text(desk.get(event_pages(visit)))


def test_free_and_clear_do_nothing_where_nothing_is_tried(desk, visit):
    for name in ("try_out_place", "try_out_clear"):
        url = reverse(f"dates:{name}", args=[visit.pk])
        assert desk.get(url).status_code == 405
        assert desk.post(url).status_code == 302


def test_another_events_trial_ends_when_a_new_one_begins(desk, visit, coordinator):
    other = OccurrenceFactory()
    trial.start(other.pk, actor=acting(coordinator))

    begin(desk, visit)

    assert Occurrence.every.trials().get().event == visit.event

"""`manage.py demo` on an empty database."""

import io
import stat
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page

from camps.models import CampPage, VisitPage
from contacts.models import Consent, Contact, Note, StageRecord
from demo.domain import office
from demo.stand_in.books import Books
from events.domain.automatic import planned
from events.domain.kitchen import kitchen
from events.domain.showing import show
from events.models import (
    Because,
    CheckIn,
    Mailing,
    Occurrence,
    OccurrenceState,
    Registration,
    Turn,
)
from mail.models import Message, MessageState
from office import clock
from office.models import Office, Work
from payments.domain import checkout
from payments.models import Payment, Refund
from tests.events import invariants
from tests.factories import ContactFactory

pytestmark = pytest.mark.sqlite  # which every demo runs on


@pytest.fixture
def loaded(demo, db):
    return demo


def test_it_loads_what_the_plan_promises(loaded):
    assert CampPage.objects.filter(locale__language_code="da").count() == 6
    assert VisitPage.objects.filter(locale__language_code="da").count() == 12
    assert Contact.objects.count() == 60
    assert set(StageRecord.objects.values_list("school", flat=True)) >= {"KU", "AU", "SDU", "AAU"}


def test_every_invariant_holds_and_the_worker_has_nothing_left_to_do(loaded):
    invariants.check(idle=True)


def test_every_state_of_a_registration_is_there(loaded):
    rows = set(Registration.objects.values_list("state", "ended_because"))
    assert rows >= {
        ("unconfirmed", ""),
        ("offered", ""),
        ("confirmed", ""),
        ("cancelled", Because.CANCELLED),
        ("cancelled", Because.DECLINED),
        ("cancelled", Because.REMOVED),
        ("cancelled", Because.CALLED_OFF),
        ("lapsed", Because.LAPSED),
    }
    assert Registration.objects.attended().exists()
    assert Registration.objects.no_show().count() == 5


def test_every_end_of_a_turn_is_there(loaded):
    ended = set(Turn.objects.values_list("ended_because", flat=True))
    assert ended >= {"", "accepted", "declined", "lapsed", "left", "list_over"}
    assert Turn.objects.live().filter(proven_at=None).exists()


def test_dates_stand_in_every_state_the_public_is_shown(loaded):
    at = clock.now()
    shown = {show(it, at).state for it in Occurrence.objects.with_page().with_counts()}
    wanted = {"past", "open", "few", "full", "being_offered", "not_open", "called_off", "draft"}
    assert shown >= wanted


def test_the_visit_in_ishoej_is_full_with_three_waiting(loaded):
    counted = Occurrence.objects.with_page().with_counts()
    ishoej = counted.get(event__title="Tolk og tid i konsultationen")
    assert (ishoej.capacity, ishoej.held, ishoej.waiting) == (3, 3, 3)


def test_the_coming_camp_has_needs_for_the_kitchen_and_the_past_ones_none_any_more(loaded):
    (camp,) = Occurrence.objects.filter(needs__isnull=False).distinct()
    seen = kitchen(camp)
    assert (seen.told, seen.access, len(seen.notes)) == (5, 1, 1)
    assert camp.emergency_contacts.count() == 3
    assert Note.objects.count() == 1


def test_the_office_has_written_to_people_and_the_coming_camp_will_by_itself(loaded):
    sent = Mailing.objects.with_fates().filter(sent_at__isnull=False)
    assert {it.is_automatic for it in sent} == {True, False}
    assert all(it.left == it.count > 10 for it in sent)
    coming = Occurrence.objects.filter(
        event__automatic_mails__is_on=True, starts_at__gt=clock.now()
    )
    assert [it.is_to_come(clock.now()) for it in planned(coming)] == [True]


def test_deposits_were_paid_settled_and_given_back_and_the_bank_knows_of_each(loaded):
    ways = set(Payment.objects.paid().values_list("way", flat=True))
    assert ways == {"card", "invoice", "waived"}
    back = set(Refund.objects.values_list("because", "state"))
    named = ("attended", "taken_over", "left_in_time", "left_late", "by_office")
    assert back == {(because, "done") for because in named}
    assert Payment.objects.filter(decided="left_late", given_back=0).exists()
    (waits,) = Registration.objects.filter(state="awaiting_payment")
    assert checkout.is_due(waits, clock.now())
    assert any(checkout.is_due(it, clock.now()) for it in Registration.objects.confirmed())
    books = Books(str(django_settings.VAR / "stripe.sqlite3"))
    ours = sum(it.left for it in Payment.objects.paid().filter(way="card"))
    assert ours == sum(it["amount"] for it in books.all("balance_transaction")) > 0
    assert not books.all("event", pending_webhooks=1)
    books.close()


def test_consents_are_given_and_taken_back_and_one_person_is_erased(loaded):
    assert Consent.objects.filter(granted=True).count() > 30
    assert Consent.objects.filter(granted=False).count() == 3
    assert Contact.objects.exclude(erased_at=None).count() == 1


def test_mails_were_sent_and_old_ones_have_lost_their_texts(loaded):
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert kinds >= {"prove", "place", "waiting", "offer", "offer_lapsed", "list_over"}
    assert kinds >= {"cancelled", "removed", "called_off", "moved", "reminder", "thanks", "my_data"}
    old = Message.objects.filter(ended_at__lt=clock.now() - timedelta(days=90))
    assert old.exists()
    assert set(old.values_list("to", flat=True)) == {""}


def test_acts_of_the_office_are_logged_when_the_story_says(loaded):
    tap = CheckIn.objects.order_by("pk").first()
    entry = ModelLogEntry.objects.filter(action="events.check_in").order_by("pk").first()
    assert abs(entry.timestamp - tap.tapped_at) < timedelta(minutes=1)


def test_dates_were_opened_before_anybody_signed_up(loaded):
    for date in Occurrence.objects.exclude(state=OccurrenceState.DRAFT):
        entry = ModelLogEntry.objects.get(action="events.open", object_id=date.pk)
        first = date.registrations.order_by("created_at").first()
        assert first is None or entry.timestamp < first.created_at, date


def test_whoever_paid_had_the_mail_that_asks_for_it(loaded):
    paid = Payment.objects.paid().filter(way="card")
    assert len(paid) > 20
    for payment in paid:
        asked = Message.objects.get(kind="pay", claim=f"registration:{payment.registration_id}")
        assert asked.state == MessageState.SENT, payment
        assert asked.ended_at < payment.paid_at


def test_the_office_changes_hands_with_the_year_2027(loaded):
    names = list(Office.objects.order_by("valid_from").values_list("controller", flat=True))
    assert names == ["Region Hovedstaden (opdigtet kontor)", "Region Østdanmark (opdigtet kontor)"]
    assert [it.municipalities.count() for it in Office.objects.order_by("valid_from")] == [46, 46]


def test_the_coordinator_can_log_in_and_is_no_superuser(loaded):
    user = User.objects.get(username="koordinator")
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == ["Coordinator"]
    password = loaded.split("password ")[1].split()[0]
    assert Client().login(username="koordinator", password=password)


def test_nobody_else_may_read_the_login(loaded):
    assert stat.S_IMODE(office.LOGIN.stat().st_mode) == 0o600


def test_a_second_run_keeps_everything_and_says_the_same(loaded, settings):
    settings.DEMO = True
    counts = [m.objects.count() for m in (Page, Contact, Registration, Message, Occurrence)]
    said = io.StringIO()
    call_command("demo", stdout=said)
    assert counts == [m.objects.count() for m in (Page, Contact, Registration, Message, Occurrence)]
    assert said.getvalue().strip() == loaded[loaded.index("Praksisvej, the demo") :].strip()


def test_the_clock_is_back_on_time(loaded):
    from django.utils import timezone

    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def test_pictures_are_large_enough_and_put_into_words(loaded):
    assert {(it.width, it.height) for it in get_image_model().objects.all()} == {(1600, 1000)}
    assert not [page for page in CampPage.objects.all() if not page.picture_alt]


def test_every_public_page_answers(loaded, client):
    pages = Page.objects.live().filter(depth__gt=1)
    assert pages.count() > 20
    for page in pages:
        assert client.get(page.url).status_code == 200, page.url


@pytest.mark.parametrize(
    ("language", "camp", "said", "untranslated"),
    [
        ("en", "/en/camps/winter-camp-lolland-falster/", "Warm clothes", "Its text is in Danish"),
        ("nb", "/nb/camps/vintercamp-lolland-falster/", "Varme klær", "Teksten er på dansk"),
    ],
)
def test_some_pages_are_translated_and_share_their_dates(
    loaded, client, language, camp, said, untranslated
):
    shown = client.get(camp).content.decode()
    assert said in shown
    assert untranslated not in shown
    original = CampPage.objects.get(slug="vintercamp-lolland-falster", locale__language_code="da")
    assert f"/{language}/sign-up/{original.public_dates[0].pk}/" in shown
    front = client.get(f"/{language}/").content.decode()
    assert f'href="{camp}"' in front
    assert untranslated not in front
    assert untranslated in client.get(f"/{language}/camps/nordkystcamp/").content.decode()


def test_every_sign_up_page_answers_and_every_mailed_link_opens(loaded, client):
    from mail import kinds

    for pk in Occurrence.objects.values_list("pk", flat=True):
        assert client.get(f"/sign-up/{pk}/").status_code in {200, 404}, pk
    for message in Message.objects.exclude(to="")[:40]:
        link = kinds.get(message.kind).link(message).removeprefix(django_settings.BASE_URL)
        assert client.get(link).status_code == 200, link


@pytest.mark.django_db
def test_a_demo_is_refused_by_a_database_in_use(settings):
    settings.DEMO = True
    Work.objects.all().delete()
    ContactFactory()
    with pytest.raises(CommandError, match="an office of its own"):
        call_command("demo", stdout=io.StringIO())


@pytest.mark.django_db
def test_a_broken_off_load_is_told(settings):
    settings.DEMO = True
    Work.objects.filter(name="demo loaded").delete()
    Work.objects.get_or_create(name="demo", defaults={"finished_at": clock.now()})
    with pytest.raises(CommandError, match="broken off"):
        call_command("demo", stdout=io.StringIO())


@pytest.mark.django_db
def test_without_demo_nothing_is_loaded(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo", stdout=io.StringIO())

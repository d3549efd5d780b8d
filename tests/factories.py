"""Rows for tests, without surprises. Times stand around NOW (conftest): sign-up is open.

`OccurrenceFactory()` has no page, so nobody may sign up; `open_occurrence()` has a live one.
"""

from datetime import UTC, date, datetime, time, timedelta

import factory
from django.contrib.auth.models import Group, User
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page

from contacts.models import Contact
from events.domain import telling
from events.models import (
    Answer,
    AnswerKind,
    Event,
    Host,
    HostContact,
    Hosting,
    HostOffer,
    Kind,
    Moment,
    Occurrence,
    OccurrenceState,
    Question,
    Registration,
    Spot,
    SpotKind,
    Turn,
)
from events.models.states import RegistrationState
from mail.models import Message
from office import clock as office_clock
from office.models import Office

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@office.test")
    password = factory.django.Password("a password for tests")


class CoordinatorFactory(UserFactory):
    """Somebody of the office: in group Coordinator, never a superuser."""

    @factory.post_generation
    def group(self: User, create: bool, extracted: object, **kwargs: object) -> None:
        group, _made = Group.objects.get_or_create(name="Coordinator")
        self.groups.add(group)


def of_group(name: str, **values: object) -> User:
    """Somebody of the office in this group, which the migrations made."""
    user = UserFactory(**values)
    user.groups.add(Group.objects.get(name=name))
    return user


class OfficeFactory(DjangoModelFactory):
    valid_from = date(2020, 1, 1)
    name = "Praksisvej"
    controller = "Region Testland"
    privacy_email = "data@office.test"
    sender_name = "Praksisvej"
    email = "office@office.test"

    class Meta:
        model = Office


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    kind = Kind.VISIT
    title = factory.Sequence(lambda n: f"A day in practice {n}")
    zone = "Europe/Copenhagen"
    contact_name = "Karen Lund"
    contact_email = "karen@office.test"
    contact_phone = "+4520304050"
    created_at = NOW - timedelta(days=60)


class HostFactory(DjangoModelFactory):
    class Meta:
        model = Host

    name = factory.Sequence(lambda n: f"Lægerne Torvet {n}")
    street = "Torvet 1"
    postcode = "4600"
    town = "Køge"


class HostContactFactory(DjangoModelFactory):
    """Who runs a practice's calendar."""

    class Meta:
        model = HostContact

    host = factory.SubFactory(HostFactory)
    name = "Birthe Vang"
    email = factory.Sequence(lambda n: f"sekretaer{n}@praksis.test")
    phone = "+4556000000"


class HostOfferFactory(DjangoModelFactory):
    """Two students, one visit, any Wednesday in March 2027, 8:30 to 15:00."""

    class Meta:
        model = HostOffer

    host = factory.SubFactory(HostFactory)
    contact = factory.SubFactory(HostContactFactory, host=factory.SelfAttribute("..host"))
    places = 2
    first_day = date(2027, 3, 1)
    last_day = date(2027, 3, 31)
    weekdays = "2"
    starts = time(8, 30)
    ends = time(15)
    made_at = NOW - timedelta(days=1)


class OccurrenceFactory(DjangoModelFactory):
    """A visit in 19 days, 9:00 to 15:00 in Copenhagen, with 10 places, open since a week."""

    class Meta:
        model = Occurrence

    event = factory.SubFactory(EventFactory)
    state = OccurrenceState.SCHEDULED
    starts_at = datetime(2026, 12, 10, 8, tzinfo=UTC)
    ends_at = factory.LazyAttribute(lambda it: it.starts_at + timedelta(hours=6))
    location = "Lægehuset, Torvet 1, 4600 Køge"
    capacity = 10
    waitlist_limit = 20
    opens_at = NOW - timedelta(days=7)
    closes_at = factory.LazyAttribute(lambda it: it.starts_at - timedelta(days=3))
    offers_until = factory.LazyAttribute(lambda it: it.starts_at - timedelta(days=1))

    class Params:
        camp = factory.Trait(
            event=factory.SubFactory(EventFactory, kind=Kind.CAMP, title="Winter camp"),
            starts_at=datetime(2027, 1, 15, 14, tzinfo=UTC),
            ends_at=datetime(2027, 1, 17, 12, tzinfo=UTC),
        )


class SpotFactory(DjangoModelFactory):
    """A room for two on a camp. (`host=...`, `kind=SpotKind.HOST`: with hours.)"""

    class Meta:
        model = Spot

    occurrence = factory.SubFactory(OccurrenceFactory, camp=True)
    kind = SpotKind.ROOM
    name = factory.Sequence(lambda n: f"Room {n}")
    capacity = 2


class HostingFactory(DjangoModelFactory):
    """A practice's part in a visit that is its own."""

    class Meta:
        model = Hosting

    host = factory.SubFactory(HostFactory)
    occurrence = factory.SubFactory(OccurrenceFactory, host=factory.SelfAttribute("..host"))
    made_at = NOW


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    name = factory.Sequence(lambda n: f"Asta Test{n} Holm")
    email = factory.Sequence(lambda n: f"asta{n}@student.test")
    created_at = NOW - timedelta(days=1)


class RegistrationFactory(DjangoModelFactory):
    """A confirmed registration."""

    class Meta:
        model = Registration

    occurrence = factory.SubFactory(OccurrenceFactory)
    contact = factory.SubFactory(ContactFactory)
    state = RegistrationState.CONFIRMED
    created_at = NOW - timedelta(hours=2)
    proven_at = NOW - timedelta(hours=1)


class TurnFactory(DjangoModelFactory):
    """A proven turn in the waitlist."""

    class Meta:
        model = Turn

    occurrence = factory.SubFactory(OccurrenceFactory)
    contact = factory.SubFactory(ContactFactory)
    joined_at = factory.Sequence(lambda n: NOW - timedelta(hours=2) + timedelta(milliseconds=n))
    proven_at = NOW - timedelta(hours=1)


class QuestionFactory(DjangoModelFactory):
    """A question of an event, asked once the place is confirmed, that must be answered."""

    class Meta:
        model = Question

    event = factory.SubFactory(EventFactory)
    moment = Moment.AFTER_PLACE
    kind = AnswerKind.TEXT
    wording = factory.Sequence(lambda n: f"Where do we pick you up, {n}?")
    required = True
    order = factory.Sequence(lambda n: n)


class AnswerFactory(DjangoModelFactory):
    """What somebody with a place said to a question of that date's event."""

    class Meta:
        model = Answer

    contact = factory.SubFactory(ContactFactory)
    occurrence = factory.SubFactory(OccurrenceFactory)
    question = factory.SubFactory(
        QuestionFactory, event=factory.SelfAttribute("..occurrence.event")
    )
    value = "At the station"
    wording = factory.SelfAttribute("question.wording")
    version = factory.SelfAttribute("question.version")
    recorded_at = NOW


def missed_mail(registration: Registration, **fields: object) -> Message:
    """A reminder that could not leave."""
    at = office_clock.now()
    mail = telling.tell(registration, "reminder", at=at)
    fields = {"state": "failed", "ended_at": at, "why": "550 no such user", **fields}
    Message.objects.filter(pk=mail.pk).update(**fields)
    return mail


def publish(event: Event, **fields: object) -> Page:
    """A live plain page for the event. (For a real camp or visit page: `event_page`.)"""
    return _add(event, Page, fields)


def event_page(event: Event, **fields: object) -> Page:
    """A live CampPage or VisitPage for the event, as a coordinator would publish it."""
    from camps.models import CampPage, VisitPage

    return _add(event, CampPage if event.is_camp else VisitPage, fields)


def open_occurrence(**fields: object) -> Occurrence:
    """An occurrence one can sign up for now: scheduled, in its window, its page live."""
    occurrence = OccurrenceFactory(**fields)
    publish(occurrence.event)
    return occurrence


def _add(event: Event, model: type[Page], fields: dict[str, object]) -> Page:
    fields = {"title": event.title, "slug": f"event-{event.pk}", "live": True, **fields}
    fields.setdefault("locale", Locale.get_default())
    below = fields.pop("below", None) or Page.objects.filter(depth=2).first()
    parent = below or Page.get_first_root_node()
    return parent.add_child(instance=model(translation_key=event.page_key, **fields))

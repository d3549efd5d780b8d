"""The rows a benchmark needs: a camp page with dates, made through the product's own models."""

from datetime import timedelta
from uuid import uuid4

from django.core.management import call_command

from camps.models import CampIndexPage, CampPage
from contacts.models import Contact
from events.models import Event, Kind, Occurrence, OccurrenceState, Registration, Turn
from events.models.states import RegistrationState
from home.models import HomePage
from office import clock


def camp(capacity: int, waitlist_limit: int, deposit: int = 0) -> tuple[Occurrence, str]:
    """A live camp page with one open date; the date, and the page's path."""
    call_command("load_country", "dk", verbosity=0)
    page = CampPage(title=f"Camp {uuid4().hex[:6]}", lead="Three days by the sea.", live=True)
    _index().add_child(instance=page)
    event = Event.objects.create(
        page_key=page.translation_key, kind=Kind.CAMP, title=page.title, created_at=clock.now()
    )
    return date(event, capacity, waitlist_limit, deposit), page.get_url() or ""


def date(event: Event, capacity: int, waitlist_limit: int, deposit: int = 0) -> Occurrence:
    start = clock.now() + timedelta(days=40)
    return Occurrence.objects.create(
        event=event,
        state=OccurrenceState.SCHEDULED,
        starts_at=start,
        ends_at=start + timedelta(days=2),
        capacity=capacity,
        waitlist_limit=waitlist_limit,
        deposit=deposit,
        opens_at=start - timedelta(days=60),
        closes_at=start - timedelta(days=10),
        offers_until=start - timedelta(days=1),
    )


def full_with_waiting(event: Event, waiting: int) -> Occurrence:
    """A date with one place, taken, and so many waiting for it."""
    occurrence, at = date(event, 1, waiting), clock.now()
    who = [
        Contact(email=f"{uuid4().hex}@student.example", name="Waiting Person", created_at=at)
        for _ in range(waiting + 1)
    ]
    first, *others = Contact.objects.bulk_create(who)
    Registration.objects.create(
        occurrence=occurrence,
        contact=first,
        state=RegistrationState.CONFIRMED,
        created_at=at,
        proven_at=at,
        sequence=0,
    )
    Turn.objects.bulk_create(
        Turn(occurrence=occurrence, contact=one, joined_at=at, proven_at=at) for one in others
    )
    return occurrence


def _index() -> CampIndexPage:
    found = CampIndexPage.objects.first()
    if found:
        return found
    page = CampIndexPage(title="Camps", live=True)
    HomePage.objects.get().add_child(instance=page)
    return page

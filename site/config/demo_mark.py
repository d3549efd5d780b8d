"""A demo's database is marked, so that no real office is ever run on it, nor a demo on a real one.

The mark is a row of the worker's: when the demo office was loaded.
"""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from contacts.models import Contact
from events.models import Event
from office import clock
from office.models import Work

NAME = "demo"


def mark() -> None:
    """Mark this database as a demo's; refused if it is somebody's own."""
    refuse_wrong_database()
    Work.objects.get_or_create(name=NAME, defaults={"finished_at": clock.now()})


def is_marked() -> bool:
    return Work.objects.filter(name=NAME).exists()


def refuse_wrong_database() -> None:
    """Raise ImproperlyConfigured if DEMO and the database's mark do not agree."""
    wrong = what_is_wrong()
    if wrong:
        raise ImproperlyConfigured(wrong)


def what_is_wrong() -> str:
    """A sentence if DEMO and the mark do not agree; nothing before the first migration."""
    try:
        marked = is_marked()
        used = Contact.objects.exists() or Event.objects.exists()
    except DatabaseError:
        connection.close()
        return ""
    if marked and not settings.DEMO:
        return "This database is a demo's. Set DEMO=1, or DATABASE_URL to a database of your own."
    if settings.DEMO and used and not marked:
        return "This database holds an office of its own, so no demo is run on it. Unset DEMO."
    return ""

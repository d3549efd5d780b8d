"""The worker's pieces of work for the office itself: safe to run twice at once."""

from django_tasks import task

from desk.domain import alerts, forgetting, morning
from office import clock
from office.one_by_one import all_of


@task()
def tell_office() -> None:
    """The morning mail when it is time, and what cannot wait."""
    all_of([morning.queue_due, alerts.queue_due])


@task()
def forget() -> None:
    """Nightly: the log after a year, invitations after a month, sessions that ended."""
    forgetting.forget(clock.now())

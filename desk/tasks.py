"""The worker's pieces of work for the office itself: safe to run twice at once."""

from django_tasks import task

from desk.domain import alerts, morning


@task()
def tell_office() -> None:
    """The morning mail when it is time, and what cannot wait."""
    morning.queue_due()
    alerts.queue_due()

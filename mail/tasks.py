"""Pieces of the worker's work that any engine of django-tasks can run."""

from django_tasks import task

from mail.domain.delivery import deliver_due

BATCH = 20


@task()
def deliver() -> None:
    """Send what is due, until nothing is or the mail server cannot be reached."""
    while deliver_due(BATCH) == BATCH:
        pass

"""Pieces of the worker's work that any engine of django-tasks can run."""

import math

from django_tasks import task

from mail.domain.delivery import deliver_due

AT_A_TIME = 10.0
"""Seconds after which no further mail is begun, so that the worker can be stopped."""


@task()
def deliver() -> None:
    """Send what is due, until nothing is, the mail server cannot be reached or the time is over."""
    deliver_due(limit=math.inf, seconds=AT_A_TIME)

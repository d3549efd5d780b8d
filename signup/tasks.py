"""Work that recurs: each a task without arguments, safe to run twice."""

from django_tasks import task

from office import clock
from office.domain import limits


@task()
def tidy() -> None:
    """Forget the tallies of windows that are over."""
    limits.forget(clock.now())

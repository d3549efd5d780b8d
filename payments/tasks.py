"""The worker's pieces of work on money: without arguments, and safe to run twice at once."""

from django.conf import settings
from django_tasks import task

from office import clock
from office.one_by_one import all_of
from payments.domain import following, owing, reconciling, refunding, retention, working_off

ARRIVING = [working_off.work_off, following.follow_due]


@task()
def retain() -> None:
    """Delete what is no longer to be kept."""
    retention.clean(clock.now())


@task()
def arrive() -> None:
    """What Stripe told us, and what became of payments begun: somebody waits for it."""
    if settings.PAYMENTS_ON:
        all_of(ARRIVING, clock.now())


@task()
def work() -> None:
    """The same; then what is owed back, and its sending."""
    steps = [*ARRIVING, owing.make_due, refunding.send_due]
    all_of(steps if settings.PAYMENTS_ON else [owing.make_due], clock.now())


@task()
def reconcile() -> None:
    """Every night: our books against Stripe's."""
    if settings.PAYMENTS_ON:
        reconciling.reconcile()

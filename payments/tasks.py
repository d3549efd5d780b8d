"""The worker's pieces of work on money: without arguments, and safe to run twice at once."""

from django.conf import settings
from django_tasks import task

from office import clock
from payments.domain import following, owing, reconciling, refunding, retention, working_off


@task()
def retain() -> None:
    """Delete what is no longer to be kept."""
    retention.clean(clock.now())


@task()
def work() -> None:
    """What Stripe told us, what became of payments begun, what is owed back, and its sending."""
    at = clock.now()
    if settings.PAYMENTS_ON:
        working_off.work_off(at)
        following.follow_due(at)
    owing.make_due(at)
    if settings.PAYMENTS_ON:
        refunding.send_due(at)


@task()
def reconcile() -> None:
    """Every night: our books against Stripe's."""
    if settings.PAYMENTS_ON:
        reconciling.reconcile()

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
    if settings.PAYMENTS_ON:
        working_off.work_off()
        following.follow_due()
    owing.make_due()
    if settings.PAYMENTS_ON:
        refunding.send_due()


@task()
def reconcile() -> None:
    """Every night: our books against Stripe's."""
    if settings.PAYMENTS_ON:
        reconciling.reconcile()

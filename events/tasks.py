"""The worker's pieces of work on events: without arguments, and safe to run twice at once."""

from django_tasks import task

from events.domain import (
    automatic,
    host_asking,
    hosting,
    mailing_out,
    question_mails,
    reminders,
    retention,
    spots_telling,
    trial,
)
from events.domain import tick as ticking
from office import clock
from office.one_by_one import all_of


@task()
def tick() -> None:
    """Start and end holds, offer what is free, forget what was never proven."""
    all_of([ticking.tick, lambda: retention.clean_unproven(clock.now())])


@task()
def remind() -> None:
    """Reminders before, thanks after; reminders of questions before their deadline."""
    all_of([reminders.remind, question_mails.remind])


@task()
def mailings() -> None:
    """Mails that coordinators wrote, once they can no longer be stopped; and automatic ones."""
    all_of([automatic.queue_due, mailing_out.send_due])


@task()
def spots() -> None:
    """Tell people which practice, room and meeting point is theirs."""
    spots_telling.tell_due()


@task()
def hosts() -> None:
    """Tell host practices what is new, and who asks; close the lists they have filled in."""
    all_of([hosting.follow, host_asking.answer_due])


@task()
def trials() -> None:
    """Clear away what somebody of the office tried."""
    trial.clear_due()


@task()
def retain() -> None:
    """Delete what is no longer to be kept."""
    retention.clean(clock.now())

"""What time does to pages: each a task without arguments, safe to run twice at once."""

from django.core.management import call_command
from django_tasks import task

from home.making import make_waiting
from home.sharing.ahead import draw_missing


@task()
def publish() -> None:
    """Publish and unpublish the pages whose scheduled time has come."""
    call_command("publish_scheduled", verbosity=0)


@task()
def pictures() -> None:
    """Make the sizes of new and changed pictures."""
    make_waiting()


@task()
def cards() -> None:
    """Draw the share cards of new and changed pages."""
    draw_missing()

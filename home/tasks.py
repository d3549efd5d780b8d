"""What time does to pages: each a task without arguments, safe to run twice at once."""

from django.core.management import call_command
from django_tasks import task


@task()
def publish() -> None:
    """Publish and unpublish the pages whose scheduled time has come."""
    call_command("publish_scheduled", verbosity=0)

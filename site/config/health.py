"""What a load balancer or a monitor asks."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.domain import overdue
from office import clock
from payments.domain import overdue as money_overdue

PATIENCE = timedelta(minutes=10)
"""How long something due may wait for the worker before this installation is not ready."""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations, worker and, where there are any, payments: 200 if all are well, else
    503; what is wrong says JSON."""
    said = _say()
    well = all(word == "ok" for word in said.values())
    return JsonResponse(said, status=200 if well else 503)


def _say() -> dict[str, str]:
    try:
        if lacks_migrations():
            return {"database": "ok", "migrations": "missing"}
        return {"database": "ok", "migrations": "ok", **_behind(clock.now())}
    except DatabaseError:
        return {"database": "does not answer"}


def _behind(at: datetime) -> dict[str, str]:
    """How the worker's pieces stand."""
    since = {"worker": overdue.oldest_due(at)}
    if settings.PAYMENTS_ON:
        since["payments"] = money_overdue.oldest_due(at)
    return {name: _word(oldest, at) for name, oldest in since.items()}


def _word(since: datetime | None, at: datetime) -> str:
    if since is None or at - since <= PATIENCE:
        return "ok"
    return f"something has been due since {since:%Y-%m-%d %H:%M} UTC"


_known_complete = False


def lacks_migrations() -> bool:
    """Whether the database is behind the code."""
    global _known_complete  # once complete, always complete
    if not _known_complete:
        executor = MigrationExecutor(connection)
        _known_complete = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not _known_complete

"""What a load balancer or a monitor asks."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.domain.overdue import oldest_due
from office import clock

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
    """Database, migrations and worker: 200 if all are well, else 503; what is wrong says JSON."""
    said = _say()
    well = all(word == "ok" for word in said.values())
    return JsonResponse(said, status=200 if well else 503)


def _say() -> dict[str, str]:
    try:
        if _lacks_migrations():
            return {"database": "ok", "migrations": "missing"}
        since = oldest_due(clock.now())
    except DatabaseError:
        return {"database": "does not answer"}
    late = since is not None and clock.now() - since > PATIENCE
    worker = f"something has been due since {since:%Y-%m-%d %H:%M} UTC" if late else "ok"
    return {"database": "ok", "migrations": "ok", "worker": worker}


_known_complete = False


def _lacks_migrations() -> bool:
    global _known_complete  # once complete, always complete
    if not _known_complete:
        executor = MigrationExecutor(connection)
        _known_complete = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not _known_complete

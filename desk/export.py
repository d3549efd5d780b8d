"""The one way out for tables: who may, the file, and the line in the log.

Any screen can export with it:

    return download(
        request,
        Export(
            name=_("Participants"),
            columns=[
                Column(_("Name"), words.name_of),
                Column(question.wording, lambda claim: answers.get(claim.contact_id)),
                Column(_("Places"), lambda claim: 1, is_number=True),
            ],
            rows=registrations.iterator(500),
            about=occurrence,
        ),
        form=request.GET.get("export"),
    )

`rows` is anything to go through once; only a few rows are held at a time, so give an iterator.
What a column's function gives becomes text (dates, lists and yes or no in words). `about` is what
the log's line hangs on: a row, or the model when it is a whole list. `permission` is the one for
people unless you say otherwise. Whoever lacks it is sent away as from any screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import FileResponse, HttpRequest
from django.utils.text import capfirst, slugify
from wagtail.log_actions import log

from desk import words
from desk.sheets import Column, write_csv, write_xlsx
from office import clock

__all__ = ["OF_PEOPLE", "Column", "Export", "download", "record"]

OF_PEOPLE = "events.export_registration"
"""Needed for every list with people in it."""

IN_MEMORY = 1_000_000
"""Larger files lie on disk until they are sent."""

WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Export:
    """A table on its way out. `filters` names what it was narrowed by, never by which value."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    about: Model | type[Model]
    filters: Sequence[str] = field(default_factory=list)
    permission: str = OF_PEOPLE


def download(request: HttpRequest, export: Export, form: str | None = "xlsx") -> FileResponse:
    """The table as a file to download, logged. Raises PermissionDenied."""
    if not request.user.has_perm(export.permission):
        raise PermissionDenied
    form = form if form in WRITERS else "xlsx"
    file = cast(IO[bytes], SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 -- the answer closes it
    count = WRITERS[form](export.columns, export.rows, file, export.name)
    file.seek(0)
    record(request, export.about, export.name, rows=count, form=form, filters=export.filters)
    name = f"{filename(export.name)}.{form}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[form])


def filename(name: str) -> str:
    """Of the list, with the day: `contacts-2026-11-21`."""
    today = clock.now().astimezone(words.office_zone())
    return f"{slugify(name) or 'export'}-{today:%Y-%m-%d}"


def record(
    request: HttpRequest,
    about: Model | type[Model],
    name: str,
    *,
    rows: int,
    form: str,
    filters: Sequence[str] = (),
) -> None:
    """Log that somebody took something out: which list, how much of it, never whom."""
    data = {"list": name, "rows": rows, "form": form, "filters": list(filters)}
    instance, title = _hung_on(about)
    log(instance, "desk.export", user=request.user, title=title, data=data)


def _hung_on(about: Model | type[Model]) -> tuple[Model, str]:
    """A whole list has no row for the log to name: number 0 stands for it."""
    if isinstance(about, Model):
        return about, str(about)
    return about(pk=0), str(capfirst(about._meta.verbose_name_plural))

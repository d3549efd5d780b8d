"""The first five steps of a new installation, found from its rows; nobody ticks anything off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from camps.models import CampIndexPage, CampPage, VisitIndexPage, VisitPage
from desk.access.rules import MANAGE
from desk.domain.mail_test import newest_arrived
from desk.models import Invitation
from events.models import Occurrence, Registration
from office.models import Office


@dataclass(frozen=True)
class Step:
    """What to do, what it is good for, and where it is done."""

    name: str
    why: str
    url: str
    is_done: bool


def first_steps(user: Any, at: datetime) -> list[Step]:
    """Those this user may do; none once all are done, or a real person has signed up."""
    if Registration.objects.real().exists():
        return []
    office = Office.objects.current(at)
    makers: list[tuple[str, Callable[[], Step]]] = [
        ("office.add_office", lambda: _office(office)),
        ("office.change_office", lambda: _look(office)),
        ("office.view_office", _mail),
        (MANAGE, _colleagues),
        ("events.add_occurrence", lambda: _date(user)),
    ]
    steps = [make() for permission, make in makers if user.has_perm(permission)]
    return [] if all(step.is_done for step in steps) else steps


def _office(office: Office | None) -> Step:
    return Step(
        _("Say who you are"),
        _("The office’s name, its addresses, and who answers for personal data."),
        _settings(office),
        bool(office and office.email and office.privacy_email),
    )


def _look(office: Office | None) -> Step:
    has_look = office and (office.logo_id or office.colours.css())
    return Step(
        _("Put on your logo and colours"),
        _("Three colours and a logo, in the same settings. You see them before you save."),
        _settings(office),
        bool(has_look),
    )


def _settings(office: Office | None) -> str:
    return reverse("office:edit", args=[office.pk]) if office else reverse("office:add")


def _mail() -> Step:
    return Step(
        _("See that mail arrives"),
        _("Send a test mail to yourself and type its code. Signing up goes by mail."),
        reverse("ready:index") + "#mail",
        newest_arrived() is not None,
    )


def _colleagues() -> Step:
    """Two who work here, or one who is asked to."""
    here = User.objects.filter(is_active=True, groups__isnull=False).distinct().count()
    return Step(
        _("Invite your colleagues"),
        _("Each gets a mail and chooses a password; you choose what they may do."),
        reverse("colleagues:invite"),
        here > 1 or Invitation.objects.exists(),
    )


def _date(user: Any) -> Step:
    """A page the public sees, with a date on it."""
    page = Page.objects.type(CampPage, VisitPage).order_by("pk").first()
    return Step(
        _("Publish the first page with a date"),
        _("A camp or a practice visit. Then press Try it yourself beside its date."),
        _editor(page, user),
        Occurrence.objects.public().exists(),
    )


def _editor(page: Page | None, user: Any) -> str:
    """Where the page is written on; a new one below the list of camps, or of visits."""
    if page:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    may_add = PagePermissionPolicy().instances_user_has_permission_for(user, "add")
    for index in (CampIndexPage, VisitIndexPage):
        if parent := may_add.type(index).order_by("pk").first():
            return reverse("wagtailadmin_pages:add_subpage", args=[parent.pk])
    return reverse("wagtailadmin_explore_root")

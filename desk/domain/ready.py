"""Whether this installation is ready to be opened to the public: a sentence a check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk import words
from desk.access.rules import administrators
from desk.domain.mail_test import newest_arrived
from mail.checks import KEEPS_MAIL_HERE
from office.models import CareerStage, Office, Picture, Work

TEST_HOLDS = timedelta(days=90)
"""A test mail that arrived says so much about today."""
ALIVE = timedelta(minutes=5)
BACKUP_IS_FRESH = timedelta(hours=26)
ALWAYS_AT_WORK = {"mail", "events"}
EXAMPLES = ("example.org", "example.com", "example.net", "localhost")


@dataclass(frozen=True)
class Check:
    """What is looked at, how it stands, and what to do if it is not in order: where, and the
    permission that takes."""

    name: str
    is_ok: bool
    says: str
    do: str = ""
    url: str = ""
    permission: str = ""


def checks_for(user: User, at: datetime) -> list[Check]:
    """All of them; who may not open where it is done is told to ask."""
    return [_theirs(it, user) for it in checks(at)]


def _theirs(check: Check, user: User) -> Check:
    if not check.permission or user.has_perm(check.permission):
        return check
    ask = _("Ask an administrator.")
    return replace(check, do=f"{check.do} {ask}", url="")


def checks(at: datetime) -> list[Check]:
    """All of them, in the order in which one would set up an installation."""
    office = Office.objects.current(at)
    return [
        _no_demo(),
        _https(),
        _reference(),
        _privacy(office),
        _accessibility(office),
        _people(),
        _second_factor(),
        _pictures(),
        _leaves(),
        _sender(),
        _arrives(at),
        _works(at),
        _backup(at),
    ]


def _no_demo() -> Check:
    name = _("No demo")
    if settings.DEMO:
        do = _("Start it without DEMO, with a database of its own.")
        return Check(name, False, _("This is the demo: its people are invented."), do)
    return Check(name, True, _("This is no demo."))


def _https() -> Check:
    name, address = _("Address"), settings.BASE_URL
    if urlsplit(address).scheme == "https":
        return Check(name, True, _("People reach it at %(address)s.") % {"address": address})
    says = _("People reach it at %(address)s, where what they type can be read on its way.")
    do = _("Whoever runs the server sets BASE_URL to an address with https.")
    return Check(name, False, says % {"address": address}, do)


def _reference() -> Check:
    name = _("Stages and universities")
    if CareerStage.objects.exists():
        return Check(name, True, _("They are loaded."))
    do = _("Whoever runs the server runs manage.py load_country.")
    return Check(name, False, _("They are missing, so nobody can sign up."), do)


def _privacy(office: Office | None) -> Check:
    name = _("Privacy contact")
    if office and office.privacy_email:
        says = _("%(controller)s is responsible; questions go to %(email)s.")
        told = {"controller": office.controller, "email": office.privacy_email}
        return Check(name, True, says % told)
    says = _("Nobody is named who answers for personal data.")
    return Check(name, False, says, _("Enter it in the settings of the office."), *_office(office))


def _accessibility(office: Office | None) -> Check:
    name = _("Accessibility statement")
    if office and office.was_url:
        return Check(name, True, _("/was leads to %(url)s.") % {"url": office.was_url})
    says = _("/was leads nowhere. The law asks for a statement.")
    do = _("Make one (in Denmark at was.digst.dk), and enter its address in the settings.")
    return Check(name, False, says, do, *_office(office))


def _office(office: Office | None) -> tuple[str, str]:
    if office is None:
        return reverse("office:add"), "office.add_office"
    return reverse("office:edit", args=[office.pk]), "office.change_office"


def _people() -> Check:
    name = _("Administrators")
    rulers = User.objects.filter(is_active=True, is_superuser=True)
    n = len({*administrators().values_list("pk", flat=True), *rulers.values_list("pk", flat=True)})
    if n == 0:
        do = _("Whoever runs the server runs manage.py createsuperuser, then invites two of you.")
        return Check(name, False, _("Nobody decides yet who works here."), do)
    says = ngettext("%(n)d person can administer.", "%(n)d people can administer.", n) % {"n": n}
    do = _("Invite a second one, so that nobody's holiday locks the office out.")
    return Check(name, n >= 2, says, "" if n >= 2 else do)


def _second_factor() -> Check:
    name = _("Second factor")
    if settings.MFA_REQUIRED:
        return Check(name, True, _("Whoever sees people signs in with a second factor."))
    do = _("Whoever runs the server sets MFA_REQUIRED to 1.")
    return Check(name, False, _("A password alone opens everybody's data."), do)


def _pictures() -> Check:
    name = _("Pictures")
    silent = list(Picture.objects.without_words().on_pages().order_by("-pk"))
    if not silent:
        return Check(name, True, _("All that stand on a page are put into words."))
    n, titles = len(silent), ", ".join(f"“{it.title}”" for it in silent[:3])
    says = ngettext(
        "%(n)d picture on a page is not put into words: %(titles)s.",
        "%(n)d pictures on pages are not put into words, such as %(titles)s.",
        n,
    )
    do = _("Say what it shows, for those who do not see it.")
    first = reverse("wagtailimages:edit", args=[silent[0].pk])
    return Check(name, False, says % {"n": n, "titles": titles}, do, first)


def _leaves() -> Check:
    name = _("Mail leaves")
    if settings.EMAIL_BACKEND in KEEPS_MAIL_HERE:
        do = _("Whoever runs the server sets EMAIL_URL.")
        return Check(name, False, _("Mail is kept here and goes nowhere."), do)
    return Check(name, True, _("Mail is handed to a mail server."))


def _sender() -> Check:
    name = _("Sender")
    senders = [settings.DEFAULT_FROM_EMAIL, *settings.INVITES_FROM_EMAIL]
    told = {"senders": ", ".join(dict.fromkeys(senders))}
    if any(sender.endswith(EXAMPLES) for sender in senders):
        do = _("Whoever runs the server sets DEFAULT_FROM_EMAIL to an address of yours.")
        return Check(name, False, _("Mail comes from %(senders)s, an example.") % told, do)
    return Check(name, True, _("Mail comes from %(senders)s.") % told)


def _arrives(at: datetime) -> Check:
    name, arrived = _("Mail arrives"), newest_arrived()
    do = _("Send a test mail to yourself below, and type its code.")
    if arrived is None:
        return Check(name, False, _("No test mail has come back yet."), do)
    when = date_format(arrived.astimezone(words.office_zone()), "DATE_FORMAT")
    says = _("A test mail arrived on %(when)s.") % {"when": when}
    is_ok = arrived > at - TEST_HOLDS
    return Check(name, is_ok, says, "" if is_ok else do)


def _works(at: datetime) -> Check:
    name = _("Worker")
    do = _("Whoever runs the server looks at the log of manage.py work.")
    needed = ALWAYS_AT_WORK | ({"payments"} if settings.PAYMENTS_ON else set())
    alive = Work.objects.filter(name__in=needed, finished_at__gt=at - ALIVE).count()
    if alive < len(needed):
        says = _("It does not run: no mail leaves, and no offer ends.")
        return Check(name, False, says, do)
    failing = list(Work.objects.exclude(error="").order_by("name").values_list("name", flat=True))
    if failing:
        says = _("It runs, but this does not succeed: %(what)s.") % {"what": ", ".join(failing)}
        return Check(name, False, says, do)
    return Check(name, True, _("It runs, and all it does succeeds."))


def _backup(at: datetime) -> Check:
    name = _("Backup")
    do = _("Whoever runs the server lets each backup touch the file that BACKUP_MARKER names.")
    if not settings.BACKUP_MARKER:
        return Check(name, False, _("Nothing tells whether there is a backup."), do)
    made = _modified(Path(settings.BACKUP_MARKER))
    if made is None:
        return Check(name, False, _("The file that tells of the last backup is not there."), do)
    says = _("The last backup is from %(when)s.")
    told = {"when": words.moment(made, words.office_zone())}
    return Check(name, made > at - BACKUP_IS_FRESH, says % told, _("One a day is meant."))


def _modified(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None

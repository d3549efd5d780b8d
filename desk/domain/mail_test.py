"""A mail to oneself, and its code typed back: the only proof that mail arrives."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from desk.models import MailTest
from mail import kinds
from mail.domain import outbox
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from office import clock
from office.actor import coordinator
from office.log import note
from office.refusal import ActRefused

KIND = "mail_test"


def send(user: User) -> MailTest:
    """Send a new code to the user's own address; an earlier one is worth nothing any more.

    Raises ActRefused for somebody without an address.
    """
    if not user.email:
        raise ActRefused(_("Your account has no e-mail address. Enter it under Account first."))
    with transaction.atomic():
        at, code = clock.now(), f"{secrets.randbelow(1_000_000):06}"
        test, _made = MailTest.objects.update_or_create(
            user=user, defaults={"code": code, "sent_at": at, "arrived_at": None}
        )
        facts = {"test": test.pk, "code": code}
        language = get_language() or settings.LANGUAGE_CODE
        outbox.queue(KIND, to=user.email, language=language, at=at, facts=facts)
        note(test, "desk.send_mail_test", coordinator(user))
        return test


def arrived(user: User, code: str) -> MailTest:
    """The code of the mail came back. Twice is once. Raises ActRefused for any other code."""
    with transaction.atomic():
        test = MailTest.objects.select_for_update().filter(user=user).first()
        if test is None or not secrets.compare_digest(test.code.encode(), code.strip().encode()):
            raise ActRefused(_("That is not the code of the newest mail. It has six digits."))
        if test.arrived_at is None:
            test.arrived_at = clock.now()
            test.save(update_fields=["arrived_at"])
            note(test, "desk.mail_test_arrived", coordinator(user))
        return test


def newest_arrived() -> datetime | None:
    """When a test mail last came back, whoever sent it."""
    rows = MailTest.objects.filter(arrived_at__isnull=False).order_by("-arrived_at")
    return rows.values_list("arrived_at", flat=True).first()


def render(message: Message) -> Letter:
    return Letter(
        subject=_("Test mail from Praksisvej: %(code)s") % message.facts,
        lines=[
            _("This mail has arrived, and that is all it is for."),
            _("Press the button, or type this code on the page: %(code)s") % message.facts,
        ],
        button=_("It has arrived"),
    )


def still_true(message: Message) -> str:
    test: Any = MailTest.objects.filter(pk=message.facts.get("test")).first()
    is_newest = test is not None and test.code == message.facts.get("code")
    return "" if is_newest else gettext_noop("a newer one was asked for")


def link(message: Message) -> str:
    return f"{settings.BASE_URL}{reverse('ready:index')}?code={message.facts['code']}#mail"


def register() -> None:
    label = gettext_lazy("test mail")
    kinds.register(KIND, Kind(render, still_true, link, must_know=True, label=label))

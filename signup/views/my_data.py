"""My data: see, correct, withdraw, take along, delete. Behind a link that lasts half an hour.

The link alone shows a name and a button: whoever only opens mails learns nothing. Each answer to
a button is a page of its own kind, so nothing is left behind in the browser.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contacts.domain import consent
from contacts.domain.stages import semester_on
from contacts.models import Consent, Contact
from events.domain.erasure import erase as erase_contact
from office.actor import PERSON
from signup.domain import claims
from signup.domain import my_data as domain
from signup.forms import MyDataForm
from signup.kept_words import kept_words
from signup.mailed import mailed
from signup.wording import consent_wording, withdrawal_wording

Act = Callable[[HttpRequest, Contact, datetime], HttpResponse]


@mailed(domain.contact)
def my_data(request: HttpRequest, contact: Contact, at: datetime) -> HttpResponse:
    """Opened by a button, because mail scanners open links."""
    do = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    if do is None:
        return render(request, "signup/my_data_door.html", {"contact": contact})
    domain.opened(contact, at)
    return do(request, contact, at)


def show(
    request: HttpRequest, contact: Contact, at: datetime, *, done: str = "", form: Any = None
) -> HttpResponse:
    mine = [*claims.claims_of(contact), *claims.unproven_of(contact.email)]
    context = {
        "contact": contact,
        "kept": kept_words(domain.held(contact)),
        "sign_ups": [(it, claims.path(it)) for it in mine],
        "has_consent": consent.has(contact, Consent.Purpose.WRITE_TO_ME),
        "wording": consent_wording(),
        "form": form or _form(contact, at),
        "done": done,
    }
    return render(request, "signup/my_data.html", context)


def correct(request: HttpRequest, contact: Contact, at: datetime) -> HttpResponse:
    today = timezone.localdate(at)
    form = MyDataForm(request.POST, first_day=today, today=today)
    if not form.is_valid():
        return show(request, contact, at, form=form)
    domain.correct(contact, form.told, today=today, at=at)
    contact.refresh_from_db()
    return show(request, contact, at, done="correct")


def give(request: HttpRequest, contact: Contact, at: datetime) -> HttpResponse:
    domain.consent_given(contact, granted=True, wording=consent_wording(), at=at)
    return show(request, contact, at, done="give")


def withdraw(request: HttpRequest, contact: Contact, at: datetime) -> HttpResponse:
    domain.consent_given(contact, granted=False, wording=withdrawal_wording(), at=at)
    return show(request, contact, at, done="withdraw")


def download(request: HttpRequest, contact: Contact, at: datetime) -> HttpResponse:
    text = json.dumps(domain.held(contact), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def ask_to_erase(request: HttpRequest, contact: Contact, at: datetime) -> HttpResponse:
    """The first of two steps: what goes, and what that means."""
    return render(request, "signup/my_data_erase.html", {"contact": contact})


def erase(request: HttpRequest, contact: Contact, at: datetime) -> HttpResponse:
    erase_contact(contact.pk, actor=PERSON)
    return render(request, "signup/my_data_erased.html")


def _form(contact: Contact, at: datetime) -> MyDataForm:
    today = timezone.localdate(at)
    newest = contact.stages.first()
    known: dict[str, Any] = {"name": contact.name, "phone": contact.phone}
    if newest:
        known |= {"stage": newest.stage, "school": newest.school, "campus": newest.campus}
        if start := newest.study_start:
            known |= {"start_month": start.month, "start_year": start.year}
            if newest.semester_shift:
                known["semester"] = semester_on(start, today, newest.semester_shift)
    return MyDataForm(initial=known, first_day=today, today=today)


ACTS: dict[str, Act] = {
    "open": show,
    "correct": correct,
    "give": give,
    "withdraw": withdraw,
    "download": download,
    "ask_to_erase": ask_to_erase,
    "erase": erase,
}

"""Correcting what the office knows of a person, from a date or from the person's own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Contact
from desk import words
from desk.forms.correcting import CorrectForm
from desk.views.base import ActView, actor_of
from desk.views.claims import ClaimAct
from desk.views.contact import ContactMixin
from events.domain import correcting
from events.domain.correcting import AddressTaken


class Correcting(ActView):
    """Name and number as they are; another address with a reason."""

    form_class = CorrectForm
    submit_label = gettext_lazy("Correct")
    done = gettext_lazy("Corrected.")
    taken_by: Contact | None = None

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        if self.taken_by is None:
            return answer
        form.add_error("email", _belongs_to(self.taken_by))
        return self.form_invalid(form)

    def correct_contact(self, contact: Contact, form: Any) -> object:
        told, actor = form.cleaned_data, actor_of(self.request)
        if form.has_new_address:
            self._change_address(contact, told["email"], told["reason"])
        return correcting.name_and_phone(
            contact.pk, name=told["name"], phone=told["phone"], actor=actor
        )

    def _change_address(self, contact: Contact, address: str, reason: str) -> None:
        actor = actor_of(self.request)
        try:
            correcting.address_of(contact.pk, address, actor=actor, reason=reason)
        except AddressTaken as refused:
            self.taken_by = refused.contact
            raise


def _belongs_to(contact: Contact) -> str:
    return format_html(
        '{} <a href="{}">{}</a>',
        _("Another contact has this address:"),
        reverse("contacts:edit", args=[contact.pk]),
        contact.name or str(contact),
    )


A_NEW_ADDRESS = gettext_lazy(
    "Another address counts as vouched for by you: everything running is mailed there with new "
    "links, the links in the old mailbox open nothing any more, and the old address is told that "
    "it is no longer used."
)


class CorrectContact(ContactMixin, Correcting):
    def get_page_title(self) -> str:
        return _("Correct %(name)s") % {"name": self.name}

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.name}]

    explanation = A_NEW_ADDRESS

    def get_initial(self) -> dict[str, Any]:
        it = self.contact
        return {"name": it.name, "phone": it.phone, "email": it.email}

    def get_success_url(self) -> str:
        return self.home

    def act(self, form: Any) -> object:
        return self.correct_contact(self.contact, form)


class CorrectClaim(Correcting, ClaimAct):
    form_class = CorrectForm
    what = gettext_lazy("Correct %(name)s")

    def get_explanation(self) -> Any:
        if self.claim.contact:
            return A_NEW_ADDRESS
        return _(
            "The address has not answered yet. Another one is asked instead; the link in the "
            "first mail opens nothing any more."
        )

    def get_initial(self) -> dict[str, Any]:
        claim = self.claim
        return {
            "name": words.name_of(claim) if claim.contact or claim.submitted else "",
            "phone": words.phone_of(claim),
            "email": claim.address,
        }

    def act(self, form: Any) -> object:
        if self.claim.contact:
            return self.correct_contact(self.claim.contact, form)
        told, actor = form.cleaned_data, actor_of(self.request)
        if form.has_new_address:
            address, reason = told["email"], told["reason"]
            correcting.typed_address(self.claim, address, actor=actor, reason=reason)
        return correcting.typed_name_and_phone(
            self.claim, name=told["name"], phone=told["phone"], actor=actor
        )

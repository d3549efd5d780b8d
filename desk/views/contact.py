"""One person: who they are, what they agreed to, all that happened; and erasing them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from contacts.models import Contact
from desk.attended import in_all
from desk.deposit_lines import SEE
from desk.forms.moving import ToDateForm
from desk.forms.notes import NoteForm
from desk.history import history, stage_in_words
from desk.note_lines import notes_to_show
from desk.views.base import ActView, DeskMixin, actor_of, history_button
from desk.words import stage_labels
from events.domain import erasure
from office import clock
from signup.domain import my_data


class ContactMixin(DeskMixin):
    model = Contact
    trail = ("contacts:index", gettext_lazy("Contacts"))

    @cached_property
    def contact(self) -> Contact:
        return get_object_or_404(Contact, pk=self.kwargs["pk"])

    @property
    def name(self) -> str:
        return self.contact.name or str(self.contact)

    @property
    def home(self) -> str:
        return reverse("contacts:edit", args=[self.kwargs["pk"]])


class ContactView(ContactMixin, TemplateView):
    template_name = "desk/contact.html"
    header_icon = "user"

    def get_page_title(self) -> str:
        return self.name

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Their history stands on the page; this is what the office did."""
        return [history_button("contacts", self.contact.pk, _("Log"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = stage_labels()
        stages = [stage_in_words(it, labels) for it in self.contact.stages.all()[:1]]
        return super().get_context_data(**kwargs) | {
            "contact": self.contact,
            "stage": stages[0] if stages else "",
            "consents": self.consents(),
            "attended": in_all(self.contact),
            "entries": history(self.contact, with_payments=self.request.user.has_perm(SEE)),
            "notes": notes_to_show(self.contact, self.request),
            "note_form": NoteForm() if self.may_note() else None,
            "can_erase": self.user_has_permission("delete") and not self.contact.erased_at,
        }

    def may_note(self) -> bool:
        may = self.request.user.has_perm("contacts.add_note")
        return may and not self.contact.erased_at

    def consents(self) -> list[Any]:
        """The newest word on each purpose."""
        newest = {row.purpose: row for row in reversed(self.contact.consents.all())}
        return list(newest.values())


class AddToDate(ContactMixin, ActView):
    """Which date? Its form *Add somebody* comes next, with what is known filled in."""

    form_class = ToDateForm
    submit_label = gettext_lazy("Go on")

    def user_has_permission(self, permission: str) -> bool:
        may_add = self.request.user.has_perm("events.change_registration")
        return may_add and super().user_has_permission(permission)

    def get_page_title(self) -> str:
        return _("Add %(name)s to a date") % {"name": self.name}

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.name}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"contact": self.contact, "at": clock.now()}

    def form_valid(self, form: Any) -> HttpResponse:
        url = reverse("dates:add_person", args=[form.cleaned_data["to"]])
        known = urlencode({"contact": self.contact.pk, "next": self.home})
        return redirect(f"{url}?{known}")

    def get_success_url(self) -> str:
        return self.home


class Erase(ContactMixin, ActView):
    permission_required = "delete"
    form_class = forms.Form
    submit_label = gettext_lazy("Erase for good")
    serious = True
    done = gettext_lazy("The person is erased. Their places went to the next in line.")

    def get_page_title(self) -> str:
        return _("Erase %(name)s") % {"name": self.name}

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.name}]

    def get_explanation(self) -> str:
        places = self.contact.registrations.holding().count()
        turns = self.contact.turns.live().count()
        claims = ngettext(
            "%d place or turn ends, and the next in line is offered it.",
            "%d places and turns end, and the next in line are offered them.",
            places + turns,
        ) % (places + turns)
        gone = _(
            "Name, addresses, phone, what was typed and the texts of mails are deleted and cannot "
            "be fetched back; that somebody came, without a name, is kept for the figures. The "
            "person gets no mail about it."
        )
        return f"{gone} {claims}" if places + turns else gone

    def act(self, form: Any) -> None:
        erasure.erase(self.contact.pk, actor=actor_of(self.request))

    def get_success_url(self) -> str:
        return self.home


class SendMyData(ContactMixin, View):
    """The person's own link to see, correct and delete, mailed to them."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contact = self.contact
        if contact.erased_at:
            messages.error(request, _("This person is erased; there is no address to write to."))
            return redirect(self.home)
        my_data.send_link(contact.email, language=contact.language, at=clock.now())
        log(contact, "contacts.send_my_data", user=request.user)
        done = _(
            "The link is on its way, unless three mails to this address wait for an answer already."
        )
        messages.success(request, done)
        return redirect(self.home)

"""One practice: where it is, who gets its mails, what has been and what it offers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from desk.forms.hosts import ChangeContactForm, ContactForm
from desk.forms.several import NoForm
from desk.views.base import ActView, DeskMixin, actor_of, history_button
from events.domain import host_contacts, host_offers, hosts, offer_words
from events.domain.errors import ActRefused
from events.domain.host_year import year
from events.domain.log import note
from events.models import Host, HostContact
from office import clock


class HostMixin(DeskMixin):
    model = Host
    permission = "events.change_host"
    trail = ("hosts:index", gettext_lazy("Host practices"))
    header_icon = "home"

    @cached_property
    def host(self) -> Host:
        rows = Host.objects.select_related("municipality")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def home(self) -> str:
        return reverse("hosts:edit", args=[self.kwargs["pk"]])

    def get_success_url(self) -> str:
        return self.home


class HostView(HostMixin, TemplateView):
    template_name = "desk/hosts/host.html"

    @cached_property
    def at(self) -> datetime:
        return clock.now()

    def get_page_title(self) -> str:
        return self.host.name

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [history_button("hosts", self.host.pk)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = self.host.offers.all()[:20]
        sees_contacts = self.request.user.has_perm("events.view_hostcontact")
        there = self.host.contacts.filter(left_at=None).order_by("name", "pk")
        return super().get_context_data(**kwargs) | {
            "host": self.host,
            "contacts": list(there) if sees_contacts else [],
            "sees_contacts": sees_contacts,
            "year": year(self.host.pk, self.at),
            "offers": [(it, offer_words.offer_words(it)) for it in offers],
        }


class Retire(HostMixin, ActView):
    """It receives nobody any more: it stands in no list of choices."""

    form_class = NoForm
    page_title = gettext_lazy("Retire the practice")
    submit_label = gettext_lazy("Retire it")
    done = gettext_lazy("It is no longer a host. Its page says so, and has the way back.")

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.host.name}]

    def get_explanation(self) -> str:
        said = _(
            "It is no longer a choice for dates. What it has been part of stays, and so do its "
            "contacts, until you take them off."
        )
        n = len(year(self.host.pk, clock.now()).coming)
        coming = ngettext(
            "It has %d visit to come, which stays as it is.",
            "It has %d visits to come, which stay as they are.",
            n,
        )
        return f"{said} {coming % n}" if n else said

    def act(self, form: Any) -> object:
        return hosts.retire(self.host.pk, actor=actor_of(self.request))


class Reinstate(HostMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        hosts.reinstate(self.host.pk, actor=actor_of(request))
        messages.success(request, _("It is a host again, and a choice for dates."))
        return redirect(self.home)


# Contacts


class OfContact(HostMixin):
    """Something about one contact who has not left."""

    permission = "events.change_hostcontact"

    @cached_property
    def contact(self) -> HostContact:
        there = HostContact.objects.filter(host=self.kwargs["pk"], left_at=None)
        return get_object_or_404(there.select_related("host"), pk=self.kwargs["contact"])

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.host.name}]


class AddContact(HostMixin, ActView):
    permission = "events.add_hostcontact"
    form_class = ContactForm
    page_title = gettext_lazy("Add a contact")
    submit_label = gettext_lazy("Add the contact")
    explanation = gettext_lazy(
        "They get the mails about every visit that is still to come: the calendar invitation, who "
        "comes, and the question who came. Ask them first."
    )
    done = gettext_lazy("The contact is added, and gets the mails from now on.")

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.host.name}]

    def act(self, form: Any) -> object:
        return host_contacts.add(self.host.pk, actor=actor_of(self.request), **form.cleaned_data)


class ChangeContact(OfContact, ActView):
    form_class = ChangeContactForm
    page_title = gettext_lazy("Change a contact")
    explanation = gettext_lazy("At another address, the links mailed so far open nothing any more.")
    done = gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.contact}

    def act(self, form: Any) -> object:
        return host_contacts.change(self.contact.pk, actor=actor_of(self.request), **form.told())


class TakeOff(OfContact, ActView):
    form_class = forms.Form
    submit_label = gettext_lazy("Take off")
    done = gettext_lazy("They get no more mails. Add them anew if that was wrong.")
    serious = True

    def get_page_title(self) -> str:
        return _("Take off %(name)s") % {"name": self.contact.name}

    def get_explanation(self) -> str:
        return _(
            "They get no more mails, the visits are taken out of their calendar, and their links "
            "open nothing any more. Name and address are deleted 30 days after the last visit."
        )

    def act(self, form: Any) -> object:
        return host_contacts.leave(self.contact.pk, actor=actor_of(self.request))


class RenewLinks(OfContact, ActView):
    form_class = forms.Form
    submit_label = gettext_lazy("Revoke all links")
    done = gettext_lazy("The old links open nothing any more. The next mail has a new one.")
    serious = True

    def get_page_title(self) -> str:
        return _("Revoke the links of %(name)s") % {"name": self.contact.name}

    def get_explanation(self) -> str:
        return _(
            "Do this when a mail has come into wrong hands. Every link that was mailed to them "
            "opens nothing any more, also in mails about visits to come. Send the link to the "
            "practice's year afterwards: it is a new one."
        )

    def act(self, form: Any) -> object:
        return host_contacts.renew_links(self.contact.pk, actor=actor_of(self.request))


class SendYear(OfContact, View):
    """The link to the practice's year, mailed to one contact."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            sent = host_offers.mail_year(self.contact, clock.now())
        except ActRefused as refused:
            messages.error(request, str(refused))
            return redirect(self.home)
        if sent is None:
            said = _("Not sent: three such mails of the last day have not been opened.")
            messages.warning(request, said)
            return redirect(self.home)
        note(self.contact, "events.mail_year", actor_of(request))
        messages.success(request, _("The link is on its way."))
        return redirect(self.home)


def patterns() -> list[URLPattern]:
    """Addresses below a practice's own."""
    contact = "<int:pk>/contacts/<int:contact>/"
    return [
        path("<int:pk>/retire/", Retire.as_view(), name="retire"),
        path("<int:pk>/reinstate/", Reinstate.as_view(), name="reinstate"),
        path("<int:pk>/contacts/new/", AddContact.as_view(), name="add_contact"),
        path(f"{contact}change/", ChangeContact.as_view(), name="change_contact"),
        path(f"{contact}take-off/", TakeOff.as_view(), name="take_off"),
        path(f"{contact}renew-links/", RenewLinks.as_view(), name="renew_links"),
        path(f"{contact}send-year/", SendYear.as_view(), name="send_year"),
    ]

"""One mail: whom it went to, what became of it, and what to do where it did not arrive."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from wagtail.admin import messages

from contacts.models import Contact
from desk import words
from desk.forms.people import ReasonForm
from desk.history import fate
from desk.mail_words import about, is_missed, why_missed
from desk.person_url import person_url
from desk.views.base import ActView, DeskMixin, actor_of
from desk.views.wording_preview import POLICY, framed
from events.domain import mails
from events.letters import claim as claims
from events.models import HostContact, Registration, Turn
from mail import kinds
from mail.domain import again, suppression, trying
from mail.models import Message, Suppression
from office import clock
from office.refusal import ActRefused
from signup.mail_words import kind_in_words


class MailMixin(DeskMixin):
    """A screen about one message."""

    model = Message
    permission_required = "view"
    trail = ("missed:index", gettext_lazy("Failed mails"))
    header_icon = "mail"

    @cached_property
    def mail(self) -> Message:
        return get_object_or_404(Message, pk=self.kwargs["pk"])

    @cached_property
    def contact(self) -> Contact | None:
        uuid = self.mail.contact
        return Contact.objects.living().filter(uuid=uuid).first() if uuid else None

    @cached_property
    def practice(self) -> HostContact | None:
        return mails.practice(self.mail)

    @property
    def home(self) -> str:
        return reverse("mails:show", args=[self.kwargs["pk"]])

    def get_success_url(self) -> str:
        return self.home


class ShowMail(MailMixin, TemplateView):
    template_name = "desk/mails/show.html"

    def get_page_title(self) -> str:
        return capfirst(kind_in_words(self.mail.kind))

    @cached_property
    def claim(self) -> Registration | Turn | None:
        found = claims.find(self.mail)
        return found if isinstance(found, (Registration, Turn)) else None

    @cached_property
    def suppression(self) -> Suppression | None:
        return suppression.suppressed(self.mail.to, clock.now()) if self.mail.to else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = self.mail
        missed = is_missed(mail) and bool(mail.to)
        return super().get_context_data(**kwargs) | {
            "mail": mail,
            "fate": fate(mail),
            "missed": missed,
            "why": why_missed(mail) if missed else "",
            "suppression": self.suppression,
            "may_act": self.user_has_permission("change"),
            "can_try": missed and not mail.dealt_with_at and not self.held_back(),
            "has_text": bool(mail.to and mail.facts),
            **self.person(),
        }

    def held_back(self) -> bool:
        """Whether it would be held back again."""
        return bool(self.suppression) and not kinds.get(self.mail.kind).must_know

    def person(self) -> dict[str, Any]:
        """Who it is, as far as that is known, and where the desk shows more."""
        claim, contact = self.claim, self.contact
        name = contact.name if contact else ""
        phone = contact.phone if contact else ""
        if claim and not contact:
            name, phone = words.name_of(claim), words.phone_of(claim)
        if practice := self.practice:
            name, phone = words.practice(practice), practice.phone
        told = {"contact": contact, "name": name, "phone": phone}
        if claim and self.request.user.has_perm("events.view_registration"):
            told["claim_url"] = person_url(claim)
        date = claim.occurrence if claim else mails.hosted_on(self.mail)
        return told | {"practice": self.practice, "date": date}


@method_decorator([never_cache, xframe_options_sameorigin, csp_replace(POLICY)], name="dispatch")
class MailText(MailMixin, View):
    """What the mail says, for a frame; its button leads nowhere: the link is the person's own."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (self.mail.to and self.mail.facts):
            raise Http404
        return HttpResponse(framed(trying.preview(self.mail)))


class MailAct(MailMixin, View):
    """An act on one mail behind a button: POST only."""

    http_method_names = ["post"]
    permission_required = "change"
    done: Any = ""

    def act(self) -> object:
        """Do it. Raises ActRefused."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except ActRefused as refused:
            messages.error(request, str(refused))
            return redirect(self.home)
        messages.success(request, str(self.done), buttons=self.buttons())
        return redirect(self.get_success_url())

    def buttons(self) -> list[Any]:
        return []


class Again(MailAct):
    done = gettext_lazy("The mail is on its way again.")

    def act(self) -> object:
        reader = self.contact or self.practice
        to = reader.email if reader else ""
        return again.again(self.mail.pk, actor=actor_of(self.request), to=to)

    def get_success_url(self) -> str:
        return reverse("missed:index")


class DealWith(MailAct):
    done = gettext_lazy("Dealt with.")

    def act(self) -> None:
        again.deal_with(self.mail.pk, actor=actor_of(self.request))

    def buttons(self) -> list[Any]:
        return [messages.button(self.home, _("Open it to take this back"))]

    def get_success_url(self) -> str:
        return reverse("missed:index")


class UndoDealWith(MailAct):
    done = gettext_lazy("It is to be dealt with.")

    def act(self) -> None:
        again.undo(self.mail.pk, actor=actor_of(self.request))


class LiftSuppression(MailMixin, ActView):
    """Write to the address again."""

    permission_required = "change"
    form_class = ReasonForm
    page_title = gettext_lazy("Write to this address again")
    submit_label = gettext_lazy("Write to it again")
    explanation = gettext_lazy(
        "From now on mails to this address leave again. Do this when the person has told you that "
        "the address works and that they want our mails; whoever said “this was not me” has not."
    )
    done = gettext_lazy("The address is written to again. Now you can send the mail once more.")

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": about(self.mail)}]

    def act(self, form: Any) -> None:
        reason = form.cleaned_data["reason"]
        again.lift(self.mail.pk, actor=actor_of(self.request), reason=reason)

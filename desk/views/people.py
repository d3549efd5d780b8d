"""What is done about one person on one date: add, cancel, move up, give the place, remove."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Contact
from desk import deposit_lines, words
from desk.forms.people import AddPersonForm
from desk.history import stage_in_words
from desk.views.base import ActView, OccurrenceMixin, PostAct, actor_of
from desk.views.claims import ClaimAct, ClaimMixin
from desk.words import stage_labels
from events.domain import by_hand, registrations
from events.models import Registration, Turn
from office import clock


class AddPerson(OccurrenceMixin, ActView):
    permission = "events.change_registration"
    form_class = AddPersonForm
    page_title = gettext_lazy("Add somebody")
    submit_label = gettext_lazy("Add and send the invite")
    explanation = gettext_lazy(
        "You vouch for the person: they need not confirm their address. They get the mail with "
        "the invite at once."
    )

    @cached_property
    def contact(self) -> Contact | None:
        """Whom the address names, where somebody known is added."""
        pk = self.request.GET.get("contact", "")
        if not pk.isdecimal() or not self.request.user.has_perm("contacts.change_contact"):
            return None
        return Contact.objects.living().real().filter(pk=pk).first()

    def get_initial(self) -> dict[str, Any]:
        if self.contact is None:
            return super().get_initial()
        known = ("name", "email", "phone", "language")
        return {name: getattr(self.contact, name) for name in known}

    def get_form_kwargs(self) -> dict[str, Any]:
        required = self.occurrence.event.phone_required
        return super().get_form_kwargs() | {"phone_required": required}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.contact and (stage := self.contact.stages.first()):
            told = _("Empty: as it is, %(stage)s.")
            form.fields["stage"].help_text = told % {"stage": stage_in_words(stage, stage_labels())}
        return form

    def act(self, form: Any) -> object:
        typed = form.cleaned_data
        return by_hand.add(
            self.kwargs["pk"],
            form.submitted(),
            actor=actor_of(self.request),
            language=typed["language"],
            reason=typed["reason"],
            over_capacity=typed["over_capacity"],
        )

    def get_done(self, result: object) -> str:
        assert isinstance(result, Registration)  # noqa: S101 -- what add returns
        return _("%(name)s has a place.") % {"name": words.name_of(result)}


class Cancel(ClaimAct):
    claims = Registration
    what = gettext_lazy("Cancel %(name)s")
    submit_label = gettext_lazy("Cancel the place")
    serious = True
    done = gettext_lazy("The place of %(name)s is cancelled.")

    def get_explanation(self) -> str:
        next_in_line = _("The place goes to the next in line.")
        if not self.claim.is_proven:
            return _("The address never answered, so nobody is written to.") + " " + next_in_line
        told = _(
            "%(name)s is told by mail that the office has cancelled the place, with the reason "
            "below, and the event leaves their calendar."
        )
        back = deposit_lines.on_leaving([self.claim.pk], clock.now())
        return " ".join(filter(None, [told % {"name": self.name}, next_in_line, back]))

    def act(self, form: Any) -> object:
        return registrations.cancel(
            self.claim.pk, actor=actor_of(self.request), reason=form.cleaned_data["reason"]
        )


class MoveUp(ClaimAct):
    claims = Turn
    what = gettext_lazy("Move %(name)s up")
    submit_label = gettext_lazy("Move to the front")
    explanation = gettext_lazy(
        "The person becomes first in line and gets the next place that comes free. "
        "They are told so by mail."
    )
    done = gettext_lazy("%(name)s is first in line.")

    def act(self, form: Any) -> object:
        return by_hand.move_up(
            self.claim.pk, actor=actor_of(self.request), reason=form.cleaned_data["reason"]
        )


class GivePlace(ClaimAct):
    claims = Turn
    what = gettext_lazy("Give the place to %(name)s")
    submit_label = gettext_lazy("Give the place")
    explanation = gettext_lazy(
        "Call first: the place is theirs at once, and they get the mail with the invite."
    )
    done = gettext_lazy("%(name)s has a place.")

    def act(self, form: Any) -> object:
        return by_hand.give_place(
            self.claim.pk, actor=actor_of(self.request), reason=form.cleaned_data["reason"]
        )


class Remove(ClaimAct):
    claims = Turn
    what = gettext_lazy("Take %(name)s off the waitlist")
    submit_label = gettext_lazy("Take off the waitlist")
    serious = True
    done = gettext_lazy("%(name)s is off the waitlist.")

    def get_explanation(self) -> str:
        if not self.claim.is_proven:
            return _("The address never answered, so nobody is written to.")
        return _("%(name)s is told by mail, with the reason below.") % {"name": self.name}

    def act(self, form: Any) -> object:
        return by_hand.remove(
            self.claim.pk, actor=actor_of(self.request), reason=form.cleaned_data["reason"]
        )


class SendLinkAgain(ClaimMixin, PostAct):
    done = gettext_lazy("The link is on its way again.")

    def act(self) -> object:
        return by_hand.send_link_again(self.claim, actor=actor_of(self.request))

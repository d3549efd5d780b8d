"""The mails an event's dates send by themselves: the list, one of them, leaving one out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from desk import mailing_lines, words
from desk.forms.automatic import NEW, AutomaticForm, shown
from desk.views.base import ActView, DeskMixin, PostAct, actor_of
from desk.views.compose import Sample, sample
from desk.views.previewed import PreviewedAct
from events.domain import automatic, recipients
from events.domain.automatic import Planned
from events.domain.zoned import is_night
from events.letters.mailing import NAMES
from events.models import AutomaticMail, Event, Mailing, Occurrence
from mail.standard import Words
from office import clock


@dataclass(frozen=True)
class Row:
    """An automatic mail in the list of its event's."""

    mail: AutomaticMail
    title: str
    timing: str
    next_one: str


@dataclass(frozen=True)
class Leaving:
    """When one date's mail would leave, and what is to be said against it."""

    date: str
    when: str
    remark: str


class EventMixin(DeskMixin):
    """A screen about one event's automatic mails."""

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(Event, pk=self.kwargs["pk"])

    @cached_property
    def dates(self) -> list[Occurrence]:
        """Those still to come or running."""
        rows = Occurrence.objects.filter(event=self.event).select_related("event")
        return list(rows.upcoming(clock.now()).in_order())

    @property
    def home(self) -> str:
        return reverse("dates:automatic", args=[self.event.pk])


class AutomaticMails(EventMixin, TemplateView):
    template_name = "desk/mailings/automatic.html"
    permission = "events.view_automaticmail"
    header_icon = "mail"

    def get_page_title(self) -> str:
        return _("Automatic mails: %(event)s") % {"event": self.event.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = clock.now()
        plans = [it for it in automatic.planned(self.dates) if it.is_to_come(at)]
        return super().get_context_data(**kwargs) | {
            "event": self.event,
            "rows": [self._row(it, plans) for it in self.event.automatic_mails.all()],
            "may_change": self.request.user.has_perm("events.change_automaticmail"),
        }

    def _row(self, mail: AutomaticMail, plans: list[Planned]) -> Row:
        mine = next((it for it in plans if it.rule.pk == mail.pk), None)
        title = mailing_lines.rule_title(mail, self.event)
        when = mailing_lines.coming(mine).when if mine else ""
        return Row(mail, title, mailing_lines.timing(mail), when)


class EditAutomatic(EventMixin, PreviewedAct):
    """One automatic mail: shown before it is saved is when each date's one will leave."""

    form_class = AutomaticForm
    template_name = "desk/mailings/automatic_form.html"
    preview_template = "desk/mailings/_automatic_preview.html"
    look_label = gettext_lazy("See when it leaves")
    submit_label = gettext_lazy("Save")
    header_icon = "mail"

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": _("Automatic mails")}]

    def get_success_url(self) -> str:
        return self.home

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.dates = [it for it in self.dates if it.is_scheduled]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = [(f"{{{key}}}", it) for key, it in NAMES.items()]
        return super().get_context_data(**kwargs) | {"names": names, "subject": self.event.title}

    def preview(self, form: Any) -> dict[str, Any]:
        mail, sent = self.draft(form), self.sent()
        plans = [
            Planned(mail, it, automatic.leaves_at(mail, it), sent.get(it.pk)) for it in self.dates
        ]
        return {
            "timing": mailing_lines.timing(mail),
            "is_on": mail.is_on,
            "dates": [_leaving(it) for it in sorted(plans, key=lambda it: it.leaves_at)],
            "sample": self.sample(form),
        }

    def draft(self, form: Any) -> AutomaticMail:
        """What would be saved."""
        return AutomaticMail(event=self.event, since=clock.now(), **form.values())

    def sent(self) -> dict[int | None, Mailing]:
        """What dates have sent or left out already."""
        return {}

    def sample(self, form: Any) -> Sample | None:
        """As the first person with a place on the next date would get it."""
        typed = Words(form.cleaned_data["subject"], form.cleaned_data["text"])
        with_button = form.cleaned_data["with_link"]
        for it in recipients.on(self.dates[:5]).values():
            for claim in it.everybody:
                date = Mailing(occurrence=it.occurrence)
                assert claim.contact  # noqa: S101 -- only proven claims are in a group
                return sample(date, claim.contact, claim, typed, with_button=with_button)
        return None


class MakeAutomatic(EditAutomatic):
    permission = "events.add_automaticmail"
    page_title = gettext_lazy("A new automatic mail")
    done = gettext_lazy("Saved. Each date of the event sends it from now on.")

    def get_initial(self) -> dict[str, Any]:
        return dict(NEW)

    def act(self, form: Any) -> AutomaticMail:
        return automatic.make(self.event, actor=actor_of(self.request), **form.values())


class ChangeAutomatic(EditAutomatic):
    permission = "events.change_automaticmail"
    page_title = gettext_lazy("Change an automatic mail")
    explanation = gettext_lazy(
        "What has left stays as it is. With another time, dates for which that time has passed "
        "do not send it any more."
    )
    done = gettext_lazy("Saved.")

    @cached_property
    def mail(self) -> AutomaticMail:
        return get_object_or_404(AutomaticMail, pk=self.kwargs["mail"], event=self.event)

    def get_initial(self) -> dict[str, Any]:
        return shown(self.mail)

    def draft(self, form: Any) -> AutomaticMail:
        draft = super().draft(form)
        if not automatic.begins_anew(self.mail, draft):
            draft.since = self.mail.since
        return draft

    def sent(self) -> dict[int | None, Mailing]:
        return {it.occurrence_id: it for it in self.mail.mailings.all()}

    def act(self, form: Any) -> AutomaticMail:
        seen = form.cleaned_data["version"]
        actor = actor_of(self.request)
        return automatic.change(self.mail.pk, actor=actor, seen=seen, **form.values())


class RemoveAutomatic(EventMixin, ActView):
    permission = "events.delete_automaticmail"
    form_class = forms.Form
    page_title = gettext_lazy("Delete the automatic mail")
    submit_label = gettext_lazy("Delete it")
    serious = True
    explanation = gettext_lazy(
        "No date sends it any more, and its text cannot be fetched back. What has left stays in "
        "the list of mailings. To keep it for later, change it and take the tick from “Is sent”."
    )
    done = gettext_lazy("The automatic mail is deleted.")

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": _("Automatic mails")}]

    def get_success_url(self) -> str:
        return self.home

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = get_object_or_404(AutomaticMail, pk=self.kwargs["mail"], event=self.event)
        subject = f"{mailing_lines.rule_title(mail, self.event)}, {mailing_lines.timing(mail)}"
        return super().get_context_data(**kwargs) | {"subject": subject}

    def act(self, form: Any) -> None:
        automatic.remove(self.kwargs["mail"], actor=actor_of(self.request))


class SkipAutomatic(PostAct):
    permission = "events.change_automaticmail"
    done = gettext_lazy("Left out for this date.")

    def get_success_url(self) -> str:
        return reverse("dates:messages", args=[self.kwargs["pk"]])

    def mail(self) -> int:
        mine = AutomaticMail.objects.filter(event=self.occurrence.event_id)
        return get_object_or_404(mine, pk=self.kwargs["mail"]).pk

    def act(self) -> object:
        return automatic.skip(self.mail(), self.occurrence.pk, actor=actor_of(self.request))


class UnskipAutomatic(SkipAutomatic):
    done = gettext_lazy("It is sent after all.")

    def act(self) -> None:
        automatic.take_back_skip(self.mail(), self.occurrence.pk, actor=actor_of(self.request))


def _leaving(it: Planned) -> Leaving:
    zone = it.occurrence.zone
    return Leaving(words.titled(it.occurrence), words.moment(it.leaves_at, zone), _remark(it))


def _remark(it: Planned) -> str:
    if it.mailing:
        return _("left out") if it.mailing.stopped_at else _("has left")
    if it.occurrence.is_called_off:
        return _("not sent: called off")
    if it.was_past:
        return _("not sent: this time has passed")
    if not it.occurrence.is_scheduled:
        return _("once the date is opened before then")
    return _("at night") if is_night(it.leaves_at, it.occurrence.zone) else ""

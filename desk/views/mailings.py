"""Mails to people: what waits and can be stopped, what left and what became of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages

from desk import mailing_lines, words
from desk.history import fate
from desk.views.base import DeskMixin, actor_of
from events.domain import mailings, mails
from events.domain.errors import ActRefused
from events.models import Mailing, Occurrence
from office import clock

SHOWN = 100
"""Dates to choose from at a time."""


class MailingMixin(DeskMixin):
    trail = ("mailings:index", gettext_lazy("Mailings"))
    permission = "events.view_mailing"

    @cached_property
    def mailing(self) -> Any:
        rows = Mailing.objects.with_fates().select_related(
            "occurrence__event", "contact", "automatic", "written_by"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def home(self) -> str:
        return reverse("mailings:edit", args=[self.kwargs["pk"]])


class MailingView(MailingMixin, TemplateView):
    """One mailing; a waiting one counts down, with *stop* and *change*."""

    template_name = "desk/mailings/mailing.html"
    header_icon = "mail"

    def get_page_title(self) -> str:
        return mailing_lines.title(self.mailing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it = self.mailing
        return super().get_context_data(**kwargs) | {
            "line": mailing_lines.line(it),
            "facts": self.facts(),
            "seconds": (seconds := self.seconds_left()),
            "left": f"{(seconds or 0) // 60}:{(seconds or 0) % 60:02}",
            "siblings": self.siblings(),
            "missed": self.missed(),
            "may_write": self.request.user.has_perm("events.add_mailing"),
            "again_url": self.again_url(),
            "mails_url": f"{reverse('mails:index')}?mailing={it.pk}",
        }

    def facts(self) -> list[tuple[str, str, str]]:
        """Label, value, and the address it leads to where there is one."""
        it = self.mailing
        date = words.titled(it.occurrence) if it.occurrence else ""
        person = (it.contact.name or str(it.contact)) if it.contact else ""
        shown = [
            (_("To"), self._to(), ""),
            (_("Person"), person, it.contact and reverse("contacts:edit", args=[it.contact_id])),
            (_("Date"), date, it.occurrence and self._date_url()),
            (_("Written"), words.moment(it.written_at, mailing_lines.zone_of(it)), ""),
            (_("By"), mailing_lines.writer(it), ""),
            (_("Answers go to"), it.reply_to or _("the contact person"), ""),
            (_("Became of it"), mailing_lines.fate(it), ""),
        ]
        return [(label, value, url or "") for label, value, url in shown if value]

    def _to(self) -> str:
        it = self.mailing
        if it.contact_id or not it.sent_at:
            return mailing_lines.to_words(it)
        return f"{mailing_lines.to_words(it)} ({it.count})"

    def _date_url(self) -> str:
        return reverse("dates:messages", args=[self.mailing.occurrence_id])

    def seconds_left(self) -> int | None:
        if not self.mailing.is_pending:
            return None
        left = self.mailing.leaves_at - clock.now()
        return max(0, int(left.total_seconds()))

    def siblings(self) -> list[mailing_lines.Line]:
        """The same text to other dates, written in the same act."""
        rows = Mailing.objects.with_fates().filter(batch=self.mailing.batch)
        others = rows.exclude(pk=self.mailing.pk).select_related("occurrence__event", "written_by")
        return [mailing_lines.line(it) for it in others.order_by("occurrence__starts_at", "pk")]

    def missed(self) -> list[dict[str, Any]]:
        """Those it did not reach, each with the person to call."""
        found = mails.with_contacts(mails.not_reached(self.mailing.messages))
        return [
            {
                "name": it.contact_name or it.to or str(it),
                "url": it.contact_pk and reverse("contacts:edit", args=[it.contact_pk]),
                "fate": fate(it),
                "why": it.why_in_words,
            }
            for it in found
        ]

    def again_url(self) -> str:
        it = self.mailing
        if it.contact_id and not it.contact.erased_at:
            about = {"about": it.occurrence_id} if it.occurrence_id else {}
            query = urlencode({"again": it.pk, **about})
            return f"{reverse('contacts:write', args=[it.contact_id])}?{query}"
        return f"{reverse('mailings:choose')}?{urlencode({'again': it.pk})}"


class MailingAct(MailingMixin, View):
    """A button on a waiting mailing, and on all that was written with it."""

    http_method_names = ["post"]
    permission = "events.add_mailing"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            stopped = self.stop()
        except ActRefused as refused:
            messages.error(request, str(refused))
            return redirect(self.home)
        return self.done(stopped)

    def stop(self) -> list[Mailing]:
        if "all" in self.request.POST:
            return mailings.stop_all(self.mailing.batch, actor=actor_of(self.request))
        return [mailings.stop(self.mailing.pk, actor=actor_of(self.request))]

    def done(self, stopped: list[Mailing]) -> HttpResponse:
        raise NotImplementedError


class Stop(MailingAct):
    def done(self, stopped: list[Mailing]) -> HttpResponse:
        messages.success(self.request, _("Stopped. Nobody gets it."))
        return redirect(self.home)


class Change(MailingAct):
    """Stop it, and go on with the same text to the same people."""

    def done(self, stopped: list[Mailing]) -> HttpResponse:
        it = self.mailing
        if it.contact_id:
            query = {"again": it.pk} | ({"about": it.occurrence_id} if it.occurrence_id else {})
            return redirect(f"{reverse('contacts:write', args=[it.contact_id])}?{urlencode(query)}")
        dates = [row.occurrence_id for row in stopped]
        query = {"again": it.pk, "date": dates, "chosen": it.chosen}
        return redirect(f"{reverse('mailings:new')}?{urlencode(query, doseq=True)}")


class ChooseDates(DeskMixin, TemplateView):
    """Which dates a mail is for: one, or the same text for several."""

    trail = ("mailings:index", gettext_lazy("Mailings"))
    permission = "events.add_mailing"
    page_title = gettext_lazy("Which dates is the mail for?")
    header_icon = "mail"
    template_name = "desk/mailings/choose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        query, past = asked.get("q", "").strip(), asked.get("when") == "past"
        return super().get_context_data(**kwargs) | {
            "rows": self.rows(query, past=past),
            "q": query,
            "past": past,
            "again": asked.get("again", "") if asked.get("again", "").isdecimal() else "",
            "shown": SHOWN,
        }

    def rows(self, query: str, *, past: bool) -> list[dict[str, Any]]:
        at = clock.now()
        dates = Occurrence.objects.select_related("event").with_counts()
        found = dates.filter(ends_at__lte=at) if past else dates.filter(ends_at__gt=at)
        if query:
            found = found.found_by(query)
        order = ("-starts_at", "-pk") if past else ("starts_at", "pk")
        return [
            {"pk": it.pk, "title": words.titled(it), "fill": words.fill(it)}
            for it in found.order_by(*order)[:SHOWN]
        ]

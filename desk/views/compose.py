"""Writing to people: who, what, a look at it, and on its way after five minutes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from contacts.models import Contact
from desk import words
from desk.asked_for import AskedFor
from desk.forms.mailing import ToDatesForm, ToPersonForm
from desk.several import read_all
from desk.views.base import actor_of
from desk.views.contact import ContactMixin
from desk.views.previewed import PreviewedAct
from events.domain import mailing_out, mailings, recipients
from events.domain.mailings import MANY
from events.domain.places import Claim
from events.domain.recipients import People
from events.letters.mailing import NAMES
from events.models import Mailing, Occurrence, Recipients, Registration, Turn
from mail.domain import suppression, trying
from mail.domain.composing import Contents
from mail.standard import Words
from office import clock

AGAIN = ("subject", "text", "with_link")


@dataclass(frozen=True)
class Group:
    """A group on the dates at hand, and who is in it."""

    label: str
    names: list[str]


@dataclass(frozen=True)
class Sample:
    """What one of the readers would get."""

    name: str
    language: str
    contents: Contents
    answers_to: str
    has_button: bool


class Compose(PreviewedAct):
    """A text with a preview; *Send* lets it leave in five minutes."""

    permission = "events.add_mailing"
    trail = ("mailings:index", gettext_lazy("Mailings"))
    page_title: Any = gettext_lazy("Write a mail")
    header_icon = "mail"
    template_name = "desk/mailings/compose.html"
    preview_template = "desk/mailings/_preview.html"
    look_label = gettext_lazy("Preview")
    submit_label = gettext_lazy("Send")
    mailing: Mailing | None = None

    def get_initial(self) -> dict[str, Any]:
        again = self.again
        return {name: getattr(again, name) for name in AGAIN} if again else {}

    @cached_property
    def again(self) -> Mailing | None:
        """An earlier mail whose text is used again."""
        asked = self.request.GET.get("again", "")
        return Mailing.objects.filter(pk=asked).first() if asked.isdecimal() else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_done(self, result: object) -> str:
        return _("Written. It leaves in five minutes; until then it can be stopped.")

    def get_success_url(self) -> str:
        return reverse("mailings:edit", args=[self.mailing.pk]) if self.mailing else self.way_back()

    def way_back(self) -> str:
        """Where *Back* leads."""
        return reverse("mailings:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = [(f"{{{key}}}", it) for key, it in NAMES.items()]
        return super().get_context_data(**kwargs) | {"names": names}

    def sample(self, form: Any, mailing: Mailing, person: Contact, claim: Claim | None) -> Sample:
        text = form.writing
        typed = Words(text.subject, text.text)
        shown = sample(mailing, person, claim, typed, with_button=text.with_link)
        return replace(shown, answers_to=text.reply_to or shown.answers_to)


def sample(
    mailing: Mailing, person: Contact, claim: Claim | None, typed: Words, *, with_button: bool
) -> Sample:
    """What somebody would get in these words."""
    message = mailing_out.example(mailing, person, claim)
    shown = trying.preview(message, typed)
    return Sample(
        name=person.name,
        language=get_language_info(message.language)["name_translated"],
        contents=shown,
        answers_to=shown.letter.reply_to,
        has_button=with_button,
    )


class WriteToDates(Compose):
    """To a group on one date, or the same text on several."""

    form_class = ToDatesForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.GET.getlist("date") and self.user_has_permission(self.permission):
            again = f"?again={asked}" if (asked := request.GET.get("again")) else ""
            return redirect(reverse("mailings:choose") + again)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def people(self) -> list[People]:
        asked = read_all(self.request.GET.getlist("date"))
        rows = Occurrence.objects.select_related("event").filter(pk__in=asked)
        if not (found := list(rows.in_order())):
            raise Http404
        return list(recipients.on(found).values())

    def way_back(self) -> str:
        if len(self.people) == 1:
            return reverse("dates:messages", args=[self.people[0].occurrence.pk])
        return super().way_back()

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        if self.asked_for:
            return initial | {"to": Recipients.CHOSEN, "chosen": self.asked_for.contacts}
        asked = self.request.GET.get("to", Recipients.CONFIRMED)
        return initial | {"to": self.again.recipients if self.again else asked}

    @cached_property
    def asked_for(self) -> AskedFor:
        return AskedFor.read(self.request, self.people)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.people}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "subject": "; ".join(words.titled(it.occurrence) for it in self.people),
            "groups": [group for it in recipients.ALONE if (group := self._group(it)).names],
            "out_of_reach": self.asked_for.out_of_reach,
        }

    def _group(self, which: Recipients) -> Group:
        claims = [claim for it in self.people for claim in it.group(which)]
        return Group(str(which.label), [words.name_of(it) for it in claims])

    def preview(self, form: Any) -> dict[str, Any]:
        told = form.cleaned_data
        to, chosen = told["to"], told.get("chosen", [])
        found = [(it, it.group(to, chosen)) for it in self.people]
        total = sum(len(claims) for _date, claims in found)
        return {
            "to": str(Recipients(to).label),
            "dates": [(words.titled(it.occurrence), len(claims)) for it, claims in found],
            "total": total,
            "is_many": total > MANY,
            "blocked": blocked([claim for _date, claims in found for claim in claims]),
            "sample": self._first(form, found),
        }

    def _first(self, form: Any, found: list[tuple[People, list[Claim]]]) -> Sample | None:
        for people, claims in found:
            for claim in claims:
                assert claim.contact  # noqa: S101 -- only proven claims are in a group
                date = Mailing(occurrence=people.occurrence)
                return self.sample(form, date, claim.contact, claim)
        return None

    def act(self, form: Any) -> list[Mailing]:
        told = form.cleaned_data
        written = mailings.write(
            [it.occurrence.pk for it in self.people],
            form.writing,
            actor=actor_of(self.request),
            to=told["to"],
            chosen=told.get("chosen", []),
            sure="sure" in self.request.POST,
            batch=told["batch"],
        )
        self.mailing = written[0]
        return written

    def get_done(self, result: Any) -> str:
        if len(result) == 1:
            return super().get_done(result)
        said = ngettext(
            "Written: %d mailing. It leaves in five minutes.",
            "Written: %d mailings. They leave in five minutes; until then they can be stopped.",
            len(result),
        )
        return said % len(result)


class WriteToPerson(ContactMixin, Compose):
    """To one person, whatever they have on a date, or nothing."""

    form_class = ToPersonForm

    def get_page_title(self) -> str:
        return _("Write to %(name)s") % {"name": self.name}

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.name}]

    def way_back(self) -> str:
        return self.home

    @cached_property
    def dates(self) -> list[Occurrence]:
        """Those the person has or had something on, the newest first."""
        places = Registration.objects.filter(contact=self.contact).values("occurrence")
        turns = Turn.objects.filter(contact=self.contact).values("occurrence")
        theirs = Occurrence.objects.filter(Q(pk__in=places) | Q(pk__in=turns))
        return list(theirs.select_related("event").order_by("-starts_at", "-pk"))

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"about": self.request.GET.get("about", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"dates": self.dates}

    def preview(self, form: Any) -> dict[str, Any]:
        mailing = Mailing(occurrence=form.date, contact=self.contact)
        return {
            "to": self.name,
            "dates": [],
            "total": 1,
            "is_many": False,
            "blocked": blocked_among({self.contact.email: self.name}),
            "sample": self.sample(form, mailing, self.contact, None),
        }

    def act(self, form: Any) -> Mailing:
        self.mailing = mailings.write_to_person(
            self.contact.pk,
            form.writing,
            actor=actor_of(self.request),
            about=form.date.pk if form.date else None,
            batch=form.cleaned_data["batch"],
        )
        return self.mailing


def blocked(claims: list[Claim]) -> list[str]:
    """Who of them gets nothing, because their address does not work or does not want mail."""
    return blocked_among({it.address: words.name_of(it) for it in claims})


def blocked_among(names: dict[str, str]) -> list[str]:
    found = suppression.among(names, clock.now())
    return [name for address, name in names.items() if address in found]

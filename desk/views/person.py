"""One person on one date: who, where it stands, each mail's fate, and all acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from desk import deposit_lines, mail_lines, phones, words
from desk.date_card import Button
from desk.forms.moving import MoveForm
from desk.note_lines import notes_to_show
from desk.people_columns import Columns
from desk.people_lines import Line, People
from desk.views.base import actor_of
from desk.views.claims import ClaimAct, ClaimMixin
from events.domain import moving, vouching
from events.domain.certificates import certificate_of
from events.models import Occurrence, Registration, RegistrationState, Turn
from office import clock


class Person(ClaimMixin, TemplateView):
    permission = "events.view_registration"
    template_name = "desk/people/person.html"
    header_icon = "user"

    def get_page_title(self) -> str:
        return self.name

    def steps(self) -> list[dict[str, Any]]:
        return super().steps()[:-1]

    @cached_property
    def at(self) -> Any:
        return clock.now()

    @cached_property
    def line(self) -> Line:
        return People(self.occurrence, self.at).line_of(self.claim)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.request.user.has_perm
        contact = self.claim.contact
        may_act = may("events.change_registration")
        return super().get_context_data(**kwargs) | {
            "occurrence": self.occurrence,
            "line": self.line,
            "claim": self.claim,
            "contact": contact,
            "sms": phones.text_links([self.line.phone]),
            "facts": [it for it in self.facts() if it[1]],
            "said": self.said() if may("events.view_answer") else [],
            "acts": list(acts(self.occurrence, self.claim, self.at)) if may_act else [],
            "mails": mail_lines.of_claim(self.claim) if may("mail.view_message") else [],
            "deposits": self._deposits() if may(deposit_lines.SEE) else [],
            "notes": self._notes(),
        }

    def facts(self) -> list[tuple[str, str]]:
        claim, line, zone = self.claim, self.line, self.occurrence.zone
        semester = _("semester %(n)s") % {"n": line.semester} if line.semester else ""
        where = ", ".join(part for part in (line.stage, line.school, semester) if part)
        return [
            (_("State"), line.state),
            (_("Stage"), where),
            (_("Signed up"), words.moment(line.at, zone)),
            (_("Address proven"), words.moment(claim.proven_at, zone)),
            (_("Ended"), words.moment(claim.ended_at, zone)),
            (_("Still coming?"), self._coming()),
            (_("Would like to be with"), Columns(self.occurrence, with_answers=False).friend(line)),
            (_("Reason"), claim.reason),
        ]

    def _coming(self) -> str:
        return words.coming(self.claim) if isinstance(self.claim, Registration) else ""

    def _deposits(self) -> list[deposit_lines.Line]:
        is_place = isinstance(self.claim, Registration)
        return deposit_lines.of_registration(self.claim, self.at) if is_place else []

    def _notes(self) -> list[Any]:
        may = self.request.user.has_perm("contacts.add_note")
        contact = self.claim.contact
        return notes_to_show(contact, self.request) if contact and may else []

    def said(self) -> list[tuple[str, str]]:
        """Question and answer."""
        columns = Columns(self.occurrence, with_answers=True)
        asked = [it for key, it in columns.all.items() if key.startswith("q")]
        return [(it.label, it.text(self.line) or _("no answer")) for it in asked]


@dataclass(frozen=True)
class _On:
    """Makes buttons for one claim."""

    occurrence: Occurrence
    claim: Any

    def __call__(
        self, name: str, label: str, *, posts: bool = False, serious: bool = False
    ) -> Button:
        kind = self.claim.claim.partition(":")[0]
        named = {"kind": kind} if name in OF_EITHER else {}
        kwargs = {"pk": self.occurrence.pk, "claim": self.claim.pk, **named}
        return Button(label, reverse(f"dates:{name}", kwargs=kwargs), posts, serious)


OF_EITHER = {"confirm_for", "move_person", "correct_claim", "send_link", "as_participant"}
"""Acts whose address says whether it is a registration or a turn."""


def acts(occurrence: Occurrence, claim: Registration | Turn, at: Any) -> Iterator[Button]:
    """What can be done about somebody's claim now."""
    on = _On(occurrence, claim)
    offered = isinstance(claim, Registration) and claim.state == RegistrationState.OFFERED
    if not claim.ended_at and (offered or not claim.is_proven):
        yield on("confirm_for", _("Accept for them") if offered else _("Confirm for them"))
    if isinstance(claim, Registration):
        yield from _of_a_place(on, claim)
    else:
        yield from _of_a_turn(on, claim, at)
    if (claim.contact and not claim.contact.erased_at) or not claim.ended_at:
        yield on("correct_claim", _("Correct name, phone or address"))
    if claim.is_proven or not claim.ended_at:
        yield on("send_link", _("Send link again"), posts=True)
        yield on("as_participant", _("See it as they see it"))
    if isinstance(claim, Registration) and certificate_of(claim, at):
        yield on("certificate", _("Certificate of attendance"))
    yield from _ends(on, claim)


def _ends(on: _On, claim: Registration | Turn) -> Iterator[Button]:
    if isinstance(claim, Registration):
        if claim.is_holding and not on.occurrence.list_closed_at:
            yield on("cancel", _("Cancel the place"), serious=True)
    elif claim.is_live:
        yield on("remove", _("Take off the waitlist"), serious=True)


def _of_a_place(on: _On, place: Registration) -> Iterator[Button]:
    if not place.is_holding or on.occurrence.list_closed_at:
        return
    if place.is_proven:
        yield on("move_person", _("Move to another date"))
    if place.is_confirmed and place.asked_coming_at and not place.still_coming_at:
        yield on("still_coming", _("Still coming"), posts=True)
    elif place.is_confirmed and place.still_coming_at:
        yield on("take_back_still_coming", _("Take “still coming” back"), posts=True)


def _of_a_turn(on: _On, turn: Turn, at: Any) -> Iterator[Button]:
    if turn.is_proven and (turn.is_live or turn.waited_to_the_end):
        if not on.occurrence.is_offering(at):  # before, a free place is offered by itself
            yield on("give_place", _("Give the place"))
        yield on("move_person", _("Give a place on another date"))
    if turn.is_live and turn.is_proven:
        yield on("move_up", _("Move up"))


class MovePerson(ClaimAct):
    form_class = MoveForm
    what = gettext_lazy("Move %(name)s to another date")
    submit_label = gettext_lazy("Move")
    done = gettext_lazy("%(name)s has a place on the other date.")
    asks = gettext_lazy(
        "Ask first. They are told by mail, old date and new; the new date comes into their "
        "calendar and the old one leaves it. What they answered goes along to a date of the same "
        "event. The place here goes to the next in line."
    )

    def get_explanation(self) -> str:
        places = [self.claim.pk] if isinstance(self.claim, Registration) else []
        return f"{self.asks} {deposit_lines.on_moving(places)}".strip()

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"occurrence": self.occurrence, "at": clock.now()}
        return super().get_form_kwargs() | more

    def act(self, form: Any) -> object:
        told = form.cleaned_data
        is_place = isinstance(self.claim, Registration)
        verb = moving.move if is_place else moving.move_turn
        return verb(
            self.claim.pk,
            told["to"],
            actor=actor_of(self.request),
            reason=told["reason"],
            over_capacity=told["over_capacity"],
        )


class ConfirmFor(ClaimAct):
    what = gettext_lazy("Confirm for %(name)s")
    submit_label = gettext_lazy("Confirm for them")
    done = gettext_lazy("Confirmed for %(name)s.")

    def get_explanation(self) -> str:
        if self.claim.is_proven:
            return _("You accept the offered place for them. They get the mail with the invite.")
        said = _(
            "You vouch that %(email)s is theirs: that counts as the answer to our mail, and they "
            "are told at once where they stand. Consent to be written to is theirs to give."
        )
        return said % {"email": self.claim.address}

    def act(self, form: Any) -> object:
        reason = form.cleaned_data["reason"]
        return vouching.confirm_for(self.claim, actor=actor_of(self.request), reason=reason)

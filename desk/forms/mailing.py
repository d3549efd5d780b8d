"""Writing to the people on dates, or to one person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from desk import words
from events.domain.mailings import Text
from events.domain.recipients import ALONE, People
from events.letters.mailing import FIRST_NAME, NAMES
from events.models import Mailing, Occurrence, Recipients
from mail.domain.checking import names_in, problems
from mail.domain.wordings import tidied
from mail.standard import Names, Words

LONGEST_TEXT = 10_000
Choices = list[tuple[str, Any]]


class TextForm(forms.Form):
    """Subject and text of a mail to people. `names` are those that may stand in braces; a date in
    `dates` has to have what they stand for."""

    subject = forms.CharField(
        label=_("Subject"), max_length=Mailing._meta.get_field("subject").max_length
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "The mail begins with a greeting to the reader by first name. "
            "A blank line begins a new paragraph."
        ),
    )
    with_link = forms.BooleanField(
        label=_("With a button to the reader's own page"),
        required=False,
        initial=True,
        help_text=_("There they see their sign-up, answer questions, or give the place back."),
    )
    names: Names = NAMES
    dates: Iterable[Occurrence] = ()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "subject" in told and "text" in told:
            typed = tidied(Words(told["subject"], told["text"]))
            told["subject"], told["text"] = typed.subject, typed.text
            self._check_names(typed)
        return told

    def _check_names(self, typed: Words) -> None:
        for field, sentences in problems(typed, self.names).items():
            for sentence in sentences:
                self.add_error(field, sentence)
        if "link" in names_in(typed.subject):
            self.add_error("subject", _("An address does not fit into a subject."))
        if "where" in names_in(f"{typed.subject} {typed.text}"):
            for date in (it for it in self.dates if not it.location):
                said = _("{where} says nothing: %(date)s has no place yet.")
                self.add_error("text", said % {"date": date})


class WritingForm(TextForm):
    """What a coordinator writes now, and to whom answers go."""

    reply_to = forms.ChoiceField(label=_("Answers go to"), required=False, widget=forms.RadioSelect)
    batch = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, dates: list[Occurrence], user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"batch": uuid.uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.dates = dates
        self.fields["reply_to"].choices = _answers(dates, user)  # type: ignore[attr-defined]

    @property
    def writing(self) -> Text:
        """What is to be sent, for a valid form."""
        told = self.cleaned_data
        return Text(told["subject"], told["text"], told["with_link"], told["reply_to"])


class ToDatesForm(WritingForm):
    """To a group on one or several dates; on one, people can be chosen."""

    to = forms.ChoiceField(label=_("To"), widget=forms.RadioSelect)
    chosen = forms.TypedMultipleChoiceField(
        label=_("Those chosen"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["to", "chosen", "subject", "text", "with_link", "reply_to"]

    def __init__(self, *args: Any, people: list[People], **kwargs: Any) -> None:
        super().__init__(*args, dates=[it.occurrence for it in people], **kwargs)
        self.fields["to"].choices = self._groups(people)  # type: ignore[attr-defined]
        if len(people) == 1:
            self.fields["chosen"].choices = _everybody(people[0])  # type: ignore[attr-defined]
        else:
            del self.fields["chosen"]

    def _groups(self, people: list[People]) -> Choices:
        groups = [(group, sum(len(it.group(group)) for it in people)) for group in ALONE]
        choices: Choices = [
            (str(group.value), f"{group.label} ({number})") for group, number in groups
        ]
        if len(people) == 1:
            choices.append((Recipients.CHOSEN, _("those chosen below")))
        return choices

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        is_chosen, chosen = told.get("to") == Recipients.CHOSEN, told.get("chosen")
        if is_chosen and not chosen:
            self.add_error("chosen", _("Tick those you want to write to."))
        if chosen and "to" in told and not is_chosen:
            self.add_error("to", _("You have ticked people: choose them here, or untick them."))
        return told


class ToPersonForm(WritingForm):
    """To one person, about a date of theirs or about none."""

    about = forms.ChoiceField(label=_("About"), required=False)
    field_order = ["about", "subject", "text", "with_link", "reply_to"]

    def __init__(self, *args: Any, dates: list[Occurrence], **kwargs: Any) -> None:
        self.about_dates = dates
        super().__init__(*args, dates=[], **kwargs)
        choices = [(str(it.pk), str(it)) for it in dates]
        self.fields["about"].choices = [("", _("no date in particular")), *choices]  # type: ignore[attr-defined]

    @property
    def date(self) -> Occurrence | None:
        """The date it is about, for a form whose fields are valid."""
        about = self.cleaned_data.get("about")
        return next((it for it in self.about_dates if str(it.pk) == about), None)

    def clean(self) -> dict[str, Any]:
        self.dates = [self.date] if self.date else []
        self.names = NAMES if self.date else FIRST_NAME
        told = super().clean()
        if not self.date:
            told["with_link"] = False
        return told


def _answers(dates: list[Occurrence], user: User) -> Choices:
    choices: Choices = [("", _contact_person(dates))]
    if user.email:
        choices.append((user.email, _("me, %(email)s") % {"email": user.email}))
    return choices


def _contact_person(dates: list[Occurrence]) -> Any:
    """Whom answers reach by themselves."""
    found = {(it.event.contact_name, it.event.contact_email) for it in dates}
    if len(found) > 1:
        return _("the contact person of each event")
    name, email = next(iter(found), ("", ""))
    if not email:
        return _("the office")
    return f"{name}, {email}" if name else email


def _everybody(people: People) -> Choices:
    """The people of a date to tick, with what they have there."""
    return [
        (str(it.contact_id), f"{words.name_of(it)} ({words.claim_state(it)})")
        for it in people.within_reach
    ]

"""One form field for each kind of question, within limits; and what a field holds for an answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from events.domain.answers import Plain, from_value
from events.domain.asking import NO, YES, Value
from events.models import AnswerKind, Question
from home.languages import office_language, office_words

TEXT, LONG_TEXT = 300, 2000
"""How many letters fit into a line and into a text."""
NUMBER = Decimal(10) ** 9
"""How far from nought a number may be."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
RADIOS = 7
"""Up to so many answers are shown at once; more are a list to unfold."""


class PlainText(forms.CharField):
    """Text as typed, in composed letters, without the characters nobody can see."""

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", str(value or ""))
        kept = (it for it in text.replace("\r\n", "\n").replace("\r", "\n") if _is_seen(it))
        return super().to_python("".join(kept)) or ""


class Number(forms.DecimalField):
    """A number with a comma or a point."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(" ", "").replace(",", ".")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


def _is_seen(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")


def field_for(question: Question) -> forms.Field:
    """The field to answer this question with; whether it has to be answered it says only.

    `lang` is the language of its label where the office asks in another than the one now in use.
    """
    field = _MAKE[question.kind](question)
    if not field.label:
        field.label, field.lang = question.wording, office_language()  # type: ignore[attr-defined]
    field.error_messages["required"] = _TO_DO[question.kind]
    field.help_text = office_words(question.help_text) if question.help_text else ""
    field.required = question.required
    field.widget.is_required = question.required
    return field


def shown(question: Question, value: Value) -> Plain:
    """What the field holds for a kept answer."""
    plain = from_value(question.kind, value)
    if question.kind == AnswerKind.YES_NO and isinstance(plain, bool):
        return YES if plain else NO
    return plain


def _text(question: Question) -> forms.Field:
    return PlainText(max_length=TEXT)


def _long_text(question: Question) -> forms.Field:
    return PlainText(max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 4}))


def _number(question: Question) -> forms.Field:
    limits = [MinValueValidator(-NUMBER), MaxValueValidator(NUMBER)]
    return Number(max_digits=12, decimal_places=2, validators=limits)


def _date(question: Question) -> forms.Field:
    too_odd = _("Look at the year again.")
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"],
        validators=[
            MinValueValidator(FIRST_DAY, message=too_odd),
            MaxValueValidator(LAST_DAY, message=too_odd),
        ],
    )


def _choice(question: Question) -> forms.Field:
    if len(question.options) > RADIOS:
        options = [(it, it) for it in question.options]
        first = _("Choose") if question.required else _("No answer")
        unfolds = forms.Select(attrs={"lang": lang} if (lang := office_language()) else {})
        return forms.ChoiceField(choices=[("", first), *options], widget=unfolds)
    return forms.ChoiceField(
        choices=_radios(question, _options(question)), widget=forms.RadioSelect
    )


def _choices(question: Question) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=_options(question), widget=forms.CheckboxSelectMultiple
    )


def _options(question: Question) -> list[tuple[str, str]]:
    return [(it, office_words(it)) for it in question.options]


def _yes_no(question: Question) -> forms.Field:
    options = [(YES, pgettext("answer", "Yes")), (NO, pgettext("answer", "No"))]
    return forms.TypedChoiceField(
        choices=_radios(question, options),
        coerce=lambda said: said == YES,
        empty_value=None,
        widget=forms.RadioSelect,
    )


def _radios(question: Question, options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What need not be answered can be taken back."""
    return options if question.required else [*options, ("", _("No answer"))]


def _statement(question: Question) -> forms.Field:
    return forms.BooleanField(label=_("I have read this and accept it"))


_MAKE: dict[str, Callable[[Question], forms.Field]] = {
    AnswerKind.TEXT: _text,
    AnswerKind.LONG_TEXT: _long_text,
    AnswerKind.NUMBER: _number,
    AnswerKind.CHOICE: _choice,
    AnswerKind.CHOICES: _choices,
    AnswerKind.YES_NO: _yes_no,
    AnswerKind.DATE: _date,
    AnswerKind.STATEMENT: _statement,
}
_TO_DO: dict[str, Any] = {
    AnswerKind.TEXT: gettext_lazy("Write an answer."),
    AnswerKind.LONG_TEXT: gettext_lazy("Write an answer."),
    AnswerKind.NUMBER: gettext_lazy("Write a number."),
    AnswerKind.CHOICE: gettext_lazy("Choose an answer."),
    AnswerKind.CHOICES: gettext_lazy("Choose at least one answer."),
    AnswerKind.YES_NO: gettext_lazy("Choose an answer."),
    AnswerKind.DATE: gettext_lazy("Choose a day."),
    AnswerKind.STATEMENT: gettext_lazy("This has to be accepted."),
}
"""What is said where a question that must be answered is not."""

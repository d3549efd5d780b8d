"""Which of the acts on a date are shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import ModelLogEntry

from desk import date_log, words


class LogFilter(forms.Form):
    action = forms.ChoiceField(label=_("What"), required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)
    about = forms.ChoiceField(
        label=_("About"),
        required=False,
        choices=[
            ("", pgettext_lazy("filter", "All")),
            ("date", _("the date and its event")),
            ("people", _("people")),
        ],
    )

    def __init__(self, data: Any, *, rows: QuerySet[ModelLogEntry]) -> None:
        super().__init__(data)
        self.rows = rows
        every = ("", pgettext_lazy("filter", "All"))
        fields: dict[str, Any] = self.fields
        fields["action"].choices = [every, *date_log.action_choices(rows)]
        users = [(str(it.pk), words.user_name(it)) for it in date_log.people_of(rows)]
        fields["who"].choices = [every, *users]

    def narrowed(self) -> QuerySet[ModelLogEntry]:
        self.is_valid()
        asked, rows = self.cleaned_data, self.rows
        if asked.get("action"):
            rows = rows.filter(action=asked["action"])
        if asked.get("who"):
            rows = rows.filter(user=asked["who"])
        if asked.get("about"):
            rows = date_log.about(rows, asked["about"])
        return rows

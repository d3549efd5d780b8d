"""Which of the mails about a date are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mail.models import MessageQuerySet, MessageState
from signup.mail_words import kind_in_words

EVERY = ("", pgettext_lazy("filter", "All"))
FATES: dict[str, tuple[Any, Callable[[MessageQuerySet], MessageQuerySet]]] = {
    "missed": (_("did not arrive"), lambda rows: rows.missed()),
    "queued": (_("on its way"), lambda rows: rows.filter(state=MessageState.QUEUED)),
    "delivered": (_("delivered"), lambda rows: rows.filter(delivered_at__isnull=False)),
    "withdrawn": (_("withdrawn"), lambda rows: rows.filter(state=MessageState.WITHDRAWN)),
}


class MailFilter(forms.Form):
    fate = forms.ChoiceField(
        label=_("What became of it"),
        required=False,
        choices=[EVERY, *((key, it[0]) for key, it in FATES.items())],
    )
    kind = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, data: Any, *, rows: MessageQuerySet) -> None:
        super().__init__(data)
        self.rows = rows
        kinds = rows.order_by().values_list("kind", flat=True).distinct()
        field: Any = self.fields["kind"]
        field.choices = [EVERY, *sorted(((it, kind_in_words(it)) for it in kinds), key=_by_words)]

    def narrowed(self) -> MessageQuerySet:
        self.is_valid()
        asked, rows = self.cleaned_data, self.rows
        if asked.get("kind"):
            rows = rows.filter(kind=asked["kind"])
        if asked.get("fate"):
            rows = FATES[asked["fate"]][1](rows)
        return rows


def _by_words(choice: tuple[str, str]) -> str:
    return choice[1].casefold()

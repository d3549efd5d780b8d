"""Choosing who of the office answers for an event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from desk import words
from events.domain.responsible import events_of, may_be_responsible


class ResponsibleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of those who can act on dates, by name."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"label": _("Responsible coordinator"), "empty_label": _("nobody")}
        super().__init__(User.objects.none(), **told | kwargs)

    def offer(self, besides: User | None = None) -> None:
        """Offer those there are now, and with them who answers for it already."""
        able = may_be_responsible()
        mine = User.objects.filter(pk=besides.pk) if besides else User.objects.none()
        self.queryset = (able | mine).distinct()

    def label_from_instance(self, user: Any) -> str:
        return words.user_name(user)


class HandOverForm(forms.Form):
    """From whom, to whom, and how much of it. Without `others`, one's own only."""

    of = ResponsibleField(label=_("Whose events"), empty_label=None)
    to = ResponsibleField(label=_("To"), empty_label=_("choose a colleague"))
    which = forms.ChoiceField(
        label=_("Which"),
        choices=[("coming", _("those with a date still to come")), ("all", _("all of them"))],
        initial="coming",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].offer()  # type: ignore[attr-defined]
        self.fields["of"].queryset = self._whose(user, others)  # type: ignore[attr-defined]
        self.fields["of"].initial = user.pk
        if not others:
            self.fields["of"].widget = forms.HiddenInput()

    def _whose(self, user: User, others: bool) -> Any:
        answering = User.objects.filter(events__isnull=False) if others else User.objects.none()
        return (answering | User.objects.filter(pk=user.pk)).distinct().order_by("username")

    def events(self) -> Any:
        """What would be handed over, for a valid form."""
        only_coming = self.cleaned_data["which"] == "coming"
        return events_of(self.cleaned_data["of"], only_coming=only_coming)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("of") and cleaned.get("of") == cleaned.get("to"):
            self.add_error("to", _("They answer for these events already."))
        return cleaned

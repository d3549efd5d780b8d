"""The name of a friend somebody with a place would like to be placed with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from signup.forms.needs import Line

LONGEST = 80


class FriendForm(forms.Form):
    friend = Line(
        label=_("Your friend’s name"),
        help_text=_("First and last name, as your friend signs up."),
        max_length=LONGEST,
        error_messages={"required": _("Write your friend’s name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

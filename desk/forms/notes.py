"""A note about a contact."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Facts only, nothing about health: the person can read it among their data. "
            "Deleted after two years, or with the person."
        ),
    )

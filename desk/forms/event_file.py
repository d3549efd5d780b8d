from django import forms
from django.utils.translation import gettext_lazy as _


class EventFileForm(forms.Form):
    names = forms.BooleanField(
        label=_("With names and addresses of the people"),
        required=False,
        help_text=_("Only if the case needs them. Without the tick people are numbers."),
    )

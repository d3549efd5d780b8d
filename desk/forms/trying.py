from django import forms
from django.utils.translation import gettext_lazy as _


class TryOutForm(forms.Form):
    how = forms.ChoiceField(
        label=_("What you want to see"),
        choices=[
            ("free", _("Somebody gets a place")),
            ("full", _("All places are taken: somebody waits, and is offered one later")),
        ],
        initial="free",
        widget=forms.RadioSelect,
    )

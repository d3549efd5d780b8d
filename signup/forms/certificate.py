from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CertificateForm(forms.Form):
    """What stands at the foot of a certificate."""

    number = forms.IntegerField(
        label=_("Registration number"),
        min_value=1,
        max_value=2**63 - 1,
        error_messages={"required": _("Write the number at the foot of the certificate.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        error_messages={"required": _("Write the code at the foot of the certificate.")},
        help_text=_("Twelve letters and digits, with or without dashes."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )

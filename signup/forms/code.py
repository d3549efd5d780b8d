"""The field for the six digits from the mail."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from events.domain.codes import DIGITS

SIX_DIGITS = gettext_lazy("Write the six digits that stand in the mail.")


class CodeForm(forms.Form):
    """Blanks and dashes between the digits do no harm."""

    code = forms.CharField(
        label=gettext_lazy("The six digits from the mail"),
        max_length=20,
        error_messages={"required": SIX_DIGITS},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "pattern": r"[0-9\s\-]*",
                "size": "8",
                "class": "code",
            }
        ),
    )

    def clean_code(self) -> str:
        digits = "".join(it for it in self.cleaned_data["code"] if it not in " -\u00a0")
        if not (len(digits) == DIGITS and digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(SIX_DIGITS)
        return digits

    def refuse(self, left: int) -> None:
        """The digits are not those of the newest mail."""
        said = ngettext(
            "This is not the code in the newest mail. You can try %(n)d more time.",
            "This is not the code in the newest mail. You can try %(n)d more times.",
            left,
        )
        self.add_error("code", said % {"n": left})

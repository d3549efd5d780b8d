from django import forms
from django.utils.translation import gettext_lazy as _

QUESTION = _("How likely is it that you become a GP? (0 = not at all, 10 = certain)")
NOT_ASKED = ("", _("I would rather not say"))


def likelihood_field(*, required: bool = False) -> forms.TypedChoiceField:
    """The question asked at sign-up and once after the event."""
    return forms.TypedChoiceField(
        label=QUESTION,
        choices=[NOT_ASKED, *((n, str(n)) for n in range(11))],
        coerce=int,
        empty_value=None,
        required=required,
        error_messages={"required": _("Choose a number from 0 to 10.")},
    )


class LikelihoodForm(forms.Form):
    likelihood = likelihood_field(required=True)

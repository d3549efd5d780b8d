"""Why an act was refused. Each error's text is a sentence for the person who tried."""

from django.utils.translation import gettext_lazy as _

from office.refusal import ActRefused

__all__ = [
    "ActRefused",
    "AlreadySignedUp",
    "ClaimEnded",
    "ListClosed",
    "NeedsReason",
    "NoPlaceLeft",
    "NotForYou",
    "OfferLapsed",
    "SignUpClosed",
    "StaleForm",
    "WrongTime",
]


class SignUpClosed(ActRefused):
    sentence = _("Sign-up is not open.")


class NotForYou(ActRefused):
    sentence = _("This date is for others than you.")


class ListClosed(ActRefused):
    sentence = _("The list is closed: it is corrected person by person, with why.")


class OfferLapsed(ActRefused):
    sentence = _("The offer has ended; the place is no longer kept for you.")


class ClaimEnded(ActRefused):
    sentence = _("This sign-up has ended.")


class NoPlaceLeft(ActRefused):
    sentence = _("There is no free place.")


class AlreadySignedUp(ActRefused):
    sentence = _("This person is already signed up.")


class StaleForm(ActRefused):
    sentence = _("Somebody else changed this in the meantime. Look at it again before you decide.")


class NeedsReason(ActRefused):
    sentence = _("Say why: the reason is kept with the act.")


class WrongTime(ActRefused):
    sentence = _("These times do not fit together.")

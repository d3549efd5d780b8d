"""Words that are kept with a person's answer, so that it can be shown what was answered to.

A text here never changes: a new one gets the next number, and the old stays.
"""

from django.utils.translation import gettext, pgettext_lazy

from events.domain.wording import date_words
from events.models import EmergencyContact, Need, Occurrence

CONSENT_TEXTS = {
    1: pgettext_lazy(
        "consent",
        "Write to me about events and jobs in general practice, "
        "and keep my details for it until I say stop.",
    ),
}
CONSENT_VERSION = max(CONSENT_TEXTS)


def consent_wording() -> str:
    """The newest text of the consent, in the language now in use: as it is shown and kept."""
    return str(CONSENT_TEXTS[CONSENT_VERSION])


def withdrawal_wording() -> str:
    """What somebody says by withdrawing: kept beside the no."""
    return gettext("Stop writing to me about events and jobs in general practice.")


NEED_TEXTS = {
    1: {
        "food": pgettext_lazy(
            "consent",
            "Yes, keep what I write here of what I do not eat, to plan the meals. The kitchen "
            "gets it without my name. It is deleted 14 days after the event: %(day)s.",
        ),
        "access": pgettext_lazy(
            "consent",
            "Yes, keep what I write here of what I need to take part, to prepare for it. "
            "It is deleted 14 days after the event: %(day)s.",
        ),
        "both": pgettext_lazy(
            "consent",
            "Yes, keep what I write here of what I do not eat and need to take part, to plan the "
            "meals and prepare the place. The kitchen gets it without my name. It is deleted 14 "
            "days after the event: %(day)s.",
        ),
    },
}
EMERGENCY_TEXTS = {
    1: pgettext_lazy(
        "consent",
        "Yes, keep this number to call if something happens to me. The person knows that I give "
        "it. It is deleted 7 days after the event: %(day)s.",
    ),
}


def need_wording(occurrence: Occurrence) -> str:
    """The newest consent to keeping food and access needs, with the day they are deleted."""
    event = occurrence.event
    asked = "food" if event.asks_food else "access"
    asked = "both" if event.asks_food and event.asks_access else asked
    text = NEED_TEXTS[max(NEED_TEXTS)][asked]
    return str(text) % {"day": date_words(Need.deleted_on(occurrence))}


def emergency_wording(occurrence: Occurrence) -> str:
    """The newest consent to keeping an emergency contact, with the day it is deleted."""
    text = EMERGENCY_TEXTS[max(EMERGENCY_TEXTS)]
    return str(text) % {"day": date_words(EmergencyContact.deleted_on(occurrence))}

"""Words that are kept with a person's answer, so that it can be shown what was answered to.

A text here never changes: a new one gets the next number, and the old stays.
"""

from django.utils.translation import gettext, pgettext_lazy

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

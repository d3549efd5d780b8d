"""A yes or a no, kept with the words it was given to."""

from datetime import datetime

from contacts.models import Consent, Contact


def record(
    contact: Contact,
    purpose: Consent.Purpose,
    *,
    granted: bool,
    wording: str,
    source: str,
    at: datetime,
) -> Consent | None:
    """Add a yes or no, unless the newest already says so."""
    if has(contact, purpose) is granted:
        return None
    return Consent.objects.create(
        contact=contact,
        purpose=purpose,
        granted=granted,
        wording=wording,
        source=source,
        recorded_at=at,
    )


def has(contact: Contact, purpose: Consent.Purpose) -> bool:
    """Whether the newest word on this purpose is a yes. Silence is a no."""
    newest = contact.consents.filter(purpose=purpose).first()
    return bool(newest and newest.granted)

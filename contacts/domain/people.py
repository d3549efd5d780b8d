"""Finding and making the person behind an address that has answered."""

from datetime import datetime

from django.db import IntegrityError, transaction

from contacts.models import Contact


def find(email: str) -> Contact | None:
    """The contact of this address (already lower-cased), or None."""
    return Contact.objects.filter(email=email).first() if email else None


def find_or_make(email: str, *, name: str, phone: str, language: str, at: datetime) -> Contact:
    """The address's contact, made if new. A known person is never overwritten.

    The contact is locked until the transaction ends, so that it is not erased meanwhile.
    """
    try:
        with transaction.atomic():
            if known := Contact.objects.living().select_for_update().filter(email=email).first():
                return known
            return Contact.objects.create(
                email=email, name=name, phone=phone, language=language, created_at=at
            )
    except IntegrityError:  # two occurrences, one address, one moment
        return Contact.objects.get(email=email)


def correct(contact: Contact, *, name: str, phone: str) -> None:
    """Write what the person says about themselves, from a link only they have."""
    contact.name, contact.phone = name, phone
    contact.save(update_fields=["name", "phone"])

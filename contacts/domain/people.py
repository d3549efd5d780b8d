"""Finding and making the person behind an address that has answered."""

from datetime import datetime

from django.db import IntegrityError, transaction

from contacts.models import Contact


def find(email: str) -> Contact | None:
    """The contact of this address (already lower-cased), or None."""
    return Contact.objects.filter(email=email).first() if email else None


def find_or_make(
    email: str, *, name: str, phone: str, language: str, at: datetime, is_trial: bool = False
) -> Contact:
    """The address's contact, made if new. A known person is never overwritten; one made by trying
    the sign-up becomes somebody once they sign up in earnest.

    The contact is locked until the transaction ends, so that it is not erased meanwhile.
    """
    typed = Contact(
        email=email, name=name, phone=phone, language=language, created_at=at, is_trial=is_trial
    )
    try:
        return _known_or_made(typed)
    except IntegrityError:  # two occurrences, one address, one moment: now it is known
        return _known_or_made(typed)


@transaction.atomic
def _known_or_made(typed: Contact) -> Contact:
    known = Contact.objects.living().select_for_update().filter(email=typed.email).first()
    if known is None:
        typed.save(force_insert=True)
        return typed
    return _in_earnest(known) if known.is_trial and not typed.is_trial else known


def _in_earnest(contact: Contact) -> Contact:
    contact.is_trial = False
    contact.save(update_fields=["is_trial"])
    return contact


def correct(contact: Contact, *, name: str, phone: str) -> None:
    """Write what the person says about themselves, from a link only they have."""
    contact.name, contact.phone = name, phone
    contact.save(update_fields=["name", "phone"])

from contacts.models.consent import Consent
from contacts.models.contact import Contact
from contacts.models.note import Note
from contacts.models.stage import StageRecord

__all__ = ["Consent", "Contact", "Note", "StageRecord"]

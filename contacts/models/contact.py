from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from office.folding import found_by


class ContactQuerySet(models.QuerySet["Contact"]):
    def living(self) -> ContactQuerySet:
        """Those who were not erased."""
        return self.filter(erased_at=None)

    def found_by(self, text: str) -> ContactQuerySet:
        """By parts of name or address, or by the phone number."""
        return found_by(self, text, "name", "email", phone="phone")

    def real(self) -> ContactQuerySet:
        """Without those made by somebody of the office who only tries the sign-up."""
        return self.filter(is_trial=False)


class Contact(models.Model):
    """A person, known by an address that has answered. Erasing blanks the person, keeps the row."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=10, default="da")
    link_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    is_trial = models.BooleanField(default=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="one_contact_per_address"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None, email__gt="")
                | Q(erased_at__isnull=False, email="", name="", phone=""),
                name="erased_contact_is_blank",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('contact')} {self.pk}"

    @property
    def short_name(self) -> str:
        """First name and initial: what a page shows to whoever holds a link."""
        return short_name(self.name)


def short_name(name: str) -> str:
    """ "Anna Marie Holm" -> "Anna H." """
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else name

"""What allauth asks us about second factors: how they are named, kept, and when one is enough."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import force_bytes

from desk.access.rules import needs_second_factor

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""What counts. Recovery codes stand in for one of them; they are none."""


def has_second_factor(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def signed_in_elsewhere(request: HttpRequest, user: Any) -> bool:
    """Whether the office's own sign-in let them in, and its second factor counts as ours."""
    records = get_authentication_records(request, user)
    by_office = any(record.get("method") == "socialaccount" for record in records)
    return by_office and settings.OIDC_HAS_SECOND_FACTOR


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted: who has the database alone can make no codes."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """After a change of `SECRET_KEY` no code fits; an administrator resets the factor."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last one may go only where none is needed."""
        if not needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return others.exclude(pk=authenticator.pk).exists()


class SecondFactorStage(AuthenticateStage):
    """allauth's question for the second factor, not asked of whom the office's sign-in asked it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        asked = super()._should_handle(request)
        return asked and not signed_in_elsewhere(request, self.login.user)


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(force_bytes(key))) for key in keys])


def _key(secret: bytes) -> bytes:
    digest = hashlib.sha256(b"desk.access.second_factor" + secret).digest()
    return base64.urlsafe_b64encode(digest)

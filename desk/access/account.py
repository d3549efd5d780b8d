"""What allauth asks us about signing in: who may, what is mailed, what is written down."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from desk import letters
from desk.access.log import note_colleague
from desk.access.second_factor import SecondFactorStage
from office.network import client_network

ASKS_FACTOR = "allauth.mfa.stages.AuthenticateStage"
EVENTS = {
    "account/email/password_changed": "desk.password_changed",
    "account/email/password_reset": "desk.password_reset",
    "mfa/email/totp_activated": "desk.factor_added",
    "mfa/email/totp_deactivated": "desk.factor_removed",
    "mfa/email/webauthn_added": "desk.factor_added",
    "mfa/email/webauthn_removed": "desk.factor_removed",
    "mfa/email/recovery_codes_generated": "desk.recovery_codes",
}
"""What allauth would mail about, and what the log calls it."""


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; mail leaves through the outbox; changes are logged."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name or the password is not right."),
        "email_password_mismatch": _("The name or the password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What the limits count by: a number for the network, which keeps no address."""
        network = client_network(request) or "unknown"
        return salted_hmac("desk.access.network", network, algorithm="sha256").hexdigest()[:32]

    def get_login_stages(self) -> list[str]:
        ours = f"{SecondFactorStage.__module__}.{SecondFactorStage.__qualname__}"
        return [ours if it == ASKS_FACTOR else it for it in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not right after signing in: the password was typed a minute ago."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        records = get_authentication_records(request, user)
        note_colleague(user, "desk.sign_in", how=", ".join(r["method"] for r in records))
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Somebody typed a wrong password for somebody we know. What was typed is not kept."""
        for user in _named(credentials):
            note_colleague(user, "desk.sign_in_failed")

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Only to who has a password: the office's own sign-in may let in without."""
        if user.has_usable_password() and user.is_active:
            letters.queue_password_reset(user)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        action = EVENTS[template_prefix]
        note_colleague(user, action)
        letters.queue_access_changed(user, action)
        self.request.session.pop("second_factor", None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError(f"{template_prefix} has no letter in desk/letters.py")


def _named(credentials: dict[str, Any]) -> set[User]:
    """Whom the typed name or address means, if anybody."""
    found = {get_user_by_username(credentials.get("username") or "")}
    found |= set(filter_users_by_email(credentials.get("email") or "", for_login=True))
    return {user for user in found if isinstance(user, User)}

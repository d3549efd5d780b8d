"""System checks: mail that cannot do its work is refused before it is needed."""

from __future__ import annotations

from typing import Any

from anymail.urls import urlpatterns as anymail_urlpatterns
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

KEEPS_MAIL_HERE = {
    f"django.core.mail.backends.{name}.EmailBackend"
    for name in ("dummy", "locmem", "console", "filebased")
}
CARRIES_INVITES = KEEPS_MAIL_HERE | {
    "django.core.mail.backends.smtp.EmailBackend",
    "anymail.backends.amazon_ses.EmailBackend",
    "anymail.backends.test.EmailBackend",
}
PROVIDERS = {
    str(pattern.pattern).removesuffix("/tracking/")
    for pattern in anymail_urlpatterns
    if str(pattern.pattern).endswith("/tracking/")
}


def check_backend(**_: Any) -> list[CheckMessage]:
    """Whether an invite arrives as an invite by the configured backend."""
    if settings.EMAIL_BACKEND in CARRIES_INVITES:
        return []
    return [
        Error(
            f"The mail backend {settings.EMAIL_BACKEND} cannot carry calendar invites.",
            hint="Send by SMTP (EMAIL_URL; every mail provider offers it) or by Amazon SES "
            "(EMAIL_BACKEND=anymail.backends.amazon_ses.EmailBackend).",
            id="mail.E001",
        )
    ]


def check_ignored_features(**_: Any) -> list[CheckMessage]:
    """Whether anymail would drop the calendar part without a word."""
    if str(settings.ANYMAIL.get("IGNORE_UNSUPPORTED_FEATURES", "")) in {"", "0", "False", "false"}:
        return []
    return [
        Error(
            "ANYMAIL_IGNORE_UNSUPPORTED_FEATURES would drop calendar invites without a word.",
            hint="Remove it from the environment.",
            id="mail.E002",
        )
    ]


def check_tracking(**_: Any) -> list[CheckMessage]:
    """Whether reports of the provider can come in, and only from it."""
    provider = settings.ANYMAIL_PROVIDER
    if provider and provider not in PROVIDERS:
        hint = f"Choose one of {', '.join(sorted(PROVIDERS))}, or leave it empty."
        return [Error(f"ANYMAIL_PROVIDER {provider} is not known.", hint=hint, id="mail.E003")]
    if provider and not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        hint = "Set ANYMAIL_WEBHOOK_SECRET to name:long-random-text, and give it to the provider."
        return [Error("Reports on mails have no secret.", hint=hint, id="mail.E004")]
    return []


def check_mail_leaves(**_: Any) -> list[CheckMessage]:
    """Whether mails go anywhere; for `check --deploy`, since demo and tests keep them."""
    if settings.DEMO or settings.EMAIL_BACKEND not in KEEPS_MAIL_HERE:
        return []
    return [
        Warning(
            "Mails count as sent but go nowhere.",
            hint="Set EMAIL_URL, like smtp+tls://name:password@mail.example.org:587.",
            id="mail.W001",
        )
    ]

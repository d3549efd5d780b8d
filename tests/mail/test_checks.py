import pytest

from mail.checks import (
    KEEPS_MAIL_HERE,
    check_backend,
    check_ignored_features,
    check_mail_leaves,
    check_tracking,
)

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SES = "anymail.backends.amazon_ses.EmailBackend"


@pytest.mark.parametrize("backend", sorted({*KEEPS_MAIL_HERE, SMTP, SES}))
def test_backends_that_carry_invites_are_accepted(settings, backend):
    settings.EMAIL_BACKEND = backend
    assert check_backend() == []


@pytest.mark.parametrize("name", ["mailgun", "postmark", "brevo", "resend", "mailjet"])
def test_backends_that_lose_invites_are_refused_with_a_way_out(settings, name):
    settings.EMAIL_BACKEND = f"anymail.backends.{name}.EmailBackend"
    (error,) = check_backend()
    assert (error.id, error.is_serious()) == ("mail.E001", True)
    assert "SMTP" in error.hint


@pytest.mark.parametrize(("value", "errors"), [("True", 1), (True, 1), ("", 0), (False, 0)])
def test_dropping_invites_without_a_word_is_refused(settings, value, errors):
    settings.ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": value}
    assert len(check_ignored_features()) == errors


@pytest.mark.parametrize(
    ("provider", "secret", "ids"),
    [
        ("", "", []),
        ("postmark", "name:secret", []),
        ("amazon_ses", "name:secret", []),
        ("postmark", "", ["mail.E004"]),
        ("pigeon", "name:secret", ["mail.E003"]),
    ],
)
def test_reports_need_a_known_provider_and_a_secret(settings, provider, secret, ids):
    settings.ANYMAIL_PROVIDER, settings.ANYMAIL = provider, {"WEBHOOK_SECRET": secret}
    assert [error.id for error in check_tracking()] == ids


def test_mail_that_goes_nowhere_is_told_before_going_live(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert [warning.id for warning in check_mail_leaves()] == ["mail.W001"]
    settings.DEMO = True
    assert check_mail_leaves() == []
    settings.DEMO, settings.EMAIL_BACKEND = False, SMTP
    assert check_mail_leaves() == []

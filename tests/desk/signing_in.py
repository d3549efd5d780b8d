"""Signing in as people do: with the page, a password, and the codes of an authenticator app."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

PASSWORD = "a password for tests"


def code(secret, later=0):
    """What the app shows now; `later` periods later, since no code is taken twice."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def sign_in(client, user, next="", password=PASSWORD):
    data = {"login": user.email or user.username, "password": password, "next": next}
    return client.post(reverse("account_login"), data)


def add_app(client):
    """Use an authenticator app; returns its secret."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret

"""allauth's forms in our words. Placeholders go: a label says the same and stays."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desk.models import Invitation


class Plain:
    """No placeholders, and no help that our page says better."""

    labels: dict[str, Any] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name in {"password", "oldpassword"}:
                field.help_text = ""


class LoginForm(Plain, account.LoginForm):
    labels = {"login": _("E-mail address or user name")}


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    pass


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    pass


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    labels = {"email": _("E-mail address")}


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    pass


class CodeForm(Plain, mfa.AuthenticateForm):
    labels = {"code": _("Code from your app, or a recovery code")}


class CodeAgainForm(Plain, mfa.ReauthenticateForm):
    labels = {"code": _("Code from your app, or a recovery code")}


class UseAppForm(Plain, totp.ActivateTOTPForm):
    labels = {"code": _("The six figures")}


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    labels = {
        "name": _("What to call it"),
        "passwordless": _("It is enough by itself: I sign in without a password"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "It asks for your finger, face or PIN then. An old key that can do none of these "
            "still serves as a second factor: take the tick away."
        )


class RenamePasskeyForm(Plain, webauthn.EditWebAuthnForm):
    labels = {"name": _("What to call it")}


class FirstPasswordForm(forms.Form):
    """Whoever is invited chooses a password."""

    password1 = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Three or four words in a row are easy to remember."),
    )
    password2 = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        it = self.invitation
        user = User(email=it.email, first_name=it.first_name, last_name=it.last_name)
        password_validation.validate_password(password, user)
        return password

    def clean_password2(self) -> str:
        password: str = self.cleaned_data["password2"]
        if self.cleaned_data.get("password1") not in (None, password):
            raise ValidationError(_("The two are not the same."))
        return password

"""The addresses around signing in: allauth's that we need, and no others.

They come before Wagtail's, whose own sign-in and password reset they stand in for.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache

from desk.access.language import View, spoken
from desk.access.views import (
    InvitationView,
    KeptFormView,
    NothingHere,
    office_callback,
    office_login,
)


def page(route: str, view: View, name: str) -> URLPattern:
    return path(route, never_cache(spoken(view)), name=name)


def own(route: str, view: View, name: str) -> URLPattern:
    """A page for whoever is signed in."""
    return page(route, login_required(view), name)


invitation = never_cache(spoken(InvitationView.as_view()))
urlpatterns = [
    page("login/", account.login, "account_login"),
    page("login/cancel/", account.logout, "account_logout"),
    page("login/inactive/", account.account_inactive, "account_inactive"),
    page("login/code/", mfa.authenticate, "mfa_authenticate"),
    page("login/passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
    own("login/again/", account.reauthenticate, "account_reauthenticate"),
    own("login/again/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    own("login/again/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    page("login/<str:provider_id>/begin/", office_login, "openid_connect_login"),
    page("login/<str:provider_id>/back/", office_callback, "openid_connect_callback"),
    page("login/cancelled/", social.login_cancelled, "socialaccount_login_cancelled"),
    own("kept-form/", KeptFormView.as_view(), "kept_form"),
    page("password_reset/", account.password_reset, "account_reset_password"),
    page("password_reset/sent/", account.password_reset_done, "account_reset_password_done"),
    page(
        "password_reset/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    re_path(
        r"^password_reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        never_cache(spoken(account.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    own("account/password/", account.password_change, "account_change_password"),
    own("account/password/set/", NothingHere.as_view(), "account_set_password"),
    own("account/second-factor/", mfa.index, "mfa_index"),
    own("account/second-factor/app/", totp.activate_totp, "mfa_activate_totp"),
    own("account/second-factor/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    own("account/second-factor/passkeys/", webauthn.list_webauthn, "mfa_list_webauthn"),
    own("account/second-factor/passkeys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    own(
        "account/second-factor/passkeys/<int:pk>/remove/",
        webauthn.remove_webauthn,
        "mfa_remove_webauthn",
    ),
    own(
        "account/second-factor/passkeys/<int:pk>/name/",
        webauthn.edit_webauthn,
        "mfa_edit_webauthn",
    ),
    own("account/second-factor/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    own(
        "account/second-factor/codes/new/",
        codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    own(
        "account/second-factor/codes/file/",
        codes.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
]

"""The office's own sign-in, by OpenID Connect: allauth's, made stricter.

allauth believes what comes over TLS. Here each ID token has to carry the provider's signature, be
meant for us, be the answer to the question this browser asked (nonce), and be fresh.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import jwt
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

PROVIDER = "office"
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""By the provider's private key; never by a secret that we know as well."""
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""


def nonce(state: str) -> str:
    """Follows from the state, which only this browser's session holds, and only once."""
    return salted_hmac("desk.access.oidc", state, algorithm="sha256").hexdigest()


class NonceClient(OAuth2Client):
    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: Any) -> str:
        more = extra_params | {"nonce": nonce(self.state or "")}
        return super().get_redirect_url(authorization_url, scope, more)


class OfficeAdapter(OpenIDConnectOAuth2Adapter):
    client_class = NonceClient

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself; it has to be the one that was asked."""
        config = _json(self.get_provider().server_url)
        if str(config.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
            raise OAuth2Error("The provider calls itself by another name than OIDC_ISSUER")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        claims = self.claims(kwargs["response"].get("id_token"), app.client_id)
        if not claims.get("email") and self.openid_config.get("userinfo_endpoint"):
            claims = self._with_userinfo(claims, token.token)
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def claims(self, id_token: str | None, client_id: str) -> dict[str, Any]:
        """What the ID token says, once it is believed. Raises OAuth2Error."""
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token or "",
                key=self._key(id_token or ""),
                algorithms=SIGNATURES,
                audience=client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": NEEDED},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("The ID token is not to be believed") from error
        if claims.get("azp", client_id) != client_id:
            raise OAuth2Error("The ID token is for somebody else")
        asked = nonce(self.request.GET.get("state", ""))
        if not constant_time_compare(str(claims["nonce"]), asked):
            raise OAuth2Error("The ID token answers another question")
        return claims

    def _key(self, id_token: str) -> Any:
        wanted = jwt.get_unverified_header(id_token).get("kid")
        keys = jwt.PyJWKSet.from_dict(_json(self.openid_config["jwks_uri"])).keys
        signing = [key for key in keys if key.public_key_use in (None, "sig")]
        found = [key for key in signing if key.key_id == wanted]
        if len(found) != 1:
            raise ValueError("the provider has no such key")
        return found[0].key

    def _with_userinfo(self, claims: dict[str, Any], access_token: str) -> dict[str, Any]:
        told = self._fetch_user_info(access_token)
        if told.get("sub") != claims["sub"]:
            raise OAuth2Error("The provider tells of somebody else")
        return told | claims


class OfficeProvider(OpenIDConnectProvider):
    oauth2_adapter_class = OfficeAdapter

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        try:
            return super().redirect(request, process, **kwargs)
        except (OAuth2Error, requests.RequestException) as error:
            return render_authentication_error(request, self, exception=error)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Of the address only where to go afterwards, and the invitation it was opened from."""
        kwargs = super().get_redirect_from_request_kwargs(request)
        return {
            "next_url": kwargs.get("next_url"),
            "process": AuthProcess.LOGIN,
            "data": {"invitation": request.GET.get("invitation", "")},
        }

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """We keep who they are there, and nothing else that is told of them."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        claims = data["id_token"]
        email = str(claims.get("email") or "").lower()
        if not email:
            return []
        verified = claims.get("email_verified") in (True, "true") or settings.OIDC_TRUSTS_EMAIL
        return [EmailAddress(email=email, verified=verified, primary=True)]


def _json(url: str) -> dict[str, Any]:
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
    except ValueError as error:
        raise OAuth2Error("The provider's answer is none") from error
    return found

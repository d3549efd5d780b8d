"""The provider's reports: only of the configured provider, and only with its secret."""

from anymail.urls import urlpatterns as anymail_urlpatterns
from django.conf import settings
from django.urls import URLPattern, path

TRACKING = f"{settings.ANYMAIL_PROVIDER}/tracking/"


def _routed() -> list[URLPattern]:
    if not settings.ANYMAIL_PROVIDER or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        return []
    views = [p.callback for p in anymail_urlpatterns if str(p.pattern) == TRACKING]
    return [path(f"anymail/{TRACKING}", view, name="tracking") for view in views]


app_name = "mail"
urlpatterns = _routed()

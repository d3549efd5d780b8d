"""Pages of sign-up speak the language of their prefix; mailed links have none and speak the
person's. Both stand in one namespace, so the prefix is put here and not in the root."""

from django.urls import URLResolver, path
from django.urls.resolvers import LocalePrefixPattern

from signup.views import (
    certificate,
    feeds,
    host,
    host_ask,
    host_pages,
    invite,
    my_data,
    my_sign_ups,
    registration,
    sign_up,
    try_out,
    turn,
)

app_name = "signup"

public_patterns = [
    path("sign-up/<int:pk>/", sign_up.sign_up, name="sign_up"),
    path("sign-up/<int:pk>/sent/", sign_up.sent, name="sent"),
    path("try-out/<str:token>/", try_out.try_out, name="try_out"),
    path("try-out/<str:token>/sent/", try_out.sent, name="try_out_sent"),
    path("host/", host_ask.host_ask, name="host_ask"),
    path("my-sign-ups/", my_sign_ups.my_sign_ups, name="my_sign_ups"),
]
mailed_patterns = [
    path("registration/<str:token>/", registration.registration, name="registration"),
    path("registration/<str:token>/invite.ics", invite.invite, name="invite"),
    path("registration/<str:token>/certificate/", certificate.certificate, name="certificate"),
    path("turn/<str:token>/", turn.turn, name="turn"),
    path("my-data/<str:token>/", my_data.my_data, name="my_data"),
    path("host/<str:token>/", host.host, name="host"),
    path("host/<str:token>/cancel/", host_pages.cancel, name="host_cancel"),
    path("host/<str:token>/notice/", host_pages.notice, name="host_notice"),
    path("host/<str:token>/visit.ics", host_pages.calendar, name="host_calendar"),
    *feeds.urlpatterns,
]
urlpatterns = [
    *mailed_patterns,
    URLResolver(LocalePrefixPattern(prefix_default_language=False), public_patterns),
]

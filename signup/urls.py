"""Pages of sign-up speak the language of their prefix; mailed links have none and speak the
person's. Both stand in one namespace, so the prefix is put here and not in the root."""

from django.urls import URLResolver, path
from django.urls.resolvers import LocalePrefixPattern

from signup.views import (
    certificate,
    check_in_code,
    door,
    feeds,
    helper,
    host,
    host_ask,
    host_pages,
    invite,
    my_data,
    my_sign_ups,
    payment,
    registration,
    sent,
    sign_up,
    try_out,
    turn,
)

app_name = "signup"

public_patterns = [
    path("sign-up/<int:pk>/", sign_up.sign_up, name="sign_up"),
    path("sign-up/<int:pk>/sent/", sent.sent, name="sent"),
    path("try-out/<str:token>/", try_out.try_out, name="try_out"),
    path("try-out/<str:token>/sent/", try_out.sent, name="try_out_sent"),
    path("host/", host_ask.host_ask, name="host_ask"),
    path("certificate/", certificate.check, name="certificate_check"),
    path("my-sign-ups/", my_sign_ups.my_sign_ups, name="my_sign_ups"),
]
mailed_patterns = [
    path("registration/<str:token>/", registration.registration, name="registration"),
    path("registration/<str:token>/invite.ics", invite.invite, name="invite"),
    path("registration/<str:token>/certificate/", certificate.certificate, name="certificate"),
    path("payment/<str:reference>/", payment.back, name="payment"),
    path("turn/<str:token>/", turn.turn, name="turn"),
    path("my-data/<str:token>/", my_data.my_data, name="my_data"),
    path("host/<str:token>/", host.host, name="host"),
    path("host/<str:token>/cancel/", host_pages.cancel, name="host_cancel"),
    path("host/<str:token>/notice/", host_pages.notice, name="host_notice"),
    path("host/<str:token>/visit.ics", host_pages.calendar, name="host_calendar"),
    *feeds.urlpatterns,
]
door_patterns = [
    path("helper/<str:token>/", helper.helper, name="helper"),
    path("c/<str:token>/", check_in_code.check_in, name="check_in"),
    path("check-in/sw.js", door.worker, name="door_worker"),
    path("check-in/shell/", door.shell, name="door_shell"),
    path("check-in/<int:pk>/", door.page, name="door"),
    path("check-in/<int:pk>/tap", door.tap, name="door_tap"),
    path("check-in/<int:pk>/walk-in", door.walk_in, name="door_walk_in"),
    path("check-in/<int:pk>/sync", door.sync, name="door_sync"),
]
urlpatterns = [
    *mailed_patterns,
    *door_patterns,
    URLResolver(LocalePrefixPattern(prefix_default_language=False), public_patterns),
]

"""The mailbox and the clock; the root includes them in a demo only."""

from django.urls import path

from demo.views import clock, mail

app_name = "demo"

urlpatterns = [
    path("mail/", mail.mailbox, name="mail"),
    path("mail/<int:pk>/", mail.message, name="message"),
    path("mail/<int:pk>/html/", mail.html, name="message_html"),
    path("mail/<int:pk>/invite.ics", mail.invite, name="message_invite"),
    path("clock/", clock.clock, name="clock"),
]

"""The mailbox, the clock and the way to the bank; the root includes them in a demo only."""

from django.urls import path

from demo.views import bank, clock, mail

app_name = "demo"

urlpatterns = [
    path("mail/", mail.mailbox, name="mail"),
    path("mail/<int:pk>/", mail.message, name="message"),
    path("mail/<int:pk>/html/", mail.html, name="message_html"),
    path("mail/<int:pk>/invite.ics", mail.invite, name="message_invite"),
    path("clock/", clock.clock, name="clock"),
    path("bank/", bank.bank, name="bank"),
]

"""What people do in these tests."""

from django.http import HttpResponse
from django.test import Client

from events.models import Occurrence, Registration, Turn
from mail.models import Message
from signup.domain import claims

STUDENT = {
    "name": "Asta Marie Holm",
    "email": "asta@student.ku.dk",
    "phone": "20 30 40 50",
    "stage": "ka",
    "school": "KU",
    "campus": "Køge",
    "start_month": "9",
    "start_year": "2023",
    "likelihood": "8",
}
DOCTOR = {"name": "Bo Lind", "email": "bo@mail.dk", "stage": "kbu"}


def sign_up(client: Client, occurrence: Occurrence, email: str = "", **typed: str) -> HttpResponse:
    """Send the form, as a student unless told otherwise."""
    data = {**STUDENT, **typed} | ({"email": email} if email else {})
    return client.post(f"/sign-up/{occurrence.pk}/", data)


def the_registration() -> Registration:
    return Registration.objects.get()


def link(claim: Registration | Turn) -> str:
    return claims.path(claim)


def press(client: Client, claim: Registration | Turn, act: str = "confirm", **typed: str):
    """Press a button on a claim's page, and see where that leads."""
    return client.post(link(claim), {"act": act, **typed}, follow=True)


def placed(client: Client, occurrence: Occurrence, email: str = "asta@student.ku.dk"):
    """Sign up and press the link: a confirmed registration."""
    sign_up(client, occurrence, email)
    registration = Registration.objects.get(email=email)
    press(client, registration)
    registration.refresh_from_db()
    return registration


def waiting(client: Client, occurrence: Occurrence, email: str) -> Turn:
    """Sign up for a full date and press the link: a proven turn."""
    sign_up(client, occurrence, email)
    turn = Turn.objects.get(email=email)
    press(client, turn)
    turn.refresh_from_db()
    return turn


def mails_to(address: str) -> list[str]:
    """Kinds of mail written to an address, oldest first."""
    return list(Message.objects.filter(to=address).order_by("pk").values_list("kind", flat=True))


def everything() -> list[object]:
    """Every row a page of sign-up could change, to compare before and after."""
    from contacts.models import Consent, Contact, StageRecord
    from events.models import CheckIn, Intention
    from mail.models import Suppression

    models = [
        *(Registration, Turn, Message, Contact, Consent, StageRecord),
        *(CheckIn, Intention, Suppression, Occurrence),
    ]
    return [list(model.objects.order_by("pk").values()) for model in models]

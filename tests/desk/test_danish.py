"""A coordinator who reads Danish meets no English: in no screen, choice, hint, message or error.

What the walk finds it names, with where it stands. A string of ours without Danish goes into
`locale/da`, one of Wagtail's into `locale/wagtail`.
"""

import re
from pathlib import Path

import pytest
import wagtail.admin
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.models import Collection, Task, Workflow
from wagtail.users.models import UserProfile

from contacts.models import Contact
from events.models import Question, QuestionSet, Spot
from office.models import Office
from tests.desk.english import danish, english, msgids
from tests.desk.roles_table import who_may
from tests.desk.rounds import addresses, path_of
from tests.desk.walk import Walk
from tests.desk.world import World
from tests.desk.world_args import args_of
from tests.factories import of_group

TYPED = re.compile(r"A day today|Two pairs of eyes|Look at it|A day in practice \d+|hemmelig\w*")
"""What the office itself typed."""
MEANT = {
    "English": "each language is named in itself",
    "550 no such user": "what another mail server said",
    "None": "in a counter that is hidden while it has nothing to count",
    "Root page": "a column of Wagtail's list of sites: one row, which nobody has to open",
    "Search": "on a button nobody sees, fixed in Wagtail's head of its page chooser",
    "Must upload a file": "to a script that sent no file; people are asked by the browser",
}


@pytest.fixture
def world(clock):
    made = World(of_group("Coordinator", first_name="Karla", last_name="Kollega"))
    for model, field, said in (
        (Office, "name", "Kontoret"),
        (Workflow, "name", "To par øjne"),
        (Task, "name", "Se på det"),
        (Document, "title", "Programmet"),
        (get_image_model(), "title", "En vej"),
        (QuestionSet, "name", "Praktisk"),
        (Question, "wording", "Hvor henter vi dig?"),
        (Spot, "name", "Værelset"),
    ):
        model.objects.update(**{field: said})
    Collection.objects.filter(name="Pictures").update(name="Billeder")
    Contact.objects.filter(name="Wolmar Test").update(name="Wolmar Vang")
    return made


def somebody(group):
    """Who reads Danish, in this group; without one: not signed in."""
    client = Client(raise_request_exception=False, headers={"accept-language": "da"})
    if group:
        user = of_group(group, first_name="Karla", last_name="Kollega")
        UserProfile.objects.create(user=user, preferred_language="da")
        client.force_login(user)
    return client


def starts(world, letters):
    may = who_may()
    theirs = [it for it in addresses() if may.get(it.name, "") in letters]
    return [path_of(it, args_of(it, world)) for it in theirs]


def everything_for(letter):
    return {roles for roles in who_may().values() if letter in roles}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("group", "letters"),
    [
        ("Coordinator", everything_for("C")),
        ("Administrator", {"A"}),
        ("", everything_for("N")),
    ],
)
def test_nothing_is_english(world, group, letters):
    walk = Walk(somebody(group))
    walk.go([*starts(world, letters), "/admin/"], further=group == "Coordinator")

    texts = {text: TYPED.sub("…", text) for text in walk.texts if text not in MEANT}
    found = [
        f"{text[:110]!r}: {why}; {walk.texts[text]}"
        for text, judged in sorted(texts.items())
        if (why := english(judged))
    ]
    print("\n".join(found))
    assert found == []
    assert walk.broken == []
    assert len(walk.texts) > 30


def test_what_scripts_say_is_danish():
    """The strings of Wagtail's scripts stand in a catalogue of their own."""
    of_scripts = Path(wagtail.admin.__file__).parent / "locale/en/LC_MESSAGES/djangojs.po"
    known = danish("djangojs")
    assert [it for it in msgids(of_scripts, plurals=False) if it and it not in known] == []


@pytest.mark.parametrize(
    "text",
    [
        "Title",
        "Save draft",
        "You have 3 pages",
        "A date is needed.",
        "Gem og publish",
        "%(n)s days",
    ],
)
def test_english_is_known(text):
    assert english(text)


@pytest.mark.parametrize(
    "text", ["Titel", "Gem kladde", "Status", "Få tilmeldinger", "Til en anden dato", "Læs mere"]
)
def test_danish_is_not_taken_for_english(text):
    assert not english(text)

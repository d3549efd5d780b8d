"""The home page's blocks: a new site begins with a front page that looks finished; one that has
been written keeps what it says, and its next dates above that."""

import json
from uuid import uuid4

from django.conf import settings
from django.db import migrations

TEXTS = {
    "da": {
        "promise": "Mærk efter, om almen praksis er noget for dig",
        "next": "Det næste, der sker",
        "who": "Hvem er du?",
        "doors": [
            ("Jeg læser på bacheloren", "Se faget, før klinikken for alvor begynder."),
            ("Jeg læser på kandidaten", "Kom ud, hvor der er brug for det, du allerede kan."),
            ("Jeg er ung læge", "KBU, intro eller på vej: se, hvad en praksis kan være for dig."),
        ],
        "hosts": "Vil I vise jeres hverdag frem? Her finder I jeres besøg og tilbyder dage.",
        "how": "Sådan foregår det",
        "steps": [
            ("Vælg en dato", "Camps varer nogle dage, et praksisbesøg en dag eller en aften."),
            ("Tilmeld dig på et minut", "Uden konto. Du bekræfter med koden i den mail, vi sender."),
            ("Kom, som du er", "Aftalen ligger i din kalender. Får du forfald, melder du afbud"
             " med ét tryk."),
        ],
        "ask": "Spørg os",
        "ask_text": "Intet spørgsmål er for lille. Skriv eller ring, så svarer et menneske.",
    },
    "en": {
        "promise": "Find out whether general practice is for you",
        "next": "What is next",
        "who": "Who are you?",
        "doors": [
            ("I am in my first years", "See the work before your clinical years begin."),
            ("I am in my last years", "Come out where what you already know is needed."),
            ("I am a young doctor", "In foundation training or after: see what a practice can be."),
        ],
        "hosts": "Would you like to show your everyday? Find your visits here, and offer days.",
        "how": "How it works",
        "steps": [
            ("Choose a date", "Camps take some days, a practice visit a day or an evening."),
            ("Sign up in a minute", "No account. You confirm with the code in the mail we send."),
            ("Come as you are", "It is in your calendar. If you cannot come, one press frees"
             " your place."),
        ],
        "ask": "Ask us",
        "ask_text": "No question is too small. Write or call, and a person answers.",
    },
    "nb": {
        "promise": "Kjenn etter om allmennpraksis er noe for deg",
        "next": "Det neste som skjer",
        "who": "Hvem er du?",
        "doors": [
            ("Jeg er tidlig i studiet", "Se faget før klinikken begynner for alvor."),
            ("Jeg er sent i studiet", "Kom ut dit det er bruk for det du allerede kan."),
            ("Jeg er ung lege", "LIS1 eller på vei videre: se hva et legekontor kan være for deg."),
        ],
        "hosts": "Vil dere vise fram hverdagen deres? Her finner dere besøkene og tilbyr dager.",
        "how": "Slik foregår det",
        "steps": [
            ("Velg en dato", "En camp varer noen dager, et praksisbesøk en dag eller en kveld."),
            ("Meld deg på på ett minutt", "Uten konto. Du bekrefter med koden i e-posten fra oss."),
            ("Kom som du er", "Avtalen ligger i kalenderen din. Kan du ikke likevel, melder du"
             " deg av med ett trykk."),
        ],
        "ask": "Spør oss",
        "ask_text": "Ingen spørsmål er for små. Skriv eller ring, så svarer et menneske.",
    },
}
STAGES = {"NO": ["stud", "stud", "lis1"]}
"""By country the stages of the three ways in; Denmark's for all others."""


def fill_front_pages(apps, schema_editor):
    HomePage = apps.get_model("home", "HomePage")
    for home in HomePage.objects.select_related("locale", "latest_revision"):
        texts = TEXTS.get(home.locale.language_code, TEXTS["en"])
        target = _first_list(apps, home)
        home.promise = home.promise or texts["promise"]
        home.body = json.dumps(_filled(list(home.body.raw_data), texts, target))
        home.save()
        if home.latest_revision:
            revision = home.latest_revision
            written = json.loads(revision.content.get("body") or "[]")
            revision.content["body"] = json.dumps(_filled(written, texts, target))
            revision.content.setdefault("promise", texts["promise"])
            revision.save(update_fields=["content"])


def _first_list(apps, home):
    """The list of camps below this home page, or of its original."""
    lists = apps.get_model("camps", "CampIndexPage").objects.order_by("path")
    found = lists.filter(path__startswith=home.path).first() or lists.first()
    return found.pk if found else None


def _filled(written, texts, target):
    coming = _block("next_dates", {"heading": texts["next"], "number": 6})
    if written:
        return [coming, *written]
    steps = [{"title": title, "text": text} for title, text in texts["steps"]]
    doors = _block(
        "doors", {"heading": texts["who"], "doors": _doors(texts, target), "hosts": texts["hosts"]}
    )
    how = _block("steps", {"heading": texts["how"], "steps": _items(steps)})
    ask = _block("ask", {"heading": texts["ask"], "text": texts["ask_text"], "page": None})
    return [coming, *([doors] if target else []), how, ask]


def _doors(texts, target):
    stages = STAGES.get(settings.COUNTRY, ["ba", "ka", "kbu"])
    return _items(
        {"title": title, "text": text, "page": target, "stage": stage}
        for (title, text), stage in zip(texts["doors"], stages, strict=True)
    )


def _items(values):
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def _block(kind, value):
    return {"type": kind, "value": value, "id": str(uuid4())}


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_promise_and_blocks"),
        ("camps", "0002_index_pages"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(fill_front_pages, migrations.RunPython.noop)]

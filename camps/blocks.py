"""What the page of an event is made of: its story, its programme, the way there, people, answers.

Every part has its place on the page; only what stands inside a part has an order.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from home.blocks import (
    SHORT_TEXT,
    TEXT_FEATURES,
    PhotoChooserBlock,
    PictureBlock,
    QuestionBlock,
    QuoteBlock,
    VoiceBlock,
    face_chooser,
)


class StoryBlock(blocks.StreamBlock):
    text = blocks.RichTextBlock(
        label=_("text"),
        features=TEXT_FEATURES,
        template="home/blocks/text.html",
        description=_("What it is like to be there. Short paragraphs read best on a phone."),
    )
    quote = QuoteBlock(
        label=_("pull quote"),
        description=_("One sentence of the story in large letters."),
    )
    picture = PictureBlock()
    voice = VoiceBlock()


class ItemBlock(blocks.StructBlock):
    time = blocks.CharBlock(
        label=_("time"), required=False, max_length=20, help_text=_("For example 9:30 or 9-12.")
    )
    what = blocks.CharBlock(label=_("what happens"), max_length=160)
    place = blocks.CharBlock(
        label=_("where"), required=False, max_length=120, help_text=_("If it is somewhere else.")
    )
    more = blocks.TextBlock(label=_("more about it"), required=False, rows=2)


class DayBlock(blocks.StructBlock):
    """A day or another part; a visit of a few hours needs no title."""

    title = blocks.CharBlock(
        label=_("day"),
        required=False,
        max_length=80,
        help_text=_("For example Friday, or Day 1. Leave empty if there is only one."),
    )
    entries = blocks.ListBlock(ItemBlock(), label=_("programme"), min_num=1)

    class Meta:
        icon = "date"
        label = _("day")
        description = _("A day hour by hour.")
        template = "camps/blocks/day.html"
        preview_value = {
            "title": pgettext_lazy("heading of a day", "Friday"),
            "entries": [
                {"time": "14:00", "what": _("Arrival"), "place": _("At the station"), "more": ""},
                {"time": "19:00", "what": _("Dinner with local doctors"), "place": "", "more": ""},
            ],
        }


class ProgrammeBlock(blocks.StreamBlock):
    day = DayBlock()


class Way:
    """Which way a meeting point is for."""

    THERE, HOME = "there", "home"
    CHOICES = [(THERE, _("on the way there")), (HOME, _("on the way home"))]


class MeetingBlock(blocks.StructBlock):
    way = blocks.ChoiceBlock(label=_("when"), choices=Way.CHOICES, default=Way.THERE)
    time = blocks.CharBlock(
        label=_("time"), max_length=40, help_text=_("For example Friday 10:30.")
    )
    place = blocks.CharBlock(
        label=_("meeting point"),
        max_length=120,
        help_text=_("For example Køge station, the bus bay."),
    )
    more = blocks.TextBlock(
        label=_("more about it"),
        required=False,
        rows=2,
        max_length=300,
        help_text=_("How to find each other, what to do when one is late."),
    )

    class Meta:
        icon = "site"
        label = _("meeting point")
        description = _("Where and when people meet for the common way.")
        preview_value = {
            "way": Way.THERE,
            "time": _("Friday 10:30"),
            "place": _("Copenhagen Central Station, under the clock"),
            "more": "",
        }


class TravelBlock(blocks.StreamBlock):
    meeting = MeetingBlock()
    text = blocks.RichTextBlock(
        label=_("text"),
        features=SHORT_TEXT,
        description=_("How to get there otherwise, and what the office pays."),
    )

    class Meta:
        template = "camps/blocks/travel.html"
        block_counts = {"text": {"max_num": 1}}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """The meeting points of each way, and the text."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        meetings = [it.value for it in value if it.block_type == "meeting"]
        ways = [(way, [it for it in meetings if it["way"] == way]) for way, _label in Way.CHOICES]
        text = next((it.value for it in value if it.block_type == "text"), None)
        return {**context, "ways": [way for way in ways if way[1]], "text": text}


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        label=_("name"),
        max_length=80,
        help_text=_("Whom to ask about the event is shown beside their phone and e-mail instead."),
    )
    role = blocks.CharBlock(
        label=_("who they are"), max_length=120, help_text=_("For example: GP in Nexø.")
    )
    line = blocks.CharBlock(
        label=_("one line about them"),
        required=False,
        max_length=200,
        help_text=_("What is good to talk to them about."),
    )
    picture = face_chooser()

    class Meta:
        icon = "user"
        label = _("person")
        description = _("Somebody you will meet: face or initials, role, one line.")
        template = "camps/blocks/person.html"
        preview_value = {
            "name": _("Signe Holm"),
            "role": _("GP by the harbour"),
            "line": _("Came for a year and is still here."),
        }


class PracticeBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name of the practice"), max_length=120)
    kind = blocks.CharBlock(
        label=_("what kind of practice"),
        required=False,
        max_length=120,
        help_text=_("For example: three doctors who share the practice and its patients."),
    )
    team = blocks.CharBlock(
        label=_("who works there"),
        required=False,
        max_length=200,
        help_text=_("For example: 3 doctors, 2 nurses, 2 secretaries and a dog."),
    )
    patients = blocks.CharBlock(
        label=_("its patients"),
        required=False,
        max_length=120,
        help_text=_("For example: 4,800, many of them farmers."),
    )
    line = blocks.TextBlock(label=_("more about it"), required=False, rows=2, max_length=400)
    picture = PhotoChooserBlock(label=_("picture"), required=False, needs_words=True)

    class Meta:
        icon = "home"
        label = _("practice")
        description = _("A practice that receives you: what kind, who works there.")
        template = "camps/blocks/practice.html"
        preview_value = {
            "name": _("The practice by the harbour"),
            "kind": _("Three doctors who share everything"),
            "team": _("3 doctors, 2 nurses, 2 secretaries"),
            "patients": "4,800",
            "line": "",
        }


class PeopleBlock(blocks.StreamBlock):
    person = PersonBlock()
    practice = PracticeBlock()


class FaqBlock(blocks.StreamBlock):
    question = QuestionBlock(
        icon="help",
        label=_("question and answer"),
        description=_("What many ask. The answer opens when one presses the question."),
        template="camps/blocks/question.html",
        preview_value={
            "question": _("Do I have to know anything beforehand?"),
            "answer": _("<p>No. Be curious, that is enough.</p>"),
        },
    )

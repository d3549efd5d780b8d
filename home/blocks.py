"""The few blocks every page is built from."""

from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from home.coming import coming
from home.frame import frame
from home.photos import Photo, photo, ready
from office.models import CareerStage, Picture

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_TEXT = ["bold", "italic", "ul", "link"]


class PhotoChooserBlock(ImageChooserBlock):
    """Finds all pictures of a page with what is made of them.

    `needs_words`: takes none that is not put into words, since the page has no others for it.
    """

    def __init__(self, *, needs_words: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.needs_words = needs_words

    def clean(self, value: Any) -> Any:
        picture: Picture | None = super().clean(value)
        if self.needs_words and picture and not picture.has_words:
            raise ValidationError(_("Say what the picture shows, in the library of pictures."))
        return picture

    def bulk_to_python(self, values: list[int | None]) -> list[Picture | None]:
        found = ready({pk for pk in values if pk is not None})
        return [copy(found.get(pk)) if pk is not None else None for pk in values]


class PictureValue(blocks.StructValue):
    """A picture in a text, with the words for it there."""

    @property
    def photo(self) -> Photo | None:
        return photo(self["image"], "text")

    @property
    def words(self) -> str:
        return self["alt"] or (self["image"].default_alt_text if self["image"] else "")


class PictureBlock(blocks.StructBlock):
    image = PhotoChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what the picture shows"),
        required=False,
        max_length=200,
        help_text=_("In other words than the picture's own, for this page. Empty: its own."),
    )
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "home/blocks/picture.html"
        value_class = PictureValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["image"] and not cleaned["alt"] and not cleaned["image"].has_words:
            wrong = ValidationError(_("Say what the picture shows."))
            raise blocks.StructBlockValidationError({"alt": wrong})
        return cleaned


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quote"), rows=3)
    who = blocks.CharBlock(label=_("who says it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("quote")
        template = "home/blocks/quote.html"


def face_chooser() -> PhotoChooserBlock:
    """Somebody's face, wherever people stand on pages."""
    return PhotoChooserBlock(
        label=_("their face"), required=False, help_text=_("Without one, their initials are shown.")
    )


class VoiceBlock(blocks.StructBlock):
    """The words of somebody who was there."""

    text = blocks.TextBlock(
        label=_("their words"),
        rows=3,
        max_length=600,
        help_text=_("As they said it, and only with their permission."),
    )
    name = blocks.CharBlock(label=_("name"), max_length=80, help_text=_("A first name is enough."))
    about = blocks.CharBlock(
        label=_("who they are"),
        required=False,
        max_length=120,
        help_text=_("For example: 9th semester, was there last summer."),
    )
    picture = face_chooser()

    class Meta:
        icon = "user"
        label = _("words of somebody who was there")
        description = _("What a participant says about it, with name and face.")
        template = "home/blocks/voice.html"
        preview_value = {
            "text": _("I had never thought of an island. Now I know the names of the boats."),
            "name": _("Asta"),
            "about": _("9th semester, was there last summer"),
        }


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("what"), max_length=60)
    text = blocks.TextBlock(label=_("text"), rows=2)


class FactsBlock(blocks.StructBlock):
    facts = blocks.ListBlock(FactBlock(), label=_("facts"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("facts")
        template = "home/blocks/facts.html"


class QuestionBlock(blocks.StructBlock):
    """What people ask, with its answer; not one of the questions asked at sign-up."""

    question = blocks.CharBlock(
        label=_("question"), max_length=160, help_text=_("As a student would ask it.")
    )
    answer = blocks.RichTextBlock(label=_("answer"), features=SHORT_TEXT)


class AnswersBlock(blocks.StructBlock):
    """What people ask, each answer below its question."""

    questions = blocks.ListBlock(QuestionBlock(), label=_("questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("questions and answers")
        description = _("What many ask. An answer opens when one presses its question.")
        template = "home/blocks/answers.html"


class PersonToAskBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), max_length=80)
    role = blocks.CharBlock(
        label=_("who they are"), max_length=120, help_text=_("For example: coordinator of camps.")
    )
    email = blocks.EmailBlock(label=_("e-mail"), required=False)
    phone = blocks.CharBlock(label=_("phone"), required=False, max_length=30)
    picture = face_chooser()


class PeopleBlock(blocks.StructBlock):
    """People one can turn to."""

    people = blocks.ListBlock(PersonToAskBlock(), label=_("people"), min_num=1)

    class Meta:
        icon = "group"
        label = _("people to ask")
        description = _("Faces with name, role, e-mail and phone.")
        template = "home/blocks/people.html"


class ButtonBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("text on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page on this site"), required=False)
    url = blocks.URLBlock(label=_("or another address"), required=False)

    class Meta:
        icon = "link"
        label = _("button")
        template = "home/blocks/button.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            wrong = ValidationError(_("Choose a page or give an address: one of the two."))
            raise blocks.StructBlockValidationError({"page": wrong})
        return cleaned


class NextDatesBlock(blocks.StructBlock):
    """What is next, across all events, each with its next date."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    number = blocks.IntegerBlock(
        label=_("how many"), min_value=1, max_value=12, default=6, help_text=_("Three or six fit.")
    )

    class Meta:
        icon = "date"
        label = _("next dates")
        description = _("Cards of what is next. They keep themselves up to date.")
        template = "home/blocks/next_dates.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        request: HttpRequest | None = context.get("request")
        cards = coming(request, frame(request).at) if request else []
        return {**context, "cards": cards[: value["number"]], "more": len(cards) > value["number"]}


def stages_offered() -> list[tuple[str, str]]:
    """Stages that events are for: key and name. Migrations name it here."""
    return [(it.key, it.label) for it in CareerStage.objects.filter(for_events=True)]


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("heading"), icon="title", template="home/blocks/heading.html", max_length=120
    )
    text = blocks.RichTextBlock(
        label=_("text"), features=TEXT_FEATURES, template="home/blocks/text.html"
    )
    picture = PictureBlock()
    quote = QuoteBlock()
    voice = VoiceBlock()
    facts = FactsBlock()
    answers = AnswersBlock()
    people = PeopleBlock()
    button = ButtonBlock()
    next_dates = NextDatesBlock()

"""The few blocks a page is built from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what the picture shows"),
        max_length=200,
        help_text=_("Read aloud to people who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "home/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quote"), rows=3)
    who = blocks.CharBlock(label=_("who says it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("quote")
        template = "home/blocks/quote.html"


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("what"), max_length=60)
    text = blocks.TextBlock(label=_("text"), rows=2)


class FactsBlock(blocks.StructBlock):
    facts = blocks.ListBlock(FactBlock(), label=_("facts"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("facts")
        template = "home/blocks/facts.html"


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


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("heading"), icon="title", template="home/blocks/heading.html", max_length=120
    )
    text = blocks.RichTextBlock(
        label=_("text"), features=TEXT_FEATURES, template="home/blocks/text.html"
    )
    picture = PictureBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    button = ButtonBlock()

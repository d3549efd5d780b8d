"""A value for every block and field of a page, as long as they get; for those yet to come, too."""

from __future__ import annotations

from datetime import date, time
from itertools import count
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page

from tests.pictures import picture

WORDS = "Praksisdagen på almenpraktiserendelægevikarordningen ved Rørvig, med æ, ø og å 🌊 "
NUMBERS = count(1)
PHONE = "+45 20 30 40 50"
RICH = f"<h3>{WORDS}</h3><p>{WORDS * 3}<b>fed</b> <i>skrå</i></p><ul><li>Et</li><li>To</li></ul>"


def full(model: type[Page], **given: Any) -> dict[str, Any]:
    """Values for all fields of ours on this kind of page: every block, and all the text there is
    room for."""
    own = [it for it in model._meta.local_fields if it.name not in given]
    found = {it.name: field_value(it) for it in own if field_value(it) is not None}
    return {**found, **given}


def field_value(field: models.Field) -> Any:
    if isinstance(field, StreamField):
        return value_of(field.stream_block)
    if isinstance(field, RichTextField):
        return RICH
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return text(field.max_length)
    return None


def value_of(block: blocks.Block) -> Any:
    """A value for the block: of a stream every kind it takes, of a list three."""
    if isinstance(block, blocks.BaseStreamBlock):
        return [(name, value_of(child)) for name, child in block.child_blocks.items()]
    if isinstance(block, ImageBlock | ImageChooserBlock):
        return picture()
    if isinstance(block, blocks.BaseStructBlock):
        return {
            name: PHONE if name == "phone" else value_of(it)
            for name, it in block.child_blocks.items()
        }
    if isinstance(block, blocks.ListBlock):
        return [value_of(block.child_block) for _n in range(3)]
    return simple_value(block)


def simple_value(block: blocks.Block) -> Any:
    for kind, value in SIMPLE.items():
        if isinstance(block, kind):
            return value() if callable(value) else value
    if isinstance(block, blocks.ChoiceBlock):
        return next(key for key, _name in block.field.choices if key)
    return text(getattr(block.field, "max_length", None), f"{next(NUMBERS)} ")


def text(length: int | None, first: str = "") -> str:
    """As long as it may be; headings differ by how they begin, as they do where people write."""
    return (first + WORDS * 10)[: length or 300].strip()


SIMPLE: dict[type[blocks.Block], Any] = {
    blocks.RichTextBlock: RICH,
    blocks.PageChooserBlock: lambda: Page.objects.filter(depth=2).first(),
    blocks.URLBlock: "https://example.org/" + "a" * 90,
    blocks.EmailBlock: "a" * 60 + "@example.org",
    blocks.BooleanBlock: True,
    blocks.IntegerBlock: 12,
    blocks.DateBlock: date(2027, 1, 15),
    blocks.TimeBlock: time(8, 30),
}

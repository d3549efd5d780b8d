"""The programme: days, and what happens on each."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ItemBlock(blocks.StructBlock):
    time = blocks.CharBlock(
        label=_("time"), required=False, max_length=20, help_text=_("For example 9:30 or 9-12.")
    )
    what = blocks.CharBlock(label=_("what happens"), max_length=160)
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
        template = "camps/blocks/day.html"


class ProgrammeBlock(blocks.StreamBlock):
    day = DayBlock()

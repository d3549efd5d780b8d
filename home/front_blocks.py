"""The blocks that only the front page has: ways in, how it works, whom to ask."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks import BodyBlock, stages_offered


class DoorBlock(blocks.StructBlock):
    """A way in for one kind of visitor."""

    title = blocks.CharBlock(
        label=_("who"), max_length=60, help_text=_("For example: I am in my first years.")
    )
    text = blocks.CharBlock(label=_("what there is for them"), required=False, max_length=160)
    page = blocks.PageChooserBlock(
        label=_("leads to"), help_text=_("A list of camps or visits, or any other page.")
    )
    stage = blocks.ChoiceBlock(
        label=_("shows what is for"),
        required=False,
        choices=stages_offered,
        help_text=_("Of a list, only what people at this stage may come to; of both kinds."),
    )


class DoorsBlock(blocks.StructBlock):
    """Who are you? A way in for each."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    doors = blocks.ListBlock(DoorBlock(), label=_("ways in"), min_num=1)
    hosts = blocks.CharBlock(
        label=_("for practices that want to host"),
        required=False,
        max_length=160,
        help_text=_("One sentence; it leads to the page for host practices. Empty: not shown."),
    )

    class Meta:
        icon = "user"
        label = _("who are you?")
        description = _("Ways in for students, young doctors and practices.")
        template = "home/blocks/doors.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """With the stages that are known here: only they can stand in an address."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "stages": {key for key, _label in stages_offered()}}


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("step"), max_length=80)
    text = blocks.TextBlock(label=_("more about it"), required=False, rows=2, max_length=300)


class StepsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    steps = blocks.ListBlock(StepBlock(), label=_("steps"), min_num=2, max_num=5)

    class Meta:
        icon = "list-ol"
        label = _("how it works")
        description = _("Two to five numbered steps.")
        template = "home/blocks/steps.html"


class AskBlock(blocks.StructBlock):
    """The office, ready to answer; its mail and phone stand in the settings."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    text = blocks.TextBlock(label=_("text"), required=False, rows=2, max_length=300)
    page = blocks.PageChooserBlock(label=_("page about the office"), required=False)

    class Meta:
        icon = "mail"
        label = _("ask us")
        description = _("An invitation to write or call, with the office's mail and phone.")
        template = "home/blocks/ask.html"


class HomeBodyBlock(BodyBlock):
    doors = DoorsBlock()
    steps = StepsBlock()
    ask = AskBlock()

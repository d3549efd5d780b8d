"""Words that Wagtail and Django leave in English whatever the language, said in it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers, workflows

from desk.access import groups

FIELDS: dict[Any, dict[str, Any]] = {
    choosers.ExternalLinkChooserForm: {"link_text": _("Text of the link")},
    choosers.AnchorLinkChooserForm: {"link_text": _("Text of the link")},
    choosers.EmailLinkChooserForm: {
        "email_address": _("E-mail"),
        "link_text": _("Text of the link"),
        "subject": _("Subject"),
        "body": _("Text"),
    },
    choosers.PhoneLinkChooserForm: {
        "phone_number": _("Phone"),
        "link_text": _("Text of the link"),
    },
    workflows.WorkflowPageForm: {"page": _("Page")},
}
"""Fields of links in texts and of workflows that have no label of their own."""


def say() -> None:
    """Once, when the apps are ready."""
    for form, labels in FIELDS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    Group.add_to_class("__str__", lambda group: groups.label(group.name))

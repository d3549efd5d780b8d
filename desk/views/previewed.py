"""An act that is shown before it is done; what was shown, and only that, is then done."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from desk.forms.seen import as_sent
from desk.views.base import ActView


class PreviewedAct(ActView):
    """A form with two buttons: *look* shows what it would do, *go* does what was looked at.

    Whoever changes a field after looking is shown again before anything is done. A form with
    `proposes` is looked at from the start, with its initial values.
    """

    template_name = "desk/planning/previewed.html"
    preview_template = ""
    look_label: Any = _("See what will be")
    proposes = False

    def preview(self, form: Any) -> dict[str, Any]:
        """What the template shows of the act, for a valid form."""
        raise NotImplementedError

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.proposes and not form.is_bound:
            form.data, form.is_bound = as_sent(form, form.fields), True
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        if "go" in self.request.POST and self.was_seen(form):
            return super().form_valid(form)
        return self.render_to_response(self.get_context_data(form=form))

    def was_seen(self, form: Any) -> bool:
        return self.request.POST.get("seen") == seen(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        shown = {}
        if form.is_bound and set(form.errors) <= {NON_FIELD_ERRORS}:  # a refusal shows it anew
            shown = {"preview": self.preview(form), "seen": seen(form)}
        address = f"{self.request.get_full_path()}#preview"
        return (
            context
            | shown
            | {
                "action_url": address,
                "look_label": self.look_label,
                "preview_template": self.preview_template,
            }
        )


def seen(form: Any) -> str:
    """A short word for what stands in a form's fields, to tell whether it was changed."""
    sent = [(name, form[name].value()) for name in form.fields]
    return hashlib.sha256(repr(sent).encode()).hexdigest()[:16]

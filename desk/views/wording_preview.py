"""What a mail would say in the words at hand, for a frame beside them."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from desk.forms.wording import WordingForm
from desk.views.wordings import WordingMixin
from mail.domain import trying
from mail.domain.composing import Contents
from mail.models import Message
from mail.standard import Words

POLICY: dict[str, Any] = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
    "sandbox": [],
}
"""A mail carries its own styles and does nothing else here: no script, no form, no link."""


@method_decorator([never_cache, xframe_options_sameorigin, csp_replace(POLICY)], name="dispatch")
class PreviewWording(WordingMixin, View):
    """GET shows the words kept, POST those typed. Neither changes anything."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown(self.words)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WordingForm(request.POST, **self.form_arguments())
        if form.is_valid():
            return self.shown(form.words, newest=form.wants_newest)
        typed = Words(*(request.POST.get(part, "") for part in ("subject", "text", "after")))
        said = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return self.shown(typed, problems=said)

    def shown(
        self, words: Words, *, newest: bool = False, problems: list[str] | None = None
    ) -> HttpResponse:
        told = trying.preview(self.example(words, newest=newest), words)
        return HttpResponse(framed(told, problems))

    def example(self, words: Words, *, newest: bool) -> Message:
        kind, language = self.which
        real = trying.newest(kind) if newest else None
        if real is None:
            return trying.made_up(kind, language, words)
        real.language = language
        return real


def framed(told: Contents, problems: list[str] | None = None) -> str:
    """A mail with its subject above and its plain text below it.

    Their labels are in the language of who works here, the mail in its reader's.
    """
    labels = {"subject": _("Subject"), "text": _("The same as plain text")}
    around = {"reader": get_language(), "labels": labels, "problems": problems, "text": told.text}
    return told.render("desk/wordings/preview.html", **around)

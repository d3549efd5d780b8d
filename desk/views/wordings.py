"""The office's own words for its mails: the list, one mail in one language, trying it out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages

from desk.forms.wording import MADE_UP, WordingForm
from desk.views.base import ActView, DeskMixin, actor_of
from mail import kinds
from mail.domain import trying, wordings
from mail.domain.checking import in_braces, missing
from mail.domain.differing import Piece, difference
from mail.models import Wording
from mail.standard import Standard, Words
from office import clock

PARTS = {
    "subject": gettext_lazy("Subject"),
    "text": gettext_lazy("Text"),
    "after": gettext_lazy("Text after the button"),
}


class Wordings(DeskMixin, TemplateView):
    """Every kind of mail: when it is sent, to whom, in whose words."""

    model = Wording
    template_name = "desk/wordings/index.html"
    page_title = gettext_lazy("Mail texts")
    header_icon = "edit"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {(row.kind, row.language): row for row in Wording.objects.all()}
        used = [it for it in kinds.standards().items() if it[1].is_used]
        listed = sorted(used, key=lambda it: "title" not in it[1].names)
        rows = [self._row(kind, it, own) for kind, it in listed]
        only_own = self.request.GET.get("own") == "1"
        return super().get_context_data(**kwargs) | {
            "languages": [str(name) for _key, name in settings.LANGUAGES],
            "rows": [row for row in rows if row["is_own"]] if only_own else rows,
            "only_own": only_own,
        }

    def _row(self, kind: str, standard: Standard, own: Any) -> dict[str, Any]:
        found = [own.get((kind, language)) for language, _name in settings.LANGUAGES]
        return {
            "standard": standard,
            "is_own": any(found),
            "languages": [
                {"url": reverse("mail_texts:change", args=[kind, key]), "name": name, "own": row}
                | {"is_old": bool(row and wordings.standard_has_changed(row))}
                for (key, name), row in zip(settings.LANGUAGES, found, strict=True)
            ],
        }


class WordingMixin(DeskMixin):
    """A screen about one kind of mail in one language."""

    model = Wording
    trail = ("mail_texts:index", gettext_lazy("Mail texts"))
    header_icon = "edit"

    standard: Standard
    standards_words: Words

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.standards_words = wordings.standard_words(*self.which)
        except wordings.NoSuchWording:
            raise Http404 from None
        self.standard = kinds.standards()[kwargs["kind"]]

    @property
    def which(self) -> tuple[str, str]:
        return self.kwargs["kind"], self.kwargs["language"]

    @cached_property
    def row(self) -> Wording | None:
        kind, language = self.which
        return Wording.objects.filter(kind=kind, language=language).first()

    @property
    def words(self) -> Words:
        return self.row.words if self.row else self.standards_words

    @property
    def name(self) -> str:
        return (
            f"{capfirst(self.standard.label)}, {dict(settings.LANGUAGES)[self.kwargs['language']]}"
        )

    @property
    def home(self) -> str:
        return reverse("mail_texts:change", args=self.which)

    @cached_property
    def may_see_mails(self) -> bool:
        return bool(self.request.user.has_perm("mail.view_message"))

    @cached_property
    def has_newest(self) -> bool:
        return self.may_see_mails and trying.newest(self.kwargs["kind"]) is not None

    def form_arguments(self) -> dict[str, Any]:
        return {"names": self.standard.names, "has_newest": self.has_newest}


class ChangeWording(WordingMixin, ActView):
    form_class = WordingForm
    template_name = "desk/wordings/change.html"
    submit_label = gettext_lazy("Save")

    def get_page_title(self) -> str:
        return self.name

    def get_success_url(self) -> str:
        return self.home

    def get_initial(self) -> dict[str, Any]:
        seen = self.row.changed_at.isoformat() if self.row else ""
        return {**vars(self.words), "seen": seen, "example": MADE_UP}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | self.form_arguments()

    def form_valid(self, form: Any) -> HttpResponse:
        if "test" in self.request.POST:
            return self.send_test(form)
        return super().form_valid(form)

    def send_test(self, form: WordingForm) -> HttpResponse:
        """Mail what is typed to oneself; the form stays as it is."""
        to = self.request.user.email  # type: ignore[union-attr]
        if to:
            trying.send(*self.which, form.words, to=to, at=clock.now())
            messages.success(self.request, _("A test is on its way to %(to)s.") % {"to": to})
        else:
            messages.error(self.request, _("Your account has no e-mail address to write to."))
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, form: WordingForm) -> Words:
        seen = form.cleaned_data["seen"]
        wordings.change(*self.which, form.words, actor=actor_of(self.request), seen=seen)
        return form.words

    def get_done(self, result: object) -> str:
        assert isinstance(result, Words)  # noqa: S101 -- what act gave
        if result == self.standards_words:
            return _("Saved: the mail says what the standard says.")
        if names := missing(result, self.standard):
            self.warn(names)
        return _("Saved. The next mail of this kind says it so.")

    def warn(self, names: list[str]) -> None:
        said = _("This mail does not use %(names)s: its reader will not learn it from the text.")
        messages.warning(self.request, said % {"names": in_braces(names)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        is_old = bool(row and wordings.standard_has_changed(row))
        return super().get_context_data(**kwargs) | {
            "standard": self.standard,
            "button": self.button(),
            "row": row,
            "names": [(f"{{{key}}}", it) for key, it in self.standard.names.items()],
            "languages": self.languages(),
            "changes": differences(self.standards_words, row.words) if row else [],
            "since": differences(Words(**row.standard), self.standards_words)
            if row and is_old
            else [],
            "missing": in_braces(missing(self.words, self.standard)),
            "back_url": reverse("mail_texts:index"),
            **self.urls("preview", "reset", "keep"),
        }

    def button(self) -> str:
        with translation.override(self.kwargs["language"]):
            return str(self.standard.button)

    def languages(self) -> list[dict[str, Any]]:
        kind, current = self.which
        return [
            {
                "label": name,
                "url": reverse("mail_texts:change", args=[kind, key]),
                "is_current": key == current,
            }
            for key, name in settings.LANGUAGES
        ]

    def urls(self, *names: str) -> dict[str, str]:
        return {f"{it}_url": reverse(f"mail_texts:{it}", args=self.which) for it in names}


def differences(before: Words, after: Words) -> list[tuple[Any, list[Piece]]]:
    """The parts that are not the same, each with what stays, goes and comes."""
    then, now = vars(before), vars(after)
    changed = [part for part in PARTS if then[part] != now[part]]
    return [(PARTS[part], difference(then[part], now[part])) for part in changed]


class ResetWording(WordingMixin, ActView):
    form_class = forms.Form
    template_name = "desk/wordings/reset.html"
    submit_label = gettext_lazy("Use the standard again")
    serious = True
    done = gettext_lazy("The mail says what the standard says.")
    explanation = gettext_lazy(
        "Your own words are deleted; what they were stays in the log. Mails that have left stay as "
        "they are."
    )

    def get_page_title(self) -> str:
        return _("Back to the standard")

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.name}]

    def get_success_url(self) -> str:
        return self.home

    def act(self, form: Any) -> None:
        wordings.reset(*self.which, actor=actor_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changed = differences(self.words, self.standards_words)
        return super().get_context_data(**kwargs) | {"changes": changed, "subject": self.name}


class KeepWording(WordingMixin, View):
    """The standard has changed: the office has seen it and keeps its own words."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wordings.keep(*self.which, actor=actor_of(request))
        messages.success(request, _("Your words stay as they are."))
        return redirect(self.home)

"""Where the people on a date come from, and addresses that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from desk.export import Column, Export, download
from desk.views.base import OccurrenceMixin
from events.domain.facts import event_url
from events.domain.sources import FRIEND, POSTER, Source, make_word, sources_of, with_word
from events.models import Occurrence
from home.coming import pages_of
from home.languages import address

PERMISSION = "events.view_registration"
PROPOSED = (POSTER, "mail", "sams", "instagram", FRIEND)


@dataclass(frozen=True)
class Line:
    """A word with its address, and how many came by it: on this date, on all of the event."""

    word: str
    address: str
    here: Source
    ever: Source


class Sources(OccurrenceMixin, TemplateView):
    """How many came by which word, each with its address to copy; another word is made here."""

    permission = PERMISSION
    template_name = "desk/sources.html"
    page_title = gettext_lazy("Where people come from")
    header_icon = "link"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        if "export" in request.GET:
            return download(request, self.export(), request.GET["export"])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "occurrence": self.occurrence,
            "typed": self.request.GET.get("word", ""),
            "new_word": self.new_word,
            "lines": self.lines(),
        }

    @cached_property
    def new_word(self) -> str:
        """What a coordinator typed, as a word."""
        return make_word(self.request.GET.get("word", ""))

    @cached_property
    def page(self) -> str:
        """The event's page to the public; before it is live, the address that will lead there."""
        key = self.occurrence.event.page_key
        page = pages_of({key}).get(key)
        if page is None:
            return event_url(self.occurrence)
        return settings.BASE_URL + address(page, settings.LANGUAGE_CODE)

    def lines(self) -> list[Line]:
        """The new word first; then what people came by; then what nobody came by yet."""
        here = {it.word: it for it in sources_of([self.occurrence])}
        ever = {it.word: it for it in sources_of(self._dates())}
        words = [self.new_word] if self.new_word else []
        words += [it for it in [*here, *ever, *PROPOSED] if it]
        found = list(dict.fromkeys(words)) + ([""] if "" in ever else [])
        return [self._line(it, here, ever) for it in found]

    def _line(self, word: str, here: dict[str, Source], ever: dict[str, Source]) -> Line:
        none = Source(word)
        url = with_word(self.page, word) if word else ""
        return Line(word, url, here.get(word, none), ever.get(word, none))

    def _dates(self) -> list[Occurrence]:
        return list(Occurrence.objects.filter(event=self.occurrence.event_id))

    def export(self) -> Export:
        """Counts only, for this date and for all dates of its event."""
        lines = [it for it in self.lines() if it.ever.sign_ups]
        return Export(
            name=str(self.page_title),
            columns=[
                Column(_("Word"), lambda it: it.word or _("No word")),
                Column(_("Sign-ups"), lambda it: it.here.sign_ups, is_number=True),
                Column(_("Have a place"), lambda it: it.here.places, is_number=True),
                Column(_("Came"), lambda it: it.here.came, is_number=True),
                Column(_("Sign-ups, all dates"), lambda it: it.ever.sign_ups, is_number=True),
                Column(_("Have a place, all dates"), lambda it: it.ever.places, is_number=True),
                Column(_("Came, all dates"), lambda it: it.ever.came, is_number=True),
            ],
            rows=lines,
            about=self.occurrence,
            permission=PERMISSION,
        )

"""A date on paper: one page for each print, without anything of the admin around it."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from desk import prints, words
from desk.poster import posters
from desk.prints import PAPERS, Paper
from desk.views.base import OccurrenceMixin
from desk.views.claims import ClaimMixin
from events.domain.certificates import Certificate, certificate_of, certificates_of
from events.models import Registration
from home.frame import frame
from office import clock
from signup.certificates import sheet


class Prints(OccurrenceMixin, TemplateView):
    """What can be printed of a date, for those who may."""

    permission = "events.add_checkin"
    template_name = "desk/prints/index.html"
    page_title = gettext_lazy("Print")
    header_icon = "doc-full"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"papers": self._papers()}

    def _papers(self) -> list[tuple[str, Paper]]:
        """Address and paper; of spots only those that the date has."""
        there = prints.kinds_there(self.occurrence)
        return [
            (reverse(f"dates:print_{name}", args=[self.occurrence.pk]), paper)
            for name, paper in PAPERS.items()
            if self.request.user.has_perm(paper.permission)
            and (paper.kind is None or paper.kind in there)
        ]


class PaperView(OccurrenceMixin, TemplateView):
    """One print."""

    paper: Paper

    @property
    def permission(self) -> str:  # type: ignore[override]
        return self.paper.permission

    @cached_property
    def at(self) -> Any:
        return clock.now()

    def get_page_title(self) -> str:
        return str(self.paper.label)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "occurrence": self.occurrence,
            "title": self.get_page_title(),
            "printed_at": words.moment(self.at, self.occurrence.zone),
            "back_url": reverse("dates:prints", args=[self.kwargs["pk"]]),
        }


class PosterOnPaper(PaperView):
    """Of the whole event, in one of the languages its page has (`?language=`)."""

    paper = PAPERS["poster"]
    template_name = "desk/prints/poster.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = posters(self.occurrence.event, self.at)
        wanted = self.request.GET.get("language")
        chosen = next((it for it in found if it.language == wanted), found[0] if found else None)
        return super().get_context_data(**kwargs) | {
            "poster": chosen,
            "others": [it for it in found if it is not chosen],
            "site": frame(self.request),
        }


class AttendanceOnPaper(PaperView):
    paper = PAPERS["list"]
    template_name = "desk/prints/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"list": prints.names(self.occurrence, self.at)}


class SpotsOnPaper(PaperView):
    """Host practices, meeting points or rooms."""

    template_name = "desk/prints/spots.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.paper.kind
        assert kind is not None  # noqa: S101 -- each subclass names one of spots
        return super().get_context_data(**kwargs) | {
            "sections": prints.sections(self.occurrence, kind, self.at)
        }


class HostsOnPaper(SpotsOnPaper):
    paper = PAPERS["hosts"]


class MeetingPointsOnPaper(SpotsOnPaper):
    paper = PAPERS["meeting_points"]


class RoomsOnPaper(SpotsOnPaper):
    paper = PAPERS["rooms"]


class Badges(PaperView):
    paper = PAPERS["badges"]
    template_name = "desk/prints/badges.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = prints.names(self.occurrence, self.at).rows
        return super().get_context_data(**kwargs) | {"lines": [row.line for row, _days in rows]}


class Certificates(PaperView):
    """Of everybody who was there, a page each."""

    paper = PAPERS["certificates"]
    template_name = "desk/prints/certificates.html"

    def certificates(self) -> list[Certificate]:
        return certificates_of(self.occurrence, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = frame(self.request).name
        return super().get_context_data(**kwargs) | {
            "sheets": [_on_paper(it, name) for it in self.certificates()]
        }


class OneCertificate(ClaimMixin, Certificates):
    """Of one person."""

    claims = Registration

    @property
    def permission(self) -> str:  # type: ignore[override]
        return self.paper.permission

    def certificates(self) -> list[Certificate]:
        found = certificate_of(self.claim, self.at)
        return [found] if found else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"back_url": self.person_url}


def _on_paper(certificate: Certificate, office_name: str) -> SafeString:
    """In the language of its person."""
    with translation.override(certificate.registration.language):
        told = sheet(certificate, office_name)
        return mark_safe(render_to_string("signup/_certificate.html", told))  # noqa: S308 -- ours


VIEWS: dict[str, Any] = {
    "prints": Prints,
    "print_poster": PosterOnPaper,
    "print_list": AttendanceOnPaper,
    "print_hosts": HostsOnPaper,
    "print_meeting_points": MeetingPointsOnPaper,
    "print_rooms": RoomsOnPaper,
    "print_badges": Badges,
    "print_certificates": Certificates,
}

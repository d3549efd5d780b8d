"""The menu item *Mailings*: what coordinators wrote to people, and what became of it."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from desk import mailing_lines
from desk.indexes import ALL, choice
from desk.lists import CARDS, DeskIndexView, ListViewSet
from desk.views import automatic, compose, mailings
from events.models import Mailing, Recipients
from events.models.mailing import MailingQuerySet

OF_STATE: dict[str, dict[str, Any]] = {
    "waiting": {"stopped_at": None, "sent_at": None},
    "sent": {"sent_at__isnull": False},
    "stopped": {"stopped_at__isnull": False},
}


class MailingFilters(WagtailFilterSet):
    state = choice(
        gettext_lazy("State"),
        [(key, mailing_lines.STATES[key]) for key in OF_STATE],
        method="by_state",
    )
    written = choice(
        gettext_lazy("Written"),
        [
            ("me", gettext_lazy("by me")),
            ("hand", gettext_lazy("by somebody of the office")),
            ("itself", gettext_lazy("sent by itself")),
        ],
        method="by_writer",
    )
    recipients = choice(gettext_lazy("To"), Recipients.choices)
    missed = django_filters.BooleanFilter(
        label=gettext_lazy("Did not reach everybody"),
        widget=forms.RadioSelect(
            choices=[("", ALL), ("true", gettext_lazy("yes")), ("false", gettext_lazy("no"))]
        ),
        method="by_missed",
    )

    class Meta:
        model = Mailing
        fields: list[str] = []

    def by_state(self, rows: MailingQuerySet, name: str, value: str) -> MailingQuerySet:
        return rows.filter(**OF_STATE[value])

    def by_writer(self, rows: MailingQuerySet, name: str, value: str) -> MailingQuerySet:
        if value == "me":
            return rows.filter(written_by=self.request.user.pk)
        return rows.by_hand() if value == "hand" else rows.exclude(automatic=None)

    def by_missed(self, rows: MailingQuerySet, name: str, value: bool) -> MailingQuerySet:
        return rows.filter(Q(missed__gt=0)) if value else rows.filter(Q(missed=0))


def _date(mailing: Mailing) -> str:
    return str(mailing.occurrence) if mailing.occurrence else ""


def _date_url(mailing: Mailing) -> str | None:
    date = mailing.occurrence_id
    return reverse("dates:messages", args=[date]) if date else None


class MailingIndex(DeskIndexView):
    table_classname = CARDS
    filterset_class = MailingFilters
    add_item_label = gettext_lazy("Write a mail")
    exports = {
        "count": (gettext_lazy("People"), lambda it: it.count, True),
        "text": (gettext_lazy("Text"), lambda it: it.text),
    }

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "subject",
                label=_("Subject"),
                accessor=mailing_lines.title,
                get_url=lambda it: reverse("mailings:edit", args=[it.pk]),
            ),
            TitleColumn("date", label=_("Date"), accessor=_date, get_url=_date_url),
            Column("to", label=_("To"), accessor=mailing_lines.to_words),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=mailing_lines.state_words,
                primary=lambda it: it.is_pending,
            ),
            Column("when", label=_("When"), accessor=mailing_lines.when, sort_key="leaves_at"),
            Column("writer", label=_("By"), accessor=mailing_lines.writer),
            Column("fate", label=_("What became of it"), accessor=mailing_lines.fate),
        ]

    def get_base_queryset(self) -> QuerySet[Mailing]:
        rows = Mailing.objects.with_fates().select_related("occurrence__event", "written_by")
        return rows.order_by("-leaves_at", "-pk")


class MailingViewSet(ListViewSet):
    model = Mailing
    name = "mailings"
    icon = "mail"
    menu_label = gettext_lazy("Mailings")
    edit_route = True
    index_view_class = MailingIndex
    search_fields = ["subject", "text", "occurrence__event__title"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        nowhere = {"add_url_name": self.get_url_name("choose"), "history_url_name": None}
        return super().get_common_view_kwargs(**kwargs) | nowhere

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("new/", compose.WriteToDates.as_view(), name="new"),
            path("new/dates/", mailings.ChooseDates.as_view(), name="choose"),
            path("<int:pk>/", mailings.MailingView.as_view(), name="edit"),
            path("<int:pk>/stop/", mailings.Stop.as_view(), name="stop"),
            path("<int:pk>/change/", mailings.Change.as_view(), name="change"),
        ]


def urls_on_dates() -> list[URLPattern]:
    """The mails that dates send by themselves: an event's, and leaving one out for a date."""
    of_event, of_date = "event/<int:pk>/automatic/", "<int:pk>/automatic/<int:mail>/"
    views: dict[str, tuple[str, Any]] = {
        "automatic": (of_event, automatic.AutomaticMails),
        "make_automatic": (f"{of_event}new/", automatic.MakeAutomatic),
        "change_automatic": (f"{of_event}<int:mail>/", automatic.ChangeAutomatic),
        "remove_automatic": (f"{of_event}<int:mail>/delete/", automatic.RemoveAutomatic),
        "skip_automatic": (f"{of_date}skip/", automatic.SkipAutomatic),
        "unskip_automatic": (f"{of_date}unskip/", automatic.UnskipAutomatic),
    }
    return [path(where, view.as_view(), name=name) for name, (where, view) in views.items()]

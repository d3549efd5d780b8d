"""The list of mails that did not arrive, the newest first."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn

from desk import words
from desk.domain.find_mails import mails_found_by, with_people
from desk.indexes import DeskFilters, FirstOf, choice
from desk.lists import DeskIndexView, ListViewSet
from desk.mail_words import about, why_missed
from mail.models import HELD_BACK, Message, MessageState
from signup.mail_words import kind_choices

WAYS = {
    "bounced": (gettext_lazy("the address does not work"), Q(dead_at__isnull=False)),
    "sent_back": (
        gettext_lazy("sent back, though the address may work"),
        Q(bounced_at__isnull=False, dead_at=None),
    ),
    "held_back": (gettext_lazy("held back"), Q(why__startswith=HELD_BACK)),
    "failed": (gettext_lazy("could not leave"), Q(state=MessageState.FAILED, bounced_at=None)),
}


class MissedFilters(DeskFilters):
    way = choice(
        gettext_lazy("What became of it"),
        [(key, label) for key, (label, _rows) in WAYS.items()],
        method="by_way",
    )
    kind = choice(gettext_lazy("About"), kind_choices)
    standing = FirstOf(
        gettext_lazy("Dealt with"),
        {
            "open": (gettext_lazy("no"), Q(dealt_with_at=None)),
            "done": (gettext_lazy("yes"), Q(dealt_with_at__isnull=False)),
        },
    )

    class Meta:
        model = Message
        fields: list[str] = []

    def by_way(self, rows: QuerySet[Message], name: str, value: str) -> QuerySet[Message]:
        return rows.filter(WAYS[value][1])


class MissedIndex(DeskIndexView):
    """Those to deal with, unless a filter asks for others."""

    filterset_class = MissedFilters
    page_title = gettext_lazy("Failed mails")

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "to",
                label=_("To"),
                accessor=lambda it: it.person or it.to,
                get_url=lambda it: reverse("mails:show", args=[it.pk]),
            ),
            Column("about", label=_("About"), accessor=about),
            Column("why", label=_("Why"), accessor=why_missed),
            Column(
                "phone",
                label=_("Phone"),
                accessor=lambda it: it.phone or "",
                classname="desk-wide",
            ),
            Column(
                "queued_at",
                label=_("Written"),
                accessor=lambda it: words.moment(it.queued_at, words.office_zone()),
                sort_key="queued_at",
                classname="desk-wide",
            ),
        ]

    exports = {
        "address": (gettext_lazy("E-mail"), lambda it: it.to),
        "said": (gettext_lazy("What the mail server said"), lambda it: it.why_in_words),
    }

    @property
    def no_results_message(self) -> Any:
        if self.is_searching or self.is_filtering:
            return super().no_results_message
        return _("Every mail has arrived, as far as we know. There is nothing to do here.")

    def get_base_queryset(self) -> QuerySet[Message]:
        return with_people(Message.objects.missed().real())

    def search_queryset(self, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return mails_found_by(queryset, self.search_query) if self.is_searching else queryset


class MissedViewSet(ListViewSet):
    model = Message
    name = "missed"
    url_prefix = "failed-mails"
    icon = "warning"
    menu_label = gettext_lazy("Failed mails")
    index_view_class = MissedIndex

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {"verbose_name_plural": _("failed mails")}

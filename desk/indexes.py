"""What the lists of contacts and of mails show and filter by; a filter of a few values."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, StatusTagColumn, TitleColumn

from contacts.models import Consent, Contact, StageRecord
from desk import words
from desk.domain.find_mails import mails_found_by, with_people
from desk.history import fate
from desk.lists import CARDS, DeskIndexView
from events.models import CheckIn, Occurrence
from mail.models import Message, MessageState
from office.models import CareerStage
from signup.mail_words import kind_choices, kind_in_words

ALL = gettext_lazy("All")


def choice(label: Any, choices: Any, **kwargs: Any) -> django_filters.ChoiceFilter:
    """A filter by one of a few values."""
    return django_filters.ChoiceFilter(
        label=label, choices=choices, widget=forms.RadioSelect, empty_label=ALL, **kwargs
    )


def day_filter(label: Any, **kwargs: Any) -> django_filters.DateFilter:
    """A filter by a day, with the browser's own picker: Wagtail's runs a script in the page."""
    day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(label=label, widget=day, **kwargs)


class FirstOf(django_filters.ChoiceFilter):
    """A few values of which the first stands until another is chosen; the last is *All*.

    `kept` says of each what it is called, and which rows it leaves.
    """

    def __init__(self, label: Any, kept: dict[str, tuple[Any, Q]]) -> None:
        self.kept = kept
        choices = [*((value, name) for value, (name, _rows) in kept.items()), ("all", ALL)]
        super().__init__(
            label=label,
            choices=choices,
            initial=next(iter(kept)),
            empty_label=None,
            widget=forms.RadioSelect,
        )

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(self.kept[value][1]) if value in self.kept else rows


class DeskFilters(WagtailFilterSet):
    """Wagtail's, which would read an address without a value as *All*."""

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        chosen = data.copy()
        for name, it in self.base_filters.items():
            if isinstance(it, FirstOf) and not chosen.get(name):
                chosen[name] = it.extra["initial"]
        super().__init__(chosen, *args, **kwargs)


def date_url(occurrence: Occurrence) -> str:
    return reverse("dates:edit", args=[occurrence.pk])


# Contacts


def _stage_choices() -> list[tuple[str, str]]:
    return [(stage.key, stage.label) for stage in CareerStage.objects.all()]


class ContactFilters(WagtailFilterSet):
    stage = django_filters.ChoiceFilter(
        label=gettext_lazy("Stage"), choices=_stage_choices, field_name="stage", empty_label=ALL
    )
    consented = django_filters.BooleanFilter(
        label=gettext_lazy("Consent"),
        widget=forms.RadioSelect(
            choices=[("", ALL), ("true", gettext_lazy("yes")), ("false", gettext_lazy("no"))]
        ),
        method="by_consent",
    )
    came = django_filters.BooleanFilter(
        label=gettext_lazy("Has attended"),
        widget=forms.RadioSelect(
            choices=[("", ALL), ("true", gettext_lazy("yes")), ("false", gettext_lazy("no"))]
        ),
        field_name="came",
    )

    class Meta:
        model = Contact
        fields: list[str] = []

    def by_consent(self, rows: Any, name: str, value: bool) -> Any:
        yes = rows.filter(consented=True)
        return yes if value else rows.exclude(pk__in=yes.order_by().values("pk"))


class ContactIndex(DeskIndexView):
    table_classname = CARDS
    filterset_class = ContactFilters

    @cached_property
    def labels(self) -> dict[str, str]:
        return words.stage_labels()

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=_("Name"),
                accessor=lambda it: it.name or str(it),
                get_url=lambda it: reverse("contacts:edit", args=[it.pk]),
                sort_key="name",
            ),
            Column("email", label=_("E-mail"), sort_key="email"),
            Column("phone", label=_("Phone"), classname="desk-unbroken"),
            Column(
                "stage",
                label=_("Stage"),
                accessor=lambda it: self.labels.get(it.stage, it.stage) if it.stage else "",
            ),
            BooleanColumn("consented", label=_("Consent"), accessor=lambda it: bool(it.consented)),
            BooleanColumn("came", label=_("Has attended")),
        ]

    def get_base_queryset(self) -> QuerySet[Contact]:
        stages = StageRecord.objects.filter(contact=OuterRef("pk")).order_by("-recorded_at", "-pk")
        consents = Consent.objects.filter(
            contact=OuterRef("pk"), purpose=Consent.Purpose.WRITE_TO_ME
        ).order_by("-recorded_at", "-pk")
        taps = CheckIn.objects.present().filter(registration__contact=OuterRef("pk"))
        return (
            Contact.objects.living()
            .real()
            .annotate(
                stage=Subquery(stages.values("stage")[:1]),
                consented=Subquery(consents.values("granted")[:1]),
                came=Exists(taps),
            )
        )


# Mails


class MessageFilters(WagtailFilterSet):
    state = choice(gettext_lazy("State"), MessageState.choices)
    kind = choice(gettext_lazy("About"), kind_choices)
    mailing = django_filters.NumberFilter(label=gettext_lazy("Number of the mailing"))

    class Meta:
        model = Message
        fields: list[str] = []


def _mail_url(mail: Any) -> str | None:
    return reverse("contacts:edit", args=[mail.contact_pk]) if mail.contact_pk else None


class MessageIndex(DeskIndexView):
    table_classname = CARDS
    filterset_class = MessageFilters
    exports = {"address": (gettext_lazy("E-mail"), lambda it: it.to)}

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "to",
                label=_("To"),
                accessor=lambda it: ", ".join(filter(None, (it.person, it.to))),
                get_url=_mail_url,
                classname="desk-address",
            ),
            TitleColumn(
                "kind",
                label=_("About"),
                accessor=lambda it: capfirst(kind_in_words(it.kind)),
                get_url=lambda it: reverse("mails:show", args=[it.pk]),
            ),
            StatusTagColumn(
                "fate",
                label=_("What became of it"),
                accessor=fate,
                primary=lambda it: it.state == MessageState.SENT and not it.bounced_at,
            ),
            Column("why", label=_("Why"), accessor="why_in_words"),
            Column(
                "queued_at",
                label=_("Written"),
                accessor=lambda it: words.moment(it.queued_at, words.office_zone()),
                sort_key="queued_at",
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Message]:
        people = Contact.objects.filter(uuid=OuterRef("contact")).values("pk")[:1]
        return with_people(Message.objects.real()).annotate(contact_pk=Subquery(people))

    def search_queryset(self, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return mails_found_by(queryset, self.search_query) if self.is_searching else queryset

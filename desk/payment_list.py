"""All deposits that were paid: search, filters, sums, the bookkeeper's file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button

from desk import words
from desk.deposit_file import file_of
from desk.deposit_lines import SEE, Line, paid_line
from desk.export import download
from desk.indexes import ALL, choice, date_url
from desk.lists import CARDS, CHUNK, DeskIndexView, ListViewSet
from desk.views.money import Reconciliations, Sums
from events.models import Event
from office.folding import found_by
from payments.domain.standing import GROUPS, in_group, with_refunds, with_standing
from payments.models import Payment, Way

OF_PAYER = "registration__contact__"
FOUND_IN = (
    *(f"{OF_PAYER}name", f"{OF_PAYER}email", "registration__occurrence__event__title"),
    *("intent", "refunds__stripe_id"),
)


def _years() -> list[tuple[int, str]]:
    """Those in which something was paid."""
    zone = words.office_zone()
    days = Payment.objects.paid().datetimes("paid_at", "year", order="DESC", tzinfo=zone)
    return [(day.year, str(day.year)) for day in days]


def _events(request: HttpRequest | None) -> QuerySet[Event]:
    paid = Payment.objects.paid().values("registration__occurrence__event")
    return Event.objects.filter(pk__in=paid).order_by("title")


class PaymentFilters(WagtailFilterSet):
    group = choice(
        gettext_lazy("State"),
        [(name, label) for name, (label, _standings) in GROUPS.items() if name != "due"],
        method="by_group",
    )
    way = choice(gettext_lazy("How"), Way.choices)
    event = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Event"),
        queryset=_events,
        field_name="registration__occurrence__event",
        widget=forms.Select,
        empty_label=ALL,
    )
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Year"),
        choices=_years,
        field_name="paid_at",
        lookup_expr="year",
        widget=forms.Select,
        empty_label=ALL,
    )

    class Meta:
        model = Payment
        fields: list[str] = []

    def by_group(self, rows: QuerySet[Payment], name: str, value: str) -> QuerySet[Payment]:
        return in_group(rows, value)


def _told(name: str) -> Any:
    """What a line says of a payment."""
    return lambda payment: getattr(paid_line(payment), name)


def _line(payment: Any) -> Line:
    return paid_line(payment)


class PaymentIndex(DeskIndexView):
    filterset_class = PaymentFilters
    table_classname = CARDS
    default_ordering = "-paid_at"

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=_("Name"),
                accessor=_told("name"),
                get_url=lambda it: _line(it).url,
                sort_key="registration__contact__name",
            ),
            TitleColumn(
                "date",
                label=_("Date"),
                accessor="registration.occurrence",
                get_url=lambda it: date_url(it.registration.occurrence),
            ),
            StatusTagColumn(
                "standing",
                label=_("State"),
                accessor=_told("state"),
                primary=lambda it: not _line(it).is_wrong,
            ),
            Column("amount", label=_("Amount"), accessor=_told("amount"), sort_key="amount"),
            Column("back", label=_("Given back"), accessor=_told("back"), classname="desk-wide"),
            Column("paid", label=_("Paid"), accessor=_told("paid"), sort_key="paid_at"),
            Column("way", label=_("How"), accessor=_told("way")),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            Button(_("Sums by year and event"), reverse("payments:sums"), icon_name="table"),
            Button(_("Our books and Stripe’s"), reverse("payments:reconciliations")),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return with_refunds(with_standing(Payment.objects.all()))

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Each payment once, however many refunds it has."""
        if not self.is_searching:
            return queryset
        rows = Payment.objects.order_by()
        found = found_by(rows, self.search_query, *FOUND_IN, phone=f"{OF_PAYER}phone")
        return queryset.filter(pk__in=found.values("pk"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A row for each movement, not the rows on screen."""
        if not self.is_export:
            return super().get(request, *args, **kwargs)
        export = file_of(self.export_rows(), Payment, self.narrowed_by())
        return download(request, export, request.GET["export"])

    def export_rows(self) -> Iterable[Any]:
        return self.get_queryset().iterator(CHUNK)


class PaymentViewSet(ListViewSet):
    model = Payment
    name = "payments"
    icon = "tag"
    menu_label = gettext_lazy("Payments")
    index_view_class = PaymentIndex

    @cached_property
    def menu_item_class(self) -> Any:
        """Where deposits are paid."""
        usual = super().menu_item_class

        def is_shown(item: Any, request: HttpRequest) -> bool:
            return bool(settings.PAYMENTS_ON and request.user.has_perm(SEE))

        return type("PaymentMenuItem", (usual,), {"is_shown": is_shown})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("sums/", Sums.as_view(), name="sums"),
            path("reconciliations/", Reconciliations.as_view(), name="reconciliations"),
        ]

"""The menu items *Host practices* and *Offers of practices*."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from django.conf import settings
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView

from desk import words
from desk.domain.find import hosts_found_by
from desk.indexes import ALL, DeskFilters, FirstOf, choice
from desk.lists import DeskIndexView, ListViewSet, RowsViewSet
from desk.views import host_offers, hosts
from events.domain import offer_words
from events.models import (
    Host,
    HostContact,
    Hosting,
    HostOffer,
    Occurrence,
    OccurrenceState,
)
from office import clock
from office.models import Municipality


def _areas(request: Any = None) -> QuerySet[Municipality]:
    """The municipalities with a practice in them."""
    return Municipality.objects.filter(pk__in=Host.objects.values("municipality"))


class HostFilters(DeskFilters):
    state = FirstOf(
        gettext_lazy("State"),
        {
            "receiving": (gettext_lazy("receive people"), Q(retired_at=None)),
            "retired": (gettext_lazy("no longer hosts"), Q(retired_at__isnull=False)),
        },
    )
    area = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Municipality"),
        queryset=_areas,
        field_name="municipality",
        empty_label=ALL,
    )
    missing = choice(
        gettext_lazy("Only those"),
        [
            ("never", gettext_lazy("never visited")),
            ("unreached", gettext_lazy("without a contact")),
            ("offering", gettext_lazy("with an open offer")),
        ],
        method="by_missing",
    )

    class Meta:
        model = Host
        fields: list[str] = []

    def by_missing(self, rows: QuerySet[Host], name: str, value: str) -> QuerySet[Host]:
        wanted = {"never": Q(last_visit=None), "unreached": Q(has_contact=False)}
        return rows.filter(wanted.get(value, Q(open_offers__gt=0)))


class HostIndex(DeskIndexView):
    """Practices with what they have done and would do; nobody's name or address is in it."""

    filterset_class = HostFilters
    has_people = False
    default_ordering = "name"
    exports = {
        "street": (gettext_lazy("Street"), lambda host: host.street),
        "postcode": (gettext_lazy("Postcode"), lambda host: host.postcode),
        "municipality": (gettext_lazy("Municipality"), lambda host: str(host.municipality or "")),
        "form": (gettext_lazy("Form of practice"), lambda host: host.practice_form),
    }

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=_("Name"),
                accessor=_name,
                get_url=lambda it: reverse("hosts:edit", args=[it.pk]),
                sort_key="name",
            ),
            Column("town", label=_("Town"), sort_key="town", classname="desk-wide"),
            Column("last", label=_("Last visit"), accessor=_last_visit, sort_key="last_visit"),
            Column(
                "this_year",
                label=_("Visits this year"),
                sort_key="this_year",
                classname="desk-wide",
            ),
            Column("open_offers", label=_("Open offers"), sort_key="open_offers"),
            Column("gladly", label=_("Gladly again"), accessor=_gladly, classname="desk-wide"),
        ]

    def search_queryset(self, queryset: QuerySet[Host]) -> QuerySet[Host]:
        if not self.is_searching:
            return queryset
        return hosts_found_by(queryset, self.search_query, self.request.user)

    def get_base_queryset(self) -> QuerySet[Host]:
        return with_visits(Host.objects.select_related("municipality"), clock.now())


def with_visits(rows: QuerySet[Host], at: datetime) -> QuerySet[Host]:
    """Annotate what the list shows of each practice, in the one query that fetches them."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    year = local.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    there = Q(host=OuterRef("pk")) | Q(spots__host=OuterRef("pk"))
    on = Occurrence.objects.filter(there, state=OccurrenceState.SCHEDULED).order_by()
    past = _one(on.filter(ends_at__lte=at), Max("starts_at"), DateTimeField())
    begun = on.filter(starts_at__gte=year, starts_at__lt=year.replace(year=year.year + 1))
    offers = HostOffer.objects.filter(host=OuterRef("pk"), state=HostOffer.State.NEW).order_by()
    wrote = Hosting.objects.filter(host=OuterRef("pk"), gladly_again__isnull=False)
    newest = wrote.order_by("-wrote_at", "-pk").values("gladly_again")[:1]
    return rows.annotate(
        last_visit=past,
        this_year=_count(begun, "pk"),
        open_offers=_count(offers, "pk"),
        gladly_again=Subquery(newest),
        has_contact=Exists(HostContact.objects.filter(host=OuterRef("pk"), left_at=None)),
    )


def _one(rows: QuerySet[Any], value: Any, field: Any) -> Subquery:
    grouped = rows.annotate(one=Value(1)).values("one").annotate(found=value).values("found")
    return Subquery(grouped, output_field=field)


def _count(rows: QuerySet[Any], name: str) -> Coalesce:
    return Coalesce(_one(rows, Count(name, distinct=True), IntegerField()), Value(0))


def _name(host: Host) -> str:
    return f"{host.name} ({_('no longer a host')})" if host.retired_at else host.name


def _last_visit(host: Any) -> str:
    if host.last_visit is None:
        return _("never")
    return date_format(host.last_visit.astimezone(words.office_zone()), "SHORT_DATE_FORMAT")


def _gladly(host: Any) -> str:
    return {None: "", True: _("yes"), False: _("no")}[host.gladly_again]


class AddHost(CreateView):
    def get_success_url(self) -> str:
        return reverse("hosts:edit", args=[self.object.pk])


class ChangeHost(EditView):
    """The practice's own fields, apart from the page that shows it."""

    def get_edit_url(self) -> str:
        return reverse("hosts:change", args=[self.object.pk])

    def get_success_url(self) -> str:
        return reverse("hosts:edit", args=[self.object.pk])


class HostViewSet(RowsViewSet):
    model = Host
    name = "hosts"
    icon = "home"
    menu_label = gettext_lazy("Host practices")
    index_view_class = HostIndex
    add_view_class = AddHost
    edit_view_class = ChangeHost
    form_fields = ["name", "street", "postcode", "town", "municipality", "practice_form"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("<int:pk>/", hosts.HostView.as_view(), name="edit"),
            path("<int:pk>/change/", self.edit_view, name="change"),
            *hosts.patterns(),
            *self.history_urls(),
        ]


# Offers


class OfferFilters(DeskFilters):
    state = FirstOf(
        gettext_lazy("State"),
        {state.value: (state.label, Q(state=state)) for state in HostOffer.State},
    )

    class Meta:
        model = HostOffer
        fields: list[str] = []


class OfferIndex(DeskIndexView):
    """Those to answer, the soonest day first, unless a filter asks for others."""

    filterset_class = OfferFilters
    has_people = False
    page_title = gettext_lazy("Offers of practices")
    exports = {
        "first_day": (gettext_lazy("First day"), lambda it: date_format(it.first_day)),
        "last_day": (gettext_lazy("Last day"), lambda it: date_format(it.last_day)),
        "places": (gettext_lazy("Places"), lambda it: it.places, True),
        "dates": (gettext_lazy("Visits"), lambda it: it.dates, True),
    }

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "host",
                label=_("Host practice"),
                accessor="host.name",
                get_url=lambda it: reverse("offers:edit", args=[it.pk]),
                sort_key="host__name",
            ),
            Column("when", label=_("When"), accessor=offer_words.when, sort_key="first_day"),
            Column("what", label=_("How many"), accessor=_how_many, classname="desk-wide"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda it: it.is_new(),
            ),
            Column(
                "made",
                label=_("Offered"),
                accessor=_made,
                sort_key="made_at",
                classname="desk-wide",
            ),
        ]

    @property
    def no_results_message(self) -> Any:
        if self.is_searching or self.is_filtering:
            return super().no_results_message
        return _(
            "No offer waits for an answer. Practices offer days on their own page: send them the "
            "link from the page of the practice."
        )

    def get_base_queryset(self) -> QuerySet[HostOffer]:
        return HostOffer.objects.select_related("host").order_by("first_day", "pk")


def _how_many(offer: HostOffer) -> str:
    return f"{offer_words.people(offer)}, {offer_words.visits(offer)}"


def _made(offer: HostOffer) -> str:
    return words.moment(offer.made_at, words.office_zone())


class OfferViewSet(ListViewSet):
    model = HostOffer
    name = "offers"
    url_prefix = "offers"
    icon = "date"
    menu_label = gettext_lazy("Offers of practices")
    edit_route = True
    index_view_class = OfferIndex
    search_fields = ["host__name", "host__town"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {"add_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", host_offers.OfferView.as_view(), name="edit"),
            path("<int:pk>/decline/", host_offers.Decline.as_view(), name="decline"),
            path("<int:pk>/history/", self.history_view, name="history"),
            path("<int:pk>/history/results/", self.history_results_view, name="history_results"),
        ]

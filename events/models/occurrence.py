from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction

from events.models.changing import Changing
from events.models.deposit import DEPOSIT_CONSTRAINTS, AsksDeposit
from events.models.event import Event
from events.models.host import Host
from events.models.states import HOLDING, PUBLIC, OccurrenceState, RegistrationState
from office.folding import found_by
from office.models import Municipality

OFFER_NEEDS = timedelta(hours=1)
"""An offer is made only while at least this much is left until `offers_until`."""


def _counted(rows: QuerySet[models.Model]) -> Coalesce:
    counted = rows.order_by().values("occurrence").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), Value(0))


def restricted() -> Q:
    """Of pages, whether a view restriction stands on them or above them.

    An alias is restricted as the page it copies is.
    """
    path = models.ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    restrictions = PageViewRestriction.objects.alias(path=path)
    direct = restrictions.filter(path__startswith=F("page__path"))
    copied = restrictions.filter(path__startswith=F("page__aliases__path"))
    return Q(Exists(direct)) | Q(Exists(copied))


def live_pages() -> QuerySet[Page]:
    """Pages the world can open: live, and not restricted."""
    return Page.objects.filter(~restricted(), live=True)


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def in_order(self) -> OccurrenceQuerySet:
        return self.order_by("starts_at", "pk")

    def trials(self) -> OccurrenceQuerySet:
        """Those on which somebody of the office tries the sign-up; only `every` has them."""
        return self.filter(trial_until__isnull=False)

    def between(self, start: datetime, end: datetime) -> OccurrenceQuerySet:
        """Those that begin in this time; its end is not in it."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def found_by(self, text: str) -> OccurrenceQuerySet:
        """By parts of the event's title, the place or the host's name."""
        return found_by(self, text, "event__title", "location", "host__name")

    def upcoming(self, at: datetime) -> OccurrenceQuerySet:
        return self.filter(ends_at__gt=at)

    def with_page(self) -> OccurrenceQuerySet:
        """Annotate `page_live`: whether any translation of its page is live and unrestricted."""
        pages = live_pages().filter(translation_key=OuterRef("event__page_key"))
        return self.annotate(page_live=Exists(pages))

    def public(self) -> OccurrenceQuerySet:
        """What the world may see: scheduled or called off, on a page that is live."""
        return self.with_page().filter(Q(page_live=True), state__in=PUBLIC)

    def with_counts(self) -> OccurrenceQuerySet:
        """Annotate `held`, `confirmed`, `offered` places and `waiting` (proven, in the queue)."""
        from events.models.registration import Registration  # noqa: PLC0415 -- circular import
        from events.models.turn import Turn  # noqa: PLC0415 -- circular import

        mine = Registration.objects.filter(occurrence=OuterRef("pk"))
        return self.annotate(
            held=_counted(mine.filter(state__in=HOLDING)),
            confirmed=_counted(mine.filter(state=RegistrationState.CONFIRMED)),
            offered=_counted(mine.filter(state=RegistrationState.OFFERED)),
            waiting=_counted(Turn.objects.filter(occurrence=OuterRef("pk")).queue()),
        )


class Real(models.Manager["Occurrence"]):
    """All but those on which somebody of the office only tries the sign-up."""

    def get_queryset(self) -> OccurrenceQuerySet:
        return OccurrenceQuerySet(self.model, using=self._db).filter(trial_until=None)


RealOccurrences = Real.from_queryset(OccurrenceQuerySet)


class Occurrence(Changing, AsksDeposit):
    """One dated run of an event. Live ones change by acts only (`events/domain/`).

    Times are instants; the event's zone says what the clock on the wall shows.
    `revision` grows with each act on the occurrence itself. The form that added it has a
    `form_key`, so that it adds it once however often it is sent. Of `capacity`, `kept_back` places
    are for the office to give until `kept_back_until`. `hours_a_day` is what a day counts on a
    certificate (None: a visit's own length). From `spots_shown_at` on everybody sees which host
    practice, room and meeting point is theirs. With `trial_until` it is a copy on which the
    coordinator `trial_for` tries the sign-up until then: in no list, figure or feed, and deleted
    afterwards. `objects` leaves such copies out, so that nobody can forget to; the engine's locks
    use `every`, and a claim's own `occurrence` is found in any case.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="occurrences")
    state = models.CharField(
        max_length=12, choices=OccurrenceState.choices, default=OccurrenceState.DRAFT
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    location = models.CharField(_("place"), max_length=255, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    host = models.ForeignKey(
        Host,
        verbose_name=_("host practice"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="occurrences",
    )
    capacity = models.PositiveIntegerField(_("places"))
    waitlist_limit = models.PositiveIntegerField(_("places on the waitlist"), default=0)
    kept_back = models.PositiveIntegerField(_("places kept back"), default=0)
    kept_back_until = models.DateTimeField(_("kept back until"), null=True, blank=True)
    opens_at = models.DateTimeField(_("sign-up opens"))
    closes_at = models.DateTimeField(_("sign-up closes"))
    offers_until = models.DateTimeField(_("waitlist runs until"))
    revision = models.PositiveIntegerField(default=1)
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.CharField(max_length=300, blank=True)
    list_closed_at = models.DateTimeField(null=True, blank=True)
    hours_a_day = models.DecimalField(
        _("hours a day"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    spots_shown_at = models.DateTimeField(null=True, blank=True)
    trial_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    trial_until = models.DateTimeField(null=True, blank=True)

    objects = RealOccurrences()
    every = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="occurrence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")), name="sign_up_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__lte=F("offers_until"), offers_until__lte=F("starts_at")),
                name="close_then_offers_then_start",
            ),
            models.CheckConstraint(
                condition=Q(state="called_off", called_off_at__isnull=False)
                | (~Q(state="called_off") & Q(called_off_at=None)),
                name="called_off_says_when",
            ),
            models.CheckConstraint(
                condition=Q(kept_back=0, kept_back_until=None)
                | Q(kept_back__gt=0, kept_back_until__isnull=False),
                name="kept_back_until_a_time",
            ),
            models.CheckConstraint(
                condition=Q(trial_for=None) | Q(trial_until__isnull=False),
                name="trial_has_an_end",
            ),
            models.UniqueConstraint(fields=["trial_for"], name="one_trial_at_a_time"),
            *DEPOSIT_CONSTRAINTS,
        ]
        indexes = [models.Index(fields=["event", "starts_at"], name="occurrence_of_event")]

    def __str__(self) -> str:
        return f"{self.event.title}, {self.first_day:%d.%m.%Y}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.event.zone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def first_day(self) -> date:
        return self.local_start.date()

    @property
    def last_day(self) -> date:
        """The last day with anything on it; an end at midnight belongs to the day before."""
        return (self.local_end - timedelta(microseconds=1)).date()

    @property
    def days(self) -> list[date]:
        """Every local day of the occurrence, in order: one check-in each."""
        span = (self.last_day - self.first_day).days
        return [self.first_day + timedelta(days=n) for n in range(span + 1)]

    @property
    def area(self) -> Municipality | None:
        """Where it takes place: the date's own municipality, else its host's."""
        return self.municipality or (self.host.municipality if self.host else None)

    @property
    def is_trial(self) -> bool:
        return self.trial_until is not None

    @property
    def asks_deposit(self) -> bool:
        """Whether a place costs a deposit; trying the sign-up costs nothing."""
        return self.deposit > 0 and not self.is_trial

    @property
    def is_scheduled(self) -> bool:
        return self.state == OccurrenceState.SCHEDULED

    @property
    def is_called_off(self) -> bool:
        return self.state == OccurrenceState.CALLED_OFF

    def kept_back_at(self, at: datetime) -> int:
        """How many places are the office's own to give at this time."""
        return self.kept_back if self.kept_back_until and at < self.kept_back_until else 0

    def for_everybody(self, at: datetime) -> int:
        """How many of the places, taken or free, the public and the waitlist may have."""
        return max(0, self.capacity - self.kept_back_at(at))

    def is_offering(self, at: datetime) -> bool:
        """Whether places that come free are offered to the waitlist at this time."""
        return self.is_scheduled and at + OFFER_NEEDS <= self.offers_until

    def is_in_window(self, at: datetime) -> bool:
        """Scheduled and inside the sign-up window; the page has to be live as well."""
        return self.is_scheduled and self.opens_at <= at < self.closes_at


class Audience(models.Model):
    """Who may come: one stage, and for students a span of semesters (1-12; master's 1 is 7).

    An occurrence without rows is for everybody.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="audience")
    stage = models.SlugField(_("stage"), max_length=20)
    from_semester = models.PositiveSmallIntegerField(_("from semester"), null=True, blank=True)
    to_semester = models.PositiveSmallIntegerField(_("to semester"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("occurrence", "stage", name="stage_once_per_occurrence"),
            models.CheckConstraint(
                condition=Q(from_semester=None)
                | Q(to_semester=None)
                | Q(from_semester__lte=F("to_semester")),
                name="semesters_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.stage

    def admits(self, stage: str, semester: int | None) -> bool:
        """Whether somebody in this stage and semester (on the first day) may come."""
        if stage != self.stage:
            return False
        if semester is None:
            return self.from_semester is None and self.to_semester is None
        return (self.from_semester or 1) <= semester <= (self.to_semester or 99)

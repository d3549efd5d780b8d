"""The menu *Office*: dates, people, mails, hosts, settings, what is deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.images.widgets import AdminImageChooser

from contacts.models import Contact
from desk import date_urls, several
from desk.claim_list import RegistrationIndex, TurnIndex
from desk.date_list import OccurrenceIndex
from desk.hosts import HostViewSet, OfferViewSet
from desk.indexes import ContactIndex, MessageIndex
from desk.lists import ListViewSet, RowsViewSet
from desk.mail_texts import MailTextsViewSet
from desk.mailings import MailingViewSet
from desk.missed_mails import MissedViewSet
from desk.payment_list import PaymentViewSet
from desk.question_sets import QuestionSetViewSet
from desk.views import (
    contact,
    figures,
    mails,
)
from desk.views.calendar import CalendarView
from desk.views.compose import WriteToPerson
from desk.views.correct import CorrectContact
from desk.views.notes import DeleteNote, WriteNote
from desk.views.ready import ReadyViewSet
from desk.views.retention import RetentionView
from events.models import Occurrence, Registration, Turn
from mail.models import Message
from office.models import Office


class OccurrenceViewSet(ListViewSet):
    model = Occurrence
    name = "dates"
    icon = "date"
    menu_label = _("Dates")
    edit_route = True
    index_view_class = OccurrenceIndex
    list_per_page = several.MOST

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            *date_urls.patterns(),
        ]


class RegistrationViewSet(ListViewSet):
    model = Registration
    name = "registrations"
    icon = "list-ul"
    menu_label = _("Registrations")
    index_view_class = RegistrationIndex


class TurnViewSet(ListViewSet):
    model = Turn
    name = "turns"
    icon = "time"
    menu_label = _("Waitlist")
    index_view_class = TurnIndex


class ContactViewSet(ListViewSet):
    model = Contact
    name = "contacts"
    icon = "user"
    menu_label = _("Contacts")
    edit_route = True
    index_view_class = ContactIndex

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {"add_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", contact.ContactView.as_view(), name="edit"),
            path("<int:pk>/erase/", contact.Erase.as_view(), name="erase"),
            path("<int:pk>/add-to-date/", contact.AddToDate.as_view(), name="add_to_date"),
            path("<int:pk>/write/", WriteToPerson.as_view(), name="write"),
            path("<int:pk>/correct/", CorrectContact.as_view(), name="correct"),
            path("<int:pk>/note/", WriteNote.as_view(), name="write_note"),
            path("<int:pk>/note/<int:note>/delete/", DeleteNote.as_view(), name="delete_note"),
            path("<int:pk>/my-data/", contact.SendMyData.as_view(), name="send_my_data"),
            path("<int:pk>/history/", self.history_view, name="history"),
            path("<int:pk>/history/results/", self.history_results_view, name="history_results"),
        ]


class MessageViewSet(ListViewSet):
    model = Message
    name = "mails"
    icon = "mail"
    menu_label = _("Mails")
    index_view_class = MessageIndex

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", mails.ShowMail.as_view(), name="show"),
            path("<int:pk>/text/", mails.MailText.as_view(), name="text"),
            path("<int:pk>/again/", mails.Again.as_view(), name="again"),
            path("<int:pk>/dealt-with/", mails.DealWith.as_view(), name="deal_with"),
            path("<int:pk>/undo/", mails.UndoDealWith.as_view(), name="undo"),
            path("<int:pk>/write-again/", mails.LiftSuppression.as_view(), name="lift"),
        ]


class OfficeViewSet(RowsViewSet):
    model = Office
    name = "office"
    icon = "cog"
    menu_label = _("Office settings")
    form_fields = [
        *("valid_from", "name", "controller", "privacy_email", "privacy_phone"),
        *("sender_name", "email", "phone", "was_url", "municipalities"),
        *("logo", "colour_action", "colour_accent", "colour_ground"),
    ]
    inspect_view_fields = form_fields
    list_display = ["name", "valid_from", "controller"]
    ordering = "-valid_from"
    search_fields = ["name", "controller"]
    create_template_name = edit_template_name = "desk/office_form.html"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Coordinators read it, administrators change it."""
        read = {"inspect_url_name": self.get_url_name("inspect")}
        return super().get_common_view_kwargs(**kwargs) | read

    def get_urlpatterns(self) -> list[URLPattern]:
        read = path("inspect/<int:pk>/", self.inspect_view, name="inspect")
        return [*super().get_urlpatterns(), read]

    def formfield_for_dbfield(self, db_field: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DateField):
            kwargs["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        if isinstance(db_field, models.ManyToManyField):
            kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name == "logo":
            kwargs["widget"] = AdminImageChooser
        return db_field.formfield(**kwargs)


class CalendarViewSet(ViewSet):
    name = "calendar"
    url_prefix = "dates/calendar"
    icon = "calendar"
    menu_label = _("Calendar")

    class menu_item_class(MenuItem):  # noqa: N801 -- Wagtail's name for it
        def is_shown(self, request: Any) -> bool:
            return bool(request.user.has_perm("events.change_occurrence"))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", CalendarView.as_view(), name="index")]


class RetentionViewSet(ViewSet):
    name = "retention"
    icon = "bin"
    menu_label = _("What is deleted")

    class menu_item_class(MenuItem):  # noqa: N801 -- Wagtail's name for it
        def is_shown(self, request: Any) -> bool:
            return bool(request.user.has_perm("contacts.change_contact"))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", RetentionView.as_view(), name="index")]


class FiguresViewSet(ViewSet):
    name = "figures"
    icon = "table"
    menu_label = _("Year in figures")

    class menu_item_class(MenuItem):  # noqa: N801 -- Wagtail's name for it
        def is_shown(self, request: Any) -> bool:
            return bool(request.user.has_perm(figures.PERMISSION))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", figures.FiguresView.as_view(), name="index")]


class OfficeGroup(ViewSetGroup):
    menu_label = _("Office")
    menu_icon = "group"
    menu_order = 150
    items = (
        OccurrenceViewSet,
        CalendarViewSet,
        ContactViewSet,
        RegistrationViewSet,
        TurnViewSet,
        MailingViewSet,
        MessageViewSet,
        MissedViewSet,
        MailTextsViewSet,
        QuestionSetViewSet,
        HostViewSet,
        OfferViewSet,
        PaymentViewSet,
        FiguresViewSet,
        OfficeViewSet,
        RetentionViewSet,
        ReadyViewSet,
    )

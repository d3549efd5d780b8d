from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _  # noqa: PLC0415

        from camps.models import EventPage  # noqa: PLC0415 -- models are loaded by now
        from desk.panels import DatesPanel  # noqa: PLC0415

        EventPage.date_panels.append(DatesPanel(heading=_("Dates and places"), icon="date"))

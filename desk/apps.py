from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415
        from django.utils.translation import gettext_lazy as _  # noqa: PLC0415
        from wagtail.admin.views.account import AvatarSettingsPanel  # noqa: PLC0415

        from camps.models import EventPage  # noqa: PLC0415 -- models are loaded by now
        from desk import letters, wagtail_words, watch_letters  # noqa: PLC0415
        from desk.access import sessions  # noqa: PLC0415
        from desk.domain import mail_test  # noqa: PLC0415
        from desk.forms.pictures import AvatarForm  # noqa: PLC0415
        from desk.panels import DatesPanel  # noqa: PLC0415

        letters.register()
        wagtail_words.say()
        mail_test.register()
        watch_letters.register()
        user_logged_in.connect(sessions.begin, dispatch_uid="desk.access.sessions")

        AvatarSettingsPanel.form_class = AvatarForm
        EventPage.date_panels.append(DatesPanel(heading=_("Dates and places"), icon="date"))

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from events import letters  # noqa: PLC0415 -- needs the models to be loaded

        letters.register()

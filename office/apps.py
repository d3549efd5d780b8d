from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "office"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created  # noqa: PLC0415

        from office.folding import teach_sqlite  # noqa: PLC0415

        connection_created.connect(teach_sqlite, dispatch_uid="office.folding")

from django.apps import AppConfig
from django.core import checks


class PaymentsConfig(AppConfig):
    name = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from payments import letters  # noqa: PLC0415 -- needs the models to be loaded
        from payments.checks import deposits_can_be_paid  # noqa: PLC0415 -- the same

        letters.register()
        checks.register(deposits_can_be_paid, checks.Tags.database)

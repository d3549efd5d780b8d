from django.apps import AppConfig


class SignupConfig(AppConfig):
    name = "signup"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from signup import letters  # noqa: PLC0415 -- needs the models

        letters.register()

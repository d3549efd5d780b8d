from django.apps import AppConfig
from django.core import checks


class MailConfig(AppConfig):
    name = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from anymail.signals import tracking  # noqa: PLC0415 -- needs settings

        from mail import checks as mail_checks  # noqa: PLC0415 -- needs settings
        from mail.domain import trying  # noqa: PLC0415 -- needs models
        from mail.domain.tracking import record  # noqa: PLC0415 -- needs models

        trying.register()
        tracking.connect(record, dispatch_uid="mail.tracking")
        for check in (
            mail_checks.check_backend,
            mail_checks.check_ignored_features,
            mail_checks.check_tracking,
        ):
            checks.register(check, "mail")
        checks.register(mail_checks.check_mail_leaves, "mail", deploy=True)

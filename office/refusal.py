"""Why an act was refused. Each error's text is a sentence for the person who tried."""

from django.utils.translation import gettext_lazy as _


class ActRefused(Exception):
    """An act that cannot be done; nothing was changed. `str()` is the sentence to show."""

    sentence = _("This cannot be done.")

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)

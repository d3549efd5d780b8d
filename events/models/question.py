from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from events.models.event import Event
from events.models.occurrence import Occurrence


class Moment(models.TextChoices):
    """When a question is asked; the moments stand in their order."""

    SIGN_UP = "sign_up", _("at sign-up")
    AFTER_PLACE = "after_place", _("once the place is confirmed")
    AFTER_ATTENDING = "after_attending", _("after attending")


class AnswerKind(models.TextChoices):
    """What an answer is, and with it how `Answer.value` holds it."""

    TEXT = "text", _("a line of text")
    LONG_TEXT = "long_text", _("several lines of text")
    NUMBER = "number", _("a number")
    CHOICE = "choice", _("one of several")
    CHOICES = "choices", _("any of several")
    YES_NO = "yes_no", _("yes or no")
    DATE = "date", _("a date")
    STATEMENT = "statement", _("a statement to accept")


class QuestionSet(models.Model):
    """Questions to use again: an event gets copies of them."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("set of questions")
        verbose_name_plural = _("sets of questions")

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked(self) -> QuestionQuerySet:
        """Those still asked, in their order."""
        return self.filter(retired_at=None).order_by("order", "pk")

    def at(self, moment: Moment) -> QuestionQuerySet:
        return self.filter(moment=moment)


class Question(models.Model):
    """What a coordinator asks of the people on an event, or keeps in a set.

    Once answered it is retired, never deleted or reworded. `due_days` is how many days before the
    start the answer is needed. With `only_if` it is asked only of those who gave that answer.
    """

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="questions"
    )
    set = models.ForeignKey(
        QuestionSet, on_delete=models.CASCADE, null=True, blank=True, related_name="questions"
    )
    moment = models.CharField(_("asked"), max_length=20, choices=Moment.choices)
    kind = models.CharField(_("answer"), max_length=20, choices=AnswerKind.choices)
    wording = models.TextField(_("question"), max_length=2000)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    options = models.JSONField(_("answers to choose from"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    due_days = models.PositiveSmallIntegerField(_("days before the start"), null=True, blank=True)
    only_if = models.ForeignKey(
        "self",
        verbose_name=_("only if this question"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
    )
    only_if_answer = models.CharField(_("has this answer"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    order = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False, set=None) | Q(event=None, set__isnull=False),
                name="question_of_an_event_or_a_set",
            ),
            models.CheckConstraint(
                condition=Q(only_if=None, only_if_answer="")
                | (Q(only_if__isnull=False) & ~Q(only_if_answer="")),
                name="condition_names_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('question')} {self.pk}"


class Answer(models.Model):
    """What a person said to a question on one occurrence, with the wording they read.

    `value` by the question's kind: text, number, list of texts, true or false, ISO date.
    Without a contact it is one of an evaluation, kept for the count after its person is forgotten.
    """

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="answers"
    )
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField()
    wording = models.TextField()
    version = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["question__order", "question", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "contact", "question"], name="one_answer_per_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('answer')} {self.pk}"

from events.models.attendance import CheckIn, Intention
from events.models.event import Event, Host, Kind
from events.models.mailing import AutomaticMail, Mailing, Recipients
from events.models.need import EmergencyContact, Food, Need
from events.models.occurrence import Audience, Occurrence, live_pages
from events.models.question import Answer, AnswerKind, Moment, Question, QuestionSet
from events.models.registration import Registration
from events.models.states import HELD, HOLDING, Because, OccurrenceState, RegistrationState
from events.models.turn import Turn

__all__ = [
    "HELD",
    "HOLDING",
    "Answer",
    "AnswerKind",
    "Audience",
    "AutomaticMail",
    "Because",
    "CheckIn",
    "EmergencyContact",
    "Event",
    "Food",
    "Host",
    "Intention",
    "Kind",
    "Mailing",
    "Moment",
    "Need",
    "Occurrence",
    "OccurrenceState",
    "Question",
    "QuestionSet",
    "Recipients",
    "Registration",
    "RegistrationState",
    "Turn",
    "live_pages",
]

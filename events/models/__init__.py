from events.models.attendance import CheckIn, Intention
from events.models.door import HelperPass, WalkIn
from events.models.event import Event, Kind
from events.models.host import Host, HostAsk, HostContact, HostOffer
from events.models.hosting import Hosting, HostInvite, HostLink
from events.models.mailing import AutomaticMail, Mailing, Recipients
from events.models.need import EmergencyContact, Food, Need
from events.models.occurrence import Audience, Occurrence, live_pages, restricted
from events.models.question import Answer, AnswerKind, Moment, Question, QuestionSet
from events.models.registration import Registration
from events.models.spot import Allocation, Friend, Proposal, Spot, SpotKind, SpotsTold, Wish
from events.models.states import HELD, HOLDING, PUBLIC, Because, OccurrenceState, RegistrationState
from events.models.turn import Turn

__all__ = [
    "HELD",
    "HOLDING",
    "PUBLIC",
    "Allocation",
    "Answer",
    "AnswerKind",
    "Audience",
    "AutomaticMail",
    "Because",
    "CheckIn",
    "EmergencyContact",
    "Event",
    "Food",
    "Friend",
    "HelperPass",
    "Host",
    "HostAsk",
    "HostContact",
    "HostInvite",
    "HostLink",
    "HostOffer",
    "Hosting",
    "Intention",
    "Kind",
    "Mailing",
    "Moment",
    "Need",
    "Occurrence",
    "OccurrenceState",
    "Proposal",
    "Question",
    "QuestionSet",
    "Recipients",
    "Registration",
    "RegistrationState",
    "Spot",
    "SpotKind",
    "SpotsTold",
    "Turn",
    "WalkIn",
    "Wish",
    "live_pages",
    "restricted",
]

from events.models.attendance import CheckIn, Intention
from events.models.event import Event, Host, Kind
from events.models.occurrence import Audience, Occurrence, live_pages
from events.models.registration import Registration
from events.models.states import HELD, HOLDING, Because, OccurrenceState, RegistrationState
from events.models.turn import Turn

__all__ = [
    "HELD",
    "HOLDING",
    "Audience",
    "Because",
    "CheckIn",
    "Event",
    "Host",
    "Intention",
    "Kind",
    "Occurrence",
    "OccurrenceState",
    "Registration",
    "RegistrationState",
    "Turn",
    "live_pages",
]

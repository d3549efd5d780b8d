"""The addresses of dates and of the people on them; their names are `dates:<name>`."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from desk import question_urls
from desk.mailings import urls_on_dates
from desk.views import (
    acts,
    adding,
    answers,
    choosing,
    closing,
    coming,
    deposits,
    door,
    evaluations,
    hostings,
    needs,
    people,
    planning,
    prints,
    responsible,
    several,
    several_people,
    trying,
)
from desk.views.as_participant import AsParticipant, ParticipantsPage
from desk.views.attendance import AllPresent, Attendance, UndoAllPresent
from desk.views.attendance_of import AttendanceOf, CountHours
from desk.views.correct import CorrectClaim
from desk.views.date_log import Log
from desk.views.date_messages import Messages
from desk.views.event_file import EventFile
from desk.views.participants import ChooseColumns, Participants
from desk.views.person import ConfirmFor, MovePerson, Person
from desk.views.sources import Sources
from desk.views.spot_acts import (
    AddMeetingPoint,
    AddPractices,
    AddRooms,
    ChangeSpot,
    RemoveSpot,
)
from desk.views.spots import (
    Distribution,
    HideSpots,
    MovePeople,
    Propose,
    ShowSpots,
    UndoProposal,
)
from desk.views.waitlist import Waitlist

ACTS: dict[str, Any] = {
    "open": acts.Open,
    "back": acts.BackToDraft,
    "discard": acts.Discard,
    "move": acts.Move,
    "location": acts.ChangeLocation,
    "capacity": acts.ChangeCapacity,
    "keep_back": acts.KeepBack,
    "window": acts.ChangeWindow,
    "audience": acts.ChangeAudience,
    "deposit": acts.ChangeDeposit,
    "call_off": acts.CallOff,
    "close_list": closing.CloseList,
    "reopen_list": closing.ReopenList,
    "add_person": people.AddPerson,
    "copy": planning.CopyDate,
    "repeat": planning.Series,
    "event_file": EventFile,
    "try_out": trying.TryOut,
    "try_out_place": trying.FreePlace,
    "try_out_clear": trying.ClearAway,
    "ask_now": answers.AskNow,
    "evaluation": evaluations.DateEvaluation,
    "hours": CountHours,
    "sources": Sources,
}
TAB_VIEWS: dict[str, Any] = {
    "waitlist": Waitlist,
    "messages": Messages,
    "attendance": Attendance,
    "answers": answers.Answers,
    "spots": Distribution,
    "needs": needs.Needs,
    "payments": deposits.PaymentsTab,
    "log": Log,
}
SPOT_ACTS: dict[str, Any] = {
    "add_practices": AddPractices,
    "add_rooms": AddRooms,
    "add_meeting_point": AddMeetingPoint,
    "propose_spots": Propose,
    "undo_proposal": UndoProposal,
    "move_into_spot": MovePeople,
    "show_spots": ShowSpots,
    "hide_spots": HideSpots,
}
ON_A_SPOT: dict[str, Any] = {"change_spot": ChangeSpot, "remove_spot": RemoveSpot}
LOOKS: dict[str, Any] = {
    "look_at_food": needs.LookAtFood,
    "look_at_needs": needs.LookAtNeeds,
    "look_at_emergency": needs.LookAtEmergency,
}
COMING_ACTS: dict[str, Any] = {
    "still_coming": coming.StillComing,
    "take_back_still_coming": coming.TakeBackStillComing,
}
CLAIM_ACTS: dict[str, Any] = {
    "move_person": MovePerson,
    "confirm_for": ConfirmFor,
    "correct_claim": CorrectClaim,
    "send_link": people.SendLinkAgain,
    "as_participant": AsParticipant,
    "participants_page": ParticipantsPage,
}
SEVERAL: dict[str, Any] = {
    "write_to_several": several_people.WriteToSeveral,
    "numbers": several_people.Numbers,
    "send_links": several_people.SendLinks,
    "move_several": several_people.MoveSeveral,
    "cancel_several": several_people.CancelSeveral,
}
DAY_ACTS: dict[str, Any] = {
    "all_present": AllPresent,
    "undo_all_present": UndoAllPresent,
    "check_in_several": several_people.CheckInSeveral,
}
HOSTING_ACTS: dict[str, Any] = {
    "keep_list_open": hostings.KeepListOpen,
    "let_list_close": hostings.LetListClose,
}
TURN_ACTS: dict[str, Any] = {
    "move_up": people.MoveUp,
    "give_place": people.GivePlace,
    "remove": people.Remove,
}


def _address(name: str) -> str:
    return name.replace("_", "-")


def _acts(where: str, views: dict[str, Any]) -> list[URLPattern]:
    return [path(f"{where}/{_address(n)}/", it.as_view(), name=n) for n, it in views.items()]


def patterns() -> list[URLPattern]:
    """Everything below `/admin/dates/` but the list and the history."""
    return [
        path("new/", choosing.ChoosePage.as_view(), name="add"),
        path("new/results/", choosing.ChoosePage.as_view(results_only=True), name="add_results"),
        path("new/<int:page>/", adding.AddDate.as_view(), name="add_to_page"),
        path("event/<int:pk>/", adding.EditEvent.as_view(), name="event"),
        path("deposit-rule/", acts.SayRule.as_view(), name="deposit_rule"),
        path("hand-over/", responsible.HandOver.as_view(), name="hand_over"),
        path("several/open/", several.OpenSeveral.as_view(), name="open_several"),
        path("several/change/", several.ChangeSeveral.as_view(), name="change_several"),
        path("several/call-off/", several.CallOffSeveral.as_view(), name="call_off_several"),
        *urls_on_dates(),
        path("event/<int:pk>/copy/", planning.CopyEvent.as_view(), name="copy_event"),
        path("<int:pk>/", Participants.as_view(), name="edit"),
        *_acts("<int:pk>", TAB_VIEWS),
        *_acts("<int:pk>", ACTS),
        *_acts("<int:pk>", LOOKS),
        *_acts("<int:pk>/spots", SPOT_ACTS),
        *_acts("<int:pk>/spots/<int:spot>", ON_A_SPOT),
        *_acts("<int:pk>", prints.VIEWS),
        path("event/<int:pk>/needs/", needs.Asks.as_view(), name="asks"),
        *question_urls.patterns("event/<int:pk>/"),
        path(
            "event/<int:pk>/evaluation/",
            evaluations.EventEvaluation.as_view(),
            name="evaluation_of_event",
        ),
        path(
            "<int:pk>/registration/<int:claim>/needs/",
            needs.WriteNeeds.as_view(),
            name="write_needs",
        ),
        *_at_the_door(),
        *_of_people(),
    ]


def _at_the_door() -> list[URLPattern]:
    helper, walk_in = "<int:pk>/helpers/<int:helper>/", "<int:pk>/walk-in/<int:walk_in>/"
    return [
        path("<int:pk>/helpers/", door.Helpers.as_view(), name="helpers"),
        path(helper, door.Helper.as_view(), name="helper"),
        path(f"{helper}revoke/", door.RevokeHelper.as_view(), name="revoke_helper"),
        path(f"{walk_in}settle/", door.SettleWalkIn.as_view(), name="settle_walk_in"),
        path(f"{walk_in}dismiss/", door.DismissWalkIn.as_view(), name="dismiss_walk_in"),
    ]


def _of_deposits() -> list[URLPattern]:
    place = "<int:pk>/registration/<int:claim>"
    return [
        path(
            f"{place}/settle-deposit/",
            deposits.SettleDeposit.as_view(),
            name="settle_deposit",
        ),
        path(
            f"{place}/payment/<int:payment>/give-back/",
            deposits.GiveBack.as_view(),
            name="give_back",
        ),
        path(
            f"{place}/refund/<int:refund>/settle/",
            deposits.SettleRefund.as_view(),
            name="settle_refund",
        ),
    ]


def _of_people() -> list[URLPattern]:
    day = "<int:pk>/registration/<int:registration>/<str:day>"
    return [
        path(f"{day}/check-in/", acts.CheckIn.as_view(), name="check_in"),
        path(f"{day}/undo/", acts.UndoCheckIn.as_view(), name="undo_check_in"),
        path("<int:pk>/registration/<int:claim>/cancel/", people.Cancel.as_view(), name="cancel"),
        path(
            "<int:pk>/registration/<int:claim>/attendance/",
            AttendanceOf.as_view(),
            name="attendance_of",
        ),
        path(
            "<int:pk>/registration/<int:claim>/certificate/",
            prints.OneCertificate.as_view(),
            name="certificate",
        ),
        *_of_deposits(),
        path("<int:pk>/columns/", ChooseColumns.as_view(), name="columns"),
        path("<int:pk>/<str:kind>/<int:claim>/", Person.as_view(), name="person"),
        *_acts("<int:pk>/<str:kind>/<int:claim>", CLAIM_ACTS),
        *_acts("<int:pk>/people", SEVERAL),
        *_acts("<int:pk>/people/<str:day>", DAY_ACTS),
        *_acts("<int:pk>/registration/<int:claim>", COMING_ACTS),
        *_acts("<int:pk>/turn/<int:claim>", TURN_ACTS),
        *_acts("<int:pk>/hosting/<int:hosting>", HOSTING_ACTS),
        path(
            "<int:pk>/hosting/<int:hosting>/<int:contact>/send-link/",
            hostings.SendHostLink.as_view(),
            name="send_host_link",
        ),
    ]

"""What the acts are called in Wagtail's log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import LogFormatter

from desk import door_log
from desk.access import groups
from desk.access.log import ACCESS

ACTIONS: dict[str, tuple[Any, Any]] = {
    "events.draft": (_("Add date"), _("Date added as a draft")),
    "events.open": (_("Open date"), _("Opened")),
    "events.back_to_draft": (_("Back to draft"), _("Taken back to draft")),
    "events.discard": (_("Discard date"), _("Discarded")),
    "events.move": (_("Move date"), _("Moved")),
    "events.change_location": (_("Change place"), _("Place changed")),
    "events.change_capacity": (_("Change number of places"), _("Number of places changed")),
    "events.keep_back": (_("Keep places back"), _("Places kept back")),
    "events.change_window": (_("Change sign-up times"), _("Times of sign-up changed")),
    "events.change_audience": (_("Change who may come"), _("Who may come changed")),
    "events.change_deposit": (_("Change deposit"), _("Deposit changed")),
    "payments.settle": (_("Settle deposit by hand"), _("Deposit settled by hand")),
    "payments.give_back": (_("Give deposit back"), _("Deposit given back by the office")),
    "payments.done_by_hand": (_("Settle refund"), _("Refund settled by hand")),
    "events.call_off": (_("Call off"), _("Called off")),
    "events.copy": (_("Copy event"), _("Copied from another event")),
    "events.make_responsible": (_("Hand over event"), _("Responsible coordinator changed")),
    "events.try_out": (_("Try the sign-up"), _("Sign-up tried")),
    "events.make_event": (_("Add event"), _("Event added with its first date")),
    "events.change_event": (_("Change event"), _("Facts of the event changed")),
    "events.rename": (_("Rename event"), _("Event renamed")),
    "events.add": (_("Add person"), _("Added by the office")),
    "events.add_over_capacity": (_("Add over capacity"), _("Added over capacity")),
    "events.cancel": (_("Cancel place"), _("Place cancelled by the office")),
    "events.still_coming": (_("Note still coming"), _("Said to be still coming")),
    "events.not_said_coming": (_("Take still coming back"), _("Still coming taken back")),
    "events.move_up": (_("Move up"), _("Moved to the front of the waitlist")),
    "events.move_person": (_("Move to another date"), _("Moved to another date")),
    "events.receive_person": (_("Move here"), _("Moved here from another date")),
    "events.vouch": (_("Confirm for a person"), _("Confirmed for them by the office")),
    "events.accept_for": (_("Accept for a person"), _("Offer accepted for them by the office")),
    "events.correct": (_("Correct name or phone"), _("Name or phone corrected")),
    "events.correct_address": (_("Correct address"), _("Address corrected, link sent there")),
    "contacts.correct": (_("Correct name or phone"), _("Name or phone corrected")),
    "contacts.change_address": (_("Correct address"), _("Address corrected")),
    "events.remove": (_("Remove from waitlist"), _("Taken off the waitlist")),
    "events.send_host_link": (_("Send link to practice"), _("Link to a visit sent again")),
    "events.send_link": (_("Send link again"), _("Link sent again")),
    "events.check_in": (_("Check in"), _("Checked in")),
    "events.mark_absent": (_("Mark as not come"), _("Marked as not come")),
    "events.undo_check_in": (_("Undo check-in"), _("Check-in taken back")),
    "events.check_in_all": (_("Check everybody in"), _("Everybody checked in")),
    "events.undo_check_in_all": (_("Undo all check-ins"), _("Check-in of everybody taken back")),
    "events.correct_attendance": (_("Correct attendance"), _("Attendance corrected")),
    "events.count_hours": (_("Change hours that count"), _("Hours that count changed")),
    "events.close_list": (_("Close list"), _("List closed")),
    "events.keep_list_open": (_("Keep list open"), _("List kept from closing by itself")),
    "events.let_list_close": (_("Let list close"), _("List closes by itself after all")),
    "events.reopen_list": (_("Reopen list"), _("List reopened")),
    "events.ask_needs": (_("Choose needs asked"), _("Choice of the needs that are asked changed")),
    "events.tell_needs": (_("Write needs down"), _("Food and access needs written down")),
    "events.tell_emergency": (
        _("Write emergency contact down"),
        _("Emergency contact written down"),
    ),
    "events.withdraw_needs": (_("Delete needs"), _("Needs or emergency contact deleted")),
    "events.look_at_food": (_("Read food lines"), _("Read what people do not eat, without names")),
    "events.look_at_needs": (_("Look at needs"), _("Looked at food and access needs")),
    "events.look_at_emergency": (
        _("Look at emergency contacts"),
        _("Looked at emergency contacts"),
    ),
    "desk.send_mail_test": (_("Send test mail"), _("Test mail sent")),
    "desk.mail_test_arrived": (_("Test mail arrived"), _("Test mail arrived")),
    "contacts.write_note": (_("Write note"), _("Note written")),
    "contacts.delete_note": (_("Delete note"), _("Note deleted")),
    "contacts.erase": (_("Erase person"), _("Erased")),
    "contacts.send_my_data": (_("Send my-data link"), _("Link to own data sent")),
    "events.make_question": (_("Add question"), _("Question added")),
    "events.change_question": (_("Change question"), _("Question changed")),
    "events.succeed_question": (_("Reword question"), _("Question retired, a new one asked")),
    "events.retire_question": (_("Retire question"), _("Question no longer asked")),
    "events.move_question": (_("Put questions in order"), _("Questions put in another order")),
    "events.copy_questions": (_("Copy questions"), _("Questions copied here")),
    "events.make_set": (_("Make set"), _("Set of questions made")),
    "events.rename_set": (_("Rename set"), _("Set of questions renamed")),
    "events.discard_set": (_("Discard set"), _("Set of questions discarded")),
    "events.ask_now": (_("Ask now"), _("Everybody who has not answered was written to")),
    "mail.change_wording": (_("Change mail text"), _("Mail text changed")),
    "mail.reset_wording": (_("Reset mail text"), _("Mail text back to the standard")),
    "mail.again": (_("Send mail again"), _("Mail sent again")),
    "mail.deal_with": (_("Deal with failed mail"), _("Failed mail dealt with")),
    "mail.undo_deal_with": (_("Undo dealt with"), _("Failed mail to be dealt with after all")),
    "mail.lift_suppression": (_("Write to address again"), _("Address written to again")),
    "mail.keep_wording": (_("Keep mail text"), _("Own mail text kept, standard seen")),
    "events.stop": (_("Stop mailing"), _("A mail to people was stopped")),
    "events.make_automatic": (_("Add automatic mail"), _("Automatic mail added")),
    "events.change_automatic": (_("Change automatic mail"), _("Automatic mail changed")),
    "events.remove_automatic": (_("Delete automatic mail"), _("Automatic mail deleted")),
    "events.skip_automatic": (_("Skip automatic mail"), _("An automatic mail is left out")),
    "events.unskip_automatic": (_("Send automatic mail"), _("An automatic mail is sent after all")),
    "events.use_offer": (_("Use offer"), _("Offer of a practice made into dates")),
    "events.decline_offer": (_("Decline offer"), _("Offer of a practice declined")),
    "events.mail_year": (_("Send link to the year"), _("Link to the practice’s year sent")),
    "events.add_spots": (_("Add spots"), _("Spots added")),
    "events.change_spot": (_("Change spot"), _("Spot changed")),
    "events.remove_spot": (_("Remove spot"), _("Spot removed")),
    "events.propose_spots": (_("Propose distribution"), _("Distribution proposed")),
    "events.undo_proposal": (_("Undo proposal"), _("Proposed distribution taken back")),
    "events.put_into_spot": (_("Put into spot"), _("People put into a spot")),
    "events.clear_spots": (_("Take out of spot"), _("People taken out of their spot")),
    "events.show_spots": (_("Show distribution"), _("Distribution shown to participants")),
    "events.hide_spots": (_("Hide distribution"), _("Distribution hidden from participants")),
    "events.settle_walk_in": (_("Settle walk-in"), _("Walk-in given a place")),
    "events.dismiss_walk_in": (_("Dismiss walk-in"), _("Walk-in dismissed")),
    "contacts.write": (_("Write to person"), _("Written to by the office")),
    "events.add_host_contact": (_("Add practice contact"), _("Contact of a practice added")),
    "events.change_host_contact": (
        _("Change practice contact"),
        _("Contact of a practice changed"),
    ),
    "events.leave_host_contact": (
        _("Remove practice contact"),
        _("Contact of a practice is written to no more"),
    ),
    "events.retire_host": (_("Retire practice"), _("No longer a host")),
    "events.reinstate_host": (_("Make practice a host again"), _("A host again")),
    "events.renew_host_links": (
        _("Renew practice links"),
        _("Links mailed to a practice open nothing any more"),
    ),
}


def register(actions: Any) -> None:
    """Give each act its name; its reason stands beside it."""
    for action, (label, message) in (ACTIONS | ACCESS).items():
        actions.register_action(action)(_formatter(label, message))
    actions.register_action("desk.export")(ExportFormatter)
    actions.register_action("events.write")(MailingFormatter)
    door_log.register(actions)


def _formatter(label: Any, message: Any) -> type[LogFormatter]:
    return type("Formatter", (ReasonFormatter,), {"label": label, "message": message})


class ReasonFormatter(LogFormatter):
    def format_comment(self, log_entry: Any) -> str:
        data = log_entry.data
        said = data.get("reason", "") or data.get("difference", "")
        return said or groups.label(data.get("group", ""))


class ExportFormatter(LogFormatter):
    """Which list, how many rows, narrowed by which filters: never whom."""

    label = _("Export")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        said = ngettext(
            "Exported: %(list)s, %(rows)s row, %(form)s",
            "Exported: %(list)s, %(rows)s rows, %(form)s",
            data.get("rows", 0),
        ) % {"list": data.get("list"), "rows": data.get("rows"), "form": data.get("form", "")}
        filters = ", ".join(data.get("filters", []))
        if not filters:
            return said
        return str(_("%(export)s, filtered by %(filters)s") % {"export": said, "filters": filters})


class MailingFormatter(LogFormatter):
    """To how many, never whom or what."""

    label = _("Write to people")

    def format_message(self, log_entry: Any) -> str:
        people = log_entry.data.get("people", 0)
        said = ngettext("Mail to %(n)s person written", "Mail to %(n)s people written", people)
        return said % {"n": people}

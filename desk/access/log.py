"""The log of who came in, and of what changed about who may. Colleagues are numbers in it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

ACCESS: dict[str, tuple[Any, Any]] = {
    "desk.sign_in": (_("Sign in"), _("Signed in")),
    "desk.sign_in_failed": (_("Sign-in that failed"), _("Somebody tried to sign in, and failed")),
    "desk.password_changed": (_("Change password"), _("Password changed")),
    "desk.password_reset": (_("Choose a new password"), _("New password chosen by a mailed link")),
    "desk.factor_added": (_("Add second factor"), _("Second factor added")),
    "desk.factor_removed": (_("Remove second factor"), _("Second factor removed")),
    "desk.recovery_codes": (_("Make recovery codes"), _("Recovery codes made")),
    "desk.connect_office": (_("Connect office sign-in"), _("The office's sign-in lets them in")),
    "desk.invite": (_("Invite colleague"), _("Invited")),
    "desk.invite_again": (_("Invite again"), _("Invited again")),
    "desk.revoke_invitation": (_("Take invitation back"), _("Invitation taken back")),
    "desk.accept_invitation": (_("Accept invitation"), _("Invitation accepted")),
    "desk.change_colleague": (_("Change colleague"), _("Name, address or language changed")),
    "desk.choose_group": (_("Choose group"), _("Group chosen")),
    "desk.reset_factor": (_("Reset second factor"), _("Second factor reset")),
    "desk.leave": (_("Let colleague leave"), _("Works here no more")),
}
"""What changes about who may come in, as the log calls it."""


def note_colleague(colleague: User, action: str, by: Any = None, **data: Any) -> None:
    """Log what happened to a colleague's access, or what they did about it themselves."""
    title = gettext("colleague %(number)s") % {"number": colleague.pk}
    kept = {name: value for name, value in data.items() if value}
    log(colleague, action, user=by or colleague, title=title, data=kept)

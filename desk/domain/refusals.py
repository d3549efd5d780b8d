"""Why an act on colleagues was refused, in a sentence for the person who tried."""

from django.utils.translation import gettext_lazy as _

from office.refusal import ActRefused


class NotYours(ActRefused):
    sentence = _("That takes rights which you do not have yourself.")


class AlreadyHere(ActRefused):
    sentence = _("Somebody with this address works here already.")


class AlreadyInvited(ActRefused):
    sentence = _("This address is invited already. You can send that invitation again.")


class InvitationOver(ActRefused):
    sentence = _("This invitation has been answered or taken back.")


class LastAdministrator(ActRefused):
    sentence = _(
        "Without this colleague nobody could invite others. Make somebody else administrator first."
    )


class StillResponsible(ActRefused):
    sentence = _("This colleague answers for events. Say who takes them over.")

"""One row of everything, for whoever goes round the whole desk; and the words nobody may see there
who sees no people."""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    ModelLogEntry,
    Page,
    Site,
    Workflow,
    WorkflowTask,
)

from contacts.models import Note
from desk.models import Invitation
from events.models import (
    AutomaticMail,
    EmergencyContact,
    HelperPass,
    Host,
    Mailing,
    Need,
    Occurrence,
    QuestionSet,
    Registration,
    WalkIn,
)
from office.models import Office
from tests.factories import (
    NOW,
    AnswerFactory,
    ContactFactory,
    HostContactFactory,
    HostingFactory,
    HostOfferFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
    SpotFactory,
    TurnFactory,
    event_page,
    missed_mail,
)
from tests.payments.rows import back, paid
from tests.pictures import picture

NAMES = ["Zenobia", "Quistgaard", "Wolmar"]
"""Of participants, whoever waits, and whom to call: a check-in helper sees the first two."""
BEYOND = [
    *("zenobia@student.test", "wolmar@student.test", "+4511223344", "+4555667788"),
    *("hemmeligt svar", "hemmelig grund", "hemmelig note", "hemmelig kost", "hemmeligt emne"),
    "hemmelige linjer",
]
"""What only coordinators and administrators see."""


class World:
    """Rows by the name an address uses for them: `world.pk("dates")`."""

    def __init__(self, colleague: User) -> None:
        self.rows: dict[str, object] = {}
        self._people()
        self._about_the_date()
        self._deposits()
        self._pages(colleague)
        self._office(colleague)

    def pk(self, name: str) -> int:
        return self.rows[name].pk

    def _people(self) -> None:
        today = OccurrenceFactory(
            starts_at=NOW - timedelta(hours=2), waitlist_limit=20, event__title="A day today"
        )
        here = ContactFactory(
            name="Zenobia Quistgaard", email="zenobia@student.test", phone="+4511223344"
        )
        waits = ContactFactory(name="Wolmar Test", email="wolmar@student.test", phone="+4555667788")
        self.rows |= {
            "dates": today,
            "event": today.event,
            "contacts": here,
            "registration": RegistrationFactory(
                occurrence=today, contact=here, reason="hemmelig grund"
            ),
            "turn": TurnFactory(occurrence=today, contact=waits, reason="hemmelig grund"),
            "tomorrow": RegistrationFactory(contact=here).occurrence,
        }

    def _about_the_date(self) -> None:
        today, here = self.rows["dates"], self.rows["contacts"]
        common = {"contact": here, "occurrence": today, "recorded_at": NOW}
        question = QuestionFactory(event=today.event)
        AnswerFactory(contact=here, occurrence=today, question=question, value="hemmeligt svar")
        Need.objects.create(**common, food_note="hemmelig kost", consent_wording="yes")
        EmergencyContact.objects.create(
            **common, name="Wolmar Far", phone="+4555667788", consent_wording="yes"
        )
        kept = QuestionSet.objects.create(name="Practical")
        self.rows |= {
            "question": question,
            "set": kept,
            "set_question": QuestionFactory(event=None, set=kept),
            "note": Note.objects.create(contact=here, text="hemmelig note", written_at=NOW),
            "mails": missed_mail(self.rows["registration"]),
            "mailing": Mailing.objects.create(
                occurrence=today,
                recipients="confirmed",
                subject="hemmeligt emne",
                text="…",
                written_at=NOW,
                leaves_at=NOW + timedelta(minutes=5),
            ),
            "automatic": AutomaticMail.objects.create(
                event=today.event,
                recipients="confirmed",
                anchor="start",
                offset=timedelta(days=-1),
                subject="hemmeligt emne",
                text="…",
                since=NOW,
            ),
            "hosts": Host.objects.create(name="Lægehuset"),
            "spot": SpotFactory(occurrence=today),
            "helper": HelperPass.objects.create(occurrence=today, name="Ida", made_at=NOW),
            "walk_in": WalkIn.objects.create(
                occurrence=today,
                day=today.first_day,
                name="Wolmar Uden",
                email="wolmar@student.test",
                tapped_at=NOW,
                recorded_at=NOW,
                recorded_by="helper:1",
            ),
        }
        contact = HostContactFactory(
            host=self.rows["hosts"], name="Xerxes Vang", email="xerxes@praksis.test"
        )
        today.host = contact.host
        today.save()
        self.rows |= {
            "host_contact": contact,
            "hosting": HostingFactory(
                occurrence=today, host=contact.host, lines="hemmelige linjer"
            ),
            "offers": HostOfferFactory(host=contact.host, contact=contact, note="hemmeligt tilbud"),
        }

    def _deposits(self) -> None:
        today = self.rows["dates"]
        Occurrence.objects.filter(pk=today.pk).update(deposit=30000)
        today.refresh_from_db()
        place = Registration.objects.get(pk=self.rows["registration"].pk)
        payment = paid(place, why="hemmelig grund")
        refund = back(payment, 100, "failed", why="hemmelig grund")
        self.rows |= {"payment": payment, "refund": refund}

    def _pages(self, colleague: User) -> None:
        page = event_page(self.rows["event"])
        revision = page.save_revision()
        page.publish(revision)
        task = GroupApprovalTask.objects.create(name="Look at it")
        task.groups.set(Group.objects.filter(name__in=["Administrator", "Coordinator"]))
        flow = Workflow.objects.create(name="Two pairs of eyes")
        WorkflowTask.objects.create(workflow=flow, task=task, sort_order=0)
        looked_at = event_page(self.rows["tomorrow"].event)
        looked_at.save_revision()
        looked_at.refresh_from_db()
        state = flow.start(looked_at, colleague)
        document = Document(title="Programme")
        document.file.save("programme.txt", ContentFile(b"text"))
        self.rows |= {
            "page": page,
            "looked_at": looked_at,
            "parent": page.get_parent(),
            "home": Page.objects.filter(depth=2).first(),
            "revision": revision,
            "workflow": flow,
            "task": task,
            "workflow_state": state,
            "task_state": state.task_states.get(),
            "image": picture(),
            "document": document,
            "collection": Collection.objects.get(depth=1).add_child(name="Pictures"),
            "redirect": Redirect.objects.create(old_path="/old", redirect_link="/"),
            "site": Site.objects.first(),
        }

    def _office(self, colleague: User) -> None:
        for about in (self.rows["dates"], self.rows["registration"], self.rows["contacts"]):
            log(about, "events.cancel", user=colleague, data={"reason": "hemmelig grund"})
        assert ModelLogEntry.objects.filter(data__reason="hemmelig grund").count() == 3
        self.rows |= {
            "colleague": colleague,
            "group": Group.objects.get(name="Editor"),
            "office": Office.objects.create(
                valid_from=date(2026, 1, 1), name="Office", controller="R", privacy_email="d@o.test"
            ),
            "invitation": Invitation.objects.create(
                first_name="Signe",
                email="signe@office.test",
                group=Group.objects.get(name="Editor"),
                invited_by=colleague,
                invited_at=NOW,
                expires_at=NOW + timedelta(days=7),
            ),
            "passkey": Authenticator.objects.create(
                user=colleague, type="webauthn", data={"name": "key", "credential": {}}
            ),
        }

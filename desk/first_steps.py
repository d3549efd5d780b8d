"""The first steps of a new installation, on the admin's first page until they are done."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.users.models import UserProfile

from desk.domain.first_steps import Step, first_steps
from office import clock


class FirstStepsPanel(Component):
    """Each may put it away for themselves, by Wagtail's own means."""

    name = "first_steps"
    template_name = "desk/panels/first_steps.html"
    order = 40

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        ahead = [step for step in self.steps if not step.is_done]
        return {"name": self.name, "steps": self.steps, "next": ahead[0], "ahead": len(ahead)}


def panel_for(user: Any) -> FirstStepsPanel | None:
    """The panel, if there is something to do for this user who has not put it away."""
    profile = UserProfile.objects.filter(user=user).first()
    if profile and profile.dismissibles.get(FirstStepsPanel.name):
        return None
    steps = first_steps(user, clock.now())
    return FirstStepsPanel(steps) if steps else None

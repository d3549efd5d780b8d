"""Up to three wishes for each day at a practice, for the room, for the meeting point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from events.domain import wishes
from events.domain.spot_words import choice_words, slot_words
from events.models import Registration, Spot, Wish


@dataclass(frozen=True)
class Choice:
    """The fields of one slot."""

    heading: str
    fields: list[forms.BoundField]


class WishesForm(forms.Form):
    """One selection for each wish; what is left empty is no wish."""

    def __init__(self, *args: Any, claim: Registration, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_wish_%s")
        super().__init__(*args, **kwargs)
        self.occurrence = claim.occurrence
        self.slots = wishes.can_be_wished(claim.occurrence)
        made: dict[str, list[int]] = {}
        for wish in Wish.objects.filter(registration=claim).select_related("spot"):
            wish.spot.occurrence = claim.occurrence
            made.setdefault(wish.spot.slot, []).append(wish.spot_id)
        self.has_wishes = bool(made)
        for slot, spots in self.slots.items():
            self._add(slot, spots, made.get(slot, []))

    def _add(self, slot: str, spots: list[Spot], made: list[int]) -> None:
        zone = self.occurrence.zone
        choices = [("", _("No wish")), *((it.pk, choice_words(it, zone)) for it in spots)]
        labels = [_("First wish"), _("Second wish"), _("Third wish")]
        for n, label in enumerate(labels[: len(spots)]):
            self.fields[f"{slot}_{n}"] = forms.TypedChoiceField(
                label=label,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=made[n] if n < len(made) else None,
            )

    def choices(self) -> Iterator[Choice]:
        """The fields slot by slot, for the page."""
        for slot, spots in self.slots.items():
            names = [name for name in self.fields if name.rpartition("_")[0] == slot]
            yield Choice(slot_words(spots, self.occurrence), [self[name] for name in names])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen: set[tuple[str, int]] = set()
        for name in self.fields:
            wished = (name.rpartition("_")[0], cleaned.get(name))
            if wished[1] is not None and wished in seen:
                self.add_error(name, _("You have wished for this one already."))
            seen.add(wished)  # type: ignore[arg-type]
        return cleaned

    def wishes(self) -> dict[str, list[int]]:
        """By slot, the first wish first, for a valid form."""
        told: dict[str, list[int]] = {slot: [] for slot in self.slots}
        for name in self.fields:
            if (spot := self.cleaned_data.get(name)) is not None:
                told[name.rpartition("_")[0]].append(spot)
        return told

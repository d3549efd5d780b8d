"""Facts of one invented registration, as a message keeps them."""

from events.domain.fact_types import Facts

VISIT = Facts(
    title="En dag i øpraksis",
    kind="visit",
    zone="Europe/Copenhagen",
    starts_at="2026-12-10T08:00:00+00:00",
    ends_at="2026-12-10T14:00:00+00:00",
    location="Lægehuset, Torvet 1, 3700 Rønne",
    event_url="https://praksisvej.example/events/7/",
    contact_name="Karen Lund",
    contact_email="karen@office.example",
    contact_phone="+4520304050",
    uid="5c1be4f0-4d0f-4f0e-9f2b-0d7e6a3c1b2a",
    sequence=0,
    created_at="2026-11-20T09:00:00+00:00",
    changed_at="2026-11-21T12:00:00+00:00",
    address="asta@student.example",
    name="Asta Holm",
    organizer="invites@office.example",
    organizer_name="Læger til Østdanmark",
)
CAMP = VISIT | {
    "title": "Sommercamp Bornholm",
    "kind": "camp",
    "starts_at": "2026-10-23T15:00:00+00:00",
    "ends_at": "2026-10-26T12:00:00+00:00",
}


def a_visit(**changes: object) -> Facts:
    """10 December 2026, 9:00 to 15:00 in Copenhagen."""
    return VISIT | changes  # type: ignore[return-value]


def a_camp(**changes: object) -> Facts:
    """Friday 23 October 2026, 17:00, to Monday 26, 13:00: the clock goes back in between."""
    return CAMP | changes  # type: ignore[return-value]

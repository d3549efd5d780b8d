"""A practice that receives nobody any more, and one that does again."""

import pytest
from wagtail.models import ModelLogEntry

from events.domain import hosts
from events.models import Host
from tests.events.people import office
from tests.factories import NOW, HostFactory

pytestmark = pytest.mark.usefixtures("clock")


def test_a_practice_is_retired_and_reinstated_once_each(clock):
    host = HostFactory()
    acts = ModelLogEntry.objects.filter(action__startswith="events.re").order_by("pk")

    for _n in range(2):
        assert hosts.retire(host.pk, actor=office()).retired_at == NOW
    for _n in range(2):
        assert hosts.reinstate(host.pk, actor=office()).retired_at is None

    assert list(acts.values_list("action", flat=True)) == [
        "events.retire_host",
        "events.reinstate_host",
    ]


def test_a_retired_practice_is_no_choice_unless_it_stands_there_already(clock):
    here, gone = HostFactory(), HostFactory(retired_at=NOW)

    assert list(Host.objects.receiving()) == [here]
    assert set(Host.objects.receiving(kept=gone.pk)) == {here, gone}

from types import ModuleType

import pytest
from django.test import Client

from events.models import Occurrence
from office.models import CareerStage, MedicalSchool
from tests.factories import open_occurrence


@pytest.fixture
def reference(db: None) -> None:
    """Two Danish stages and two universities, one with a campus."""
    labels = {"label_en": "Medical student", "label_da": "Medicinstuderende", "label_nb": "Student"}
    CareerStage.objects.create(country="DK", order=1, key="ba", is_student=True, **labels)
    labels = {"label_en": "Master's", "label_da": "Kandidat", "label_nb": "Master"}
    CareerStage.objects.create(
        country="DK", order=2, key="ka", is_student=True, first_semester=7, **labels
    )
    labels = {"label_en": "Foundation doctor", "label_da": "KBU-læge", "label_nb": "LIS1"}
    CareerStage.objects.create(country="DK", order=3, key="kbu", **labels)
    MedicalSchool.objects.create(
        country="DK", code="KU", name="Københavns Universitet", city="København", campuses=["Køge"]
    )
    MedicalSchool.objects.create(
        country="DK", code="AAU", name="Aalborg Universitet", city="Aalborg"
    )


@pytest.fixture
def occurrence(clock: ModuleType, reference: None) -> Occurrence:
    """A visit on 10 December 2026 that is open now."""
    return open_occurrence(capacity=2)


@pytest.fixture
def other_browser() -> Client:
    return Client()

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from office.models import CareerStage, MedicalSchool, Municipality, Region
from office.models.reference import in_force

pytestmark = pytest.mark.django_db


def counts():
    models = (Region, Municipality, MedicalSchool, CareerStage, Municipality.regions.through)
    return [model.objects.count() for model in models]


def test_denmark_has_98_municipalities_in_regions():
    call_command("load_country", "dk")
    assert Municipality.objects.filter(country="DK").count() == 98
    assert not Municipality.objects.filter(memberships=None).exists()
    assert Municipality.objects.get(code="0101").name == "København"


def test_loading_twice_changes_nothing():
    call_command("load_country", "dk")
    before = counts()
    call_command("load_country", "dk")
    assert counts() == before


def test_two_countries_stand_beside_each_other():
    call_command("load_country", "dk")
    call_command("load_country", "no")
    assert Region.objects.filter(country="NO").count() == 15
    assert CareerStage.objects.filter(key="spec").count() == 2


def test_loading_brings_a_changed_row_back():
    call_command("load_country", "dk")
    MedicalSchool.objects.filter(code="KU").update(campuses=[], name="?")
    call_command("load_country", "dk")
    school = MedicalSchool.objects.get(code="KU")
    assert (school.name, school.campuses) == ("Københavns Universitet", ["København", "Køge"])


@pytest.mark.parametrize(
    ("on", "region"),
    [
        (date(2026, 12, 31), "Region Hovedstaden"),
        (date(2027, 1, 1), "Region Østdanmark"),
    ],
)
def test_two_regions_become_one_at_new_year_2027(on, region):
    call_command("load_country", "dk")
    rows = Municipality.objects.get(name="Bornholm").memberships.filter(in_force(on))
    assert [row.region.name for row in rows] == [region]
    assert Region.objects.filter(in_force(on), country="DK").count() == (5 if on.year < 2027 else 4)


def test_students_are_those_who_study():
    call_command("load_country", "dk")
    call_command("load_country", "no")
    students = CareerStage.objects.filter(is_student=True).values_list("key", flat=True)
    assert set(students) == {"ba", "ka", "stud"}


def test_an_unknown_country_is_refused():
    with pytest.raises(CommandError, match="xx"):
        call_command("load_country", "xx")

"""Reading a country's reference data from `office/data/<country>/`. Safe to repeat."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from office.models import CareerStage, MedicalSchool, Municipality, Region
from office.models.reference import Membership

DATA = Path(__file__).resolve().parent.parent / "data"

Row = dict[str, str]


def countries() -> list[str]:
    """Countries there are data for, as two small letters."""
    return sorted(folder.name for folder in DATA.iterdir() if folder.is_dir())


@transaction.atomic
def load_country(country: str) -> dict[str, int]:
    """Make or renew the rows of a country ("dk", "no"); says how many of each there now are.

    Rows that the files no longer name are kept: something may refer to them.
    """
    code = country.upper()
    regions = {row["name"]: _region(code, row) for row in _rows(country, "regions")}
    for row in _rows(country, "municipalities"):
        _membership(code, row, regions[row["region"]])
    for order, row in enumerate(_rows(country, "medical_schools"), start=1):
        _school(code, order, row)
    for row in _rows(country, "career_stages"):
        _stage(code, row)
    models = (Region, Municipality, MedicalSchool, CareerStage)
    return {model.__name__: model.objects.filter(country=code).count() for model in models}


def _rows(country: str, name: str) -> list[Row]:
    with (DATA / country / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _region(country: str, row: Row) -> Region:
    region, _made = Region.objects.update_or_create(
        country=country,
        name=row["name"],
        valid_from=row["from"],
        defaults={"code": row["code"], "valid_until": row["until"] or None},
    )
    return region


def _membership(country: str, row: Row, region: Region) -> None:
    municipality, _made = Municipality.objects.update_or_create(
        country=country, code=row["code"], defaults={"name": row["name"]}
    )
    Membership.objects.update_or_create(
        municipality=municipality,
        valid_from=row["from"],
        defaults={"region": region, "valid_until": row["until"] or None},
    )


def _school(country: str, order: int, row: Row) -> None:
    MedicalSchool.objects.update_or_create(
        code=row["code"],
        defaults={
            "country": country,
            "name": row["name"],
            "city": row["city"],
            "semesters": int(row["semesters"]),
            "campuses": row["campuses"].split("|"),
            "order": order,
        },
    )


def _stage(country: str, row: Row) -> None:
    CareerStage.objects.update_or_create(
        country=country,
        key=row["key"],
        defaults={
            "order": int(row["order"]),
            "label_da": row["da"],
            "label_en": row["en"],
            "label_nb": row["nb"],
            "is_student": row["student"] == "yes",
            "first_semester": int(row["first_semester"]),
            "for_events": row["comes_to_events"] == "yes",
        },
    )

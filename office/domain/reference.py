"""Reading a country's reference data from `office/data/<country>/`. Safe to repeat."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import Model

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
    regions = _regions(code, _rows(country, "regions"))
    _municipalities(code, regions, _rows(country, "municipalities"))
    _put([_school(code, *it) for it in enumerate(_rows(country, "medical_schools"), 1)], "code")
    _put([_stage(code, row) for row in _rows(country, "career_stages")], "country", "key")
    models = (Region, Municipality, MedicalSchool, CareerStage)
    return {model.__name__: model.objects.filter(country=code).count() for model in models}


def _rows(country: str, name: str) -> list[Row]:
    with (DATA / country / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _regions(country: str, rows: list[Row]) -> dict[str, Region]:
    regions = [_region(country, row) for row in rows]
    _put(regions, "country", "name", "valid_from")
    return {region.name: region for region in regions}


def _region(country: str, row: Row) -> Region:
    return Region(country=country, name=row["name"], code=row["code"], **_times(row))


def _municipalities(country: str, regions: dict[str, Region], rows: list[Row]) -> None:
    """A municipality has a line for each region it was in."""
    named = {row["code"]: row["name"] for row in rows}
    known = {it: Municipality(country=country, code=it, name=named[it]) for it in named}
    _put(list(known.values()), "country", "code")
    memberships = [
        Membership(municipality=known[row["code"]], region=regions[row["region"]], **_times(row))
        for row in rows
    ]
    _put(memberships, "municipality", "valid_from")


def _times(row: Row) -> dict[str, str | None]:
    return {"valid_from": row["from"], "valid_until": row["until"] or None}


def _school(country: str, order: int, row: Row) -> MedicalSchool:
    return MedicalSchool(
        country=country,
        code=row["code"],
        name=row["name"],
        city=row["city"],
        semesters=int(row["semesters"]),
        campuses=row["campuses"].split("|"),
        order=order,
    )


def _stage(country: str, row: Row) -> CareerStage:
    return CareerStage(
        country=country,
        key=row["key"],
        order=int(row["order"]),
        label_da=row["da"],
        label_en=row["en"],
        label_nb=row["nb"],
        is_student=row["student"] == "yes",
        first_semester=int(row["first_semester"]),
        for_events=row["comes_to_events"] == "yes",
    )


def _put(rows: Sequence[Model], *known_by: str) -> None:
    """Make the rows, or renew those there are; `known_by` tells which of them is which."""
    if not rows:
        return
    model = type(rows[0])
    fields = {it.name for it in model._meta.concrete_fields if not it.primary_key}
    model._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=known_by,
        update_fields=fields.difference(known_by),
    )

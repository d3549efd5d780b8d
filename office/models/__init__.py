from office.models.clock import Clock
from office.models.office import Office
from office.models.picture import Picture, PictureSize
from office.models.reference import CareerStage, MedicalSchool, Municipality, Region
from office.models.shared import SharedKey
from office.models.tally import Tally
from office.models.worker import Work

__all__ = [
    "CareerStage",
    "Clock",
    "MedicalSchool",
    "Municipality",
    "Office",
    "Picture",
    "PictureSize",
    "Region",
    "SharedKey",
    "Tally",
    "Work",
]

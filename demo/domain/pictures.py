"""Landscapes drawn in flat colours, so that the demo has pictures nobody else owns.

A scene is a sky, perhaps a sun, and layers from far to near. The same name is the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from io import BytesIO
from random import Random

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

WIDTH, HEIGHT = 1600, 1000
SCALE = 2
"""Drawn this much larger, then reduced: soft edges."""

Point = tuple[float, float]
Colour = str
Scene = Callable[["Canvas"], None]

TITLES = {
    "oe": "Ø med fyr",
    "kyst": "Kyst og klitter",
    "vinter": "Vintermarker",
    "bakker": "Bakker ved fjorden",
    "by": "Byens tage",
    "aften": "By om aftenen",
    "skov": "Skov ved en sø",
    "landsby": "Landsby",
    "aftensol": "Aftensol over havet",
}


def picture(name: str) -> AbstractImage:
    """The picture in the library; drawn at the first time."""
    model = get_image_model()
    title = f"{TITLES[name]} (tegning)"
    if found := model.objects.filter(title=title).first():
        return found
    return model.objects.create(title=title, file=ImageFile(draw(name), f"{name}.jpg"))


def draw(name: str) -> BytesIO:
    """A JPEG of 1600 x 1000."""
    canvas = Canvas(name)
    SCENES[name](canvas)
    return canvas.jpeg()


class Canvas:
    """Draws in the picture's own measure, from the top left corner."""

    def __init__(self, name: str) -> None:
        self.random = Random(name)  # noqa: S311 -- draws, hides nothing
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self.painter = ImageDraw.Draw(self.image)

    def sky(self, top: Colour, bottom: Colour, until: int = HEIGHT) -> None:
        above, below = Image.new("RGB", (1, 1), top), Image.new("RGB", (1, 1), bottom)
        for y in range(until * SCALE):
            mixed = Image.blend(above, below, y / (until * SCALE)).getpixel((0, 0))
            self.painter.line((0, y, WIDTH * SCALE, y), fill=mixed)

    def area(self, points: list[Point], colour: Colour) -> None:
        self.painter.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE]
        self.painter.ellipse([*box, (y + radius) * SCALE], fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self.area([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

    def hills(self, y: float, rise: float, colour: Colour, waves: float = 1.5) -> None:
        """A rolling line around this height, filled to the bottom."""
        turn, turn_2 = self.random.uniform(0, 6), self.random.uniform(0, 6)
        line = []
        for x in range(0, WIDTH + 1, 8):
            way = x / WIDTH * math.tau * waves
            line.append((x, y + rise * (math.sin(way + turn) * 0.7 + math.sin(way * 2 + turn_2) * 0.3)))
        self.area([*line, (WIDTH, HEIGHT), (0, HEIGHT)], colour)

    def sea(self, y: float, colour: Colour, glint: Colour) -> None:
        self.box(0, y, WIDTH, HEIGHT, colour)
        for _ in range(46):
            depth = self.random.random() ** 1.5
            x, length = self.random.uniform(0, WIDTH), 40 + 130 * depth
            top = y + 14 + (HEIGHT - y - 30) * depth
            self.box(x, top, x + length, top + 2 + 4 * depth, glint)

    def house(self, x: float, y: float, width: float, wall: Colour, roof: Colour) -> None:
        """Gable towards us, standing on y; with a window that is lit."""
        height = width * 0.6
        self.box(x, y - height, x + width, y, wall)
        ridge = (x + width / 2, y - height - width * 0.5)
        eave = width * 0.08
        self.area([(x - eave, y - height), ridge, (x + width + eave, y - height)], roof)
        self.box(x + width * 0.4, y - height * 0.72, x + width * 0.6, y - height * 0.3, "#f7e3b0")

    def tree(self, x: float, y: float, height: float, crown: Colour, trunk: Colour) -> None:
        self.box(x - height * 0.03, y - height * 0.5, x + height * 0.03, y, trunk)
        self.disc(x, y - height * 0.68, height * 0.3, crown)
        self.disc(x - height * 0.17, y - height * 0.52, height * 0.2, crown)
        self.disc(x + height * 0.18, y - height * 0.54, height * 0.21, crown)

    def jpeg(self) -> BytesIO:
        file = BytesIO()
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        small.save(file, "JPEG", quality=88, optimize=True)
        file.seek(0)
        return file


def island(canvas: Canvas) -> None:
    canvas.sky("#8fc1d4", "#f4ead2", 560)
    canvas.disc(1240, 250, 80, "#fff4d0")
    canvas.sea(540, "#4f93a8", "#8cc0cb")
    canvas.area([(420, 560), (520, 455), (640, 470), (760, 400), (900, 425), (1030, 500), (1180, 560)], "#7f8f78")
    canvas.area([(470, 560), (560, 480), (700, 500), (830, 440), (960, 520), (1090, 560)], "#5f7a58")
    canvas.area([(805, 430), (812, 300), (848, 300), (855, 430)], "#fbf8f0")
    canvas.box(810, 345, 850, 370, "#c5432f")
    canvas.box(808, 268, 852, 300, "#38494c")
    canvas.area([(802, 270), (830, 240), (858, 270)], "#c5432f")
    canvas.area([(0, 1000), (0, 800), (150, 770), (300, 830), (430, 815), (560, 900), (640, 1000)], "#6f7d72")
    canvas.area([(0, 1000), (0, 850), (170, 830), (330, 905), (480, 1000)], "#56655c")


def coast(canvas: Canvas) -> None:
    canvas.sky("#a9cfdb", "#f6eedd", 520)
    canvas.disc(380, 220, 70, "#fff6db")
    canvas.sea(500, "#5c9fb0", "#a5d0d6")
    canvas.area([(1600, 500), (1600, 400), (1380, 430), (1150, 500)], "#8ea58f")
    canvas.area([(0, 1000), (0, 760), (380, 700), (760, 730), (1180, 590), (1600, 545), (1600, 1000)], "#ecdcb4")
    canvas.hills(800, 55, "#c3c78b", 1.2)
    canvas.hills(890, 45, "#8ea46a", 1.6)
    for _ in range(90):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(850, 1000)
        canvas.area([(x, y), (x + 9, y - 62), (x + 14, y)], "#6d8a55")


def winter(canvas: Canvas) -> None:
    canvas.sky("#9fb6cc", "#fbe6d0", 620)
    canvas.disc(1180, 470, 95, "#ffe3a8")
    canvas.hills(590, 30, "#c3d0dc", 1.1)
    canvas.hills(680, 35, "#dfe7ee", 1.3)
    for number in range(9):
        x = 130 + number * 92 + canvas.random.uniform(-12, 12)
        bare_tree(canvas, x, 730, 190 + canvas.random.uniform(-30, 40))
    canvas.house(1120, 735, 150, "#a83a2b", "#5a4038")
    canvas.hills(770, 40, "#f2f6f9", 1.0)
    canvas.hills(890, 35, "#ffffff", 1.4)


def bare_tree(canvas: Canvas, x: float, y: float, height: float) -> None:
    canvas.area([(x - 6, y), (x - 2, y - height), (x + 2, y - height), (x + 6, y)], "#5d5650")
    for step in range(5):
        at, reach = y - height * (0.4 + step * 0.13), height * (0.26 - step * 0.035)
        for side in (-1, 1):
            tip = (x + side * reach, at - reach * 0.9)
            canvas.area([(x, at), tip, (x, at - 8)], "#5d5650")


def hills(canvas: Canvas) -> None:
    canvas.sky("#9ccfe0", "#f8f1d8", 560)
    canvas.disc(1130, 200, 75, "#fff3c4")
    canvas.hills(520, 40, "#a9c3b4", 1.2)
    canvas.box(0, 560, WIDTH, 680, "#74adbf")
    canvas.hills(660, 60, "#8fb46c", 1.1)
    canvas.area([(1000, 700), (1030, 700), (900, 800), (1010, 880), (760, 1000), (560, 1000), (900, 880), (800, 800)], "#efe2bd")
    canvas.hills(900, 60, "#6b9a54", 0.8)
    for x, y, height in ((180, 840, 210), (330, 860, 160), (1390, 850, 230)):
        canvas.tree(x, y, height, "#47763f", "#5b4632")


def town(canvas: Canvas) -> None:
    canvas.sky("#f3b88c", "#fdeacb", 700)
    canvas.disc(1180, 420, 90, "#fff2cf")
    for colour, base, low, high in (("#d9a48b", 640, 60, 190), ("#b9776a", 740, 70, 210), ("#7f4f55", 860, 60, 200)):
        x = -40.0
        while x < WIDTH:
            width, height = canvas.random.uniform(80, 170), canvas.random.uniform(low, high)
            canvas.box(x, base - height, x + width, HEIGHT, colour)
            if canvas.random.random() < 0.5:
                canvas.area([(x, base - height), (x + width / 2, base - height - 45), (x + width, base - height)], colour)
            x += width
    windows(canvas, 900, "#f8d79a", 70)
    canvas.box(392, 400, 452, 860, "#7f4f55")
    canvas.area([(380, 402), (422, 210), (464, 402)], "#5d7f77")


def windows(canvas: Canvas, top: int, colour: Colour, count: int) -> None:
    for _ in range(count):
        x = canvas.random.randrange(20, WIDTH - 40, 46)
        y = canvas.random.randrange(top - 80, HEIGHT - 40, 52)
        canvas.box(x, y, x + 18, y + 26, colour)


def evening(canvas: Canvas) -> None:
    canvas.sky("#1f3350", "#e39a6b", 620)
    for _ in range(60):
        canvas.disc(canvas.random.uniform(0, WIDTH), canvas.random.uniform(0, 330), canvas.random.uniform(1, 2.6), "#f3ecd6")
    canvas.disc(1220, 190, 58, "#f6e7bf")
    canvas.hills(560, 40, "#34455c", 1.4)
    for x, width in ((120, 150), (300, 180), (520, 140), (700, 190), (930, 150), (1110, 200), (1350, 150)):
        canvas.house(x, 690, width, "#2a3446", "#1d2637")
    canvas.sea(690, "#24364f", "#3c5069")
    for x in (195, 390, 590, 795, 1005, 1210, 1425):
        for step in range(7):
            canvas.box(x - 20 + step * 2, 715 + step * 34, x + 20 - step * 2, 724 + step * 34, "#c9975f")


def forest(canvas: Canvas) -> None:
    canvas.sky("#cfe5d6", "#f7f3dc", 640)
    canvas.hills(430, 30, "#a8c8a4", 2.0)
    for colour, base, height in (("#86b07f", 600, 300), ("#5f9160", 660, 360)):
        for x in range(-40, WIDTH + 80, 105):
            canvas.tree(x + canvas.random.uniform(-25, 25), base, height * canvas.random.uniform(0.8, 1.15), colour, "#7d6b52")
    canvas.sea(650, "#79aeb0", "#a9d0cb")
    canvas.area([(0, 1000), (0, 850), (420, 900), (760, 1000)], "#4d7a4b")
    canvas.area([(1600, 1000), (1600, 820), (1260, 890), (980, 1000)], "#4d7a4b")


def village(canvas: Canvas) -> None:
    canvas.sky("#a5d3e0", "#fdf3dc", 560)
    canvas.disc(300, 210, 78, "#fff4cc")
    canvas.hills(520, 45, "#bcd0a3", 1.2)
    canvas.hills(620, 45, "#dcc77f", 1.0)
    canvas.box(760, 400, 830, 690, "#faf6ec")
    canvas.area([(750, 402), (795, 290), (840, 402)], "#b4472f")
    canvas.area([(830, 540), (1000, 540), (1000, 690), (830, 690)], "#faf6ec")
    canvas.area([(820, 545), (850, 470), (985, 470), (1012, 545)], "#b4472f")
    for x, width, wall in ((240, 150, "#b4472f"), (430, 170, "#faf6ec"), (1060, 160, "#e2b45f"), (1270, 150, "#b4472f")):
        canvas.house(x, 720, width, wall, "#6b3a30" if wall != "#b4472f" else "#4c4a48")
    canvas.hills(740, 30, "#8fb06b", 1.1)
    canvas.hills(860, 40, "#6f9a58", 0.9)
    for x, height in ((130, 230), (1490, 260), (650, 150)):
        canvas.tree(x, 800, height, "#4f7f46", "#5b4632")


def evening_sun(canvas: Canvas) -> None:
    canvas.sky("#5f87a8", "#f7b27a", 560)
    canvas.disc(800, 520, 150, "#fbdc8d")
    canvas.disc(800, 520, 118, "#fff0bd")
    canvas.area([(0, 560), (0, 500), (260, 470), (520, 520), (700, 560)], "#5d6d80")
    canvas.sea(552, "#4a708c", "#6c90a6")
    for step in range(11):
        width = 150 - step * 7 + canvas.random.uniform(-20, 20)
        canvas.box(800 - width, 575 + step * 34, 800 + width, 583 + step * 34, "#f6cf8f")
    canvas.area([(1600, 1000), (1600, 690), (1480, 720), (1400, 800), (1240, 840), (1130, 1000)], "#2f4150")
    canvas.area([(0, 1000), (0, 880), (240, 900), (420, 1000)], "#2f4150")


SCENES: dict[str, Scene] = {
    "oe": island,
    "kyst": coast,
    "vinter": winter,
    "bakker": hills,
    "by": town,
    "aften": evening,
    "skov": forest,
    "landsby": village,
    "aftensol": evening_sun,
}

"""Landscapes drawn in flat colours, so that the demo has pictures nobody else owns.

A scene is a sky, perhaps a sun, and layers from far to near. The same name is the same picture;
"kyst 2" is another coast, turned around.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from demo.domain.canvas import HEIGHT, WIDTH, Canvas

Scene = Callable[[Canvas], None]

TITLES = {
    "oe": "Ø med fyr",
    "kyst": "Kyst og klitter",
    "klint": "Hvid klint",
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
    scene, _, number = name.partition(" ")
    title = " ".join(part for part in (TITLES[scene], number, "(tegning)") if part)
    if found := model.objects.filter(title=title).first():
        return found
    return model.objects.create(title=title, file=ImageFile(draw(name), f"{scene}{number}.jpg"))


def draw(name: str) -> BytesIO:
    """A JPEG of 1600 x 1000."""
    scene, _, number = name.partition(" ")
    canvas = Canvas(name)
    SCENES[scene](canvas)
    return canvas.jpeg(mirrored=number == "2")


def island(canvas: Canvas) -> None:
    canvas.sky("#8fc1d4", "#f4ead2", 560)
    canvas.disc(1240, 250, 80, "#fff4d0")
    canvas.sea(540, "#4f93a8", "#8cc0cb")
    canvas.shape("420,560 520,455 640,470 760,400 900,425 1030,500 1180,560", "#7f8f78")
    canvas.shape("470,560 560,480 700,500 830,440 960,520 1090,560", "#5f7a58")
    canvas.shape("805,430 812,300 848,300 855,430", "#fbf8f0")
    canvas.box(810, 345, 850, 370, "#c5432f")
    canvas.box(808, 268, 852, 300, "#38494c")
    canvas.shape("802,270 830,240 858,270", "#c5432f")
    canvas.shape("0,1000 0,800 150,770 300,830 430,815 560,900 640,1000", "#6f7d72")
    canvas.shape("0,1000 0,850 170,830 330,905 480,1000", "#56655c")


def coast(canvas: Canvas) -> None:
    canvas.sky("#a9cfdb", "#f6eedd", 520)
    canvas.disc(380, 220, 70, "#fff6db")
    canvas.sea(500, "#5c9fb0", "#a5d0d6")
    canvas.shape("1600,500 1600,400 1380,430 1150,500", "#8ea58f")
    canvas.shape("0,1000 0,760 380,700 760,730 1180,590 1600,545 1600,1000", "#ecdcb4")
    canvas.hills(800, 55, "#c3c78b", 1.2)
    canvas.hills(890, 45, "#8ea46a", 1.6)
    for _ in range(90):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(850, 1000)
        canvas.area([(x, y), (x + 9, y - 62), (x + 14, y)], "#6d8a55")


def cliff(canvas: Canvas) -> None:
    canvas.sky("#9fd0e2", "#f9f2dc", 560)
    canvas.disc(1290, 210, 74, "#fff4cc")
    canvas.sea(540, "#5b9db4", "#a3d2da")
    chalk = "0,880 0,300 330,290 470,330 620,330 700,400 800,430 850,560 930,640 990,880"
    canvas.shape(chalk, "#f3f0e6")
    shade = "330,880 470,330 560,520 620,330 690,620 800,430 820,700 930,640 990,880"
    canvas.shape(shade, "#dedbd0")
    for x in range(-30, 640, 74):
        canvas.tree(x + canvas.random.uniform(-10, 10), 345, 170, "#4f8a4b", "#5b4632")
    canvas.shape("0,1000 0,860 380,880 760,870 1080,885 1240,930 1330,1000", "#d8cfb6")


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
    canvas.shape("1000,700 1030,700 900,800 1010,880 760,1000 560,1000 900,880 800,800", "#efe2bd")
    canvas.hills(900, 60, "#6b9a54", 0.8)
    for x, y, height in ((180, 840, 210), (330, 860, 160), (1390, 850, 230)):
        canvas.tree(x, y, height, "#47763f", "#5b4632")


def town(canvas: Canvas) -> None:
    canvas.sky("#f3b88c", "#fdeacb", 700)
    canvas.disc(1180, 420, 90, "#fff2cf")
    for colour, base in (("#d9a48b", 640), ("#b9776a", 740), ("#7f4f55", 860)):
        roofs(canvas, base, colour)
    windows(canvas, 900, "#f8d79a", 70)
    canvas.box(392, 400, 452, 860, "#7f4f55")
    canvas.shape("380,402 422,210 464,402", "#5d7f77")


def roofs(canvas: Canvas, base: float, colour: str) -> None:
    x = -40.0
    while x < WIDTH:
        width, top = canvas.random.uniform(80, 170), base - canvas.random.uniform(60, 200)
        canvas.box(x, top, x + width, HEIGHT, colour)
        if canvas.random.random() < 0.5:
            canvas.area([(x, top), (x + width / 2, top - 45), (x + width, top)], colour)
        x += width


def windows(canvas: Canvas, top: int, colour: str, count: int) -> None:
    for _ in range(count):
        x = canvas.random.randrange(20, WIDTH - 40, 46)
        y = canvas.random.randrange(top - 80, HEIGHT - 40, 52)
        canvas.box(x, y, x + 18, y + 26, colour)


def evening(canvas: Canvas) -> None:
    canvas.sky("#1f3350", "#e39a6b", 620)
    for _ in range(60):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(0, 330)
        canvas.disc(x, y, canvas.random.uniform(1, 2.6), "#f3ecd6")
    canvas.disc(1220, 190, 58, "#f6e7bf")
    canvas.hills(560, 40, "#34455c", 1.4)
    homes = {120: 150, 300: 180, 520: 140, 700: 190, 930: 150, 1110: 200, 1350: 150}
    for x, width in homes.items():
        canvas.house(x, 690, width, "#2a3446", "#1d2637")
    canvas.sea(690, "#24364f", "#3c5069")
    for x, width in homes.items():
        reflection(canvas, x + width / 2)


def reflection(canvas: Canvas, x: float) -> None:
    for step in range(7):
        half, top = 20 - step * 2, 715 + step * 34
        canvas.box(x - half, top, x + half, top + 9, "#c9975f")


def forest(canvas: Canvas) -> None:
    canvas.sky("#cfe5d6", "#f7f3dc", 640)
    canvas.hills(430, 30, "#a8c8a4", 2.0)
    for colour, base, height in (("#86b07f", 600, 300), ("#5f9160", 660, 360)):
        for x in range(-40, WIDTH + 80, 105):
            tall = height * canvas.random.uniform(0.8, 1.15)
            canvas.tree(x + canvas.random.uniform(-25, 25), base, tall, colour, "#7d6b52")
    canvas.sea(650, "#79aeb0", "#a9d0cb")
    canvas.shape("0,1000 0,850 420,900 760,1000", "#4d7a4b")
    canvas.shape("1600,1000 1600,820 1260,890 980,1000", "#4d7a4b")


def village(canvas: Canvas) -> None:
    canvas.sky("#a5d3e0", "#fdf3dc", 560)
    canvas.disc(300, 210, 78, "#fff4cc")
    canvas.hills(520, 45, "#bcd0a3", 1.2)
    canvas.hills(620, 45, "#dcc77f", 1.0)
    canvas.box(760, 400, 830, 690, "#faf6ec")
    canvas.shape("750,402 795,290 840,402", "#b4472f")
    canvas.shape("830,540 1000,540 1000,690 830,690", "#faf6ec")
    canvas.shape("820,545 850,470 985,470 1012,545", "#b4472f")
    red, white, yellow = "#b4472f", "#faf6ec", "#e2b45f"
    for x, wall in ((240, red), (430, white), (1060, yellow), (1270, red)):
        canvas.house(x, 720, 160, wall, "#4c4a48" if wall == red else "#6b3a30")
    canvas.hills(740, 30, "#8fb06b", 1.1)
    canvas.hills(860, 40, "#6f9a58", 0.9)
    for x, height in ((130, 230), (1490, 260), (650, 150)):
        canvas.tree(x, 800, height, "#4f7f46", "#5b4632")


def evening_sun(canvas: Canvas) -> None:
    canvas.sky("#5f87a8", "#f7b27a", 560)
    canvas.disc(800, 520, 150, "#fbdc8d")
    canvas.disc(800, 520, 118, "#fff0bd")
    canvas.shape("0,560 0,500 260,470 520,520 700,560", "#5d6d80")
    canvas.sea(552, "#4a708c", "#6c90a6")
    for step in range(11):
        width = 150 - step * 7 + canvas.random.uniform(-20, 20)
        canvas.box(800 - width, 575 + step * 34, 800 + width, 583 + step * 34, "#f6cf8f")
    canvas.shape("1600,1000 1600,690 1480,720 1400,800 1240,840 1130,1000", "#2f4150")
    canvas.shape("0,1000 0,880 240,900 420,1000", "#2f4150")


SCENES: dict[str, Scene] = {
    "oe": island,
    "kyst": coast,
    "klint": cliff,
    "vinter": winter,
    "bakker": hills,
    "by": town,
    "aften": evening,
    "skov": forest,
    "landsby": village,
    "aftensol": evening_sun,
}

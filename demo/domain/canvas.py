"""A canvas for flat landscapes: sky, hills, sea, houses, trees."""

from __future__ import annotations

import math
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1000
SCALE = 2
"""Drawn this much larger, then reduced: soft edges."""

Point = tuple[float, float]
Colour = str


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

    def shape(self, points: str, colour: Colour) -> None:
        """An area by its corners, "x,y x,y" as in SVG."""
        corners = [point.split(",") for point in points.split()]
        self.area([(float(x), float(y)) for x, y in corners], colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE]
        self.painter.ellipse([*box, (y + radius) * SCALE], fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self.area([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

    def hills(self, y: float, rise: float, colour: Colour, waves: float = 1.5) -> None:
        """A rolling line around this height, filled to the bottom."""
        long, short = self.random.uniform(0, 6), self.random.uniform(0, 6)

        def height(x: int) -> float:
            way = x / WIDTH * math.tau * waves
            return y + rise * (math.sin(way + long) * 0.7 + math.sin(way * 2 + short) * 0.3)

        line: list[Point] = [(x, height(x)) for x in range(0, WIDTH + 1, 8)]
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

    def jpeg(self, *, mirrored: bool = False) -> BytesIO:
        file = BytesIO()
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        if mirrored:
            small = small.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        small.save(file, "JPEG", quality=88, optimize=True)
        file.seek(0)
        return file

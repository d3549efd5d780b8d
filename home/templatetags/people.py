"""A person's face, or the letters their name begins with."""

from django import template

from home.photos import Photo, photo
from office.models import Picture

register = template.Library()


@register.inclusion_tag("home/includes/face.html")
def face(name: str, picture: Picture | None = None) -> dict[str, Photo | str | None]:
    """Decoration: the name stands beside it. A template without a picture gives ""."""
    return {"photo": photo(picture or None, "face"), "initials": initials(name)}


def initials(name: str) -> str:
    """ "SH" of "Signe Bøgh Holm": the first and the last word, without titles."""
    words = [word for word in name.split() if word[0].isalpha() and not word.endswith(".")]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))

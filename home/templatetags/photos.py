"""A picture for a use of it: `{% photo value.picture "card" as photo %}`, and who made it."""

from django import template

from home import photos
from office.models import Picture

register = template.Library()
register.simple_tag(photos.photo)


@register.inclusion_tag("home/includes/credit.html")
def credit(picture: Picture | None = None) -> dict[str, str]:
    """For a picture that is shown bare, where it stands alone. A template without one gives ""."""
    return {"credit": photos.credit(picture or None)}

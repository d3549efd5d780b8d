"""A picture for a use of it: `{% photo value.picture "card" as photo %}`."""

from django import template

from home import photos

register = template.Library()
register.simple_tag(photos.photo)

from django.http import HttpRequest

from home.frame import Frame, frame


def site(request: HttpRequest) -> dict[str, Frame]:
    """`site` in every template; it asks the database only for what a template shows."""
    return {"site": frame(request)}

"""Uploaded pictures for the world: renditions alone, no originals and no documents."""

from posixpath import normpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

PUBLIC = ("images/", "avatar_images/")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition. Its name changes with its content, so browsers may keep it."""
    if not normpath(path).startswith(PUBLIC):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Cache-Control"] = "public, max-age=2592000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

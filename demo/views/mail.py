"""Every mail of the demo, as its recipient sees it."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from demo.domain.mailbox import Opened, opened
from mail.models import Message

A_PAGE = 40

SANDBOX = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
"""A mail may open its links, and nothing else."""
POLICY: dict[str, Any] = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "sandbox": SANDBOX.split(),
}


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest first; `q` finds a part of an address."""
    asked = request.GET.get("q", "").strip()
    messages = Message.objects.order_by("-queued_at", "-pk")
    if asked:
        messages = messages.filter(to__icontains=asked)
    page = Paginator(messages, A_PAGE).get_page(request.GET.get("page"))
    mails = [opened(message) for message in page]
    return render(request, "demo/mailbox.html", {"page": page, "mails": mails, "asked": asked})


@never_cache
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "demo/message.html", {"mail": _open(pk)})


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace(POLICY)  # type: ignore[arg-type]
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail's own HTML, for a frame; its links open in the whole window."""
    mail = _open(pk)
    if not mail.html:
        raise Http404
    return HttpResponse(mail.html.replace("<head>", '<head><base target="_top">', 1))


@never_cache
@require_safe
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail's calendar file."""
    mail = _open(pk)
    if not mail.calendar:
        raise Http404
    return HttpResponse(
        mail.calendar,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="invite.ics"'},
    )


def _open(pk: int) -> Opened:
    return opened(get_object_or_404(Message, pk=pk))

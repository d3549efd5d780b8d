from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from camps.models import CampIndexPage, VisitIndexPage
from events.models import Event
from home.coming import pages_of
from home.languages import address, one_each


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """The address invites and posters carry: to the event's page of today, in the visitor's
    language. What stands behind the `?` goes along."""
    found = Event.objects.filter(pk=pk).first()
    page = pages_of({found.page_key}).get(found.page_key) if found else None
    if page:
        query = request.GET.urlencode()
        return redirect(address(page) + (f"?{query}" if query else ""))
    return render(request, "camps/event_gone.html", {"indexes": _indexes(request)}, status=404)


def _indexes(request: HttpRequest) -> list[tuple[str, str]]:
    """Where else to look: title and address."""
    pages = [*CampIndexPage.objects.live().public(), *VisitIndexPage.objects.live().public()]
    return [(page.title, address(page)) for page in one_each(pages)]

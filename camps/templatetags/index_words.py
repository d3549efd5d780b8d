"""Addresses of an index with another filter."""

from typing import Any

from django import template

from camps.index.filters import Filter

register = template.Library()


@register.simple_tag(takes_context=True)
def address(context: dict[str, Any], chosen: Filter, place: str = "results") -> str:
    """The address of the index with this filter, opened where the results stand."""
    query = chosen.query()
    path = context["request"].path
    return path + (f"?{query}" if query else "") + (f"#{place}" if place else "")


@register.simple_tag(takes_context=True)
def page_address(context: dict[str, Any], number: int) -> str:
    """The address of another page of the same results."""
    chosen: Filter = context["chosen"]
    return address(context, chosen.but(page=number))

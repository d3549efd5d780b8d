"""A walk through the admin: every address that an answer names, and every form, sent three ways."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from bs4 import BeautifulSoup
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from tests.desk.screen_words import words

PATH = re.compile(r"[\"'](?:http://testserver)?(/(?:admin|styleguide|invitation)/[^\"'\s<>\\]*)")
FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.S | re.I)
NAME = re.compile(r"<(?:input|select|textarea)\b[^>]*\bname=[\"']([^\"']+)")
ACTION = re.compile(r"\baction=[\"']([^\"']*)")
NOT_SEEN = re.compile(r"/admin/(logout|sprite|jsi18n|api|failwhale)\b|.*/results/$")
"""What ends the walk, is for scripts, or is the middle of a page seen whole."""
OF_A_KIND = 1
"""So many addresses of one view, each with other rows, are looked at for each set of parameters."""
SENT_AS = {"as it stands": None, "empty": ""}
"""How, and what stands in whatever people fill in."""
KEPT = {"hidden", "submit", "button", "file"}
NOT_SENT = {"wagtailadmin_pages:copy"}
"""Wagtail's own form breaks without the page its script puts in."""


@dataclass
class Walk:
    """Where somebody has been, and each text with the first place it was met."""

    client: Client
    texts: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    been: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    _views: Counter[Any] = field(default_factory=Counter)

    def go(self, starts: list[str], *, further: bool) -> None:
        """To each of these, and `further` to wherever it leads."""
        ahead = deque(starts)
        while ahead:
            path = ahead.popleft()
            if self._is_new(path):
                leads_to = self._look(path)
                ahead.extend(leads_to if further else [])

    def _is_new(self, path: str) -> bool:
        if path in self.been or NOT_SEEN.match(urlsplit(path).path):
            return False
        self.been.add(path)
        split = urlsplit(path)
        try:
            view = resolve(split.path).view_name
        except Resolver404:
            return False
        kind = (view, *sorted({name for name, _value in parse_qsl(split.query)}))
        self._views[kind] += 1
        return self._views[kind] <= OF_A_KIND

    def _look(self, path: str) -> list[str]:
        """Look at a page, send its forms; returns where it leads."""
        text = self._ask("get", path, None, path)
        for form in FORM.findall(text):
            self._send(form, path)
        return [unescape(it) for it in PATH.findall(text)]

    def _send(self, text: str, path: str) -> None:
        names = sorted({re.sub("[0-9]+", "1", it) for it in NAME.findall(text)})
        action = ACTION.search(text[: text.index(">")])
        address = urljoin(path, unescape(action[1]) if action else path)
        key = f"{_kind_of(address)} {names}"
        if key in self.sent or NOT_SEEN.match(address) or _kind_of(address) in NOT_SENT:
            return
        self.sent.add(key)
        fields = list(_fields(BeautifulSoup(text, "html.parser")))
        for how, filler in SENT_AS.items():
            self._ask("post", address, _filled(fields, filler), f"{address} sent {how}")

    def _ask(self, method: str, path: str, data: Any, where: str) -> str:
        """Ask, note every text, undo what was written; returns the page."""
        sid = transaction.savepoint()
        cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        try:
            answer = getattr(self.client, method)(path, data, follow=True)
            return self._noted(answer, where)
        finally:
            transaction.savepoint_rollback(sid)
            self.client.cookies.load(cookies)

    def _noted(self, answer: HttpResponseBase, where: str) -> str:
        if answer.status_code >= 500:
            self.broken.append(f"{where}: {answer.status_code}")
        if answer.streaming or "attachment" in answer.headers.get("Content-Disposition", ""):
            return ""
        text = answer.content.decode(errors="replace")  # type: ignore[attr-defined]
        for said in words(text, answer.headers.get("Content-Type", "")):
            self.texts.setdefault(said, where)
        return text


def _kind_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


def _fields(form: BeautifulSoup) -> Iterator[dict[str, str]]:
    for it in form.select("input[name], select[name], textarea[name]"):
        kind = str(it.get("type", "text")) if it.name == "input" else it.name
        value = str(it.get("value", ""))
        if it.name == "select":
            chosen = it.select_one("option[selected]") or it.select_one("option")
            value = str(chosen.get("value", "")) if chosen else ""
        elif it.name == "textarea":
            value = it.get_text()
        elif kind in {"radio", "checkbox"} and not it.has_attr("checked"):
            continue
        yield {"name": str(it["name"]), "kind": kind, "value": value}
    for blocks in form.select("[data-block][id]"):
        yield {"name": f"{blocks['id']}-count", "kind": "hidden", "value": "0"}


def _filled(fields: list[dict[str, str]], filler: str | None) -> dict[str, list[str]]:
    """The form's values; where a filler is given, it stands in whatever people fill in."""
    data: dict[str, list[str]] = {}
    for it in fields:
        keeps = filler is None or it["kind"] in KEPT
        data.setdefault(it["name"], []).append(it["value"] if keeps else str(filler))
    return data

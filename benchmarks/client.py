"""The clients, in a process of their own: plain sockets, one address in X-Forwarded-For each.

    python -m benchmarks.client get URL SECONDS CLIENTS
    python -m benchmarks.client race URL OCCURRENCE PEOPLE CLIENTS   (links come in on stdin)
    python -m benchmarks.client pay URL OCCURRENCE PEOPLE CLIENTS   (the same, and pay a deposit)

Prints one JSON line with the seconds of every request by step.
"""

import json
import sys
import threading
import time
from http.client import HTTPConnection
from queue import Queue
from urllib.parse import urlencode, urlsplit


class Visitor:
    """A browser without cookies: keeps its connection and names its network."""

    def __init__(self, base: str, number: int) -> None:
        parts = urlsplit(base)
        self.http = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        self.network = f"10.{number // 60000}.{number // 250 % 250}.{number % 250 + 1}"

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], float]:
        body = urlencode(form) if form else None
        headers = {"X-Forwarded-For": self.network, "Host": "127.0.0.1"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        answer.read()
        return answer.status, dict(answer.getheaders()), time.perf_counter() - start


def get(url: str, seconds: float, clients: int) -> dict[str, object]:
    """As many GETs of one page as the clients can do in this time."""
    parts, taken, lock = urlsplit(url), [], threading.Lock()
    until = time.perf_counter() + seconds

    def client(number: int) -> None:
        visitor, mine = Visitor(url, number), []
        while time.perf_counter() < until:
            status, _, took = visitor.ask("GET", parts.path)
            assert status == 200, status
            mine.append(took)
        with lock:
            taken.extend(mine)

    _threads(client, range(clients))
    return {"taken": taken, "seconds": seconds}


LATE = 5
"""Of those who are led to pay, each so many-th leaves the page open."""


def race(
    base: str, occurrence: int, people: int, clients: int, *, pays: bool = False
) -> dict[str, object]:
    """Everybody: page, POST, then (when the link has come in on stdin) link, POST; and whoever has
    a place pays for it, if it is to be paid."""
    steps: dict[str, list[float]] = {"page": [], "sign up": [], "link": [], "confirm": []}
    steps |= {"begin to pay": [], "come back": []} if pays else {}
    late: list[str] = []
    statements: dict[str, list[int]] = {step: [] for step in steps}
    lock, waiting, links = threading.Lock(), Queue(), Queue()
    for number in range(people):
        waiting.put(number)

    def note(
        step: str, visitor: Visitor, method: str, path: str, form: dict[str, str] | None = None
    ) -> None:
        status, headers, took = visitor.ask(method, path, form)
        assert status in (200, 302, 303), (step, status, path)
        keep(step, headers, took)

    def keep(step: str, headers: dict[str, str], took: float) -> None:
        with lock:
            steps[step].append(took)
            statements[step].append(int(headers.get("X-Statements", 0)))

    def pay(visitor: Visitor, path: str) -> None:
        _status, headers, _took = visitor.ask("GET", path)
        path = urlsplit(headers.get("Location", path)).path
        _status, headers, took = visitor.ask("POST", path, {"act": "pay"})
        to = urlsplit(headers.get("Location", ""))
        if not to.path.startswith("/pay/"):
            return  # they wait for a place
        keep("begin to pay", headers, took)
        if len(steps["begin to pay"]) % LATE == 0:
            late.append(to.path.rpartition("/")[2])
            return
        at_stripe = Visitor(f"http://{to.netloc}", 0).ask("POST", to.path, {"act": "pay"})
        note("come back", visitor, "GET", urlsplit(at_stripe[1]["Location"]).path)

    def sign_up(_client: int) -> None:
        while not waiting.empty():
            number = waiting.get()
            visitor, path = Visitor(base, number), f"/sign-up/{occurrence}/"
            note("page", visitor, "GET", path)
            note("sign up", visitor, "POST", path, _form(number))

    def press(_client: int) -> None:
        while (path := links.get()) is not None:
            visitor = Visitor(base, hash(path) % 50000)
            note("link", visitor, "GET", path)
            note("confirm", visitor, "POST", path, {"act": "confirm"})
            if pays:
                pay(visitor, path)

    start = time.perf_counter()
    pressing = [threading.Thread(target=press, args=(n,)) for n in range(clients)]
    for thread in pressing:
        thread.start()
    reader = threading.Thread(target=_read_links, args=(links, people, clients))
    reader.start()
    _threads(sign_up, range(clients))
    for thread in [reader, *pressing]:
        thread.join()
    seconds = time.perf_counter() - start
    return {"steps": steps, "statements": statements, "seconds": seconds, "late": late}


def _read_links(links: Queue, people: int, clients: int) -> None:
    for _ in range(people):
        links.put(sys.stdin.readline().strip())
    for _ in range(clients):
        links.put(None)


def _form(number: int) -> dict[str, str]:
    return {
        "name": f"Person Number {number}",
        "email": f"person{number}@student.example",
        "stage": "kbu",
        "phone": "",
    }


def _threads(target: object, numbers: range) -> None:
    threads = [threading.Thread(target=target, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    act, *words = sys.argv[1:]
    if act == "get":
        result = get(words[0], float(words[1]), int(words[2]))
    else:
        numbers = [int(word) for word in words[1:]]
        result = race(words[0], *numbers, pays=act == "pay")
    print(json.dumps(result))

"""What visitors ask for, and clients who ask at a steady rate, however long the answers take."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from itertools import count, cycle
from random import Random
from statistics import quantiles
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "archive.example.org"
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", "Accept-Encoding": "gzip"}
CLIENTS = 32
TIMEOUT = 60
SHARES = {
    "search": 45,
    "case": 25,
    "suggest": 10,
    "json": 5,
    "home": 4,
    "treatment": 3,
    "guideline": 3,
    "statistics": 2,
    "text": 2,
    "help": 1,
}
"""Of a hundred pages."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the clients got.

    Args:
        milliseconds: of each page from the moment it was due, so that a page that had to wait for others counts whole.
        since_asked: the same from the moment it was asked for: less where all clients were waiting.
        errors: answers that were not 200, or none.
        seconds: that all of it took.
    """

    milliseconds: list[float]
    since_asked: list[float]
    errors: int
    seconds: float

    def quantile(self, percent: int) -> float:
        """Milliseconds within which that many of a hundred pages came."""
        return quantiles(self.milliseconds, n=100)[percent - 1]


def endless_addresses() -> Iterator[str]:
    """Addresses in the shares that visitors ask for them; the same in each run on the same archive."""
    from decisions.models import Case, Guideline, Treatment  # noqa: PLC0415 - Django must be set up
    from tests.bench.search_queries import CLASSES  # noqa: PLC0415

    chance = Random("load")
    queries = [query for queries in CLASSES.values() for query in queries]
    cases = list(Case.objects.public().order_by("pk").values_list("public_id", flat=True)[:100_000:50])
    words = ["mr", "lumb", "norco", "physical th", "acup", "inject", "surg", "knee"]
    kinds = {
        "search": [f"/decisions/?{query}" for query in queries],
        "case": [f"/cases/{case}/" for case in cases],
        "suggest": [f"/suggest.json?q={word.replace(' ', '+')}" for word in words],
        "json": [f"/decisions.json?{query}" for query in queries],
        "home": ["/"],
        "treatment": ["/treatments/", *(one.get_absolute_url() for one in Treatment.objects.order_by("pk")[:40])],
        "guideline": ["/guidelines/", *(one.get_absolute_url() for one in Guideline.objects.order_by("pk")[:20])],
        "statistics": ["/statistics/", "/statistics/?outcome=overturned", "/statistics/?year=2018"],
        "text": [f"/cases/{case}.txt" for case in cases],
        "help": ["/help/", "/about/", "/specialties/"],
    }
    assert kinds.keys() == SHARES.keys()
    for addresses in kinds.values():
        chance.shuffle(addresses)
    rounds = {kind: cycle(addresses) for kind, addresses in kinds.items()}
    while True:
        for kind in chance.sample(list(SHARES), k=100, counts=list(SHARES.values())):
            yield next(rounds[kind])


def ask_at_a_steady_rate(port: int, addresses: Iterator[str], pages: int, minutes: float) -> Answers:
    """Ask for so many pages a minute, each at its own moment; clients enough that none waits for another."""
    numbers, turn = count(), Lock()
    begin = time.monotonic()

    def client(_: int) -> list[tuple[float, float] | None]:
        connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        got: list[tuple[float, float] | None] = []
        while True:
            with turn:
                due, address = begin + next(numbers) * 60 / pages, next(addresses)
            if due >= begin + minutes * 60:
                return got
            time.sleep(max(0.0, due - time.monotonic()))
            asked = time.monotonic()
            came = answered(connection, address)
            got.append(((time.monotonic() - due) * 1000, (time.monotonic() - asked) * 1000) if came else None)

    with ThreadPoolExecutor(CLIENTS) as clients:
        got = [one for some in clients.map(client, range(CLIENTS)) for one in some]
    times = [one for one in got if one is not None]
    seconds = time.monotonic() - begin
    return Answers([due for due, _ in times], [asked for _, asked in times], len(got) - len(times), seconds)


def answered(connection: HTTPConnection, address: str, *, tell: bool = True) -> bool:
    """Whether the page came, whole; if not, why not is told."""
    try:
        connection.request("GET", address, headers=HEADERS)
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException) as error:
        connection.close()
        why: object = repr(error)
    else:
        why = response.status
    if why != HTTPStatus.OK and tell:
        print(f"{address}: {why}")  # noqa: T201
    return why == HTTPStatus.OK

"""Whole pages through Django, the bare engine, and pages from gunicorn under eight clients."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPConnection
from itertools import chain, cycle, islice, product, zip_longest
from pathlib import Path
from socket import socket
from statistics import median, quantiles
from typing import TYPE_CHECKING

import psutil
from django.conf import settings
from django.test import Client

from decisions.models import ArchiveIdentity, Case, DisputedItem
from decisions.search.indexing import get_engine, read_thesaurus
from decisions.search.tantivy_engine import TantivyEngine
from imr_archive.warming import warm_up
from tests.bench.report import Measure
from tests.bench.search_queries import CLASSES, read_query
from tests.search.fuzzed import fuzzed_texts

if TYPE_CHECKING:
    from decisions.search.engine import Engine

ROOT = Path(__file__).parent.parent.parent
CLIENTS = 8
WORKERS = 2
SERVED_SECONDS = 15
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
"""How often each query is asked, so that a moment in which others took the machine does not count."""
FUZZED = int(os.environ.get("BENCH_FUZZED", "300"))
WARMING = ("q=pain", "outcome=upheld", "q=%22home+exercise%22", "q=treatment&year=2017", "")
"""Other queries than those measured: files are read, modules loaded, the whole archive counted once."""


Answer = Callable[[str], object]
"""Answers a search, given as URL parameters."""


def measure(
    items: int, answers: Mapping[str, Answer], limit: int | None = None, begin: Callable[[], object] | None = None
) -> list[Measure]:
    """How long each engine's answer takes for the queries of each class, or for the first `limit` of them.

    Engines take turns within each class, so that a slow moment of the machine is every engine's. A query's time is the
    median of the rounds, before each of which `begin` has everything forgotten; without it there is one round.
    """
    queries = {query_class: listed[:limit] for query_class, listed in CLASSES.items()}
    times: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    turns = list(answers.items())
    for _ in range(ROUNDS if begin else 1):
        if begin:
            begin()
        for parameters, (_, answer) in product(WARMING, turns):
            answer(parameters)
        for listed, (engine, answer) in product(queries.values(), turns):
            for parameters in listed:
                times[engine, parameters].append(milliseconds(answer, parameters))
        turns.reverse()
    return [
        summary(items, engine, query_class, [median(times[engine, parameters]) for parameters in listed])
        for engine, (query_class, listed) in product(answers, queries.items())
    ]


def forget(engine: Engine) -> None:
    """Have an engine remember nothing of what it was asked."""
    engine._keeper.current().memory._answers.clear()  # type: ignore[attr-defined]  # noqa: SLF001 - nobody else wants it


def forget_searches(engine: Engine) -> None:
    """Have an engine remember no search: what it counted of the whole archive stays, as long as the index does."""
    answers = engine._keeper.current().memory._answers  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    for key in [key for key in answers if key[0] in {"hits", "cases", "facets", "meant"}]:
        del answers[key]


def milliseconds(answer: Callable[[str], object], asked: str) -> float:
    """How long one answer takes."""
    start = time.perf_counter()
    answer(asked)
    return (time.perf_counter() - start) * 1000


def summary(items: int, engine: str, query_class: str, times: list[float]) -> Measure:
    """Median and 95th percentile."""
    cuts = quantiles(times, n=20, method="inclusive")
    return Measure("search", engine, items, query_class, p50_ms=cuts[9], p95_ms=cuts[18], n=len(times))


def measure_pages(items: int) -> list[Measure]:
    """The results page, all of Django around it, in a process ready as a web process is; beside it the bare engine.

    Bare is the same work without Django's pages: the search, the texts of the hits by their ids, a snippet of each. Its
    engine is not the one that the pages ask, and answers every search anew: what pages remember of a search, such as
    the next pages of a list, is theirs.
    """
    warm_up()
    client = Client(headers={"host": "localhost"})
    engine = TantivyEngine(settings.INDEX_DIR, ArchiveIdentity.current, read_thesaurus)

    def page(parameters: str) -> None:
        assert client.get(f"/decisions/?{parameters}").status_code == 200, parameters

    def bare(parameters: str) -> None:
        forget_searches(engine)
        query = read_query(parameters)
        result = engine.search(query)
        ids = [hit.item_id for hit in result.hits]
        rows = list(DisputedItem.objects.filter(pk__in=ids).values_list("rationale", "case_id"))

        def summaries(places: Sequence[int]) -> list[str]:
            cases = Case.objects.filter(pk__in=[rows[place][1] for place in places])
            said = dict(cases.values_list("pk", "clinical_case_summary"))
            return [said[rows[place][1]] or "" for place in places]

        engine.snippets(query, [rationale for rationale, _ in rows], summaries)
        dict(result.facets), result.total_cases  # counted meanwhile; waits until they are

    def begin() -> None:
        forget(get_engine())
        forget(engine)

    return measure(items, {"page": page, "bare": bare}, begin=begin)


def measure_fuzzed(items: int) -> Measure:
    """The slowest page of many texts that nobody means to type; its time in p95_ms (bar: 1,000)."""
    client = Client(headers={"host": "localhost"})

    def page(text: str) -> None:
        assert client.get("/decisions/", {"q": text}, follow=True).status_code == 200, text

    times = [milliseconds(page, text) for text in islice(fuzzed_texts("bench"), FUZZED)]
    return Measure(
        "search", "slowest page", items, "of fuzzed texts", p50_ms=median(times), p95_ms=max(times), n=FUZZED
    )


def measure_serving(items: int) -> list[Measure]:
    """Pages a second from gunicorn with several clients at once, and what its processes hold in memory."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "imr_archive.wsgi", "--bind", f"127.0.0.1:{port}"),
        *("--workers", str(WORKERS), "--threads", "4", "--log-level", "error"),
    ]
    with subprocess.Popen(command, cwd=ROOT) as server:
        try:
            wait_for(port)
            times = served_times(port)
            workers = psutil.Process(server.pid).children()
            memory = max(worker.memory_full_info().uss for worker in workers) / 1e6
        finally:
            server.send_signal(signal.SIGTERM)
    pages = summary(items, "gunicorn", f"all kinds, {CLIENTS} clients", times)
    return [
        replace(pages, per_second=len(times) / SERVED_SECONDS),
        Measure("search", "gunicorn", items, "memory of a web process", megabytes=memory, n=len(workers)),
    ]


def served_times(port: int) -> list[float]:
    """Milliseconds of all pages that the clients got in the time given."""
    queries = list(chain.from_iterable(zip_longest(*CLASSES.values())))
    queries = [each for each in queries if each is not None]
    end = time.monotonic() + SERVED_SECONDS

    def ask(client: int) -> list[float]:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        times: list[float] = []
        for parameters in islice(cycle(queries), client * len(queries) // CLIENTS, None):
            if time.monotonic() > end:
                return times
            times.append(milliseconds(lambda asked: get(connection, asked), parameters))
        return times

    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(chain.from_iterable(clients.map(ask, range(CLIENTS))))


def get(connection: HTTPConnection, parameters: str) -> None:
    """One page, read to its end."""
    connection.request("GET", f"/decisions/?{parameters}")
    response = connection.getresponse()
    response.read()
    assert response.status == 200, parameters


def free_port() -> int:
    """A port that nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Until the server answers."""
    for _ in range(300):
        try:
            get(HTTPConnection("127.0.0.1", port, timeout=60), "")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("gunicorn did not start.")

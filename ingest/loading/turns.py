"""Loaders take turns: processes that load at once can neither deadlock nor store a letter twice."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOADING = 0x494D52
"""Key of PostgreSQL's advisory lock for changing cases."""


def wait_for_turn() -> None:
    """Returns when no other process loads; the turn lasts until the present transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])


@contextlib.contextmanager
def loading_turn() -> Iterator[None]:
    """The same for work of several transactions; a process that dies gives its turn up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOADING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOADING])

"""Loaders take turns: processes that load at once can neither deadlock nor store a letter twice."""

from __future__ import annotations

from django.db import connection

_LOADING = 0x494D52
"""Key of PostgreSQL's advisory lock for changing cases."""


def wait_for_turn() -> None:
    """Returns when no other process loads; the turn lasts until the present transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])

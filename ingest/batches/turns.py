"""Who works on what: PostgreSQL's own locks, which a process that dies gives up at once."""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORKER, _UNPACKING, _PUBLISHING = 0x494D5201, 0x494D5202, 0x494D5203
"""First keys of advisory locks; the second is the worker's own number, or the batch's."""

_LIVING = """
    SELECT objid::int FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Presence:
    """A worker's sign of life: a lock that lasts as long as its connection to the database."""

    def __init__(self) -> None:
        self.number = 0

    def renew(self) -> int:
        """The worker's number; a new one where the connection that held the old one is gone."""
        if not self._is_held():
            self.number = secrets.randbelow(2**31 - 1) + 1
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_WORKER, self.number])
        return self.number

    def end(self) -> None:
        """There is no such worker any more."""
        if self.number and self._is_held():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_WORKER, self.number])
        self.number = 0

    def _is_held(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT EXISTS ({_LIVING} AND objid = %s AND pid = pg_backend_pid())",
                [_WORKER, self.number],
            )
            return bool(cursor.fetchone()[0])


def living_workers() -> list[int]:
    """The numbers of all workers that are at work or ready for it."""
    with connection.cursor() as cursor:
        cursor.execute(_LIVING, [_WORKER])
        return [number for (number,) in cursor.fetchall()]


@contextlib.contextmanager
def _alone(kind: int, batch: int) -> Iterator[bool]:
    """Whether no other process does this to the batch; if so, none begins before the block ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, batch])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, batch])


def unpacking_alone(batch: int) -> contextlib.AbstractContextManager[bool]:
    """Whether this process unpacks the batch."""
    return _alone(_UNPACKING, batch)


def publishing_alone(batch: int) -> contextlib.AbstractContextManager[bool]:
    """Whether this process publishes the batch."""
    return _alone(_PUBLISHING, batch)

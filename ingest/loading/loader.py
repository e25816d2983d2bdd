"""Parsed letters into PostgreSQL: each wholly or not at all, however often and by however many processes.

Letters are stored in small batches, because the time of a letter is mostly that of its statements:
a dozen for one, a dozen for fifty. A batch that cannot be stored is stored letter by letter, so that
a letter that cannot be stored takes no other with it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection, transaction
from psycopg.errors import ProgramLimitExceeded

from decisions.models import SourceFile
from ingest.letters import is_letter
from ingest.loading.batch import Batch
from ingest.loading.corrections import corrected
from ingest.loading.manner import Manner
from ingest.loading.results import LoadResult, LoadState
from ingest.loading.rows import public_id
from ingest.loading.turns import wait_for_turn
from ingest.loading.vocabulary import Pointers
from ingest.parsing.decision import PARSER_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.letters import Letter

logger = logging.getLogger(__name__)

OnStored = Callable[[list[LoadResult]], None]

BATCH = 50
"""Letters in one transaction."""

ATTEMPTS = 3
"""How often a batch is tried when the database breaks it off: a conflict, a restart."""


class Loader:
    """Stores letters. One for a run: it remembers what letters point to.

    Args:
        manner: in which way they are stored.
        dry_run: find out what would become of them, and store nothing.
        on_stored: called with results inside the transaction that stores their letters, so that what it
            writes holds exactly if they do. It may be called again for letters whose transaction broke off.
    """

    def __init__(
        self, manner: Manner | None = None, *, dry_run: bool = False, on_stored: OnStored | None = None
    ) -> None:
        self.manner = manner or Manner()
        self.dry_run = dry_run
        self.on_stored = on_stored or _nothing
        self.pointers = Pointers()

    def load(self, letters: Iterable[Letter]) -> Iterator[LoadResult]:
        """Store the letters, failed ones too, and say in the same order what became of each.

        Raises:
            OperationalError: the database does not answer.
        ProgrammingError: its tables are not this version's.
        """
        for batch in _batches(map(self._as_wanted, letters)):
            yield from self._load_batch(batch)

    def _as_wanted(self, letter: Letter) -> Letter:
        """The letter; one that decides nothing counts as a letter where the manner says so."""
        undecided = letter.undecided if self.manner.takes_undecided else None
        if undecided and is_letter(undecided):
            return replace(letter, decision=undecided, undecided=None, reason="")
        return letter

    def _load_batch(self, batch: list[Letter]) -> list[LoadResult]:
        try:
            return self._try_batch(batch)
        except DatabaseError as error:
            self.pointers = Pointers()  # what was learned inside the transaction went with it
            if not _is_letters_fault(error):
                raise
            if len(batch) > 1:
                return [result for letter in batch for result in self._load_batch([letter])]
            logger.exception("Storing %s failed", batch[0].name)
            reason = f"It could not be stored ({str(error).splitlines()[0]}); please report this letter."
            results = [LoadResult(batch[0].name, LoadState.FAILED, reason, batch[0].sha256)]
            with transaction.atomic():
                self.on_stored(results)
            return results

    def _try_batch(self, batch: list[Letter]) -> list[LoadResult]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._store_batch(batch)
            except (OperationalError, InterfaceError) as error:
                if attempt == ATTEMPTS or connection.in_atomic_block or _is_letters_fault(error):
                    raise
                connection.close()
        raise AssertionError("the loop returns or raises")

    def _store_batch(self, batch: list[Letter]) -> list[LoadResult]:
        if not self.dry_run:
            self.pointers.learn(letter.decision for letter in batch if letter.decision)
        with transaction.atomic():
            wait_for_turn()
            letters = corrected(batch)  # only now: nobody can correct them any more before they are stored
            pointers = Pointers() if self.dry_run else self.pointers
            pointers.learn(letter.decision for letter in letters if letter.decision)
            results = Batch(letters, pointers, self.manner).store()
            self.on_stored(results)
            transaction.set_rollback(self.dry_run)
        return results


def _nothing(_: list[LoadResult]) -> None:
    """What is done with results where nobody wants to know."""


def _is_letters_fault(error: DatabaseError | InterfaceError) -> bool:
    """Whether the database refuses what is in a letter; else it is the database that is not as it should be."""
    if isinstance(error.__cause__, ProgramLimitExceeded):  # a list of specialties too long for its index
        return True
    return isinstance(error, DatabaseError) and not isinstance(error, OperationalError | ProgrammingError)


def _batches(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Letters in order, a batch at a time, no file and no case twice in one."""
    batch: list[Letter] = []
    keys: set[str] = set()
    for letter in letters:
        ours = {letter.sha256, public_id(letter.decision, letter.sha256) if letter.decision else ""} - {""}
        if len(batch) == BATCH or ours & keys:
            yield batch
            batch, keys = [], set()
        batch.append(letter)
        keys |= ours
    if batch:
        yield batch


def known_files(sha256s: Iterable[str]) -> dict[str, str]:
    """Of these files those that need not be read again, each with the public id of its case."""
    rows = SourceFile.objects.filter(sha256__in=list(sha256s), parser_version=PARSER_VERSION, case__isnull=False)
    loaded = rows.exclude(state__in=(SourceFile.State.FAILED, SourceFile.State.HELD))
    return dict(loaded.values_list("sha256", "case__public_id"))

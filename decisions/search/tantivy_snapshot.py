"""One state of the index, held open for searches, and the keeper that notices when there is a newer one."""

from __future__ import annotations

import json
import os
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import tantivy

from decisions.search.engine import Hit, IndexUnavailableError
from decisions.search.generations import REPAIR, stamp_of, write_whole
from decisions.search.phrases import Phrases
from decisions.search.synonyms import Thesaurus
from decisions.search.tantivy_schema import Analyzer, build_schema, register_tokenizers

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from pathlib import Path

    from decisions.search.generations import Generations, Stamp

Answer = TypeVar("Answer")

HOW_MANY = {"items": {"value_count": {"field": "item_id"}}}
"""Every item has one: counted so, none is weighed, which takes half of a search's time."""
REMEMBERED = 300
"""Answers kept for a state of the index, about five a search: paging and sorting ask for the same counts again."""


class Memory:
    """The least recently used answers, at most `size` of them; safe between threads."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._answers: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()
        self._size = size

    def recall(self, key: Hashable) -> Any:
        """The answer of this key; None where it is not remembered."""
        with self._lock:
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key]

    def get(self, key: Hashable, compute: Callable[[], Answer]) -> Answer:
        """The answer of this key, which is never None, computed where it is not remembered."""
        known: Answer | None = self.recall(key)
        if known is not None:
            return known
        answer = compute()
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)
        return answer


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of the index that no writer changes any more; `state` tells it from every other.

    `phrases` are those that it has as words of its own.
    """

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    analyzer: Analyzer
    phrases: Phrases
    read_thesaurus: Callable[[], Thesaurus] = Thesaurus
    state: str = ""
    memory: Memory = field(default_factory=Memory)

    def count(self, query: tantivy.Query) -> int:
        """How many items match."""
        answer: Mapping[str, Any] = self.searcher.aggregate(query, HOW_MANY)
        return int(answer["items"]["value"])

    def hits(self, addresses: Sequence[tantivy.DocAddress]) -> tuple[Hit, ...]:
        """The items at these places of the index."""
        items = self.searcher.fast_field_values("item_id", list(addresses))
        cases = self.searcher.fast_field_values("case_id", list(addresses))
        return tuple(Hit(int(item or 0), int(case or 0)) for item, case in zip(items, cases, strict=True))

    @property
    def thesaurus(self) -> Thesaurus:
        """The other names of things; read once, since whatever changes them changes the index."""
        return self.memory.get("thesaurus", self.read_thesaurus)


@dataclass(frozen=True, slots=True)
class _Opened:
    """An opened generation, and what its files were when it was read."""

    pointer: Stamp
    folder: Path
    index: tantivy.Index
    meta: Stamp
    files: Sequence[tuple[str, int]]
    snapshot: Snapshot


class SnapshotKeeper:
    """Gives the newest snapshot. A search costs it some `stat` calls, no more, until a writer commits."""

    def __init__(self, generations: Generations, read_thesaurus: Callable[[], Thesaurus] = Thesaurus) -> None:
        self._generations = generations
        self._read_thesaurus = read_thesaurus
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    def current(self) -> Snapshot:
        """The newest committed state; raises IndexUnavailableError."""
        with self._lock:
            opened, self._opened = self._opened, None
            self._opened = self._refreshed(opened)
            return self._opened.snapshot

    def latest(self) -> Snapshot:
        """The state that was searched last, without a look at the disk: for what is in memory, as other names are."""
        opened = self._opened
        return opened.snapshot if opened else self.current()

    def _refreshed(self, opened: _Opened | None) -> _Opened:
        """What is opened, brought up to date.

        A writer that commits at this moment deletes files that were to be read. So what fails is damage only where
        it fails twice at one state.
        """
        failed_at = None
        for _ in range(ATTEMPTS):
            try:
                return self._up_to_date(opened)
            except IndexUnavailableError:
                state = self._generations.stamp(), stamp_of_meta(self._generations.current())
                if state == failed_at:
                    raise
                failed_at = state
        raise IndexUnavailableError("The search index changes faster than it can be read.", self._generations.root)

    def _up_to_date(self, opened: _Opened | None) -> _Opened:
        """The same, or what holds now; raises IndexUnavailableError where files of it are gone or shorter."""
        pointer = self._generations.stamp()
        if opened is None or opened.pointer != pointer:
            folder = self._generations.current()
            opened = self._read(pointer, folder, stamp_of_meta(folder), open_index)
        elif opened.meta != (meta := stamp_of_meta(opened.folder)):
            opened = self._read(pointer, opened.folder, meta, reloaded(opened.index))
        if not whole(opened):
            raise IndexUnavailableError(f"The search index is damaged. {REPAIR}", self._generations.root)
        return opened

    def _read(self, pointer: Stamp, folder: Path, meta: Stamp, open_folder: Callable[[Path], tantivy.Index]) -> _Opened:
        """Open a generation, or take in what was committed since."""
        try:
            files = segment_files(folder)
            index = open_folder(folder)
            searcher, phrases = index.searcher(), read_phrases(folder)
        except (ValueError, OSError) as error:
            raise IndexUnavailableError(f"The search index is damaged. {REPAIR}", f"{folder}: {error}") from error
        state = f"{pointer}{meta}"
        snapshot = Snapshot(searcher, index.schema, Analyzer(), phrases, self._read_thesaurus, state)
        return _Opened(pointer, folder, index, meta, files, snapshot)


ATTEMPTS = 20
"""Reads of an index whose writer commits faster than it can be read."""


def open_index(folder: Path) -> tantivy.Index:
    """Open a generation as tantivy's own; raises ValueError or OSError where it is damaged."""
    index = tantivy.Index.open(str(folder))
    register_tokenizers(index)
    index.config_reader("manual")
    index.reload()
    return index


def reloaded(index: tantivy.Index) -> Callable[[Path], tantivy.Index]:
    """Opens what is open already, as of its last commit."""

    def reload(_folder: Path) -> tantivy.Index:
        index.reload()
        return index

    return reload


def create_index(folder: Path, phrases: Phrases) -> tantivy.Index:
    """A new, empty index in an empty folder, that has these phrases as words of its own."""
    write_phrases(folder, phrases)
    index = tantivy.Index(build_schema(), str(folder), reuse=False)
    register_tokenizers(index)
    return index


def read_phrases(folder: Path) -> Phrases:
    """The phrases that an index has as words of its own; raises OSError or ValueError where that cannot be read."""
    return Phrases.read((folder / "phrases.json").read_bytes())


def write_phrases(folder: Path, phrases: Phrases) -> None:
    """Keep them with an index that holds nothing yet: all of its documents must know the same."""
    write_whole(folder / "phrases.json", phrases.written())


def stamp_of_meta(folder: Path) -> Stamp:
    """Of the file that tantivy replaces with every commit."""
    try:
        return stamp_of(folder, "meta.json")
    except FileNotFoundError:
        raise IndexUnavailableError(f"The search index is missing. {REPAIR}", folder) from None


def segment_files(folder: Path) -> list[tuple[str, int]]:
    """Path and size of each file that the last commit consists of; not what it replaced and will delete."""
    meta = json.loads((folder / "meta.json").read_bytes())
    deletes = {
        segment["segment_id"].replace("-", ""): f"{(segment['deletes'] or {}).get('opstamp')}.del"
        for segment in meta["segments"]
    }
    files = []
    with os.scandir(folder) as entries:
        for entry in entries:
            segment, _, kind = entry.name.partition(".")
            if segment in deletes and (not kind.endswith(".del") or kind == deletes[segment]):
                files.append((entry.path, entry.stat().st_size))
    return files


def whole(opened: _Opened) -> bool:
    """Whether the files are still what they were when opened.

    They are mapped into memory and never change until they are deleted: a shorter one is damage, and
    reading beyond its end would end the process.
    """
    try:
        return all(os.stat(path).st_size == size for path, size in opened.files)  # noqa: PTH116 - a tenth of the time
    except FileNotFoundError:
        return False

"""The port: what a search engine does for the archive, in plain values. All engines pass the same tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from decisions.search.query import SearchQuery, Selection
    from decisions.search.synonyms import Widened

    Summaries = Callable[[Sequence[int]], Sequence[str]]


class IndexUnavailableError(Exception):
    """The index is missing, of an older schema or damaged. The message says what to do about it.

    Args:
        public: what anyone may read, without paths.
        where: the folder, or what the machine said: for who runs the archive. `str` holds both.
    """

    def __init__(self, public: str, where: object = None) -> None:
        super().__init__(public if where is None else f"{public} ({where})")
        self.public = public


@dataclass(frozen=True, slots=True)
class ItemDocument:
    """One disputed item as the index knows it.

    Args:
        item_id: database id of the item.
        case_id: database id of its case.
        case_key: public id of the case; sorts and finds it by number.
        position: 1-based place of the item in its letter.
        decision_date: of the case.
        description, treatment, rationale, guideline, summary: searchable words.
        facets: facet name (of query.FACETS) to the item's values; an empty tuple is "not stated".
    """

    item_id: int
    case_id: int
    case_key: str
    position: int
    decision_date: date | None
    description: str
    treatment: str
    rationale: str
    guideline: str
    summary: str
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """One found item, by its ids; its words come from PostgreSQL."""

    item_id: int
    case_id: int


@dataclass(slots=True, unsafe_hash=True)  # frozen it would take four times as long to make; a search makes a thousand
class FacetCount:
    """How many items of the search have this value: what the list shows once it is selected.

    The facet's own included values are left out of the search, its excluded ones are not, since they
    would still be excluded after the click. An excluded value counts the items that it hides.
    """

    value: str
    count: int
    selected: bool = False
    excluded: bool = False


class CaseCount(NamedTuple):
    """How many cases; above 10,000 it may be a round estimate ("about"), and is not exact."""

    number: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits, totals, and the counts of each facet.

    Args:
        total_items: disputed items found, exact.
        hits: of the page asked for, in order.
        facets: facet name to its counts: selected values first, then by count, then by value (page 48 before page
            125). They may still be counted while the rest is there: whoever looks at them waits, and may meet
            IndexUnavailableError.
        cases: gives how many cases they belong to, counted now or before; may raise as `facets` do.
        notes: how the typed text was repaired, one sentence each; empty where it was read as typed.
        also_searched: other names that were searched for beside the words typed.
        did_you_mean: the typed text with words that stand nowhere replaced by ones like them; empty
            where every word is known or none is like it.
    """

    total_items: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    cases: Callable[[], CaseCount]
    notes: tuple[str, ...] = ()
    also_searched: tuple[Widened, ...] = ()
    did_you_mean: str = ""

    @property
    def total_cases(self) -> int:
        """How many cases the items belong to."""
        return self.cases().number

    @property
    def cases_exact(self) -> bool:
        """Whether `total_cases` is exact."""
        return self.cases().exact


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole search at one state of the index.

    Args:
        result: totals, facets and notes; its hits are of the page asked for.
        hits: every hit, as the pages of the search list them one after the other; read once, lazily.
    """

    result: SearchResult
    hits: Iterator[Hit]


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """The decisions of a search by outcome, all counted at one state of the index.

    Outcomes are values of the facet `outcome`, "not-stated" among them; those without a decision are left out.

    Args:
        found: totals and notes of the search.
        total: outcome to the number of decisions.
        facets: facet name to its values, each to its decisions by outcome. As in every facet, a facet's own
            included values are left out of the search.
        days: decision date to its decisions by outcome, in order; decisions without a date are left out.
        state: names the state of the index: what was counted elsewhere for this state holds as long.
    """

    found: SearchResult
    total: Mapping[str, int]
    facets: Mapping[str, Mapping[str, Mapping[str, int]]]
    days: Mapping[date, Mapping[str, int]]
    state: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a decision that answers the query.

    Args:
        text: the passage.
        highlights: [start, end) in it of what was found.
        section: of the letter that it is from: "rationale" or "summary".
        words: how many different words of the query stand in it.
    """

    text: str
    highlights: tuple[tuple[int, int], ...] = ()
    section: str = "rationale"
    words: int = 0


def none_of(places: Sequence[int]) -> Sequence[str]:
    """No summary for any."""
    return [""] * len(places)


class Writer(Protocol):
    """An engine's one writer, while it is that."""

    def update(self, documents: Iterable[ItemDocument], removed_cases: Iterable[int]) -> None:
        """As the engine's."""

    def position(self) -> int:
        """As the engine's."""

    def keep_position(self, position: int) -> None:
        """Keep it with the index; after the update that took in the note."""

    def merge(self, meanwhile: Callable[[], int]) -> int:
        """Return when all is merged that is due; how much `meanwhile` did in all.

        It is called again and again, and may update.
        """


class Engine(Protocol):
    """What every engine does. Reading methods raise IndexUnavailableError where they cannot answer."""

    def search(self, query: SearchQuery) -> SearchResult:
        """The page, totals and facet counts of a query."""

    def listing(self, query: SearchQuery) -> Listing:
        """The query with all of its hits, in memory that does not grow with their number."""

    def outcomes(self, query: SearchQuery) -> OutcomeCounts:
        """The decisions of a query by outcome: all, those of each value of its facets, those of each day.

        An outcome selected in the query is left aside.
        """

    def state(self) -> str:
        """Names the state of the index, as OutcomeCounts does."""

    def snippets(self, query: SearchQuery, rationales: Sequence[str], summaries: Summaries = none_of) -> list[Snippet]:
        """For each decision its best passage under the query's words; the rationale's beginning where none is found.

        Args:
            query: the words.
            rationales: one for each decision.
            summaries: gives the clinical case summaries of some of them, by place; asked once at most, and only for
                those whose rationale lacks words of the query.
        """

    def similar(
        self, document: ItemDocument, count: int, filters: Mapping[str, Selection] | None = None
    ) -> tuple[Hit, ...]:
        """Items of other cases most like this one in request, rationale and guideline, best first.

        Args:
            document: the item; it need not be in the index.
            count: how many at most.
            filters: only items that these leave.
        """

    def lock(self, *, wait: bool = True) -> AbstractContextManager[bool]:
        """Be the one writer among all processes; gives whether one is, which is certain for who waits for it.

        `update` takes it itself, `rebuild` for its last moment. Who reads rows, updates and then marks the rows takes
        it around all three, so that no one else's newer documents are overwritten by older ones.
        """

    def tending(self) -> AbstractContextManager[None]:
        """Be one that indexes new letters and merges, for long: others leave both to it."""

    def is_tended(self) -> bool:
        """Whether anyone is, this process included."""

    def exists(self) -> bool:
        """Whether an index was ever built here, usable or not."""

    def position(self) -> int:
        """The note (see journal) up to which the present index holds all; 0 where none was kept."""

    def update(self, documents: Iterable[ItemDocument], removed_cases: Iterable[int]) -> None:
        """Make the index hold exactly these documents for their cases, and none for the removed cases.

        Atomic: readers see all of it or nothing. `removed_cases` are database ids; the cases of
        `documents` are replaced whole.
        """

    def writing(self) -> AbstractContextManager[Writer]:
        """Be the one writer for several updates, and to the end of the merges that they make due.

        The engine's own `update` is one of these by itself; never call it within this.
        """

    def is_merge_due(self) -> bool:
        """Whether so many updates were made that searches would gain by a merge; False where there is no index."""

    def is_long_merge_ahead(self) -> bool:
        """Whether who updates now would have to wait longer than a moment; False where there is no index."""

    def create(self, position: int = 0) -> None:
        """Make an empty index unless there is one; at this note (see journal)."""

    def is_rebuilding(self) -> bool:
        """Whether anyone rebuilds the index now."""

    def rebuild(
        self,
        documents: Iterable[ItemDocument],
        changed: Callable[[Sequence[int]], Iterable[ItemDocument]] | None = None,
        position: int = 0,
    ) -> int:
        """Build a fresh index beside the present one, swap it in at once, return the number of documents.

        One rebuild at a time. Others may `update` meanwhile: the present index at once, and the fresh one
        before it is swapped in. Never call it while holding the lock.

        Args:
            documents: of all cases; those of one case stand together.
            changed: gives the present documents of the cases, by id in order, that others updated meanwhile.
            position: the last note that the documents hold.
        """

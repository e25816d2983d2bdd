"""From the tree of a typed text, and from filters, to tantivy's queries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tantivy

from decisions.search.inflections import inflections, stem
from decisions.search.phrases import APART, spanning
from decisions.search.query import FACETS
from decisions.search.tantivy_schema import (
    COLLOCATED,
    FACET_FIELDS,
    LATEST_DAY,
    PAIRS,
    SAID,
    STEMS,
    TRIPLES,
    day_number,
)
from decisions.search.text_query import (
    And,
    Not,
    Or,
    Phrase,
    Scope,
    Word,
    find_case_number,
    positive_concepts,
    positive_leaves,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from decisions.search.query import SearchQuery, Selection
    from decisions.search.tantivy_snapshot import Snapshot
    from decisions.search.text_query import Node

MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot

BOOST = 3.0
"""What a phrase, a word*, a word held to a part and a thing of many names are worth beyond their BM25 weight where
they are asked for.

Words by their stems bear that in themselves, see `tantivy_schema.WEIGHTS`; of a thing's names the one that was typed,
where it is a word, has both.
"""


@dataclass(frozen=True, slots=True)
class TextCompiler:
    """Makes tantivy queries out of text trees, for one state of the index.

    Args:
        snapshot: that state.
        ranking: whether it matters how often a phrase is said, see `is_collocation`.
    """

    snapshot: Snapshot
    ranking: bool = False

    @property
    def schema(self) -> tantivy.Schema:
        """Of the index."""
        return self.snapshot.schema

    def match(self, node: Node, part: str = "all") -> tantivy.Query | None:  # noqa: PLR0911 - one a node
        """The query of all items for which `node` holds within `part`; None where it says nothing."""
        match node:
            case Word():
                return self.word(node, part)
            case Phrase():
                return self.phrase(self.snapshot.analyzer.analyze(node.text), part, node.slop)
            case Scope(field="case"):
                return self.case(node.node)
            case Scope():
                return self.match(node.node, node.field)
            case Not():
                return self.all_of([node], part)
            case And():
                return self.all_of(node.nodes, part)
            case Or(names=True):
                return best_of(self.names(node, part))
            case Or():
                return any_of(filter(None, (self.match(child, part) for child in node.nodes)))

    def names(self, node: Or, part: str) -> list[tantivy.Query]:
        """Each name of one thing that there is; one of three words weighs what a single one does, not their sum."""
        found = []
        for name in node.nodes:
            words = self.snapshot.analyzer.analyze(name.text) if isinstance(name, Phrase) else []
            field, terms = self.looked_up(words, part)
            if self.is_nowhere(field, terms):
                continue
            if query := self.match(name, part):
                found.append(tantivy.Query.boost_query(query, 1 / len(terms)) if len(terms) > 1 else query)
        return found

    def is_nowhere(self, field: str, terms: Iterable[tuple[int, str]]) -> bool:
        """Whether the index can tell at once that it has them nowhere; looking for them takes time all the same."""
        return any(not self.snapshot.searcher.doc_freq(field, term) for _, term in terms)

    def looked_up(self, words: Sequence[str], part: str) -> tuple[str, list[tuple[int, str]]]:
        """By what words that follow one another are looked up: a field and its terms, each with its place."""
        if self.is_collocation(words, part):
            return COLLOCATED[part], [(0, " ".join(words))]
        pairs = self.snapshot.phrases.paired(words)
        triples = self.snapshot.phrases.tripled(pairs)
        for field, length, grams in ((TRIPLES[part], 3, triples), (PAIRS[part], 2, pairs)):
            if grams and APART not in grams:
                return field, self.needed(field, length, grams)
        return SAID[part], [*enumerate(words)]

    def needed(self, field: str, length: int, grams: Sequence[str]) -> list[tuple[int, str]]:
        """Those that hold all words, and one far rarer than these: it leaves few decisions to compare places in."""
        spans = spanning(grams, length)
        said = {placed: self.snapshot.searcher.doc_freq(field, placed[1]) for placed in enumerate(grams)}
        rarest = min(said, key=said.__getitem__)
        return sorted({*spans, rarest}) if 2 * said[rarest] < min(map(said.__getitem__, spans)) else spans

    def is_collocation(self, words: Sequence[str], part: str) -> bool:
        """Whether these words, one after the other, are looked up as one of the index's own.

        That has no frequency, but takes a tenth of the time. So results are ranked by it in all parts, where half a
        million decisions say "not medically necessary" and a thing has up to a dozen names; in one part by the words.
        """
        return (part == "all" or not self.ranking) and " ".join(words) in self.snapshot.phrases.collocations

    def all_of(self, nodes: Iterable[Node], part: str) -> tantivy.Query | None:
        """What holds of all nodes; exclusions alone leave everything else."""
        clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for node in nodes:
            excluded = isinstance(node, Not)
            query = self.match(node.node if isinstance(node, Not) else node, part)
            if query is not None:
                clauses.append((MUST_NOT if excluded else MUST, query))
        if not clauses:
            return None
        if all(occur == MUST_NOT for occur, _ in clauses):
            clauses.append((MUST, tantivy.Query.all_query()))
        return tantivy.Query.boolean_query(clauses)

    def word(self, word: Word, part: str) -> tantivy.Query | None:
        """Words joined by punctuation (low-back, L4-5, 10/325mg) must follow one another."""
        tokens = self.snapshot.analyzer.analyze(word.text)
        if len(tokens) == 1 and word.prefix:
            return tantivy.Query.regex_query(self.schema, SAID[part], tokens[0] + ".*")
        if len(tokens) == 1:
            return self.any_inflection(tokens[0], part)
        if len(tokens) > 1 and word.prefix:
            words = [*tokens[:-1], tokens[-1] + ".*"]  # tokens hold letters and digits only
            return tantivy.Query.regex_phrase_query(self.schema, SAID[part], list(words))
        found = self.phrase(tokens, part, slop=0)
        number = find_case_number(word.text)
        if found is None or number is None or part != "all":
            return found
        return any_of([found, self.case(word)])

    def any_inflection(self, token: str, part: str) -> tantivy.Query:
        """The word, its singular and its plural."""
        if part == "all":
            return tantivy.Query.term_query(self.schema, STEMS, stem(token), index_option="freq")
        return any_of(self.inflected(token, part) or [self.term(part, token)])

    def inflected(self, token: str, part: str) -> list[tantivy.Query]:
        """The word, its singular and its plural, as far as the part has them."""
        forms = [form for form in inflections(token) if self.snapshot.searcher.doc_freq(SAID[part], form)]
        return [self.term(part, form) for form in forms]

    def phrase(self, tokens: Sequence[str], part: str, slop: int) -> tantivy.Query | None:
        """The words as they stand, one after the other, up to `slop` moves apart."""
        if not tokens:
            return None
        field, terms = (SAID[part], [*enumerate(tokens)]) if slop else self.looked_up(tokens, part)
        if len(terms) == 1:
            return tantivy.Query.term_query(self.schema, field, terms[0][1], index_option="freq")
        return tantivy.Query.phrase_query(self.schema, field, [*terms], slop=slop)

    def term(self, part: str, token: str) -> tantivy.Query:
        """One word as it stands."""
        return tantivy.Query.term_query(self.schema, SAID[part], token, index_option="freq")

    def case(self, node: Node) -> tantivy.Query:
        """Cases by number; `case:CM15*` all that begin so."""
        queries = []
        for leaf in positive_leaves(node):
            if isinstance(leaf, Word) and leaf.prefix:
                beginning = re.sub(r"[^a-z0-9-]", "", leaf.text.lower())
                queries.append(tantivy.Query.regex_query(self.schema, "case_key", beginning + ".*"))
            else:
                key = (find_case_number(leaf.text) or leaf.text.strip()).lower()
                queries.append(tantivy.Query.term_query(self.schema, "case_key", key, index_option="basic"))
        return any_of(queries)

    def score(self, root: Node, matching: tantivy.Query) -> tantivy.Query:
        """`matching`, in which what is asked for weighs more: same items, better order."""
        borne = {leaf for leaf in positive_concepts(root, parts=()) if self.is_stem(leaf)}
        clauses = [(MUST, matching)]
        for leaf in positive_concepts(root):
            query = None if leaf in borne else self.match(leaf, "treatment")
            if query is not None:
                clauses.append((SHOULD, tantivy.Query.boost_query(query, BOOST)))
        return tantivy.Query.boolean_query(clauses) if len(clauses) > 1 else matching

    def is_stem(self, leaf: Word | Phrase | Or) -> bool:
        """Whether it is one word, looked up by its stem where it is held to no part."""
        return isinstance(leaf, Word) and not leaf.prefix and len(self.snapshot.analyzer.analyze(leaf.text)) == 1


def filter_clauses(
    schema: tantivy.Schema, query: SearchQuery, *, without: str | None = None
) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """The clauses of a search's dates and filters; of the facet `without` only what it excludes."""
    clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
    if query.decided_from or query.decided_to:
        clauses.append((MUST, date_query(schema, query)))
    for facet in FACETS:
        selection = query.filters.get(facet)
        if selection is not None:
            clauses += selection_clauses(schema, facet, selection, included=facet != without)
    return clauses


def selection_clauses(
    schema: tantivy.Schema, facet: str, selection: Selection, *, included: bool = True
) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """Any of the included values, none of the excluded."""
    clauses = [(MUST_NOT, value_query(schema, facet, value)) for value in selection.exclude]
    if selection.include and included:
        clauses.append((MUST, any_of(value_query(schema, facet, value) for value in selection.include)))
    return clauses


def value_query(schema: tantivy.Schema, facet: str, value: str) -> tantivy.Query:
    """All items with this value of this facet."""
    return tantivy.Query.term_query(schema, FACET_FIELDS[facet], value, index_option="basic")


def date_query(schema: tantivy.Schema, query: SearchQuery) -> tantivy.Query:
    """Items decided within the dates asked for; one without a date never is."""
    return tantivy.Query.range_query(
        schema,
        "day",
        tantivy.FieldType.Integer,
        day_number(query.decided_from) if query.decided_from else 0,
        day_number(query.decided_to) if query.decided_to else LATEST_DAY,
    )


def all_must(
    clauses: Sequence[tuple[tantivy.Occur, tantivy.Query]],
) -> tantivy.Query:
    """One query out of clauses; all items where there are none."""
    if all(occur == MUST_NOT for occur, _ in clauses):
        clauses = [(MUST, tantivy.Query.all_query()), *clauses]
    if len(clauses) == 1:
        return clauses[0][1]
    return tantivy.Query.boolean_query(list(clauses))


def best_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """One query out of names of one thing: an item that has two of them weighs no more than one that has the better."""
    return tantivy.Query.disjunction_max_query(list(queries)) if len(queries) > 1 else any_of(queries)


def any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """One query out of alternatives; no item where there are none."""
    listed = list(queries)
    if not listed:
        return tantivy.Query.empty_query()
    if len(listed) == 1:
        return listed[0]
    return tantivy.Query.boolean_query([(SHOULD, query) for query in listed])

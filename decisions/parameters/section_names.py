"""What the sections of guidelines are called: for each, the wording that letters use most."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.db import connection

from decisions.search.query import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decisions.parameters.vocabulary import Vocabulary
    from decisions.search.engine import FacetCount
    from decisions.search.query import SearchQuery

MOST = 500
"""Sections counted that are named in one go: a page shows no more."""

LETTERS_ASKED = 50
"""Citations looked at for each section: enough to tell its usual wording from slips, at any size of the archive."""

USUAL_WORDINGS = """
    SELECT wanted.guideline || ':' || wanted.section, (
        SELECT asked.section
        FROM (
            SELECT section FROM decisions_guidelinecitation
            WHERE guideline_id = guideline.id AND section_key = wanted.section
            LIMIT %s
        ) AS asked
        GROUP BY asked.section
        ORDER BY count(*) DESC, length(asked.section), asked.section
        LIMIT 1
    )
    FROM unnest(%s::text[], %s::text[]) AS wanted (guideline, section)
    JOIN decisions_guideline AS guideline ON guideline.slug = wanted.guideline
"""
"""Raw, since the ORM has no LATERAL: one query for all sections, each reading a few rows of one index."""


def learn_section_names(vocabulary: Vocabulary, query: SearchQuery, counts: Iterable[FacetCount] = ()) -> None:
    """Keep in the vocabulary the names of the sections chosen in a search and of those counted, up to MOST.

    At most one query, none where all are known.
    """
    chosen = query.filters.get("section", Selection())
    values = (*chosen.include, *chosen.exclude, *(count.value for count in islice(counts, MOST)))
    wanted = [value for value in values if ":" in value and value not in vocabulary.section_names]
    if wanted:
        vocabulary.section_names.update(dict.fromkeys(wanted, "") | dict(_usual_wordings(wanted)))


def _usual_wordings(values: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Value and wording of each section that a letter cites."""
    guidelines, sections = zip(*(value.split(":", 1) for value in values), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(USUAL_WORDINGS, [LETTERS_ASKED, list(guidelines), list(sections)])
        yield from ((value, " ".join(wording.split())) for value, wording in cursor.fetchall() if wording)

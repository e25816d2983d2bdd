"""The newest decisions of a search as an Atom feed, to be told of new ones."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from decisions.exports.statement import CAVEAT, printable
from decisions.models import Case, Outcome

if TYPE_CHECKING:
    from decisions.exports.statement import Statement
    from decisions.pages.finding import Found
    from decisions.pages.listed import ListedItem
    from decisions.search.engine import Snippet

ENTRIES = 50


def build_feed(found: Found, statement: Statement, feed_url: str, site: str) -> Atom1Feed:
    """The feed; an entry's id is made from case and item alone, so that it outlives a move of the site.

    Asks the database when its cases were stored last; of one that is gone by then it says nothing.
    """
    feed = _Feed(
        title=printable(f"IMR decisions. {statement.search}"),
        link=statement.address,
        description=CAVEAT,
        subtitle=CAVEAT,
        author_name="IMR Archive",
        feed_url=feed_url,
        feed_guid=_urn(f"search {statement.address.removeprefix(site)}"),
        language="en",
    )
    cases = Case.objects.filter(pk__in={item.case_id for item in found.items})
    stored = dict(cases.values_list("pk", "loaded_at"))
    for item, snippet in zip(found.items, found.snippets, strict=True):
        if item.case_id in stored:
            _add(feed, item, snippet, stored[item.case_id], site)
    return feed


class _Feed(Atom1Feed):
    """Django's feed, which without entries would say that it changed with every look at it."""

    def latest_post_date(self) -> datetime:
        """When the newest entry changed; the day's beginning where there is none."""
        if self.items:
            return super().latest_post_date()
        return datetime.combine(timezone.localdate(), time(), tzinfo=UTC)


def _add(feed: Atom1Feed, item: ListedItem, snippet: Snippet, stored: datetime, site: str) -> None:
    outcome = Outcome(item.outcome) if item.outcome else None
    said = f"{outcome.label}: {outcome.meaning}" if outcome else "Outcome not stated"
    feed.add_item(
        title=printable(f"{outcome.label if outcome else 'Outcome not stated'}: {item.request}"),
        link=f"{site}{item.url}",
        description=printable(f"{item.public_id}, disputed item {item.position}. {said}. {snippet.text}"),
        unique_id=_urn(f"decision {item.public_id} {item.position}"),
        updateddate=stored,
        pubdate=datetime.combine(item.decision_date, time(), tzinfo=UTC) if item.decision_date else None,
        categories=[item.treatment] if item.treatment else [],
    )


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'imr-archive {name}')}"

"""What is out of the ordinary in how an item was decided, in plain words on its case's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify

from decisions.models import CitedBy
from decisions.pages.superseded import denied_on_superseded, relied_on_superseded
from decisions.search.flags import OTHER_GUIDELINE, flags_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from decisions.models import DisputedItem, GuidelineCitation


def flags_in_words(item: DisputedItem, cited: Mapping[CitedBy, Sequence[GuidelineCitation]]) -> Iterator[str]:
    """A sentence for each thing that a reader of the decision should know; none for an ordinary one.

    That it follows another item, or shares its wording with others, the page says with links.

    Args:
        item: the decision; its case is read.
        cited: what is cited in it, by whom; each guideline fetched.
    """
    reviewer = {*_guidelines(cited[CitedBy.REVIEWER]), *_guidelines(cited[CitedBy.RATIONALE])}
    administrator = _guidelines(cited[CitedBy.ADMINISTRATOR])
    if item.outcome is None:
        yield "The letter states no outcome for this item that we could read."
    if item.rationale_cut_off:
        yield "The rationale breaks off in mid-sentence in the published letter."
    if not item.rationale:
        yield "The letter gives no rationale for this item that we could read."
    if not reviewer:
        yield "The reviewer cites no guideline for this decision."
    held = flags_of(reviewer=reviewer, administrator=administrator, depends=False, cut_off=False)
    if OTHER_GUIDELINE.value in held:
        yield "The reviewer relies on another guideline than the denial did."
    yield from relied_on_superseded(item.case, [*cited[CitedBy.REVIEWER], *cited[CitedBy.RATIONALE]])
    yield from denied_on_superseded(item.case, cited[CitedBy.ADMINISTRATOR])


def _guidelines(citations: Iterable[GuidelineCitation]) -> set[str]:
    """As values of the facet `guideline`."""
    return {one.guideline.slug if one.guideline else slugify(one.name)[:100] for one in citations}

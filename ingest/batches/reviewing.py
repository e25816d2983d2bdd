"""What a person says of a letter: corrections kept with who and when, and its case made to say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from decisions.models import Case, Publication, SourceFile
from decisions.originals import original_path
from ingest.batches.loading import LOST
from ingest.batches.publishing import tell_index
from ingest.letters import read_letters
from ingest.loading.corrections import LEAKS, SETTLED, corrections_of
from ingest.loading.loader import Loader
from ingest.loading.manner import Manner
from ingest.loading.results import LoadState
from ingest.loading.review import in_words
from ingest.loading.turns import wait_for_turn
from ingest.models import Batch, BatchFile, Correction
from ingest.sources import SourceFile as FoundFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from ingest.letters import Letter
    from ingest.loading.results import LoadResult


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a letter.

    Args:
        changes: field to the right value.
        before: field to the value that stood there.
        leaks: words that redaction may have missed, true where they may be shown.
        settled: reasons for the review that are as the letter says.
    """

    changes: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    leaks: Mapping[str, bool] = field(default_factory=dict)
    settled: Sequence[str] = ()

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return bool(self.changes or self.leaks or self.settled)


class NotMendedError(Exception):
    """The letter could not be stored as was said; the message says why."""


def review_letter(file: SourceFile, said: Said, by: AbstractBaseUser | AnonymousUser) -> Case:
    """Keep what a person says of a letter and let its case say so, for search too, when this returns.

    Args:
        file: of the letter that its case shows.
        said: about it.
        by: whom.

    Returns:
        The case, which is another one where its number was corrected to one that is known.

    Raises:
        NotMendedError: nothing is changed.
    """
    letter, shown_before = _read(file), file.case_id
    with transaction.atomic():
        wait_for_turn()
        Correction.objects.bulk_create(list(_corrections(file.sha256, said, by)))
        manner = Manner(reads_anew=True, takes_undecided=True, publication=Publication.PREVIEW)
        loader = Loader(manner, on_stored=partial(_note_reviewed, by=by))
        (result,) = loader.load([letter])
        if result.state == LoadState.FAILED:
            raise NotMendedError(result.reason)
    case = Case.objects.get(public_id=result.case)
    tell_index([case.pk] if shown_before is None else [shown_before, case.pk])
    return case


def _read(file: SourceFile) -> Letter:
    """The letter anew. It was read before, by a process that could be spared: so it can be read here."""
    (letter,) = read_letters([FoundFile(file.name, original_path(settings.ORIGINALS_DIR, file.sha256))])
    if letter.sha256 != file.sha256:
        raise NotMendedError(LOST)
    return letter


def _corrections(sha256: str, said: Said, by: AbstractBaseUser | AnonymousUser) -> Iterator[Correction]:
    known = corrections_of([sha256]).get(sha256, {})
    rows = [(name, value, said.before.get(name)) for name, value in said.changes.items()]
    if said.leaks:
        before = known.get(LEAKS) or {}
        rows.append((LEAKS, {**before, **said.leaks}, before))
    if said.settled:
        before = known.get(SETTLED) or []
        rows.append((SETTLED, sorted({*before, *said.settled}), before))
    for name, value, stood in rows:
        yield Correction(sha256=sha256, field=name, value=value, before=stood, made_by_id=by.pk)


def _note_reviewed(results: list[LoadResult], by: AbstractBaseUser | AnonymousUser) -> None:
    """Let the batches' files say what became of the review; a case of a published batch becomes public with it."""
    for result in results:
        files = BatchFile.objects.filter(sha256=result.sha256, state=BatchFile.State.NEEDS_REVIEW)
        case = Case.objects.get(public_id=result.case) if result.case else None
        if case is None:
            continue
        published = files.filter(batch__stage=Batch.Stage.PUBLISHED).exists()
        if case.review:
            files.update(case=case, public_id=case.public_id, reason=in_words(case.review), items=result.items)
            continue
        files.update(
            case=case,
            public_id=case.public_id,
            state=F("loaded_as"),
            loaded_as="",
            reason=f"Reviewed by {by.get_username()}.",
            items=result.items,
        )
        if published and case.publication == Publication.PREVIEW:
            Case.objects.filter(pk=case.pk).update(publication=Publication.PUBLIC, revision=F("revision") + 1)

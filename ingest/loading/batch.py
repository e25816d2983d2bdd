"""One transaction of loading: different letters of different cases, decided on together, written together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from decisions.models import Case, RemovedCase, SourceFile
from ingest.loading.case_rows import CaseChange, create_cases, update_cases
from ingest.loading.copying import copy_rows
from ingest.loading.corrections import known_leaks, settled_by
from ingest.loading.difference import difference
from ingest.loading.masking import leak_rows, mask_decision
from ingest.loading.results import LoadResult, LoadState
from ingest.loading.review import review_reasons
from ingest.loading.rows import case_columns, public_id
from ingest.loading.versions import takes_over
from ingest.loading.vocabulary import profile
from ingest.parsing.decision import PARSER_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.letters import Letter
    from ingest.loading.manner import Manner
    from ingest.loading.rows import Columns
    from ingest.loading.vocabulary import Pointers
    from ingest.parsing.parsed import ParsedDecision

_FILE_STATES = {LoadState.FAILED: SourceFile.State.FAILED, LoadState.SUPERSEDED: SourceFile.State.SUPERSEDED}

_LONGEST_TEXT = 200_000  # characters; no letter seen is a tenth as long


@dataclass(slots=True)
class _Plan:
    """What shall become of one letter."""

    letter: Letter
    state: LoadState
    change: CaseChange | None = None
    case: Case | None = None
    stores_file: bool = True
    reason: str = ""
    review: Sequence[str] = ()
    difference: list[list[str]] = field(default_factory=list)

    @property
    def held(self) -> bool:
        """Whether the case is only compared."""
        return bool(self.difference)


class Batch:
    """Letters to store; call `store` once, inside a transaction and in one's turn.

    Args:
        letters: different files, of different cases.
        pointers: that know these letters.
        manner: in which way they are stored.
    """

    def __init__(self, letters: list[Letter], pointers: Pointers, manner: Manner) -> None:
        self.letters = letters
        self.pointers = pointers
        self.manner = manner

    def store(self) -> list[LoadResult]:
        """Decide on every letter, write all of them, and say in their order what became of each."""
        self._fetch()
        if len(self.letters) > 1 and (self._same_case() or any(map(self._moved_from, self.letters))):
            ones = (Batch([letter], self.pointers, self.manner) for letter in self.letters)
            return [result for one in ones for result in one.store()]
        plans = [self._plan(letter) for letter in self.letters]
        self._write(plans)
        return [_result(plan) for plan in plans]

    def _same_case(self) -> bool:
        """Whether two of the letters belong to one case, as they may once their numbers are corrected."""
        ids = [public_id(letter.decision, letter.sha256) for letter in self.letters if letter.decision]
        return len(ids) != len(set(ids))

    def _fetch(self) -> None:
        """What is stored about these files and their cases; the cases locked against change."""
        files = SourceFile.objects.filter(sha256__in=[letter.sha256 for letter in self.letters])
        self.files = {file.sha256: file for file in files.select_related("case")}
        wanted = [public_id(letter.decision, letter.sha256) for letter in self.letters if letter.decision]
        cases = Case.objects.filter(public_id__in=wanted).order_by("pk").select_for_update()
        self.cases = {case.public_id: case for case in cases}
        locked = [case.pk for case in self.cases.values()]
        current = SourceFile.objects.filter(case__in=locked, state=SourceFile.State.CURRENT) if locked else []
        self.current = {file.case_id: file for file in current}

    def _plan(self, letter: Letter) -> _Plan:
        file = self.files.get(letter.sha256)
        if letter.decision is None:
            refused_before = file is None or file.state == SourceFile.State.FAILED
            return _Plan(letter, LoadState.FAILED, stores_file=refused_before and bool(letter.sha256))
        if file is not None and is_read(file) and not self.manner.reads_anew:
            return _Plan(letter, LoadState.UNCHANGED, case=file.case, stores_file=False)
        return self._plan_case(letter, letter.decision, file)

    def _plan_case(self, letter: Letter, decision: ParsedDecision, file: SourceFile | None) -> _Plan:
        case = self.cases.get(public_id(decision, letter.sha256))
        moved = self._moved_from(letter)
        stored = moved or case
        if stored is not None and self.manner.holds(stored) and self._takes_over(letter, decision, stored, file):
            change = self._change(letter, decision, stored)
            if changes := difference(stored, change.columns, change.decision, self.pointers):
                return self._held(change, letter, file, changes)
        if file is not None and moved is not None:
            case = self._move(file, moved, case)
        if case is None:
            new = Case(publication=self.manner.publication)
            change = self._change(letter, decision, new)
            change.columns["publication"] = self.manner.publication.value
            return _Plan(letter, LoadState.NEW, change, new)
        if not self._takes_over(letter, decision, case, file):
            return _Plan(letter, LoadState.SUPERSEDED, case=case, reason=_kept_reason(case))
        current = self.current.get(case.pk)
        if current is not None and current.sha256 != letter.sha256:
            SourceFile.objects.filter(pk=current.pk).update(state=SourceFile.State.SUPERSEDED)
        return _Plan(letter, LoadState.UPDATED, self._change(letter, decision, case), case)

    def _held(self, change: CaseChange, letter: Letter, file: SourceFile | None, changes: list[list[str]]) -> _Plan:
        """A letter that is compared with its case and not stored; its file waits unless it is that case's own."""
        waits = file is None or file.state in {SourceFile.State.FAILED, SourceFile.State.HELD}
        reason = f"Changes {change.case.public_id}, which stays as it is until this batch is published."
        return _Plan(
            letter,
            LoadState.UPDATED,
            case=change.case,
            stores_file=waits,
            reason=reason,
            difference=changes,
            review=change.columns["review"],
        )

    def _change(self, letter: Letter, decision: ParsedDecision, case: Case) -> CaseChange:
        """What the letter makes of the case: its leaks hidden but for those that a person cleared."""
        leaks = leak_rows(decision, known_leaks(letter.corrections) or (case.leaks if case.pk else ()))
        masked = mask_decision(decision, leaks)
        columns = case_columns(masked, letter.sha256, leaks, self.pointers.reviewers[profile(decision)])
        columns["review"] = review_reasons(decision, leaks, settled_by(letter.corrections))
        return CaseChange(case, columns, masked)

    def _takes_over(self, letter: Letter, decision: ParsedDecision, case: Case, file: SourceFile | None) -> bool:
        """Whether the letter is, or becomes, the one that the case shows."""
        current = self.current.get(case.pk)
        if current is None or current.sha256 == letter.sha256:
            return True
        masked = self._change(letter, decision, case).decision
        known = file is not None and file.case_id == case.pk and file.state != SourceFile.State.HELD
        return takes_over(masked, case, known=known)

    def _moved_from(self, letter: Letter) -> Case | None:
        """The case that shows this file's letter now, where reading it anew gives another case's number."""
        file = self.files.get(letter.sha256)
        if file is None or letter.decision is None or file.state != SourceFile.State.CURRENT:
            return None
        return file.case if file.case and file.case.public_id != public_id(letter.decision, letter.sha256) else None

    def _move(self, file: SourceFile, old: Case, target: Case | None) -> Case:
        """The case of a letter whose number is now read otherwise: the old one renamed, or one that exists.

        In the second case the old one goes; its other files count as unread, so that they find their place.
        """
        if target is None:
            self.current[old.pk] = file
            return old
        SourceFile.objects.filter(case=old).exclude(pk=file.pk).update(parser_version="")
        RemovedCase.objects.get_or_create(case_id=old.pk)
        old.delete()
        return target

    def _write(self, plans: list[_Plan]) -> None:
        create_cases([plan.change for plan in plans if plan.change and plan.state == LoadState.NEW], self.pointers)
        updates = [plan for plan in plans if plan.change and plan.state == LoadState.UPDATED]
        if updates:
            changed = update_cases([plan.change for plan in updates if plan.change], self.pointers)
            for plan in updates:
                if plan.case and plan.case.pk not in changed:
                    plan.state = LoadState.UNCHANGED
        columns = {plan.letter.sha256: _file_columns(plan) for plan in plans if plan.stores_file}
        new = [
            {"is_sample": self.manner.is_sample} | row for sha256, row in columns.items() if sha256 not in self.files
        ]
        copy_rows(SourceFile, new)
        for sha256, file in self.files.items():
            if sha256 in columns:
                for name, value in columns[sha256].items():
                    setattr(file, name, value)
                file.save()


def _file_columns(plan: _Plan) -> Columns:
    letter = plan.letter
    return {
        "sha256": letter.sha256,
        "name": letter.name,
        "media_type": letter.media_type,
        "size": letter.size,
        "state": _file_state(plan).value,
        "reason": letter.reason,
        "text": _masked_text(letter.undecided) if letter.undecided else "",
        "case_id": plan.case.pk if plan.case else None,
        "parser_version": PARSER_VERSION,
        "decision_date": letter.decision.decision_date if letter.decision else None,
    }


def _file_state(plan: _Plan) -> SourceFile.State:
    if plan.held:
        return SourceFile.State.HELD
    return _FILE_STATES.get(plan.state, SourceFile.State.CURRENT)


def _kept_reason(case: Case) -> str:
    return f"Kept as a version of {case.public_id}, whose current letter is newer or says the same."


def _masked_text(decision: ParsedDecision) -> str:
    """The beginning of a text that decides nothing; it may be no letter at all but a book."""
    return mask_decision(decision, leak_rows(decision)).text[:_LONGEST_TEXT]


def is_read(file: SourceFile) -> bool:
    """Whether a stored file's letter is in the archive as this version of the parser reads it."""
    unread = {SourceFile.State.FAILED, SourceFile.State.HELD}
    return file.state not in unread and file.parser_version == PARSER_VERSION and file.case_id is not None


def _result(plan: _Plan) -> LoadResult:
    decision = plan.letter.decision
    return LoadResult(
        name=plan.letter.name,
        state=plan.state,
        reason=plan.letter.reason or plan.reason,
        sha256=plan.letter.sha256,
        case=plan.case.public_id if plan.case else "",
        items=len(decision.items) if decision else 0,
        warnings=len(decision.warnings) if decision else 0,
        review=tuple(plan.change.columns["review"] if plan.change else plan.review),
        held=plan.held,
        difference=tuple(plan.difference),
    )

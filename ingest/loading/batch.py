"""One transaction of loading: different letters of different cases, decided on together, written together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.models import Case, RemovedCase, SourceFile
from ingest.loading.case_rows import CaseChange, create_cases, update_cases
from ingest.loading.copying import copy_rows
from ingest.loading.masking import leak_rows, mask_decision
from ingest.loading.results import LoadResult, LoadState
from ingest.loading.rows import case_columns, public_id
from ingest.loading.turns import wait_for_turn
from ingest.loading.versions import takes_over
from ingest.loading.vocabulary import profile
from ingest.parsing.decision import PARSER_VERSION

if TYPE_CHECKING:
    from ingest.letters import Letter
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


class Batch:
    """Letters to store; call `store` once, inside a transaction.

    Args:
        letters: different files, of different cases.
        pointers: that know these letters.
        is_sample: they are fictional ones shipped with the archive.
    """

    def __init__(self, letters: list[Letter], pointers: Pointers, *, is_sample: bool) -> None:
        self.letters = letters
        self.pointers = pointers
        self.is_sample = is_sample

    def store(self) -> list[LoadResult]:
        """Decide on every letter, write all of them, and say in their order what became of each."""
        wait_for_turn()
        self._fetch()
        if len(self.letters) > 1 and any(map(self._moved_from, self.letters)):
            ones = (Batch([letter], self.pointers, is_sample=self.is_sample) for letter in self.letters)
            return [result for one in ones for result in one.store()]
        plans = [self._plan(letter) for letter in self.letters]
        self._write(plans)
        return [_result(plan) for plan in plans]

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
        if file is not None and is_read(file):
            return _Plan(letter, LoadState.UNCHANGED, case=file.case, stores_file=False)
        return self._plan_case(letter, letter.decision, file)

    def _plan_case(self, letter: Letter, decision: ParsedDecision, file: SourceFile | None) -> _Plan:
        case = self.cases.get(public_id(decision, letter.sha256))
        if file is not None and (moved := self._moved_from(letter)) is not None:
            case = self._move(file, moved, case)
        leaks = leak_rows(decision, case.leaks if case else ())
        masked = mask_decision(decision, leaks)
        columns = case_columns(masked, letter.sha256, leaks, self.pointers.reviewers[profile(decision)])
        if case is None:
            change = CaseChange(Case(), columns, masked)
            return _Plan(letter, LoadState.NEW, change, change.case)
        current = self.current.get(case.pk)
        if current is not None and current.sha256 != letter.sha256:
            if not takes_over(masked, case, known=file is not None and file.case_id == case.pk):
                return _Plan(letter, LoadState.SUPERSEDED, case=case)
            SourceFile.objects.filter(pk=current.pk).update(state=SourceFile.State.SUPERSEDED)
        return _Plan(letter, LoadState.UPDATED, CaseChange(case, columns, masked), case)

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
        new = [{"is_sample": self.is_sample} | row for sha256, row in columns.items() if sha256 not in self.files]
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
        "state": _FILE_STATES.get(plan.state, SourceFile.State.CURRENT).value,
        "reason": letter.reason,
        "text": _masked_text(letter.undecided) if letter.undecided else "",
        "case_id": plan.case.pk if plan.case else None,
        "parser_version": PARSER_VERSION,
        "decision_date": letter.decision.decision_date if letter.decision else None,
    }


def _masked_text(decision: ParsedDecision) -> str:
    """The beginning of a text that decides nothing; it may be no letter at all but a book."""
    return mask_decision(decision, leak_rows(decision)).text[:_LONGEST_TEXT]


def is_read(file: SourceFile) -> bool:
    """Whether a stored file's letter is in the archive as this version of the parser reads it."""
    return file.state != SourceFile.State.FAILED and file.parser_version == PARSER_VERSION and file.case_id is not None


def _result(plan: _Plan) -> LoadResult:
    decision = plan.letter.decision
    return LoadResult(
        name=plan.letter.name,
        state=plan.state,
        reason=plan.letter.reason,
        sha256=plan.letter.sha256,
        case=plan.case.public_id if plan.case else "",
        items=len(decision.items) if decision else 0,
        warnings=len(decision.warnings) if decision else 0,
    )

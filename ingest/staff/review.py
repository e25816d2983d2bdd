"""The queue of what needs a person, and one letter of it beside its parsed values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, F, Func, Prefetch
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from decisions.models import Case, DisputedItem, GuidelineCitation, SourceFile
from decisions.originals import original_path
from decisions.pages.paging import page_asked, paging
from ingest.batches.reviewing import NotMendedError, Said, review_letter
from ingest.loading.corrections import LEAKS, corrections_of
from ingest.loading.review import REASONS
from ingest.models import Correction
from ingest.parsing.guidelines import load_guidelines
from ingest.parsing.treatments import load_treatments
from ingest.staff.access import REVIEW, SEE, may, staff_only
from ingest.staff.audit import note_action
from ingest.staff.letter import SuspectedLeak, letter_of, suspected_leaks
from ingest.staff.review_form import ReviewForm, settled_form_reasons

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@staff_only(SEE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Every case that needs a person, or those for one reason."""
    reason = _reason(request.GET)
    cases = _waiting(reason)
    total = cases.count()
    number = page_asked(request.GET.get("page", ""), total, PER_PAGE)
    shown = cases.only("public_id", "decision_date", "review", "publication", "layout")
    context = {
        "cases": [
            (case, [REASONS[name] for name in case.review if name in REASONS])
            for case in shown[(number - 1) * PER_PAGE : number * PER_PAGE]
        ],
        "total": total,
        "reason": reason,
        "may_review": may(request.user, REVIEW),
        "reasons": _counted_reasons(),
        "paging": paging(number, PER_PAGE, total, lambda page: f"?{urlencode({'reason': reason, 'page': page})}"),
    }
    return render(request, "ingest/review_queue.html", context)


@staff_only(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """One letter beside its parsed values; what is changed becomes corrections."""
    case = _fetch(public_id)
    file = case.source_files.filter(state=SourceFile.State.CURRENT).first()
    if file is None:
        raise Http404("The letter of this case is not among the originals; it cannot be read anew.")
    known = corrections_of([file.sha256]).get(file.sha256, {})
    items = list(case.items.all())
    form = ReviewForm(case, items, _removed(known), request.POST if request.method == "POST" else None)
    leaks = suspected_leaks(case, known.get(LEAKS) or {})
    if request.method == "POST" and _is_current(request, form) and form.is_valid():
        said = _said(request, form, leaks)
        try:
            if said:
                return _store(request, file, said)
            messages.info(request, "Nothing was changed.")
        except NotMendedError as error:
            form.add_error(None, str(error))
    context = {
        "case": case,
        "file": file,
        "form": form,
        "leaks": leaks,
        "reasons": settled_form_reasons(case),
        "why": [REASONS[name] for name in case.review if name in REASONS],
        "letter": letter_of(case, items),
        "history": Correction.objects.filter(sha256=file.sha256).select_related("made_by").order_by("-pk")[:50],
        "treatments": sorted(entry.name for entry in load_treatments().values()),
        "guidelines": sorted(entry.name for entry in load_guidelines().values()),
        "reason": _reason(request.GET),
    }
    return render(request, "ingest/review.html", context, status=400 if form.errors else 200)


@staff_only(SEE)
@require_safe
def original(request: HttpRequest, sha256: str) -> FileResponse:  # noqa: ARG001
    """A letter's file as it came, to be saved: never shown by the browser as a page of this site."""
    file = get_object_or_404(SourceFile, sha256=sha256)
    path = original_path(settings.ORIGINALS_DIR, file.sha256)
    if not path.is_file():
        raise Http404("The original is not there.")
    name = file.name.rpartition("!")[2].rpartition("/")[2]
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _waiting(reason: str) -> QuerySet[Case]:
    cases = Case.objects.exclude(review=[]).order_by("pk")
    return cases.filter(review__contains=[reason]) if reason else cases


def _reason(asked: Mapping[str, str]) -> str:
    reason = asked.get("reason", "")
    return reason if reason in REASONS else ""


def _counted_reasons() -> list[tuple[str, str, int]]:
    """Each reason with its words and the number of cases that wait for it."""
    each = Case.objects.exclude(review=[]).order_by().annotate(reason=Func(F("review"), function="unnest"))
    counted = dict(each.values_list("reason").annotate(Count("pk")))
    return [(name, words, counted[name]) for name, words in REASONS.items() if name in counted]


def _fetch(public_id: str) -> Case:
    citations = GuidelineCitation.objects.select_related("guideline").order_by("cited_by", "position")
    items = DisputedItem.objects.select_related("treatment").order_by("position")
    items = items.prefetch_related(Prefetch("citations", queryset=citations))
    found = Case.objects.select_related("reviewer").prefetch_related(Prefetch("items", queryset=items))
    return get_object_or_404(found, public_id=public_id)


def _removed(known: Mapping[str, Any]) -> list[int]:
    """Positions of the items that a person took out."""
    return sorted(int(name.split(".")[1]) for name, value in known.items() if name.endswith(".removed") and value)


def _is_current(request: HttpRequest, form: ReviewForm) -> bool:
    """Whether the letter is as it was when the form was shown; else that is said."""
    if request.POST.get("revision") == str(form.case.revision):
        return True
    form.add_error(None, "Someone changed this letter meanwhile: what stands here is what you sent. Look at it anew.")
    return False


def _said(request: HttpRequest, form: ReviewForm, leaks: list[SuspectedLeak]) -> Said:
    changes = form.corrections()
    asked = {leak.words: request.POST.get(leak.field, "") for leak in leaks}
    return Said(
        changes=changes,
        before={name: form.values.get(name) for name in changes},
        leaks={words: answer == "show" for words, answer in asked.items() if answer in {"show", "hide"}},
        settled=[name for name, _ in settled_form_reasons(form.case) if request.POST.get(f"settled-{name}")],
    )


def _store(request: HttpRequest, file: SourceFile, said: Said) -> HttpResponse:
    """Keep it, and go on with the next letter of the queue where this one needs nobody any more."""
    before = file.case_id or 0
    case = review_letter(file, said, request.user)
    note_action(request, case, _in_words(said))
    reason = _reason(request.GET)
    query = f"?{urlencode({'reason': reason})}" if reason else ""
    if case.review:
        messages.success(request, f"{case.public_id} is corrected; something of it still needs review.")
        return redirect(reverse("review", args=[case.public_id]) + query)
    messages.success(request, f"{case.public_id} is reviewed.")
    following = _waiting(reason).filter(pk__gt=before).values_list("public_id", flat=True).first()
    return redirect((reverse("review", args=[following]) if following else reverse("review_queue")) + query)


def _in_words(said: Said) -> str:
    """What was done, for the log: no words of a letter, which may name people."""
    done = [f"Corrected {', '.join(said.changes)}." if said.changes else ""]
    done.append(f"Settled: {', '.join(REASONS[name] for name in said.settled)}." if said.settled else "")
    shown = sum(said.leaks.values())
    done.append(f"Cleared {shown}, confirmed {len(said.leaks) - shown} suspected names." if said.leaks else "")
    return " ".join(filter(None, done))

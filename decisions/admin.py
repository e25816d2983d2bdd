"""The record as staff see it: to look things up. Letters change it through `ingest`, not through forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Count
from django.utils.html import format_html

from decisions.models import (
    ArchiveIdentity,
    Case,
    DisputedItem,
    Guideline,
    GuidelineCitation,
    IndexedCases,
    RemovedCase,
    Reviewer,
    SourceFile,
    Treatment,
)

if TYPE_CHECKING:
    from django.contrib.admin.views.main import ChangeList
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline

MOST_REASONS = 30
"""Reasons that the filter lists, the most frequent first."""

LATEST_CASES = 5_000
"""Cases whose warnings make the list of the filter."""

ANY, NONE = "any", "none"

admin.site.site_header = admin.site.site_title = "IMR Archive: staff"
admin.site.index_title = "The record"


class ReadOnlyAdmin(ModelAdmin):
    """Shows everything, changes nothing."""

    show_full_result_count = False
    list_per_page = 50

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list; a filter in the address that can hold of nothing (a NUL, the year 0) leads to the whole list."""
        if any("\0" in value for values in request.GET.lists() for value in (values[0], *values[1])):
            raise IncorrectLookupParameters
        try:
            changes: ChangeList = super().get_changelist_instance(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters from error
        return changes

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody: rows come from letters."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Nobody: the next ingest would undo it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Nobody, here."""
        return False


class ReadOnlyInline(TabularInline):
    """Rows of a parent, shown only."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Nobody."""
        return False


class ItemInline(ReadOnlyInline):
    """The disputed items of a case."""

    model = DisputedItem
    fields = readonly_fields = ("position", "request", "outcome", "treatment", "depends_on")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DisputedItem]:
        """With what its columns print."""
        return super().get_queryset(request).select_related("treatment", "case")


class CitationInline(ReadOnlyInline):
    """The citations of an item."""

    model = GuidelineCitation
    fields = readonly_fields = ("cited_by", "position", "authority", "guideline", "name", "section", "pages")

    def get_queryset(self, request: HttpRequest) -> QuerySet[GuidelineCitation]:
        """With what its columns print."""
        return super().get_queryset(request).select_related("guideline")


class SourceFileInline(ReadOnlyInline):
    """The files of a case: its current letter and older ones."""

    model = SourceFile
    fields = readonly_fields = ("name", "state", "decision_date", "sha256", "loaded_at")


class WarningFilter(admin.SimpleListFilter):
    """Cases by what was not understood in their letters."""

    title = "warning"
    parameter_name = "warning"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        """The codes that stand in the latest cases: all of them would be read for a list of a dozen."""
        latest = Case.objects.exclude(warnings=[]).order_by("-pk").values_list("warnings", flat=True)[:LATEST_CASES]
        codes = {warning["code"] for warnings in latest for warning in warnings}
        return [(ANY, "Any warning"), (NONE, "No warning"), *((code, code) for code in sorted(codes))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:  # noqa: ARG002
        """The cases with the chosen warning."""
        code = self.value()
        if code in (ANY, NONE):
            return queryset.exclude(warnings=[]) if code == ANY else queryset.filter(warnings=[])
        return queryset.filter(warnings__contains=[{"code": code}]) if code else queryset


class LeakFilter(admin.SimpleListFilter):
    """Cases whose redaction missed something."""

    title = "names masked"
    parameter_name = "masked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        """Yes and no."""
        return [(ANY, "Some"), (NONE, "None")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:  # noqa: ARG002
        """The cases with or without masked places."""
        if not self.value():
            return queryset
        return queryset.filter(leaks=[]) if self.value() == NONE else queryset.exclude(leaks=[])


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    """Cases, with what redaction missed in their letters (staff alone see that)."""

    list_display = ("public_id", "decision_date", "outcome", "warned", "leaks_found", "layout", "reviewer")
    list_select_related = ("reviewer",)
    list_filter = (WarningFilter, LeakFilter, "outcome", "layout", "priority", "parser_version")
    search_fields = ("public_id",)
    date_hierarchy = "decision_date"
    inlines = (ItemInline, SourceFileInline)

    @admin.display(description="Names masked")
    def leaks_found(self, case: Case) -> int:
        """How many places of its letter are masked."""
        return len(case.leaks)

    @admin.display(description="Warnings")
    def warned(self, case: Case) -> str:
        """What was not understood, by code."""
        return ", ".join(warning["code"] for warning in case.warnings)


@admin.register(DisputedItem)
class DisputedItemAdmin(ReadOnlyAdmin):
    """Disputed items."""

    list_display = ("case", "position", "request", "outcome", "treatment")
    list_select_related = ("case", "treatment")
    list_filter = ("outcome", "rationale_cut_off", "treatment__category")
    search_fields = ("case__public_id", "request")
    inlines = (CitationInline,)


@admin.register(GuidelineCitation)
class GuidelineCitationAdmin(ReadOnlyAdmin):
    """Citations, also those whose guideline is not known."""

    list_display = ("name", "guideline", "section", "pages", "cited_by", "case_of")
    list_select_related = ("guideline", "item__case")
    list_filter = ("cited_by", "authority", ("guideline", admin.EmptyFieldListFilter))
    search_fields = ("name", "section")

    @admin.display(description="Case")
    def case_of(self, citation: GuidelineCitation) -> str:
        """Its item's public page."""
        item = citation.item
        return format_html('<a href="{}">{} item {}</a>', item.get_absolute_url(), item.case, item.position)


@admin.register(Reviewer)
class ReviewerAdmin(ReadOnlyAdmin):
    """Credential profiles, never persons."""

    list_display = ("specialties", "states", "cases_count")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of their cases."""
        profiles: QuerySet[Any] = super().get_queryset(request).annotate(cases_count=Count("cases"))
        return profiles

    @admin.display(description="Cases", ordering="cases_count")
    def cases_count(self, reviewer: Any) -> int:
        """How many cases have this profile."""
        return int(reviewer.cases_count)  # annotated above


@admin.register(Guideline)
class GuidelineAdmin(ReadOnlyAdmin):
    """The guidelines of the vocabulary."""

    list_display = ("name", "slug", "authority")
    list_filter = ("authority",)
    search_fields = ("name", "slug")


@admin.register(Treatment)
class TreatmentAdmin(ReadOnlyAdmin):
    """The treatments of the vocabulary."""

    list_display = ("name", "slug", "category", "subcategory", "synonyms")
    list_filter = ("category",)
    search_fields = ("name", "slug")


class ReasonFilter(admin.SimpleListFilter):
    """Why files failed; only the most frequent reasons are listed."""

    title = "reason"
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        """The reasons, with the number of files."""
        counted = SourceFile.objects.exclude(reason="").order_by().values_list("reason")
        rows = counted.annotate(files=Count("pk")).order_by("-files", "reason")[:MOST_REASONS]
        return [(reason, f"{reason} ({files})") for reason, files in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SourceFile]) -> QuerySet[SourceFile]:  # noqa: ARG002
        """The files that failed so."""
        return queryset.filter(reason=self.value()) if self.value() else queryset


@admin.register(SourceFile)
class SourceFileAdmin(ReadOnlyAdmin):
    """Every file that was loaded or refused, and why."""

    list_display = ("name", "state", "reason", "case", "size", "is_sample", "loaded_at")
    list_select_related = ("case",)
    list_filter = ("state", ReasonFilter, "is_sample", "media_type")
    search_fields = ("name", "sha256", "text")
    search_help_text = "Names, SHA-256, and the words of letters that failed though they could be read."


@admin.register(ArchiveIdentity)
class ArchiveIdentityAdmin(ReadOnlyAdmin):
    """What tells this database from others."""


@admin.register(IndexedCases)
class IndexedCasesAdmin(ReadOnlyAdmin):
    """What one machine's index took in, for those of the others."""

    list_display = ("pk", "__str__", "indexed_at")


@admin.register(RemovedCase)
class RemovedCaseAdmin(ReadOnlyAdmin):
    """Cases that the index has yet to let go of."""

    list_display = ("case_id", "removed_at")

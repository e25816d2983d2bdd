"""What the archive is: cases, their disputed items, the guidelines cited, who reviewed."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import MD5, Cast, Lower, Replace

from decisions.paths import item_key, path_to, path_to_item


class Outcome(models.TextChoices):
    """What became of the utilization review denial.

    Upheld: the denial stands, the treatment stays denied. Overturned: the denial falls, the
    treatment must be authorized. Partially overturned is only said of a case whose items are mixed.
    """

    UPHELD = "upheld", "Upheld"
    OVERTURNED = "overturned", "Overturned"
    MODIFIED = "modified", "Modified"
    PARTIALLY_OVERTURNED = "partially_overturned", "Partially overturned"

    @property
    def meaning(self) -> str:
        """What the word means for the treatment, for people who do not live in it."""
        return {
            "upheld": "the denial stands",
            "overturned": "the treatment must be authorized",
            "modified": "part of the treatment must be authorized",
            "partially_overturned": "some of the treatments must be authorized",
        }[self.value]


class Reviewer(models.Model):
    """A credential profile: specialties and states of licensure. Never a person.

    Reviewers are anonymous by law (Labor Code 4610.6(f)): many physicians share one row.
    """

    specialties = ArrayField(models.TextField(), default=list, help_text="In the letter's order.")
    states = ArrayField(models.TextField(), default=list, help_text="Sorted.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["specialties", "states"], name="reviewer_profile")]

    def __str__(self) -> str:
        return " · ".join(filter(None, [", ".join(self.specialties), ", ".join(self.states)])) or "Not stated"


class Guideline(models.Model):
    """A guideline under its canonical name, whatever the letters call it over the years."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.TextField()
    authority = models.CharField(max_length=8, help_text="MTUS or Non-MTUS")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return path_to("guideline", self.slug)


class Treatment(models.Model):
    """A kind of treatment in the archive's vocabulary. Which item asks for which is our inference."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.TextField()
    category = models.TextField(help_text="DWC's treatment-request category.")
    subcategory = models.TextField()
    synonyms = ArrayField(models.TextField(), default=list, help_text="Other names, brand and generic.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return path_to("treatment", self.slug)


class Publication(models.TextChoices):
    """Whether the public sees a case: exactly one of these."""

    PUBLIC = "public", "Published"
    PREVIEW = "preview", "Waits to be published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases; what the public is shown starts at `public`."""

    def public(self) -> CaseQuerySet:
        """Those that are published."""
        return self.filter(publication=Publication.PUBLIC)

    def hidden(self) -> CaseQuerySet:
        """The others, in no order: few beside them, and found by an index of their own."""
        return self.exclude(publication=Publication.PUBLIC).order_by()


class Case(models.Model):
    """One Independent Medical Review and its current final determination letter.

    `public_id` is its name in URLs: the case number, else "d-" and the first 12 hex digits of the
    SHA-256 of the file. It survives a re-parse and a reload into an empty database.
    """

    public_id = models.CharField(max_length=40, unique=True)
    case_number = models.CharField(max_length=20, null=True, blank=True)
    layout = models.CharField(max_length=40)
    parser_version = models.CharField(max_length=40)
    date_assigned = models.DateField(null=True, blank=True)
    date_of_injury = models.DateField(null=True, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    ur_denial_date = models.DateField(null=True, blank=True)
    application_received = models.DateField(null=True, blank=True)
    priority = models.CharField(max_length=20, null=True, blank=True)
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="cases")
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=6, null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, null=True, blank=True)
    clinical_case_summary = models.TextField(null=True, blank=True)
    text = models.TextField(help_text="The letter's canonical text, masked; every span points into it.")
    spans = models.JSONField(default=dict, help_text="Field name to [start, end] in text.")
    leaks = models.JSONField(
        default=list, help_text="[{kind, start, end, words, cleared}]: what redaction missed. Staff only."
    )
    warnings = models.JSONField(default=list, help_text="[{code, field, message}]")
    publication = models.CharField(max_length=10, choices=Publication.choices, default=Publication.PUBLIC)
    review = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, help_text="Why a person should look at the letter."
    )
    revision = models.BigIntegerField(default=1, help_text="Grows with every change.")
    indexed_revision = models.BigIntegerField(
        default=0, help_text="The revision that the search index holds; 0 where it holds none."
    )
    loaded_at = models.DateTimeField(auto_now=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = [models.F("decision_date").desc(nulls_last=True), "public_id"]
        indexes = [
            models.Index(fields=["-decision_date", "public_id"], name="case_newest"),
            models.Index(fields=["id"], condition=~models.Q(revision=models.F("indexed_revision")), name="case_stale"),
            models.Index(
                fields=["id"],
                condition=~models.Q(revision=models.F("indexed_revision")) & models.Q(indexed_revision__gt=0),
                name="case_changed",
            ),
            models.Index(fields=["id"], condition=~models.Q(review=[]), name="case_review"),
            models.Index(fields=["id"], condition=~models.Q(publication=Publication.PUBLIC), name="case_not_public"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        """Its page."""
        return path_to("case", self.public_id)


class DisputedItem(models.Model):
    """One treatment in dispute and its decision: the archive's unit of result."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(help_text="1-based place in the letter.")
    description = models.TextField(help_text="The heading as written.")
    request = models.TextField(help_text="The part that is really decided.")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, null=True, blank=True)
    treatment = models.ForeignKey(
        Treatment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="main_items",
        help_text="The most specific one found (inferred).",
    )
    treatments = models.ManyToManyField(Treatment, blank=True, related_name="items", help_text="All found (inferred).")
    body_parts = ArrayField(models.TextField(), default=list, blank=True, help_text="Inferred.")
    quantity = models.JSONField(null=True, blank=True, help_text="Inferred.")
    administrator_mtus = models.BooleanField(null=True, blank=True)
    administrator_text = models.TextField(blank=True, help_text="Claims administrator's guideline line.")
    reviewer_mtus = models.BooleanField(null=True, blank=True)
    reviewer_text = models.TextField(blank=True, help_text="Reviewer's guideline line.")
    rationale = models.TextField(blank=True)
    rationale_cut_off = models.BooleanField(default=False)
    wording = models.GeneratedField(
        expression=Cast(
            MD5(Replace(Replace(Lower("rationale"), models.Value(" ")), models.Value("\n"))), models.UUIDField()
        ),
        output_field=models.UUIDField(),
        db_persist=True,
        help_text="Hash of the rationale without capitals and white space: equal where the wording is the same.",
    )
    depends_on = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Position of the item in this case whose decision carries this one."
    )
    spans = models.JSONField(default=dict)

    class Meta:
        ordering = ["case", "position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="item_position")]
        indexes = [models.Index(fields=["wording", "case"], name="item_wording")]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.position}"

    def get_absolute_url(self) -> str:
        """Its place on its case's page."""
        return path_to_item(self.case.public_id, self.position)

    @property
    def key(self) -> str:
        """What names the decision, see `item_key`."""
        return item_key(self.case.public_id, self.position)


class CitedBy(models.TextChoices):
    """Who cites a guideline: different facts, never merged."""

    ADMINISTRATOR = "claims_administrator", "Claims administrator"
    REVIEWER = "reviewer", "Reviewer's guideline line"
    RATIONALE = "rationale", "Reviewer's rationale"


class GuidelineCitation(models.Model):
    """One guideline, section and pages cited in the decision of one disputed item."""

    item = models.ForeignKey(DisputedItem, on_delete=models.CASCADE, related_name="citations")
    cited_by = models.CharField(max_length=20, choices=CitedBy.choices)
    position = models.PositiveSmallIntegerField()
    authority = models.CharField(max_length=8)
    guideline = models.ForeignKey(
        Guideline,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="citations",
        help_text="None where the name is not known: then only the wording is kept.",
    )
    name = models.TextField(help_text="The guideline as the letter words it.")
    edition = models.TextField(null=True, blank=True)
    section = models.TextField(null=True, blank=True, help_text="As the letter words it.")
    section_key = models.SlugField(max_length=200, null=True, blank=True)
    pages = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    text = models.TextField()
    spans = models.JSONField(default=dict)

    class Meta:
        ordering = ["item", "cited_by", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "cited_by", "position"], name="citation_position")]
        indexes = [
            models.Index(
                fields=["guideline", "section_key"],
                condition=models.Q(section_key__isnull=False),
                name="citation_section",
            )
        ]

    def __str__(self) -> str:
        pages = f" p. {', '.join(map(str, self.pages))}" if self.pages else ""
        return " · ".join(filter(None, [self.name, self.section])) + pages


class SourceFile(models.Model):
    """A file that was loaded or refused; its bytes are kept under its SHA-256 (var/originals)."""

    class State(models.TextChoices):
        """What became of it: exactly one of these."""

        CURRENT = "current", "Current letter of its case"
        SUPERSEDED = "superseded", "Older version of its case's letter"
        HELD = "held", "Waits to replace its case's letter"
        FAILED = "failed", "Could not be read"

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.TextField(help_text="As it was given, with the zip's name before an exclamation mark.")
    media_type = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=State.choices)
    reason = models.TextField(blank=True, help_text="Why it failed.")
    text = models.TextField(
        blank=True, help_text="Of a file that failed though it could be read: its words, masked, for staff to search."
    )
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="source_files")
    parser_version = models.CharField(max_length=40, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    is_sample = models.BooleanField(default=False, help_text="Shipped with the archive: fictional.")
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-loaded_at", "name"]

    def __str__(self) -> str:
        return self.name


class RemovedCase(models.Model):
    """A case deleted from the record that the search index may still hold; gone once the index let go of it."""

    case_id = models.BigIntegerField(unique=True)
    removed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.case_id)


class IndexedCases(models.Model):
    """Cases that one search index was brought up to date with: where there are several, the others do so next."""

    case_ids = ArrayField(
        models.BigIntegerField(), help_text="None where this note and those before it are no longer kept."
    )
    indexed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "indexed cases"

    def __str__(self) -> str:
        return f"{len(self.case_ids)} cases"


class ArchiveIdentity(models.Model):
    """What tells this database from every other: an index built from another one is refused. One row."""

    key = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name_plural = "archive identity"

    def __str__(self) -> str:
        return str(self.key)

    @classmethod
    def current(cls) -> str:
        """The identity of this database; given to it where it has none yet."""
        return str(cls.objects.get_or_create(pk=1)[0].key)

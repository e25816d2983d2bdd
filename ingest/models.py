"""What staff gave to the archive to load, what became of each file, and what people corrected."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from decisions.models import Case


class Batch(models.Model):
    """Files that are loaded, previewed, published and withdrawn together."""

    class Kind(models.TextChoices):
        """Where its files come from."""

        UPLOAD = "upload", "Upload"
        REPARSE = "reparse", "Reading anew"

    class Stage(models.TextChoices):
        """How far its cases are on their way to the public."""

        PREVIEW = "preview", "Preview: only staff see it"
        PUBLISHING = "publishing", "Being published"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.UPLOAD)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.PREVIEW)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="batches"
    )
    stopped = models.BooleanField(default=False, help_text="No file of it is begun until it is resumed.")
    publish_when_done = models.BooleanField(default=False)
    without_reviews = models.BooleanField(default=False, help_text="Published without the letters that need review.")
    skipped = models.PositiveIntegerField(default=0, help_text="Hidden files and the like, no letters by their names.")
    fault = models.TextField(blank=True, help_text="Why it does not go on: no file's fault.")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("batch", args=[self.pk])


class Upload(models.Model):
    """A file as it was given: a letter, or a zip of letters. Kept until all its members are among the originals."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="uploads")
    name = models.TextField()
    size = models.BigIntegerField()
    unpacked = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class BatchFile(models.Model):
    """One file of a batch: it waits, and then is in exactly one final state, with its reason."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "Waiting"
        NEW = "new", "New"
        UPDATED = "updated", "Updated"
        UNCHANGED = "unchanged", "Unchanged"
        DUPLICATE = "duplicate", "Duplicate of"
        NEEDS_REVIEW = "needs_review", "Needs review"
        FAILED = "failed", "Failed"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, null=True, blank=True, related_name="files")
    position = models.PositiveIntegerField(help_text="Place in the upload.")
    name = models.TextField(help_text="As it was given, with the zip's name before an exclamation mark.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Empty where the bytes were not to be had.")
    size = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    loaded_as = models.CharField(max_length=12, choices=State.choices, blank=True, help_text="Before its review.")
    reason = models.TextField(blank=True)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="batch_files")
    public_id = models.CharField(max_length=40, blank=True)
    items = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    held = models.BooleanField(default=False, help_text="Changes a published case when its batch is published.")
    difference = models.JSONField(default=list, help_text="[[field, before, after]] of what it changes.")
    claimed_by = models.IntegerField(null=True, blank=True, help_text="The worker that has it in hand.")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="batch_file_position"),
            models.UniqueConstraint(
                fields=["batch", "sha256"],
                condition=~models.Q(sha256="") & ~models.Q(state="duplicate"),
                name="batch_file_once",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "state"], name="batch_file_state"),
            models.Index(fields=["batch", "id"], condition=models.Q(state="waiting"), name="batch_file_waiting"),
            models.Index(fields=["sha256"], name="batch_file_sha256"),
        ]

    def __str__(self) -> str:
        return self.name


class Correction(models.Model):
    """What a person says a letter says, instead of what was read; applied at each reading of these bytes.

    The latest of a letter's corrections of one field holds; earlier ones stay as its history.
    """

    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the letter's file.")
    field = models.CharField(max_length=60, help_text='As "decision_date" or "items.2.outcome".')
    value = models.JSONField(null=True)
    before = models.JSONField(null=True, help_text="What stood there.")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.field} of {self.sha256[:12]}"

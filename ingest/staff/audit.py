"""Who did what, in Django's own log: staff see it on the admin's pages and on the batch's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest


def note_action(request: HttpRequest, subject: Model, words: str) -> None:
    """Note that the request's user did this to the row."""
    assert request.user.pk is not None
    LogEntry.objects.create(
        user_id=request.user.pk,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=str(subject.pk),
        object_repr=str(subject)[:200],
        action_flag=CHANGE,
        change_message=words,
    )


def actions_on(subject: Model) -> QuerySet[LogEntry]:
    """What was done to the row, the latest first."""
    content_type = ContentType.objects.get_for_model(subject)
    entries = LogEntry.objects.filter(content_type=content_type, object_id=str(subject.pk))
    return entries.select_related("user").order_by("-action_time", "-pk")

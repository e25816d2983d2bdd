"""The log of what staff did, to look at; who may is whoever has the permission "Can view log entry"."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.models import LogEntry

from decisions.admin import ReadOnlyAdmin


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """Who did what to which batch, case or account, and when."""

    list_display = ("action_time", "user", "content_type", "object_repr", "change_message")
    list_select_related = ("user", "content_type")
    list_filter = ("user", "content_type")
    search_fields = ("object_repr", "change_message")
    date_hierarchy = "action_time"

"""Log lines for people on one's own machine, as JSON on a server; each with the id of its request.

No line holds who asked (address, user) and none, unless LOG_QUERIES=yes, what they searched for.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Of the request that this thread answers, or answered last."""

REQUESTS = "imr_archive.requests"


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request_id, and what `extra={"fields": ...}` adds."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if asked := request_id.get():
            line["request_id"] = asked
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def logging_settings(form: str) -> dict[str, Any]:
    """Django's LOGGING.

    Args:
        form: "json": every request and every fault; "plain": faults only.
    """
    formatter: dict[str, Any] = (
        {"()": "imr_archive.logs.JsonFormatter"} if form == "json" else {"format": "%(message)s"}
    )
    to_stderr = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        # Django's own choice logs to the console only under DEBUG: a fault would leave no trace.
        "loggers": {
            "django": {**to_stderr, "level": "ERROR"},
            "django.server": {"level": "INFO"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # anyone can send any number of these
            "django.security.TooManyFieldsSent": {"level": "CRITICAL"},
            REQUESTS: {**to_stderr, "level": "INFO" if form == "json" else "WARNING"},
            "axes": {**to_stderr, "level": "ERROR"},  # its warnings name who tried to log in
        },
    }

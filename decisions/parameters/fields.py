"""Form fields of the search parameters: each cleans one thing that people write, or says why it cannot."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from decisions.search.query import Sort

if TYPE_CHECKING:
    from decisions.parameters.vocabulary import Vocabulary


class FacetValueField(forms.Field):
    """One value of a facet, "-" before it to exclude it. Cleans to "value" or "-value"."""

    def __init__(self, facet: str, vocabulary: Vocabulary) -> None:
        super().__init__(required=False)
        self.facet = facet
        self.vocabulary = vocabulary

    def clean(self, value: Any) -> str:
        """The canonical value; raises ValidationError where the words mean none."""
        words = str(value).strip()
        known = self.vocabulary.resolve(self.facet, words.removeprefix("-"))
        if known is None:
            raise ValidationError("the archive has no such value.")
        return f"-{known}" if words.startswith("-") else known


class DayField(forms.Field):
    """A day as people write it: 2015-03-09, 3/9/2015, or only 2015-03 or 2015 (its first or last day)."""

    def __init__(self, *, last: bool) -> None:
        super().__init__(required=False)
        self.last = last

    def clean(self, value: Any) -> date | None:
        """The day; None for nothing; raises ValidationError."""
        words = str(value or "").strip()
        if not words:
            return None
        try:
            return self._read(words)
        except ValueError:
            raise ValidationError("a date is written 2015-03-09, 3/9/2015, 2015-03 or 2015.") from None

    def _read(self, words: str) -> date:
        if match := re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?", words):
            year, month = int(match[1]), int(match[2] or (12 if self.last else 1))
            return date(year, month, monthrange(year, month)[1] if self.last else 1)
        form = "%m/%d/%Y" if "/" in words else "%Y-%m-%d"
        return datetime.strptime(words, form).date()  # noqa: DTZ007 - a calendar day has no time zone


class TextField(forms.Field):
    """What was typed, on one line. Never an error."""

    def clean(self, value: Any) -> str:
        """The text with single spaces."""
        return " ".join(str(value or "").replace("\0", " ").split())


class SortField(forms.Field):
    """One of the orders."""

    def clean(self, value: Any) -> Sort | None:
        """The order; None for nothing; raises ValidationError."""
        if not value:
            return None
        try:
            return Sort(str(value).strip().lower())
        except ValueError:
            raise ValidationError(f"the orders are {', '.join(Sort)}.") from None


class SynonymsField(forms.Field):
    """Whether other names are searched for too: "off" or "on"."""

    def clean(self, value: Any) -> bool | None:
        """The choice; None for nothing; raises ValidationError."""
        words = str(value or "").strip().lower()
        if words not in {"", "on", "off"}:
            raise ValidationError("it is on or off.")
        return words == "on" if words else None


class CountField(forms.Field):
    """A whole number from 1 to `largest`."""

    def __init__(self, largest: int) -> None:
        super().__init__(required=False)
        self.largest = largest

    def clean(self, value: Any) -> int | None:
        """The number; None for nothing; raises ValidationError."""
        digits = str(value or "").strip()
        if not digits:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", digits) or not 1 <= int(digits) <= self.largest:
            raise ValidationError(f"it is a whole number from 1 to {self.largest:,}.")
        return int(digits)

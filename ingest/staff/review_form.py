"""A letter's parsed values as a form: what a person changes in it becomes corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from decisions.models import CitedBy, Outcome
from ingest.loading.correcting import CASE_FIELDS
from ingest.loading.review import REASONS
from ingest.parsing.guidelines import load_guidelines
from ingest.parsing.header import DATE_FIELDS
from ingest.parsing.treatments import load_treatments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from decisions.models import Case, DisputedItem

CASE_NUMBER = r"^CM\d{2}-\d{7}$"
OUTCOMES = [("", "Not stated"), *((one.value, one.label) for one in Outcome if one != Outcome.PARTIALLY_OVERTURNED)]
LABELS = {"ur_denial_date": "UR denial date", "licensure_states": "Reviewer’s states of licensure"} | {
    "specialties": "Reviewer’s specialties",
    "rationale_cut_off": "The rationale breaks off",
}
LISTS = {"specialties", "licensure_states"}
"""Fields of several values, one a line."""


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """The form's fields of one disputed item."""

    title: str
    fields: list[forms.BoundField]


class VocabularyField(forms.CharField):
    """A name of the vocabulary, typed or picked; its value is the key, None where left empty."""

    def __init__(self, names: Mapping[str, str], datalist: str, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": datalist, "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **options)
        self.keys = {name.casefold(): key for key, name in names.items()}

    def clean(self, value: str) -> str | None:
        """The key of the name."""
        name = super().clean(value).strip()
        if not name:
            return None
        if name.casefold() not in self.keys:
            raise forms.ValidationError("No such name in the vocabulary; pick one of the list.")
        return self.keys[name.casefold()]


class LinesField(forms.CharField):
    """Several values, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: str) -> list[str]:
        """The values."""
        return list(dict.fromkeys(" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()))


class ReviewForm(forms.Form):
    """The values of a case, its items and their citations, under the names that corrections have.

    Args:
        case: with its reviewer.
        items: with treatment and citations.
        removed: positions of items that a person took out.
        data: what was sent; None shows the values as they are.
    """

    def __init__(
        self, case: Case, items: Iterable[DisputedItem], removed: Iterable[int] = (), data: Any = None
    ) -> None:
        super().__init__(data, label_suffix="")
        self.case, self.items, self.removed = case, list(items), list(removed)
        self.values: dict[str, Any] = {}
        self._add_case()
        for item in self.items:
            self._add_item(item)
        for position in self.removed:
            self._add(f"items.{position}.removed", forms.BooleanField(required=False, label=f"Item {position}"), True)  # noqa: FBT003
        self._add("new.description", forms.CharField(required=False, widget=_area(2), label="Request as written"), "")
        self._add("new.outcome", forms.ChoiceField(choices=OUTCOMES, required=False, label="Outcome"), None)

    def corrections(self) -> dict[str, Any]:
        """Field to value of all that was changed; the form is valid."""
        said = {name: self._said(name) for name in self.values}
        changed = {name: value for name, value in said.items() if _squeezed(value) != _squeezed(self.values[name])}
        description, outcome = changed.pop("new.description", ""), changed.pop("new.outcome", None)
        if description:
            position = max([item.position for item in self.items] + self.removed, default=0) + 1
            changed |= {f"items.{position}.description": description, f"items.{position}.outcome": outcome}
        return changed

    @property
    def case_fields(self) -> list[forms.BoundField]:
        """The fields of the case itself."""
        return [self[name] for name in CASE_FIELDS]

    @property
    def item_groups(self) -> list[ItemGroup]:
        """The fields of each item, and of one to add."""
        groups = [ItemGroup(f"Item {item.position}", self._under(f"items.{item.position}.")) for item in self.items]
        return [*groups, ItemGroup("Add an item that was not read", self._under("new."))]

    @property
    def removed_fields(self) -> list[forms.BoundField]:
        """Ticks of the items taken out."""
        return [self[f"items.{position}.removed"] for position in self.removed]

    def _said(self, name: str) -> Any:
        """What was sent, as a correction has it: an empty line of words is none, an empty choice is "not stated"."""
        value = _as_json(self.cleaned_data[name])
        return None if value == "" and not isinstance(self.fields[name].widget, forms.Textarea) else value

    def _under(self, prefix: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(prefix)]

    def _add(self, name: str, field: forms.Field, value: Any) -> None:
        """A field with the value that stands there, in the form in which a correction has it."""
        self.values[name] = value
        self.fields[name] = field
        self.initial[name] = "\n".join(value) if isinstance(field, LinesField) else value

    def _add_case(self) -> None:
        case = self.case
        stored = {"specialties": list(case.reviewer.specialties), "licensure_states": list(case.reviewer.states)}
        for name in CASE_FIELDS:
            field = _CASE_FIELDS.get(name, forms.DateField)
            options: dict[str, Any] = {"widget": _day()} if name in DATE_FIELDS else {}
            label = LABELS.get(name, name.replace("_", " ").capitalize())
            value = stored.get(name) if name in stored else _as_json(getattr(case, name))
            self._add(name, field(required=False, label=label, **options), value)

    def _add_item(self, item: DisputedItem) -> None:
        prefix = f"items.{item.position}."
        treatment = item.treatment.name if item.treatment else ""
        words = {"description": "Request as written", "request": "What was decided", "rationale": "Rationale"}
        for name, label in words.items():
            area = _area(8 if name == "rationale" else 2)
            self._add(prefix + name, forms.CharField(required=False, widget=area, label=label), getattr(item, name))
        outcome = forms.ChoiceField(choices=OUTCOMES, required=False, label="Outcome")
        self._add(f"{prefix}outcome", outcome, item.outcome or None)
        names = {key: entry.name for key, entry in load_treatments().items()}
        self._add(f"{prefix}treatment", VocabularyField(names, "treatments", label="Treatment"), None)
        self._remember(f"{prefix}treatment", item.treatment.slug if item.treatment else None, treatment)
        cut_off = forms.BooleanField(required=False, label=LABELS["rationale_cut_off"])
        self._add(f"{prefix}rationale_cut_off", cut_off, item.rationale_cut_off)
        self._add_citations(item, prefix)
        self._add(f"{prefix}removed", forms.BooleanField(required=False, label="No item: take it out"), False)  # noqa: FBT003

    def _add_citations(self, item: DisputedItem, prefix: str) -> None:
        """Of each citation the guideline that it means; its other words are the letter's."""
        names = {key: entry.name for key, entry in load_guidelines().items()}
        for cited in item.citations.all():
            label = f"{CitedBy(cited.cited_by).label}: “{cited.text[:90] or cited.name}” is"
            name = f"{prefix}{cited.cited_by}.{cited.position}"
            self._add(name, VocabularyField(names, "guidelines", label=label), None)
            known = cited.guideline
            self._remember(name, known.slug if known else None, known.name if known else "")

    def _remember(self, name: str, key: str | None, words: str) -> None:
        """The key that stands there, which the form shows as words."""
        self.values[name], self.initial[name] = key, words


def settled_form_reasons(case: Case) -> list[tuple[str, str]]:
    """The reasons that a person can settle by saying that the letter is so; leaks are settled one by one."""
    return [(name, REASONS[name]) for name in case.review if name != "leak"]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _case_number(**options: Any) -> forms.Field:
    return forms.RegexField(CASE_NUMBER, error_messages={"invalid": "A case number is as CM15-0012345."}, **options)


def _choice(*values: str) -> Any:
    return lambda **options: forms.ChoiceField(choices=[("", "Not stated"), *((one, one) for one in values)], **options)


_CASE_FIELDS: dict[str, Any] = {
    "case_number": _case_number,
    "priority": _choice("Standard", "Expedited"),
    "age": lambda **options: forms.IntegerField(min_value=0, max_value=120, **options),
    "sex": _choice("female", "male"),
    "licensure_states": LinesField,
    "specialties": LinesField,
}


def _squeezed(value: Any) -> Any:
    """A value as it is compared: white space alone is no correction."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _as_json(value: Any) -> Any:
    """A value as corrections keep it: nothing is None, a day its ISO form."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return value

"""The clinical case summary, and the injured worker whom it speaks of."""

from __future__ import annotations

from calendar import month_name
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ingest.fictional.wording import load_phrases

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from ingest.fictional.wording import Region


@dataclass(frozen=True, slots=True)
class Patient:
    """Who was injured, when, and how this letter writes of it. Age and sex None: not stated."""

    age: int | None
    sex: str | None
    who: str
    injured: date
    denied: date
    date_style: int

    def words(self, rng: Random, region: Region) -> dict[str, str]:
        """Words for the places {who} {Who} {date} {complaint} {diagnosis} of a sentence."""
        return {
            "who": self.who,
            "Who": self.who[0].upper() + self.who[1:],
            "date": in_prose(self.injured, self.date_style),
            "complaint": rng.choice(region.complaints),
            "diagnosis": rng.choice(region.diagnoses),
        }


def make_patient(rng: Random, injured: date, denied: date) -> Patient:
    """Someone; 4 % of summaries state neither age nor sex, 3 % another date of injury than the header."""
    stated = rng.random() < 0.96
    return Patient(
        age=rng.randint(19, 70) if stated else None,
        sex=rng.choice(("male", "female")) if stated else None,
        who=rng.choice(load_phrases()["who"]),
        injured=injured if rng.random() < 0.97 else injured - timedelta(days=365),
        denied=denied,
        date_style=rng.randrange(4),
    )


def make_summary(rng: Random, patient: Patient, regions: tuple[Region, ...], requests: list[str]) -> str:
    """Opening, mechanism, diagnoses, treatment to date, findings, plan and denial."""
    phrases = load_phrases()
    region = rng.choice(regions)
    sentences = [_opening(rng, patient), rng.choice(phrases["mechanisms"]), _diagnoses(rng, regions)]
    if rng.random() < 0.7:
        sentences.append(rng.choice(phrases["treatments"]))
    if rng.random() < 0.4:
        sentences.append(rng.choice(phrases["studies"]))
    sentences.append(rng.choice(phrases["reports"]))
    sentences += rng.sample(region.findings, min(rng.randint(1, 3), len(region.findings)))
    if rng.random() < 0.8:
        sentences.append(rng.choice(phrases["plans"]))
    if rng.random() < 0.03:
        sentences.append(rng.choice(phrases["distractions"] + phrases["absurd_dates"]))
    sentences.append(rng.choice(phrases["denials"]))
    seen = patient.denied - timedelta(days=rng.randint(5, 40))
    return " ".join(sentences).format(
        **patient.words(rng, region),
        date2=in_prose(seen, patient.date_style),
        date3=in_prose(patient.denied, patient.date_style),
        pain=rng.randint(3, 9),
        age=patient.age,
        sex=patient.sex,
        person="man" if patient.sex == "male" else "woman",
        requests=" and ".join(requests[:2]),
    )


def in_prose(day: date, style: int) -> str:
    """A date as letters write it: 2/6/13, 02/06/2013, February 6, 2013, 2-6-13."""
    if style == 1:
        return f"{day.month:02}/{day.day:02}/{day.year}"
    if style == 2:
        return f"{month_name[day.month]} {day.day}, {day.year}"
    joint = "/" if style == 0 else "-"
    return f"{day.month}{joint}{day.day}{joint}{day.year % 100:02}"


def _opening(rng: Random, patient: Patient) -> str:
    phrases = load_phrases()
    opening: str = rng.choice(phrases["openings" if patient.age else "openings_without_age"])
    return opening


def _diagnoses(rng: Random, regions: tuple[Region, ...]) -> str:
    named = [diagnosis for region in regions for diagnosis in rng.sample(region.diagnoses, rng.randint(1, 2))]
    listed = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]
    return f"The diagnos{'es' if len(named) > 1 else 'is'} included {listed}."

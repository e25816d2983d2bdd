"""Settings read from the environment."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from imr_archive.settings import database_from_url


def test_what_follows_a_question_mark_is_not_lost() -> None:
    """Else `sslmode=require` would be asked for and not had."""
    database = database_from_url("postgres://me:p%40ss@db.example.org:5433/archive?sslmode=require&connect_timeout=5")
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == ("db.example.org", "5433", "p@ss")
    assert database["OPTIONS"] == {"sslmode": "require", "connect_timeout": "5"}


@pytest.mark.parametrize(
    "url", ["mysql://a/b", "postgres://host", "postgres://host:port/name", "postgres://host:99999/name", "nonsense"]
)
def test_a_wrong_database_url_is_told_with_what_it_should_be(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="must look like postgres://user:password@host:5432/name"):
        database_from_url(url)

"""What commands say of a database that is not theirs."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("table", "command"),
    [
        ("decisions_case", ("reindex",)),
        ("decisions_indexedcases", ("reindex", "--if-needed")),
        ("decisions_sourcefile", ("reparse",)),
        ("decisions_sourcefile", ("load_samples",)),
        ("decisions_sourcefile", ("ingest", __file__)),
    ],
)
def test_tables_of_another_version_are_told_in_a_line_with_what_to_do(table: str, command: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO of_tomorrow")
    with pytest.raises(CommandError, match=r"run `python manage.py migrate` first: .*does not exist$"):
        call_command(*command)

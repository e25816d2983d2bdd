"""The base of commands that need the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError, ProgrammingError


class ArchiveCommand(BaseCommand):
    """A command that says in a line, instead of a trace, what the database fails at and what to do."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run it; raises CommandError, OperationalError where the database does not answer."""
        try:
            return super().execute(*args, **options)
        except ProgrammingError as error:
            raise CommandError(
                f"The database is not as this version needs it; run `python manage.py migrate` first: {_line(error)}"
            ) from error
        except OperationalError:
            raise  # manage.py says so of every command
        except DatabaseError as error:
            raise CommandError(f"The database fails; what is done stays, run it again: {_line(error)}") from error


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0]

"""Each way in which a file can be no letter. A message is one line: the reason, then what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.parsing.parsed import ParsedDecision


class IngestError(Exception):
    """Something given to the archive cannot be loaded; the rest of the batch goes on."""


class SourceError(IngestError):
    """A path, folder or zip that gives no file: missing, without letters, damaged, over a limit."""


class NotALetterError(IngestError):
    """A readable text that is no Independent Medical Review determination, or one that decides nothing.

    Args:
        message: the reason.
        decision: what was read of it all the same.
    """

    def __init__(self, message: str, decision: ParsedDecision) -> None:
        super().__init__(message)
        self.decision = decision


class UnreadableFileError(IngestError):
    """A file out of which no text can be read."""


class EmptyFileError(UnreadableFileError):
    """A file of no bytes, or of blanks only."""


class UnknownFormatError(UnreadableFileError):
    """A file that is neither PDF nor DOCX nor text, whatever its name says."""


class DamagedFileError(UnreadableFileError):
    """A PDF, DOCX or zip member that begins like one and cannot be opened."""


class PasswordNeededError(UnreadableFileError):
    """A PDF, Office file or zip member that opens with a password only."""


class NoTextError(UnreadableFileError):
    """A document of pictures: pages were scanned and hold no words."""


class TooLargeError(UnreadableFileError):
    """A file, a zip member or a text far larger than any letter."""

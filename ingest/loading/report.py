"""The report of a run or a batch: a CSV with a line for each file."""

REPORT_COLUMNS = ("name", "state", "reason", "case", "items", "warnings", "sha256")


def cell(value: object) -> str:
    """A value as a spreadsheet shows it: a file's name that begins like a formula must not become one.

    >>> cell("=1+1")
    "'=1+1"
    """
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text

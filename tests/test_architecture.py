"""The one direction: nothing points backwards. Read from the imports themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

FORBIDDEN = [
    ("decisions", "ingest"),
    ("ingest/parsing", "django"),
    ("ingest/parsing", "decisions"),
    ("ingest/parsing", "ingest.reading"),
    ("ingest/parsing", "ingest.loading"),
    ("ingest/reading", "ingest.parsing"),
    ("ingest/reading", "ingest.loading"),
    ("ingest/reading", "decisions"),
    ("decisions/search", "decisions.views"),
    ("imr_archive", "ingest"),
]


def modules(folder: str) -> Iterator[Path]:
    return (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def is_under(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize(("folder", "package"), FORBIDDEN)
def test_nothing_points_backwards(folder: str, package: str) -> None:
    backwards = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imports(path)
        if is_under(name, package)
    ]
    assert backwards == []


def test_only_its_engine_knows_tantivy() -> None:
    knowing = {
        path.relative_to(ROOT).as_posix()
        for folder in ("decisions", "ingest", "imr_archive")
        for path in modules(folder)
        if any(is_under(name, "tantivy") for name in imports(path))
    }
    assert all(Path(path).name.startswith("tantivy_") for path in knowing), knowing
    assert knowing

"""A web process is ready before its first request."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

WARMED_UP = """
import gc, sys
from imr_archive.wsgi import application
from imr_archive import gunicorn
gunicorn.post_worker_init(None)
print(gc.get_freeze_count(), len(gc.get_objects()), "decisions.views.search" in sys.modules)
from django.template import loader, engines
print(all(
    str(path.relative_to(folder)) in engines["django"].engine.template_loaders[0].get_template_cache
    for folder in engines["django"].engine.dirs for path in folder.rglob("*.*")
))
"""


def test_views_and_templates_are_loaded_and_never_gone_through_again(tmp_path: Path) -> None:
    """In a process of its own: the garbage collector of this one stays as it is. Without a database."""
    done = subprocess.run(
        [sys.executable, "-c", WARMED_UP],
        cwd=ROOT,
        env={"IMR_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "imr_archive.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    frozen, others, has_views, has_templates = done.stdout.split()
    assert int(frozen) > 50 * int(others)
    assert (has_views, has_templates) == ("True", "True")

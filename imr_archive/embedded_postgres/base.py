"""Django's PostgreSQL backend, with the server's address filled in when the first connection is made."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from imr_archive.embedded_postgres.server import server_address


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose server starts with the first connection. `DATA_DIR` says where its data live."""

    def get_connection_params(self) -> dict[str, Any]:
        """Connection parameters of the running server, which is started where it is not."""
        address = server_address(self.settings_dict["DATA_DIR"])
        self.settings_dict.update(HOST=address.host, PORT=str(address.port), USER=address.user)
        return super().get_connection_params()

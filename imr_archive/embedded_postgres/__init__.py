"""A Django database backend that runs its own PostgreSQL server: the archive without `DATABASE_URL`.

`base` is what Django loads; `server` starts the server on the first connection.
"""

"""What a site that others can reach must have set; without it the archive does not start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})
SECRET_LENGTH = 50
SECRET_LETTERS = 10
"""Different characters: a key of one letter repeated is long and no secret."""

NEW_SECRET = "python -c 'import secrets; print(secrets.token_urlsafe(50))'"  # noqa: S105 - a command that makes one
METRICS_TOKEN_LENGTH = 20


def is_local(hosts: Iterable[str]) -> bool:
    """Whether ALLOWED_HOSTS names this machine only, so that nobody else is answered."""
    return set(hosts) <= THIS_MACHINE


def shortcomings(  # noqa: PLR0913 - each is a setting, given by name
    *, hosts: list[str], bind: str, debug: bool, https: bool, secret_key: str | None, metrics_token: str | None
) -> Iterator[str]:
    """What keeps a site under these names from being safe, each with what to do; none for this machine only."""
    if metrics_token and len(metrics_token) < METRICS_TOKEN_LENGTH:
        yield f"METRICS_TOKEN is shorter than {METRICS_TOKEN_LENGTH} characters. Take what `{NEW_SECRET}` prints."
    if debug and not (is_local(hosts) and is_local([bind])):  # Host: localhost is easily sent from elsewhere
        yield "DEBUG=yes shows settings and code to everyone. Set DEBUG=no."
    if is_local(hosts):
        return
    if "*" in hosts:
        yield "ALLOWED_HOSTS=* answers to any name. Name the site's own: ALLOWED_HOSTS=archive.example.org"
    if not secret_key:
        yield f"SECRET_KEY is not set. Set it, the same for every process and machine, to what `{NEW_SECRET}` prints."
    elif len(secret_key) < SECRET_LENGTH or len(set(secret_key)) < SECRET_LETTERS:
        yield f"SECRET_KEY can be guessed: it is too short or too plain. Take what `{NEW_SECRET}` prints."
    if not https:
        yield (
            "HTTPS=no lets logins be read on the way. Set HTTPS=yes, and BEHIND_PROXY=yes where a proxy holds the "
            "certificate (docs/operations.md has one for nginx and Caddy)."
        )


def refusal(hosts: list[str], found: list[str]) -> str:
    """The message that lists the shortcomings."""
    names = ", ".join(sorted(set(hosts) - THIS_MACHINE)) or "nobody else"
    lines = "".join(f"\n  - {line}" for line in found)
    return (
        f"The archive does not start with these settings (ALLOWED_HOSTS opens it to {names}):{lines}\n"
        "`.env.example` lists every setting. To try it on this machine only, leave ALLOWED_HOSTS out."
    )

"""Browsers of staff, and what they and the worker do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ingest.batches.worker import Worker
from ingest.models import Batch
from ingest.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Mapping


def person(name: str, *permissions: str, is_staff: bool = True) -> Client:
    """A browser, logged in; no password, since hashing one is slow on purpose."""
    user = User.objects.create(username=name, is_staff=is_staff)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, files: Mapping[str, bytes], **fields: str) -> Batch:
    """The batch that the files become."""
    given = [SimpleUploadedFile(name, content) for name, content in files.items()]
    response = client.post(reverse("batches"), {**fields, "files": given})
    assert response.status_code == 302, response.content.decode()
    return Batch.objects.get(pk=int(response["Location"].rstrip("/").rpartition("/")[2]))


POOL = Workers(1, seconds=10, isolated=True)
"""One process for all tests, started when the first needs it."""


def work(*, claim: int = 400) -> None:
    """All that is to be done at this moment."""
    worker = Worker(POOL, claim=claim)
    try:
        while worker.step():
            pass
    finally:
        worker.close()


def loaded(client: Client, files: Mapping[str, bytes], **fields: str) -> Batch:
    """The batch that the files become, when all that a worker does at once is done."""
    batch = upload(client, files, **fields)
    work()
    return batch


def act(client: Client, batch: Batch, action: str) -> None:
    """Press one of the batch's buttons, and have the worker do what it means."""
    client.post(reverse("batch_act", args=[batch.pk, action]))
    work()
    batch.refresh_from_db()


def states(batch: Batch) -> dict[str, str]:
    """Name to state of each file."""
    return dict(batch.files.values_list("name", "state"))


def reasons(batch: Batch) -> dict[str, str]:
    """Name to reason of each file."""
    return dict(batch.files.values_list("name", "reason"))

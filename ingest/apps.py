"""The app that brings letters in: commands, batches and their staff pages."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    """Named so that permissions read `ingest.add_batch`."""

    name = "ingest"
    verbose_name = "Loading letters"

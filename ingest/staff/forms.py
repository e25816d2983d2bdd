"""The forms of the staff's pages."""

from __future__ import annotations

from django import forms


class UploadForm(forms.Form):
    """What is said of an upload; its files come beside it, straight to the disk."""

    name = forms.CharField(max_length=200, required=False, label="Name of the batch")
    publish_when_done = forms.BooleanField(required=False, label="Publish as soon as it is loaded")

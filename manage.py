#!/usr/bin/env python
"""Django's command line for the IMR Archive."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imr_archive.settings")
    execute_from_command_line(sys.argv)

#!/usr/bin/env python
"""Django's command line for the IMR Archive."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imr_archive.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # the settings' own words say what to do; where in the code helps nobody
        sys.exit(f"{error}")
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        told = " ".join(str(error).split())
        sys.exit(f"The database does not answer (DATABASE_URL names it); what is done stays, run it again: {told}")

"""The office's settings, for tests: a folder of its own for each run, and a fast password hash."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="sharewell-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["SHAREWELL_HOME"] = _home
# Playwright leaves an event loop running in the process it ran in; Django would refuse every later test there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
if postgresql := os.environ.get("SHAREWELL_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = postgresql

from sharewell_office.config.settings import *  # noqa: E402, F403

# The journeys sign in with Argon2, as people do; a thousand other tests need not wait for it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A real file, so that threads see one database and WAL is what is tested.
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_home, "test.sqlite3")}  # noqa: F405

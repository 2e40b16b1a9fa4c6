"""ArviZ stamps its daily warning into the cache folder: each worker has its own."""

import os
import tempfile

# Two processes that write the stamp at once break each other's import.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="onrecord-tests-cache-")

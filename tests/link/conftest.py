"""Lets the tests beside this file import ``link_builders``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

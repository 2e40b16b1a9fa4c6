"""Personal and place names across scripts: a leaf; text in, text or scores out.

Lists of names are compared with ``onrecord.names.bulk``, which is loaded on its own: it compiles.
"""

from onrecord.names.compare import NameComparison, compare_names
from onrecord.names.fold import fold
from onrecord.names.parts import Name, parse_name

__all__ = ["Name", "NameComparison", "compare_names", "fold", "parse_name"]

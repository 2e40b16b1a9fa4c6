"""Keys under which spellings of one name part meet, so that not every pair need be compared."""

from functools import lru_cache
from itertools import islice, product

from onrecord.names.parts import Part
from onrecord.names.phones import phones

# Sounds that have more than one usual spelling: each reading makes a key of its own.
_READINGS = {"T": "ts", "D": "dz", "Z": "dz", "x": "k", "q": "k", "g": "k", "G": "k", "j": "k",
             "C": "S", "p": "b", "v": "f"}  # fmt: skip
_SILENT = frozenset("aeiuAUVFYEwyh")


@lru_cache(maxsize=1 << 17)
def part_keys(part: Part) -> frozenset[str]:
    """The consonant skeletons of a part: usually one, at most four.

    Vowels, ayn, h, w and y fall away (an initial w or y stays: Walid, Yusuf), and k, q, g, kh, gh
    and j meet, so Qaddafi, Kadhafi, Gaddafi and القذافي share a key.
    """
    keys: set[str] = set()
    for form in part.forms:
        sounds = phones(form)
        lead = sounds[0] if sounds[:1] and sounds[0] in "wy" else ""
        choices = [_READINGS.get(s, s) for s in sounds if s not in _SILENT][:8]
        for reading in islice(product(*choices), 4):
            skeleton = "".join(reading)
            if skeleton or lead:
                keys.add(f"{part.head or ''}·{lead}{skeleton}")
    return frozenset(keys)

"""The one encoding that digests and identifiers are made of."""

import hashlib
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="deterministic")


def canonical(value: Any) -> bytes:
    """Encode a value as JSON with sorted keys and no white space: the bytes that are hashed.

    Structs, tuples, mappings, dates, strings, ints, floats, bools and None are accepted;
    anything else raises TypeError. Strings are hashed as they are, without normalisation.
    """
    return _ENCODER.encode(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical encoding, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def identify(prefix: str, *parts: Any) -> str:
    """An identifier such as ``claim-3f0c…``: the prefix and 24 digits of the digest of the parts.

    96 bits: two of a billion things share an identifier with probability below 1e-11.
    """
    return f"{prefix}-{digest(parts)[:24]}"

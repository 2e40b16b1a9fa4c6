"""preserve → captures: bytes in, sealed exhibits out."""

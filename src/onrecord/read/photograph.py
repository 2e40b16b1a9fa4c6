"""What a photograph says of itself: its EXIF facts, one line each, for a claim to cite."""

import io
import logging
import warnings
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

from onrecord.errors import Unreadable
from onrecord.model.rendition import Heading
from onrecord.read.extracted import Extracted

# Pillow reports to standard error what it also raises.
logging.getLogger("PIL").setLevel(logging.CRITICAL)
_FACTS = (
    (ExifTags.Base.ImageDescription, "Description", "title"),
    (ExifTags.Base.Artist, "Photographer", "speaker"),
    (ExifTags.Base.Copyright, "Copyright", "copyright"),
    (ExifTags.Base.Make, "Camera maker", "camera_maker"),
    (ExifTags.Base.Model, "Camera", "camera"),
    (ExifTags.Base.Software, "Software", "software"),
    (ExifTags.Base.DateTime, "File changed", "changed_at"),
)
_TAKEN = (
    (ExifTags.Base.DateTimeOriginal, "Taken", "taken_at"),
    (ExifTags.Base.OffsetTimeOriginal, "Time zone", "time_zone"),
    (ExifTags.Base.UserComment, "Comment", "comment"),
)
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, KeyError,
           IndexError, ZeroDivisionError, Image.DecompressionBombError)  # fmt: skip


def read_photograph(data: bytes) -> Extracted:
    """The EXIF facts of a picture as lines such as "Taken: 2025:03:07 10:15:00".

    What the picture shows is not read. Unreadable when it says nothing of itself.
    """
    headings = tuple(_facts(data))
    if not headings:
        raise Unreadable(
            "the picture carries no text and no EXIF facts; describe it in a text file beside it "
            "and add that",
            code="no-text",
        )
    return Extracted(
        text="\n".join(f"{_LABELS[heading.field]}: {heading.text}" for heading in headings),
        extractor="pillow-exif",
        version=version("pillow"),
        headings=headings,
    )


def _facts(data: bytes) -> Iterator[Heading]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd tags and of large pictures; no pixel is read
            with Image.open(io.BytesIO(data)) as picture:
                exif = picture.getexif()
                detail = exif.get_ifd(ExifTags.IFD.Exif)
                gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
                yield from _of(exif, _FACTS)
                yield from _of(detail, _TAKEN)
                yield from _position(gps)
    except _BROKEN as error:
        raise Unreadable(
            f"the picture is damaged, cut off or of no kind that is read ({error}); ask for it "
            "again, or save it as JPEG",
            code="damaged-picture",
        ) from error


def _of(exif: Any, facts: tuple[tuple[int, str, str], ...]) -> Iterator[Heading]:
    for tag, _, field in facts:
        words = _words(exif.get(tag))
        if words:
            yield Heading(field=field, text=words, stated_in="exif")


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.removeprefix(b"ASCII\x00\x00\x00").decode("utf-8", "replace")
    text = "" if value is None else str(value)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _position(gps: dict[int, Any]) -> Iterator[Heading]:
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    if latitude is not None and longitude is not None:
        yield Heading(field="position", text=f"{latitude:.6f}, {longitude:.6f}", stated_in="exif")


def _degrees(gps: dict[int, Any], value: int, reference: int, negative: str) -> float | None:
    parts = gps.get(value)
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    total = degrees + minutes / 60 + seconds / 3600
    if not 0 <= total <= 180:
        return None
    return -total if str(gps.get(reference, "")).strip().upper() == negative else total


_LABELS = {field: label for _, label, field in (*_FACTS, *_TAKEN)} | {"position": "Position"}

"""Taking files, folders and addresses into a case: sealed, described, entered in the ledger."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from django.db import transaction
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.errors import InputError
from onrecord.model.canonical import canonical, digest, identify
from onrecord.model.outcome import SetAside
from onrecord.model.progress import Progress, silent
from onrecord.model.source import Bibliography
from onrecord.preserve.fetch import fetch
from onrecord.preserve.folder import Found, find_files
from onrecord.preserve.media_type import HEAD, media_type, name_note
from onrecord.preserve.places_table import PLACES, read_places
from onrecord.preserve.sources_table import SOURCES, read_sources
from onrecord.record.blobs import Sealed
from onrecord.record.case import Case
from onrecord.record.ledger import append_entry, catch_up_mirror
from onrecord.record.models import Arrival, Capture, SetAsideRow
from onrecord.record.tally import set_or_add

ROLES = {SOURCES: "sources", PLACES: "places"}


class AddReport(Struct, frozen=True, kw_only=True):
    """What arrived, how many captures were new to the case, and what was set aside."""

    arrivals: tuple[Arrival, ...]
    n_new: int
    set_aside: tuple[SetAside, ...]


def add(
    case: Case, sources: Sequence[str | Path], *, by: str, progress: Progress = silent
) -> AddReport:
    """Seal every file below the given paths and every address, and enter each in the ledger.

    InputError when a path that was named does not exist: nothing is added then. What cannot be
    sealed (an empty file, one that changes while it is read …) is set aside with its reason and
    the rest goes on.
    """
    addresses = [str(s) for s in sources if str(s).startswith(("http://", "https://"))]
    paths = [Path(s) for s in sources if str(s) not in addresses]
    missing = [str(path) for path in paths if not path.exists() and not path.is_symlink()]
    if missing:
        raise InputError(f"{', '.join(missing)}: no such file or folder; nothing was added")
    found = find_files(paths)
    stated, aside = _stated(found.made)
    taken = _Taken(case, by, list(found.set_aside) + aside)
    for number, file in enumerate(found.made):
        progress("add", number, len(found.made) + len(addresses))
        taken.file(file, stated.get(file.path))
    for number, address in enumerate(addresses, start=len(found.made)):
        progress("add", number, len(found.made) + len(addresses))
        taken.address(address)
    progress("add", len(found.made) + len(addresses), len(found.made) + len(addresses))
    return taken.report()


def _stated(found: Iterable[Found]) -> tuple[dict[Path, Bibliography], list[SetAside]]:
    """What each sources.csv says of the files in and below its folder."""
    by_path = {file.path: file for file in found}
    stated: dict[Path, Bibliography] = {}
    aside: list[SetAside] = []
    for table in sorted(path for path in by_path if path.name == SOURCES):
        names = {
            path.relative_to(table.parent).as_posix(): path
            for path in by_path
            if path.is_relative_to(table.parent) and path != table
        }
        try:
            outcome = read_sources(table.read_bytes(), names)
        except InputError as error:
            aside.append(
                SetAside(
                    stage="preserve",
                    subject=str(by_path[table].name),
                    reason=str(error),
                    code="not-a-sources-table",
                )
            )
            continue
        aside += outcome.set_aside
        for line in outcome.made:
            stated[names[line.file]] = msgspec.structs.replace(
                line.bibliography, pseudonym=line.pseudonym
            )
    return stated, aside


class _Taken:
    """The arrivals of one `add`, each in a transaction of its own."""

    def __init__(self, case: Case, by: str, set_aside: list[SetAside]) -> None:
        self._case, self._by, self._set_aside = case, by, set_aside
        self._arrivals: list[Arrival] = []
        self._n_new = 0

    def file(self, file: Found, stated: Bibliography | None) -> None:
        """Seal a file; what cannot be sealed is set aside."""
        try:
            sealed = self._case.blobs.seal(file.path)
        except InputError as error:
            self._aside(file.name, str(error), getattr(error, "code", "not-sealed"))
            return
        role = ROLES.get(file.path.name, "document")
        if role == "places" and not self._is_gazetteer(file.name, sealed):
            role = "document"
        self._arrive(file.name, sealed, role, stated)

    def address(self, address: str) -> None:
        """Fetch an address and seal what came."""
        try:
            fetched = fetch(address)
        except InputError as error:
            self._aside(address, str(error), getattr(error, "code", "not-fetched"))
            return
        sealed = self._case.blobs.seal_bytes(fetched.body)
        stated = Bibliography(url=fetched.url, stated_in={"url": "the address it was fetched from"})
        self._arrive(address, sealed, "document", stated)

    def _is_gazetteer(self, name: str, sealed: Sealed) -> bool:
        try:
            outcome = read_places(self._case.blobs.read(sealed.sha256))
        except InputError as error:
            self._aside(name, str(error), "not-a-places-table")
            return False
        self._set_aside += outcome.set_aside
        return True

    def _aside(self, subject: str, reason: str, code: str) -> None:
        self._set_aside.append(
            SetAside(stage="preserve", subject=subject, reason=reason, code=code)
        )

    def _arrive(self, name: str, sealed: Sealed, role: str, stated: Bibliography | None) -> None:
        """Enter an arrival, and its capture where it is new, in one transaction."""
        with transaction.atomic():
            new = not Capture.objects.filter(sha256=sealed.sha256).exists()
            found = self._media_type(sealed.sha256, name)
            arrival = Arrival(
                capture_id=sealed.sha256,
                name=name,
                role=role,
                by=self._by,
                stated=canonical(stated).decode() if stated else "",
                note=name_note(found, name) or "",
            )
            # The body names nobody: a file's name may be that of a witness.
            arrival.id = identify("arrival", _facts(arrival), Arrival.objects.count())
            entry = append_entry(
                kind="arrival",
                by=self._by,
                body={
                    "arrival": arrival.id,
                    "capture": sealed.sha256,
                    "size": sealed.size,
                    "digest": arrival_digest(arrival),
                },
            )
            arrival.seq = entry.seq
            arrival.arrived_at = datetime.fromisoformat(entry.at)
            if new:
                Capture.objects.create(
                    sha256=sealed.sha256,
                    size=sealed.size,
                    media_type=found,
                    sealed_at=arrival.arrived_at,
                )
                set_or_add("captures", 1)
            arrival.save(force_insert=True)
            set_or_add("arrivals", 1)
        self._n_new += new
        self._arrivals.append(arrival)

    def _media_type(self, sha256: str, name: str) -> str:
        """By the first and the last bytes: a ZIP archive lists its members at its end."""
        path = self._case.blobs.path(sha256)
        with path.open("rb") as file:
            head = file.read(HEAD)
            if path.stat().st_size > HEAD and head.startswith(b"PK"):
                file.seek(max(HEAD, path.stat().st_size - HEAD))
                head += file.read(HEAD)
        return media_type(head, name)

    def report(self) -> AddReport:
        """What was taken; set-aside inputs are kept so that the pages can name them."""
        catch_up_mirror(self._case.mirror)
        with transaction.atomic():
            SetAsideRow.objects.filter(
                stage="preserve", subject__in=[s.subject for s in self._set_aside]
            ).delete()
            SetAsideRow.objects.bulk_create(
                SetAsideRow(
                    stage="preserve", unit="case", subject=s.subject, code=s.code, reason=s.reason
                )
                for s in self._set_aside
            )
        return AddReport(
            arrivals=tuple(self._arrivals), n_new=self._n_new, set_aside=tuple(self._set_aside)
        )


def _facts(arrival: Arrival) -> dict[str, str]:
    return {
        "capture": arrival.capture_id,
        "name": arrival.name,
        "role": arrival.role,
        "by": arrival.by,
        "stated": arrival.stated,
        "note": arrival.note,
    }


def arrival_digest(arrival: Arrival) -> str:
    """What the ledger holds of an arrival: the digest of all that it says."""
    return digest(_facts(arrival) | {"id": arrival.id})

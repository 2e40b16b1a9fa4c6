"""Serve one case on this machine, to whoever was handed the address."""

import getpass
import sys
import webbrowser
from pathlib import Path
from threading import Thread

import waitress
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

from onrecord.errors import CaseError
from onrecord.record.case import Case, open_case
from onrecord.web.assets import assets
from onrecord.web.door import Door
from onrecord.web.served import Served, begin

THREADS = 6
LOOPBACK = "127.0.0.1"


class Server:
    """A case being served: made listening, run until it is closed."""

    def __init__(self, case: Case, *, port: int = 0, by: str | None = None) -> None:
        # Whatever is missing is said now, and not on the first page.
        assets()
        get_resolver().check()
        try:
            self._server = waitress.create_server(
                WSGIHandler(), host=LOOPBACK, port=port, threads=THREADS, ident=None
            )
        except OSError as error:
            raise CaseError(
                f"port {port} cannot be served on: {error.strerror}; choose another one, or 0"
            ) from error
        self.door = Door(self._server.effective_port)
        begin(Served(case=case, door=self.door, by=by or getpass.getuser()))
        # Browsers share cookies between the ports of a host: each server has its own names.
        settings.CSRF_COOKIE_NAME = f"onrecord_csrf_{self.door.port}"

    def run(self) -> None:
        """Answer until interrupted or closed."""
        self._server.run()

    def close(self) -> None:
        """Stop answering."""
        self._server.close()


def serve(case: Path, port: int = 0, open_browser: bool = False, by: str | None = None) -> None:
    """Serve the case in a folder until Ctrl-C; print an address that lets one visitor in, once.

    ``port`` 0 takes a free one. ``by`` is whose decisions those of the pages are: the login name
    where it is not given. At a terminal, Enter prints another address.
    """
    server = Server(open_case(case), port=port, by=by)
    address = server.door.new_address()
    print(f"{address}\nIt lets one browser in, once. Stop with Ctrl-C.", flush=True)
    if open_browser:
        webbrowser.open(address)
    if sys.stdin is not None and sys.stdin.isatty():
        Thread(target=_print_addresses, args=(server.door,), daemon=True).start()
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


def _print_addresses(door: Door) -> None:
    """Another address for each line that comes from the terminal."""
    for _ in sys.stdin:
        print(door.new_address(), flush=True)

"""Fetching keeps what came and how, and goes nowhere that it should not."""

import http.server
import threading
import time
from collections.abc import Iterator

import pytest

from onrecord.preserve import fetch as fetch_module
from onrecord.preserve.fetch import NotFetched, fetch


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/page":
            self._send(200, b"<p>Nobody answered.</p>", [("X-Outlet", "The Herald")])
        elif path == "/moved":
            self._send(302, b"", [("Location", "/page")])
        elif path == "/loop":
            self._send(302, b"", [("Location", "/loop")])
        elif path == "/to-file":
            self._send(302, b"", [("Location", "file:///etc/hostname")])
        elif path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")
        elif path == "/slow":
            self._slowly()
        else:
            self._send(404, b"gone", [])

    def _slowly(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            time.sleep(0.05)
            try:
                self.wfile.write(b"." * 70_000)
            except OSError:
                return

    def _send(self, status: int, body: bytes, headers: list[tuple[str, str]]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_the_bytes_and_the_headers_are_kept_as_they_came(site: str):
    fetched = fetch(f"{site}/page", allow_private=True)
    assert fetched.body == b"<p>Nobody answered.</p>"
    assert ("X-Outlet", "The Herald") in fetched.headers
    assert (fetched.status, fetched.url, fetched.redirects) == (200, f"{site}/page", ())


def test_a_redirect_is_followed_and_recorded(site: str):
    fetched = fetch(f"{site}/moved", allow_private=True)
    assert fetched.asked == f"{site}/moved"
    assert fetched.url == f"{site}/page"
    assert fetched.redirects == (f"{site}/moved",)


def test_words_in_an_address_are_encoded(site: str):
    fetched = fetch(f"{site}/page?ville=Mérida et environs", allow_private=True)
    assert fetched.status == 200


@pytest.mark.parametrize(
    ("path", "code"),
    [("/gone", "not-found"), ("/loop", "bad-redirect"), ("/cut", "truncated"),
     ("/to-file", "bad-redirect")],
)  # fmt: skip
def test_what_gives_no_whole_page_is_refused_with_a_code(site: str, path: str, code: str):
    with pytest.raises(NotFetched) as refused:
        fetch(site + path, allow_private=True)
    assert refused.value.code == code


def test_a_page_that_never_ends_is_stopped(site: str):
    with pytest.raises(NotFetched) as refused:
        fetch(f"{site}/slow", allow_private=True, max_bytes=200_000)
    assert refused.value.code == "too-large"
    with pytest.raises(NotFetched) as refused:
        fetch(f"{site}/slow", allow_private=True, max_seconds=0.3)
    assert refused.value.code == "too-slow"


def test_this_machine_is_not_asked_unless_allowed(site: str):
    with pytest.raises(NotFetched) as refused:
        fetch(f"{site}/page")
    assert refused.value.code == "private-address"


@pytest.mark.parametrize(
    "address", ["10.0.0.7", "192.168.1.1", "169.254.169.254", "::1", "::ffff:10.0.0.7", "fe80::1%2",
                "0.0.0.0", "100.64.0.1"],
)  # fmt: skip
def test_a_name_that_leads_to_a_private_network_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
):
    answer = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", (address, 80))]
    monkeypatch.setattr(fetch_module.socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(NotFetched) as refused:
        fetch("http://outlet.example/page")
    assert refused.value.code == "private-address"


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://outlet.example/x", "http://", "notes.txt", "data:text/plain,x",
     "http://reader:secret@outlet.example/page"],
)  # fmt: skip
def test_only_web_addresses_without_secrets_are_fetched(address: str):
    with pytest.raises(NotFetched) as refused:
        fetch(address)
    assert refused.value.code == "not-a-web-address"
    assert "secret" not in str(refused.value)


def test_a_host_that_cannot_be_found_is_named(monkeypatch: pytest.MonkeyPatch):
    def nowhere(*_: object, **__: object) -> None:
        raise fetch_module.socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(fetch_module.socket, "getaddrinfo", nowhere)
    with pytest.raises(NotFetched, match="cannot be reached") as refused:
        fetch("https://outlet.example/page")
    assert refused.value.code == "unreachable"

"""Pages fetched from the network: the only module of a stage that opens a connection."""

import http.client
import ipaddress
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import IO

from msgspec import Struct

from onrecord.errors import InputError

MAX_BYTES = 256 << 20
MAX_SECONDS = 60.0
MAX_REDIRECTS = 10
AGENT = "OnRecord (preserves public documents; see the documentation of the project)"
_CHUNK = 1 << 16


class Fetched(Struct, frozen=True, kw_only=True):
    """What an address gave: the bytes as they came, from where, and the answer's own words."""

    asked: str  # the address that was asked for
    url: str  # the address that answered, after every redirect
    redirects: tuple[str, ...]  # the addresses that sent us on, in order
    status: int
    headers: tuple[tuple[str, str], ...]  # as received
    body: bytes


class NotFetched(InputError):
    """An address that gave nothing that can be preserved; ``code`` as in inputs.md."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    max_seconds: float = MAX_SECONDS,
) -> Fetched:
    """Fetch an http or https address; NotFetched with a code when that fails or is refused.

    Addresses of this machine and of private networks are refused unless ``allow_private``, and
    so is a redirect to one: a page must not make us ask a neighbour. The host's address is
    looked up once and the connection goes to the address that was checked.
    """
    redirects: list[str] = []
    deadline = time.monotonic() + max_seconds
    opener = _opener(_Redirects(redirects), allow_private)
    request = urllib.request.Request(_checked(url), headers={"User-Agent": AGENT})
    try:
        with opener.open(request, timeout=max_seconds) as answer:
            body = _body(answer, url, max_bytes, deadline)
            return Fetched(
                asked=url,
                url=answer.url,
                redirects=tuple(redirects),
                status=answer.status,
                headers=tuple(answer.headers.items()),
                body=body,
            )
    except urllib.error.HTTPError as error:
        raise NotFetched(
            f"{url} answered {error.code} {error.reason}; open it in a browser and save the page",
            code=_code_of(error.code),
        ) from error
    except TimeoutError as error:
        raise _too_slow(url, max_seconds) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise _too_slow(url, max_seconds) from error
        raise NotFetched(
            f"{url} cannot be reached ({error}); check the address and the network",
            code="unreachable",
        ) from error


def _code_of(status: int) -> str:
    if status in {404, 410}:
        return "not-found"
    # A redirect that was not followed: in circles, or to something that is not on the web.
    return "bad-redirect" if 300 <= status < 400 else "refused-by-server"


def _checked(url: str) -> str:
    """The address with its words encoded; NotFetched for one that is not http(s) to a host."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotFetched(
            f"{url} is no address of a web page; it must start with http:// or https://",
            code="not-a-web-address",
        )
    if parts.username is not None or parts.password is not None:
        raise NotFetched(
            f"the address of {parts.hostname} holds a user name or password, which would be "
            "kept for ever; leave it out",
            code="not-a-web-address",
        )
    path = urllib.parse.quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    host = parts.hostname.encode("idna").decode("ascii") if not parts.hostname.isascii() else None
    netloc = parts.netloc if host is None else host + (f":{parts.port}" if parts.port else "")
    return urllib.parse.urlunsplit((parts.scheme, netloc, path, query, ""))


def public_address(host: str, port: int, *, allow_private: bool) -> str:
    """The first address of a host; NotFetched when any of its addresses is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, address in found:
        at = ipaddress.ip_address(str(address[0]).split("%")[0])
        mapped = getattr(at, "ipv4_mapped", None) or at
        if not allow_private and not mapped.is_global:
            raise NotFetched(
                f"{host} is {at}, an address of this machine or of a private network, which is "
                "not fetched; save the page and add the file",
                code="private-address",
            )
    return str(found[0][4][0])


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, each checked like the first address, and remembers them."""

    max_redirections = MAX_REDIRECTS
    max_repeats = MAX_REDIRECTS

    def __init__(self, seen: list[str]) -> None:
        self._seen = seen

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The request that follows, or NotFetched where the redirect leads off the web."""
        self._seen.append(req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, _checked(newurl))


class _Plain(http.client.HTTPConnection):
    """A connection to the address that was checked, not to one looked up a second time."""

    def __init__(self, host: str, *, allow_private: bool, timeout: float) -> None:
        super().__init__(host, timeout=timeout)
        self._allow_private = allow_private

    def connect(self) -> None:
        """Connect to the checked address."""
        self.sock = _connected(self, self._allow_private)


class _Secure(http.client.HTTPSConnection):
    """The same over TLS; the certificate must be that of the host's name."""

    def __init__(self, host: str, *, allow_private: bool, timeout: float) -> None:
        super().__init__(host, timeout=timeout)
        self._allow_private = allow_private

    def connect(self) -> None:
        """Connect to the checked address and shake hands."""
        plain = _connected(self, self._allow_private)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def _connected(connection: http.client.HTTPConnection, allow_private: bool) -> socket.socket:
    address = public_address(connection.host, connection.port, allow_private=allow_private)
    return socket.create_connection((address, connection.port), connection.timeout)


class _Opens(urllib.request.AbstractHTTPHandler):
    """Opens http and https through the checked connections."""

    def __init__(self, allow_private: bool) -> None:
        super().__init__()
        self._allow_private = allow_private

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        """Open an http address."""
        return self.do_open(_Plain, request, allow_private=self._allow_private)  # type: ignore[arg-type]

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        """Open an https address."""
        return self.do_open(_Secure, request, allow_private=self._allow_private)  # type: ignore[arg-type]

    http_request = urllib.request.AbstractHTTPHandler.do_request_
    https_request = urllib.request.AbstractHTTPHandler.do_request_


def _opener(redirects: _Redirects, allow_private: bool) -> urllib.request.OpenerDirector:
    # No proxy, no file:, ftp: or data: handler: only what is named here is ever opened.
    opener = urllib.request.OpenerDirector()
    opener.add_handler(_Opens(allow_private))
    opener.add_handler(urllib.request.HTTPErrorProcessor())
    opener.add_handler(urllib.request.HTTPDefaultErrorHandler())
    opener.add_handler(redirects)
    return opener


def _body(answer: http.client.HTTPResponse, url: str, max_bytes: int, deadline: float) -> bytes:
    """The whole body; NotFetched when it is too large, too slow or cut off."""
    stated = answer.headers.get("Content-Length", "")
    promised = int(stated) if stated.isdigit() else None
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > max_bytes:
            raise NotFetched(
                f"{url} is larger than {max_bytes} bytes; fetch it yourself and add the file",
                code="too-large",
            )
        if time.monotonic() > deadline:
            raise TimeoutError
    if promised is not None and size != promised:
        raise NotFetched(
            f"{url} broke off after {size} of {promised} bytes; fetch it again", code="truncated"
        )
    return b"".join(parts)


def _too_slow(url: str, seconds: float) -> NotFetched:
    return NotFetched(
        f"{url} did not answer in full within {seconds:g} seconds; try again later",
        code="too-slow",
    )

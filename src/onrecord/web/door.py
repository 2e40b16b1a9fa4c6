"""Tokens that let one visitor in, once, and the sessions of those who are inside.

Both live in the memory of one process, as digests, and end with it.
"""

import hashlib
import secrets
from threading import Lock

TOKEN_BYTES = 32


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class Door:
    """The tokens that still open and the sessions that are inside, of one serving process."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._tokens: set[str] = set()
        self._sessions: set[str] = set()
        self._lock = Lock()

    @property
    def hosts(self) -> frozenset[str]:
        """The values of a Host header that mean this server; all others are refused."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})

    @property
    def cookie(self) -> str:
        """The session cookie's name. Browsers share cookies between ports, so it names ours."""
        return f"onrecord_session_{self.port}"

    def new_address(self) -> str:
        """An address that lets one visitor in, once."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._lock:
            self._tokens.add(_digest(token))
        return f"http://127.0.0.1:{self.port}/enter?token={token}"

    def enter(self, token: str) -> str | None:
        """Exchange a token for a session; None when it opens nothing (any more)."""
        with self._lock:
            digest = _digest(token)
            if digest not in self._tokens:
                return None
            self._tokens.remove(digest)
            session = secrets.token_urlsafe(TOKEN_BYTES)
            self._sessions.add(_digest(session))
            return session

    def knows(self, session: str) -> bool:
        """Is this the session of somebody who came in?"""
        with self._lock:
            return _digest(session) in self._sessions

"""What every answer tells the browser: run nothing but ours, show nothing elsewhere, send nothing.

The referrer policy is ``same-origin`` and not ``no-referrer``: under the latter browsers send
``Origin: null`` with a plain form, and the check of where a write comes from would have to go.
Neither sends anything to anyone else.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
SEALED_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"  # for bytes of a capture

ALWAYS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def protect(answer: Answer) -> Answer:
    """Middleware: set each header that the answer has not set more strictly itself."""

    def protected(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        return response

    return protected

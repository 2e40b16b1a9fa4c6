"""Who may come in: whoever was handed the one-time address, and nobody else.

The address that `onrecord serve` prints carries a token. The first visitor exchanges it for a
session cookie; from then on it opens nothing. Every other request is refused before any view
runs, and so is one whose Host header is not ours (a page elsewhere that rebinds its name to this
machine sends its own).
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from onrecord.web.door import Door
from onrecord.web.served import served

Answer = Callable[[HttpRequest], HttpResponseBase]
OPEN_TO_ALL = "/assets/"  # style sheet and script, which hold nothing of the case


def guard(answer: Answer) -> Answer:
    """Middleware: the Host header, the one-time token, the session. Refuses all else."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        door = served().door
        if request.META.get("HTTP_HOST") not in door.hosts:
            return HttpResponse(
                f"This is not the address of this server; it answers at 127.0.0.1:{door.port}.\n",
                status=HTTPStatus.BAD_REQUEST,
                content_type="text/plain; charset=utf-8",
            )
        if request.path.startswith(OPEN_TO_ALL):
            return answer(request)
        if door.knows(request.COOKIES.get(door.cookie, "")):
            return redirect("/") if request.path == "/enter" else answer(request)
        if request.path == "/enter" and request.method == "GET":
            return _entered(request, door)
        return _refused(request)

    return guarded


def _entered(request: HttpRequest, door: Door) -> HttpResponseBase:
    session = door.enter(request.GET.get("token", ""))
    if session is None:
        return _refused(request)
    response = redirect("/")
    response.set_cookie(door.cookie, session, httponly=True, samesite="Strict", path="/")
    return response


def _refused(request: HttpRequest) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return HttpResponse(
            '{"error": "no session; open the address that onrecord serve printed"}\n',
            status=HTTPStatus.FORBIDDEN,
            content_type="application/json",
        )
    return render(request, "onrecord/refused.html", status=HTTPStatus.FORBIDDEN)

"""Every page and every answer in JSON refuses whoever did not come in by the address."""

import pytest
from django.test import Client
from django.urls import URLPattern

from onrecord.web.door import Door
from onrecord.web.urls import urlpatterns

HOST = "127.0.0.1:8000"


def address_of(pattern: URLPattern) -> str:
    return "/" + str(pattern.pattern).replace("<str:", "").replace(">", "")


GUARDED = [pattern for pattern in urlpatterns if pattern.name != "asset"]


@pytest.mark.parametrize("pattern", GUARDED, ids=address_of)
def test_no_page_answers_without_a_session(door: Door, pattern: URLPattern) -> None:
    for ask in (Client(HTTP_HOST=HOST).get, Client(HTTP_HOST=HOST).post):
        response = ask(address_of(pattern))
        assert response.status_code == 403
        assert b"Velmara" not in response.content


def test_a_second_visitor_learns_how_to_get_a_new_address(door: Door) -> None:
    address = door.new_address().split("8000", 1)[1]
    first, second = Client(HTTP_HOST=HOST), Client(HTTP_HOST=HOST)
    assert first.get(address).status_code == 302
    refused = second.get(address)
    assert refused.status_code == 403
    assert "press Enter" in refused.content.decode()
    assert second.get("/").status_code == 403


def test_the_session_is_for_this_site_and_no_script(door: Door) -> None:
    client = Client(HTTP_HOST=HOST)
    response = client.get(door.new_address().split("8000", 1)[1])
    cookie = response.cookies[door.cookie]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert "max-age" in cookie
    assert not cookie["max-age"]


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1", "127.0.0.1:8001", ""])
def test_another_host_name_is_refused_even_with_a_session(door: Door, host: str) -> None:
    client = Client(HTTP_HOST=HOST)
    client.get(door.new_address().split("8000", 1)[1])
    assert client.get("/").status_code == 200
    assert client.get("/", HTTP_HOST=host).status_code == 400


def test_the_api_refuses_in_json(door: Door) -> None:
    response = Client(HTTP_HOST=HOST).get("/api/claims")
    assert response.status_code == 403
    assert response.headers["Content-Type"] == "application/json"

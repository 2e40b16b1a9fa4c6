"""Tokens that let one visitor in, once."""

from urllib.parse import parse_qs, urlsplit

from onrecord.web.door import Door


def token_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["token"][0]


def test_an_address_lets_one_visitor_in_and_no_second() -> None:
    door = Door(8000)
    token = token_of(door.new_address())
    session = door.enter(token)
    assert session is not None
    assert door.knows(session)
    assert door.enter(token) is None


def test_a_token_that_was_never_given_out_opens_nothing() -> None:
    door = Door(8000)
    door.new_address()
    assert door.enter("") is None
    assert door.enter("guess") is None


def test_each_address_has_a_token_of_its_own() -> None:
    door = Door(8000)
    first, second = door.new_address(), door.new_address()
    assert door.enter(token_of(second)) != door.enter(token_of(first))


def test_a_token_is_no_session_and_a_session_no_token() -> None:
    door = Door(8000)
    token = token_of(door.new_address())
    assert not door.knows(token)
    session = door.enter(token)
    assert session is not None
    assert door.enter(session) is None

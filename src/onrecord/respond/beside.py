"""What others tell of a statement, set beside the party's own statements."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from onrecord.model.response import Response
from onrecord.model.when import When
from onrecord.respond.telling import ITSELF

# So many statements of its own stand beside one telling at most: the nearest ones.
MOST = 12
_QUOTED = re.compile(r"[“\"«„‘]([^“”\"«»„]{8,400})[”\"»“’]")
_WORD = re.compile(r"\w+")
_REPEATED = 200  # words that a party uses more often than this point to none of its statements
_RUN = 3  # a quotation of fewer words than this says nothing of where it comes from
# Own responses by party, event and speech act; "" stands for any event, or for any act.
_By = tuple[str, str | None, str]


class OwnStatements(Struct, frozen=True, kw_only=True):
    """A case's statements by the parties themselves, for finding the one that is told of."""

    by_act: dict[_By, tuple[Response, ...]]  # each by date
    by_words: dict[tuple[str, tuple[str, ...]], tuple[Response, ...]]  # (party, three words)


def own_statements(responses: Iterable[Response]) -> OwnStatements:
    """Index the responses that are the parties' own words."""
    by_act: dict[_By, list[Response]] = defaultdict(list)
    by_words: dict[tuple[str, tuple[str, ...]], list[Response]] = defaultdict(list)
    own = sorted((r for r in responses if r.told_by == ITSELF), key=_by_date)
    for response in own:
        for event, act in (
            ("", response.speech_act), (response.event, response.speech_act), (response.event, "")
        ):  # fmt: skip
            by_act[(response.party, event, act)].append(response)
        for run in set(_runs(_words(response.words))):
            by_words[(response.party, run)].append(response)
    return OwnStatements(
        by_act={key: tuple(found) for key, found in by_act.items()},
        by_words={key: tuple(found) for key, found in by_words.items()},
    )


def set_beside(response: Response, own: OwnStatements) -> Response:
    """The response with the party's own statements that it may be telling of.

    First those that hold the words it quotes, then those by the same kind of speech on the same
    event, then the others by the same kind of speech, the latest first; where there are none,
    whatever else the party said of the event. Only those whose date allows it, and MOST at most.
    """
    if response.told_by == ITSELF:
        return response
    party, event, act = response.party, response.event, response.speech_act
    ranked = [
        *_quoting(response, own),
        *_nearest(own.by_act.get((party, event, act), ()), response.said),
        *_nearest(own.by_act.get((party, "", act), ()), response.said),
    ] or _nearest(own.by_act.get((party, event, ""), ()), response.said)
    return replace(response, stands_beside=_first(ranked, response))


def _first(ranked: Sequence[Response], told: Response) -> tuple[str, ...]:
    """The ids, one a statement: of a statement on several events, the one on the same event."""
    chosen: dict[str, Response] = {}
    for own in ranked:
        if _dates_allow(own.said, told.said):
            held = chosen.get(own.claim)
            if held is None or (own.event == told.event and held.event != told.event):
                chosen[own.claim] = own
    return tuple(own.id for own in list(chosen.values())[:MOST])


def _quoting(told: Response, own: OwnStatements) -> list[Response]:
    found: list[Response] = []
    for phrase in _QUOTED.findall(told.words):
        runs = list(_runs(_words(phrase)))
        if not runs:
            continue
        holders = [own.by_words.get((told.party, run), ())[-_REPEATED:] for run in runs]
        everywhere = set.intersection(*({r.id for r in held} for held in holders))
        found += [response for response in holders[0] if response.id in everywhere]
    return found


def _nearest(own: Sequence[Response], said: When | None) -> list[Response]:
    """The last statements up to the day of the telling; ``own`` is sorted by date."""
    until = said.latest if said else None
    end = len(own) if until is None else bisect_right(own, until, key=lambda r: _by_date(r)[0])
    dated = own[max(0, end - MOST) : end]
    undated = [response for response in own[-MOST:] if _by_date(response)[0] == date.max]
    return [*reversed(dated), *undated]


def _dates_allow(own: When | None, told: When | None) -> bool:
    """Can the two windows hold one day? An end that nobody gives excludes nothing."""
    if own is None or told is None:
        return True
    if own.earliest and told.latest and own.earliest > told.latest:
        return False
    return not (own.latest and told.earliest and own.latest < told.earliest)


def _by_date(response: Response) -> tuple[date, str]:
    first = (response.said.earliest or response.said.latest) if response.said else None
    return (first or date.max, response.id)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))

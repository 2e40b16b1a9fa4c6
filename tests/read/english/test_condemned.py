"""What is condemned in one breath is told apart: each act has its own words and its own blame."""

import pytest

from onrecord.model.claim import Statement

SENTENCES = [
    (
        "The Orrin Union condemns the attacks, reportedly by Kesh elements, on Guard troops "
        "in the hills of Sel and all violence against civilians.",
        [
            (
                "the attacks, reportedly by Kesh elements, on Guard troops in the hills of Sel",
                "Kesh elements",
            ),
            ("all violence against civilians", None),
        ],
    ),
    (
        "The ministry condemns the ambush by rebels on a convoy and the killing of villagers.",
        [("the ambush by rebels on a convoy", "rebels"), ("the killing of villagers", None)],
    ),
    (
        "We condemn the murder of a driver by the Kesh Brigade, the abduction of nurses and all "
        "reprisals.",
        [
            ("the murder of a driver by the Kesh Brigade", "the Kesh Brigade"),
            ("the abduction of nurses", None),
            ("all reprisals", None),
        ],
    ),
    (
        "The Assembly condemned the attack on Orlan and Velis.",
        [("the attack on Orlan and Velis", None)],
    ),
    ("The Assembly condemned all violence and called for calm.", [("all violence", None)]),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_each_act_condemned_has_its_own_words_and_blame(claims_of, sentence, expected):
    said = [
        claim.body
        for claim in claims_of(sentence)
        if isinstance(claim.body, Statement) and claim.body.speech_act == "condemn"
    ]
    found = [
        (body.content.text, m.text if (m := body.names_perpetrator.mention) else None)
        for body in said
    ]
    assert sorted(found, key=lambda each: sentence.index(each[0])) == expected

"""What is asked of training on mini-batches: what is said where no list of losses comes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent.judging import sentences
from descent.judging.properties import properties_in
from descent.probing.probes import Observation, Probe, Step, call
from tests.descent import made_up
from tests.here import folder_of

RULE = properties_in(
    (folder_of("07_mini_batch") / "train_minibatch" / "properties.py").read_text(encoding="utf-8"),
    "train_minibatch",
)["epochs_in_some_order"]
ASKED = "train_minibatch has to return a list of losses, one number for each epoch."


@pytest.mark.parametrize(
    ("returned", "fact"),
    [
        (None, ""),
        (([0.1], [0.2]), "2 things come: return the losses alone."),
        ({"W1": 1.0, "b1": 2.0}, "A dict comes, with the keys W1, b1."),
        ([0.3, 0.2, 0.1], "A list of 3 comes for 1 epoch."),
        ([[0.3], [0.2, 0.1]], "A list comes in which not all are numbers."),
        (np.array([[0.3, 0.2]]), "What comes has the shape (1, 2)."),
        (0.3, "A single number comes."),
    ],
)
def test_what_is_returned_in_place_of_losses_is_told(returned: Any, fact: str) -> None:
    probe = Probe((Step("call", "net", kwargs={"epochs": 1}, show="history"),))
    gap = RULE(probe, Observation(), Observation({"history": returned}), {})
    assert gap and (gap.sentence, gap.fact) == (ASKED, fact)
    sheet = made_up(lambda: 0, [call()])
    shown, hidden = (sentences.precise(sheet, 0, gap, reveal) for reveal in (True, False))
    assert (shown, hidden) == (" ".join(filter(None, (ASKED, fact))), ASKED)

"""What came of running a submission."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from descent.diagnosis.experiments import Experiments
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation
from grader.results import Status


@dataclass
class Ran:
    """What came of running a submission.

    Attributes:
        status: ``graded``, ``timeout`` or ``crashed``.
        notes: What an instructor should know.
        outputs: The outputs of the cells, by their place.
        verdicts: What is to be said of the exercises that were reached.
        refused: The lines that a guest would not run, by the place of their cell.
        asked: What the answers did that could be asked, each with its sheet.
        experiments: What wrong answers did that were asked more.
    """

    status: Status = "graded"
    notes: list[str] = field(default_factory=list)
    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    refused: dict[int, tuple[str, ...]] = field(default_factory=dict)
    asked: dict[str, tuple[Sheet, tuple[Observation, ...]]] = field(default_factory=dict)
    experiments: dict[str, Experiments] = field(default_factory=dict)

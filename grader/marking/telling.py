"""What a student is told of a wrong answer, where a hidden probe has found it.

Nothing that the answer can choose may go from a hidden probe to its author: no
line, name, count, text or order. A guest that was shown no hidden probe is
asked the visible ones, and what these show may be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from descent.diagnosis.experiments import Experiments
from descent.diagnosis.judge import judge, told_by_visible
from descent.judging.evidence import Evidence, Statement
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation


def closed(verdict: Verdict) -> Verdict:
    """Return a verdict as it is told while a section is open: its criteria, and no cause."""
    if verdict.state not in ("not yet", "error") or not verdict.met:
        return verdict
    unmet = ", ".join(name for name, met in verdict.met.items() if not met)
    said = Statement(
        f"This is not right on every hidden test. Not met: {unmet}.", (Evidence.DIFFERENCE,)
    )
    return replace(
        verdict, message=said.text, statements=(said,), diagnosis=None, besides="", gap=None
    )


def is_to_be_told(verdict: Verdict, is_open: bool, alone: bool) -> bool:
    """Return whether what a student has is to be asked for words about a wrong answer.

    Args:
        verdict: What is said of the hidden probes.
        is_open: Whether the section can still be handed in.
        alone: Whether nothing below the answer was looked for: then experiments can tell more.
    """
    wrong = verdict.state in ("not yet", "error") and bool(verdict.met)
    return wrong and (is_open or alone or verdict.gap is not None)


def told(
    verdict: Verdict,
    sheet: Sheet,
    observations: Sequence[Observation],
    experiments: Experiments | None,
    is_open: bool,
    source: str = "",
) -> Verdict:
    """Return a verdict in the words of the visible probes, where these fail as well.

    Args:
        verdict: What is said of the hidden probes.
        sheet: The exercise with its visible probes.
        observations: What the answer did with each of them.
        experiments: What it did with experiments, if there are any.
        is_open: Whether the section can still be handed in.
        source: The code of the answer's cell.
    """
    if not is_open:
        return told_by_visible(verdict, sheet, observations, source)
    visible = judge(sheet, observations, source=source, experiment=lambda: experiments)
    if visible.state == "passed":
        passes = Statement("It passes all visible tests.", (Evidence.DIFFERENCE,))
        message = f"{passes.text} {verdict.message}"
        return replace(verdict, message=message, statements=(passes, *verdict.statements))
    return replace(
        verdict,
        message=visible.message,
        statements=visible.statements,
        diagnosis=visible.diagnosis,
    )


def veiled(outputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what may be shown of a test that is partly hidden: its value, and that it failed."""
    text = "a test failed that is not shown in full"
    error = {"output_type": "error", "ename": "TestFailed", "evalue": text, "traceback": [text]}
    kinds = [output.get("output_type") for output in outputs]
    values = [o for o, kind in zip(outputs, kinds, strict=True) if kind == "execute_result"]
    return [error] if "error" in kinds else values

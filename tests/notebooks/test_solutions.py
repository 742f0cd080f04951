"""The solutions: the source with its answers, executed."""

from __future__ import annotations

import re

from tests.notebooks.cells import HIDDEN, MARKS, chosen, every_section, solution, source, text_of

# What differs from one machine, one run or one day to the next.
VARIES = {
    "a path": re.compile(r"(?<![\w/:.])/(home|root|tmp|work|usr|opt|var|Users)/|[A-Z]:\\\w"),
    "an address": re.compile(r"\b0x[0-9a-f]{6,}\b"),
    "a time": re.compile(r"\b\d{1,2}:\d{2}:\d{2}\b|\b20\d\d-\d\d-\d\d\b|\d ?(ms|µs|ns|seconds)\b"),
    "a temporary name": re.compile(r"ipykernel_\d+|<ipython-input|tmp[a-z0-9_]{8}\b"),
}


@every_section
def test_the_solutions_are_the_source_with_its_answers_run_without_an_error(section: str) -> None:
    shown = {cell["id"]: cell for cell in solution(section)}
    for cell in source(section):
        text = MARKS.sub("", HIDDEN.sub("", cell["source"])).rstrip("\n")
        assert shown[cell["id"]]["source"] == text, f"{cell['id']}: run descent build {section}"
    for cell in shown.values():
        kinds = [(o["output_type"], o.get("name")) for o in cell.get("outputs", ())]
        assert not any(kind == "error" or name == "stderr" for kind, name in kinds), cell["id"]


@every_section
def test_every_check_in_the_solutions_has_passed(section: str) -> None:
    for cell in chosen(solution(section), "test"):
        assert "Passed" in text_of(cell), cell["id"]


@every_section
def test_outputs_of_the_solutions_hold_nothing_of_one_machine_or_one_run(section: str) -> None:
    for cell in solution(section):
        text = text_of(cell)
        for what, pattern in VARIES.items():
            assert not (found := pattern.search(text)), f"{cell['id']} shows {what}: {found}"
        assert set(cell["metadata"]) <= {"jupyter", "nbgrader", "tags"}, cell["id"]

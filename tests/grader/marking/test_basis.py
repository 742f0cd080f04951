"""What of a notebook decides its marks."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from grader.marking.alignment import aligned
from grader.marking.basis import of_given, of_notebook
from grader.marking.notebook_file import plain_cell
from grader.marking.submissions import read_notebook
from grader.results import Submission
from tests.grader.classes import SECTION, Cohort, cell, code, prose, slim
from tests.grader.marking.regrading import neuron
from tests.here import COURSE, answered, released


def digest(notebook: Any, all_cells: bool = False) -> str:
    release = released(SECTION)
    submitted = [plain_cell(item) for item in notebook["cells"]]
    return of_notebook(aligned(release, submitted, all_cells)[0], release)


def test_what_cannot_matter_is_no_change_of_a_notebook(cohort: Cohort) -> None:
    before = digest(answered(SECTION))
    other = answered(SECTION)
    for item in other["cells"]:
        if item["cell_type"] == "code":
            item["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
            item["execution_count"] = 7
    other["cells"].append(prose("My thoughts."))
    cell(other, "test_neuron")["source"] = "float(100)"
    cell(other, "given_setup")["source"] = "import this"
    assert digest(other) == before
    assert digest(answered(SECTION), all_cells=True) == before
    assert digest(slim(answered(SECTION))) == before


@pytest.mark.parametrize("change", ["an answer", "a cell", "a demo", "order"])
def test_what_runs_is_part_of_a_notebook(change: str) -> None:
    other = answered(SECTION)
    if change == "an answer":
        cell(other, "neuron")["source"] += "\n"
    elif change == "a cell":
        other["cells"].append(code("x = 1"))
    elif change == "a demo":
        demo = next(c for c in other["cells"] if "demo" in c["metadata"].get("tags", ()))
        demo["source"] = "x = 1"
    else:
        names = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in other["cells"]]
        one, two = names.index("neuron"), names.index("test_neuron")
        cells = other["cells"]
        cells[one], cells[two] = cells[two], cells[one]
    assert digest(other) != digest(answered(SECTION))


def test_given_code_counts_whatever_its_comments() -> None:
    release = released(SECTION)
    given = next(n for n, item in enumerate(release) if item.role == "given")

    def with_line(line: str) -> str:
        item = release[given]
        altered = {**item.cell, "source": f"{item.source}\n{line}\n"}
        return of_given([*release[:given], dataclasses.replace(item, cell=altered)])

    assert with_line("# a word on it\n") == with_line("") != with_line("x = 1")


def test_a_submission_reads_the_same_from_its_autograded_notebook(
    cohort: Cohort, grade: Callable[..., str]
) -> None:
    cohort.hand_in("ada", answered(SECTION))
    grade()
    shutil.copytree(cohort.course / "autograded", cohort.course / "again")
    again = read_notebook(Submission(cohort.course / "again", "ada", SECTION), COURSE)
    release = released(SECTION)
    assert (
        of_notebook(aligned(release, again)[0], release)
        == neuron(cohort, "ada")["basis"]["notebook"]
    )

"""What a student must not see."""

from __future__ import annotations

from collections.abc import Iterator

from tests.notebooks.cells import (
    REGION,
    chosen,
    every_section,
    lesson,
    meta,
    release,
    role,
    solution,
    source,
    tags,
)


@every_section
def test_what_only_the_solutions_show_is_absent_from_what_students_get(section: str) -> None:
    secret = [cell for cell in source(section) if "solution-only" in tags(cell)]
    assert secret
    ids = {cell["id"] for cell in secret}
    for cells in (release(section), lesson(section)):
        assert not ids & {cell["id"] for cell in cells}
        everything = "\n".join(cell["source"] for cell in cells)
        for cell in secret:
            assert cell["source"] not in everything, cell["id"]
    assert ids <= {cell["id"] for cell in solution(section)}


def _bodies(section: str) -> Iterator[tuple[str, str]]:
    """Yield the grade_id of each answer cell with each of its solution regions."""
    for cell in chosen(source(section), "answer"):
        regions = REGION.findall(cell["source"])
        assert regions, cell["id"]
        for region in regions:
            yield meta(cell)["grade_id"], region


@every_section
def test_no_answer_stands_in_what_students_get(section: str) -> None:
    for cells in (release(section), lesson(section)):
        shown = [c["source"] for c in cells if role(c) != "given"]
        everything = "\n".join(shown)
        assert "### BEGIN" not in everything and "### END" not in everything
        assert "from grader import" not in everything
        for name, region in _bodies(section):
            body = region.strip()
            if "\n" in body:
                assert body not in everything, name


@every_section
def test_no_line_of_an_answer_stands_before_its_exercise(section: str) -> None:
    cells = release(section)
    for name, region in _bodies(section):
        place = next(n for n, cell in enumerate(cells) if meta(cell).get("grade_id") == name)
        # Given code shows answers of earlier sections, and may share lines with this one.
        before = [c for c in cells[:place] if role(c) != "given"]
        seen = {line.strip() for c in before for line in c["source"].splitlines()}
        lines = {line.strip() for line in region.splitlines()}
        told = {line for line in lines & seen if len(line) > 20}
        assert not told, f"{name}: {told}"


@every_section
def test_the_self_learners_notebook_is_the_released_one(section: str) -> None:
    here = {cell["id"]: cell["source"] for cell in lesson(section)}
    for cell in release(section):
        assert here[cell["id"]] == cell["source"], cell["id"]

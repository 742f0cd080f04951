"""An answer of somebody's as an example for a class, without what tells whose it is."""

from __future__ import annotations

import ast
from pathlib import Path

from grader import notebooks
from grader.course import Section
from grader.errors import BadSource
from grader.reports.aggregate import Group
from grader.sheets.exercise import exercises

# What is longer is no example, and strings that are longer are prose.
_LONGEST, _LONGEST_STRING = 4000, 20


def example(group: Group, section: Section, course: Path) -> str:
    """Return the answer of one of the students of a group; ``""`` where there is none to show.

    Args:
        group: Whose answers do the same.
        section: The section of these answers.
        course: The folder of the class, with the autograded notebooks.
    """
    path = course / "autograded" / group.student / section.name / f"{section.name}.ipynb"
    cell_name = exercises(section)[group.exercise].answer_cell
    try:
        cells = notebooks.read(path)["cells"]
    except BadSource:
        return ""
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == cell_name:
            code = anonymous(cell["source"])
            return "" if group.student.casefold() in code.casefold() else code
    return ""


def anonymous(source: str) -> str:
    """Return code without comments, docstrings and long strings; ``""`` where it is no Python."""
    if len(source) > _LONGEST:
        return ""
    try:
        return ast.unparse(_WithoutProse().visit(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""


class _WithoutProse(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return ast.Pass()
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        is_long = isinstance(node.value, str) and len(node.value) > _LONGEST_STRING
        return ast.Constant("...") if is_long else node

"""What nbgrader's pages show of what students write: nothing runs, and no page takes long."""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from grader.marking.notebook_file import pictures
from grader.reports.prose import inert_code, inert_colors, inert_html, inert_markdown
from grader.reports.tame import Allowance

_ALLOWANCE = "graded_descent_allowance"
# Where the section that a page is of stands among nbconvert's resources, if that is known.
SECTION = "graded_descent_section"


@pass_context
def _prose(context: Context, text: str) -> str:
    """Return the HTML of a Markdown cell; nbconvert's filter finds the cell in the same way."""
    cell = context.get("cell") or {}
    of_nbgrader = cell.get("metadata", {}).get("nbgrader", {})
    if text == of_nbgrader.get("comment"):  # it is not the student's, and is there in any case
        return inert_markdown(text)
    attachments, section = pictures(cell.get("attachments")), context["resources"].get(SECTION)
    return inert_markdown(text, attachments, _allowance(context), section)


@pass_context
def _html(context: Context, text: Any) -> str:
    return inert_html(text, _allowance(context))


@pass_context
def _code(context: Context, source: str, **_: Any) -> str:
    return inert_code(source, _allowance(context))


@pass_context
def _colors(context: Context, text: Any) -> str:
    return inert_colors(text, _allowance(context))


def _allowance(context: Context) -> Allowance:
    """Return what is left for the page that is being made."""
    resources: dict[str, Any] = context["resources"]
    allowance: Allowance = resources.setdefault(_ALLOWANCE, Allowance())
    return allowance


FILTERS = {
    "markdown2html": _prose,
    "clean_html": _html,
    "highlight_code": _code,
    "ansi2html": _colors,
}

"""The known mistakes of each section as a page, made of the files in which they are written."""

from __future__ import annotations

import html
from collections.abc import Iterator

from descent.notebook.boxes import as_html
from grader.course import Section
from grader.sheets.exercise import exercises
from grader.sheets.mistakes import Mistake


def catalogue(section: Section, title: str) -> str:
    """Return the page, in Markdown.

    Args:
        section: The section.
        title: What stands over its lesson.

    Raises:
        BadExercise: A folder of an exercise is not understood.
    """
    lines = [
        f"# Known mistakes: {title}",
        "Each is a wrong variant of the right answer, with the sentence that an answer is told "
        "which does the same on every test. What is taken out of the answer has a minus, what "
        "stands there in its stead a plus.",
    ]
    for name, entry in exercises(section).items():
        lines.append(f"## {name}")
        for mistake in entry.mistakes:
            lines += _one(mistake)
    return "\n\n".join(lines) + "\n"


def _one(mistake: Mistake) -> Iterator[str]:
    sentence = as_html(mistake.sentence)
    yield f"<p><code>{html.escape(mistake.id)}</code>: {sentence}</p>"
    if mistake.where:
        condition = html.escape(mistake.where)
        yield f"<p>Where the code has it (<code>{condition}</code>): {as_html(mistake.of_code)}</p>"
    if mistake.code:
        yield f"```python\n{mistake.code.rstrip()}\n```"
    else:
        hunks = ("\n".join([*_signed("-", h.old), *_signed("+", h.new)]) for h in mistake.hunks)
        yield "```diff\n" + "\n\n".join(hunks) + "\n```"


def _signed(sign: str, lines: tuple[str, ...]) -> list[str]:
    return [f"{sign}{line}" for line in lines]

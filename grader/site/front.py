"""The first page, and the links that a lesson has at its top."""

from __future__ import annotations

from collections.abc import Sequence

from grader.course import Course, Section
from grader.site.documents import documents
from grader.site.estimates import MINUTES_A_PICTURE, MINUTES_A_POINT, WORDS_A_MINUTE
from grader.site.lesson import Lesson

_WHAT = """\
A course in which you build a neural network from scratch in NumPy, from one neuron to
mini-batches. These pages are its lessons, to be read without installing anything. To write your
own answers and have them checked, take the notebooks: [for self-learners](docs/self-learners.md),
[for students of a class](docs/students.md).
"""

_ESTIMATES = f"""\
(estimates)=
## How times and difficulty are estimated

They are estimates by rule, not measurements. Reading: {WORDS_A_MINUTE} words a minute, a formula
like a few words, and {MINUTES_A_PICTURE} minute for each figure or explorer. Exercises:
{MINUTES_A_POINT} minutes a point. An exercise of one point is called easy, of two or three
medium, of more hard.
"""


def page(course: Course, lessons: Sequence[Lesson], title: str, answers: bool) -> str:
    """Return the first page, in Markdown.

    Args:
        course: The course.
        lessons: The lessons that have a page.
        title: The name of the site.
        answers: Whether the site has answers.
    """
    rows = [
        f"| [{lesson.title}](lessons/{lesson.section}.ipynb) | {lesson.estimate.reading} "
        f"| {lesson.estimate.writing} | {lesson.estimate.levels or 'none, it is not graded'} |"
        for lesson in lessons
    ]
    table = ["| lesson | minutes to read | to do | exercises |", "|---|---|---|---|", *rows]
    graded = [lesson for lesson in lessons if lesson.graded and answers]
    mistakes = [f"docs/mistakes-{lesson.section}" for lesson in graded]
    pages = [f"docs/{name}" for name in documents(course.root).values()]
    sheets = [page for page in pages if page.startswith("docs/sheet-")]
    menus = {
        "Lessons": [f"lessons/{lesson.section}" for lesson in lessons],
        "To print": sheets,
        "About the course": [page for page in pages if page not in sheets],
        "To look up": [*mistakes, "docs/api", "docs/changes"],
    }
    parts = [f"# {title}", _WHAT, "## The lessons", "\n".join(table), _ESTIMATES]
    return "\n\n".join([*parts, *(_menu(*menu) for menu in menus.items())]) + "\n"


def links(course: Course, section: Section) -> str:
    """Return where the notebook of a section can be had, as HTML."""
    site = course.settings.site
    places = {"Download the notebook": f"../notebooks/{section}.ipynb"}
    if site.repository:
        name = site.repository.removeprefix("https://github.com/")
        path = f"notebooks/{section}.ipynb"
        places["Open in Colab"] = (
            f"https://colab.research.google.com/github/{name}/blob/{site.branch}/{path}"
        )
        places["Open in Binder"] = (
            f"https://mybinder.org/v2/gh/{name}/{site.branch}?urlpath=lab/tree/{path}"
        )
    items = (f'<li><a href="{address}">{words}</a></li>' for words, address in places.items())
    return f'<ul class="gd-links">{"".join(items)}</ul>'


def _menu(caption: str, pages: Sequence[str]) -> str:
    entries = "\n".join(pages)
    return f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{entries}\n```"

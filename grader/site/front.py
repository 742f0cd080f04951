"""The first page, and the links that a lesson has at its top."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

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
_TRY = "Or try them in your browser, in the [playground](docs/playground.md)."

_ESTIMATES = f"""\
(estimates)=
## How times and difficulty are estimated

They are estimates by rule, not measurements. Reading: {WORDS_A_MINUTE} words a minute, a formula
like a few words, and {MINUTES_A_PICTURE} minute for each figure or explorer. Exercises:
{MINUTES_A_POINT} minutes a point. An exercise of one point is called easy, of two or three
medium, of more hard.
"""


_PLAYGROUND = """\
# Playground

Here the notebooks run in your browser: write your answers and have them checked, with nothing to
install. Before you open one:

- **{asked}** {stranger}Your code and your answers stay in your browser.
- The first start fetches about 10 MB from these pages, and more than 13 MB of Python, NumPy and
  Matplotlib: on a slow network that takes its time.
- Your work is kept in this browser alone, until someone clears its data: download a notebook from
  the playground's menu *File* to keep it or to hand it in.
- It runs where these pages come from a web server, not where they were opened from a folder.

The notebooks:

{notebooks}
"""


def page(
    course: Course, lessons: Sequence[Lesson], title: str, answers: bool, with_playground: bool
) -> str:
    """Return the first page, in Markdown.

    Args:
        course: The course.
        lessons: The lessons that have a page.
        title: The name of the site.
        answers: Whether the site has answers.
        with_playground: Whether the notebooks can be run in the browser.
    """
    rows = [
        f"| [{lesson.title}](lessons/{lesson.section}.ipynb) | {lesson.estimate.reading} "
        f"| {lesson.estimate.writing} | {lesson.estimate.levels or 'none, it is not graded'} |"
        for lesson in lessons
    ]
    table = ["| lesson | minutes to read | minutes to do | exercises |", "|---|---|---|---|", *rows]
    graded = [lesson for lesson in lessons if lesson.graded and answers]
    mistakes = [f"docs/mistakes-{lesson.section}" for lesson in graded]
    door = ["docs/playground"] if with_playground else []
    pages = [f"docs/{name}" for name in documents(course.root).values()]
    sheets = [page for page in pages if page.startswith("docs/sheet-")]
    menus = {
        "Lessons": [*(f"lessons/{lesson.section}" for lesson in lessons), *door],
        "To print": sheets,
        "About the course": [page for page in pages if page not in sheets],
        "To look up": [*mistakes, "docs/api", "docs/changes"],
    }
    tried = [_TRY] if with_playground else []
    parts = [f"# {title}", _WHAT, *tried, "## The lessons", "\n".join(table), _ESTIMATES]
    return "\n\n".join([*parts, *(_menu(*menu) for menu in menus.items())]) + "\n"


def playground(course: Course, lessons: Sequence[Lesson]) -> str:
    """Return the page before the playground, which says whom it asks, in Markdown."""
    host = _host(course.settings.site.pyodide)
    asked = f"It asks another host, {host}." if host else "It asks no other host."
    stranger = (
        "Python, NumPy and Matplotlib come from there, which no other page does; so that host "
        "sees your address and when you start. "
        if host
        else ""
    )
    notebooks = "\n".join(
        f'- <a href="../playground/lab/index.html?path={lesson.section}.ipynb">{lesson.title}</a>'
        for lesson in lessons
    )
    return _PLAYGROUND.format(asked=asked, stranger=stranger, notebooks=notebooks)


def _host(pyodide: str) -> str:
    """Return the host that Pyodide comes from, ``""`` for the site itself."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL

    return urlsplit(pyodide or PYODIDE_CDN_URL).hostname or ""


def links(course: Course, section: Section, with_playground: bool = False) -> str:
    """Return where the notebook of a section can be had, as HTML."""
    site = course.settings.site
    places = {"Download the notebook": f"../notebooks/{section}.ipynb"}
    if with_playground:
        places["Try it in the playground"] = "../docs/playground.html"
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

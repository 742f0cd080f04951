"""``descent site``: the lessons and the documents as web pages, in a folder of their own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from grader.course import Course, Section
from grader.site import api, front
from grader.site.catalogue import catalogue
from grader.site.documents import changes, documents, page_of, read
from grader.site.lesson import Lesson, answer_names
from grader.site.playground import playground
from grader.site.sphinx_build import SiteFails, build_pages

TITLE = "Graded Descent"
# What a site has at its top, by which an earlier one is known.
MARK = ".graded-descent-site"


def site(
    course: Course,
    sections: Sequence[Section],
    into: Path,
    *,
    answers: bool = True,
    with_playground: bool = False,
) -> Path:
    """Make the pages of a course and return the folder that holds them.

    Args:
        course: The course, which is built.
        sections: The sections whose lessons get a page.
        into: The folder; one that is there is replaced, if it is an earlier site.
        answers: Whether the pages have answers, and what was computed with them.
        with_playground: Whether the notebooks can be run in the browser.

    Raises:
        SiteFails: Something is not installed, a page is not as it should be, or the
            folder is there and is no site.
        BadSource: A section is not built.
        NoWheel: The wheel for the playground cannot be built.
    """
    if into.exists() and not (into / MARK).is_file() and (not into.is_dir() or any(into.iterdir())):
        raise SiteFails(f"{into} is there and is no earlier site: choose another folder")
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        pages, beside, made = work / "pages", work / "beside", work / "made"
        for folder in (pages / "lessons", pages / "docs", beside / "notebooks"):
            folder.mkdir(parents=True)
        lessons = [Lesson(each, answers) for each in (*course.ungraded, *sections)]
        if with_playground:
            notebooks = (*course.ungraded, *sections)
            playground(course, notebooks, work / "lite", beside / "playground")
            front_door = front.playground(course, lessons)
            (pages / "docs" / "playground.md").write_text(front_door, encoding="utf-8")
        _write_lessons(course, lessons, pages / "lessons", beside, with_playground)
        _write_documents(course, lessons, pages, answers)
        (pages / "index.md").write_text(
            front.page(course, lessons, TITLE, answers, with_playground), encoding="utf-8"
        )
        build_pages(pages, beside, made, TITLE)
        (made / MARK).touch()
        if into.exists():
            shutil.rmtree(into)
        into.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, into)
    return into


def _write_lessons(
    course: Course, lessons: Sequence[Lesson], pages: Path, beside: Path, with_playground: bool
) -> None:
    for lesson in lessons:
        own = answer_names(lesson.section)
        others = frozenset().union(*map(answer_names, course.sections)) - own
        links = front.links(course, lesson.section, with_playground)
        lesson.write(pages, beside / "figures", others, links)
        shutil.copy(lesson.section.release, beside / "notebooks")


def _write_documents(course: Course, lessons: Sequence[Lesson], pages: Path, answers: bool) -> None:
    (pages / "pictures").mkdir()
    for picture in (course.root / "docs").glob("*.png"):
        shutil.copy(picture, pages / "pictures")
    there = documents(course.root)
    tree = course.settings.site.tree
    texts = {path: read(course.root / path) for path in there}
    there["changelog.d"], texts["changelog.d"] = "changes", changes(course.root)
    made = {
        name: page_of(texts[path], course.root / path, course.root, there, tree)
        for path, name in there.items()
    }
    made["api"] = api.page()
    if answers:
        for lesson in (lesson for lesson in lessons if lesson.graded):
            made[f"mistakes-{lesson.section}"] = catalogue(lesson.section, lesson.title)
    for name, text in made.items():
        (pages / "docs" / f"{name}.md").write_text(text, encoding="utf-8")

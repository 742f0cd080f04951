"""The documents of the repository as pages, whose links lead to pages or to the repository."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from grader.site.headings import tables_with_text

# Which document is which page of the folder docs/, in the order of the menu. Others come last.
_FIRST = {
    "docs/students.md": "students",
    "docs/self-learners.md": "self-learners",
    "docs/elsewhere.md": "elsewhere",
    "docs/marks.md": "marks",
    "docs/instructors.md": "instructors",
    "docs/what-a-class-hands-in.md": "what-a-class-hands-in",
    "docs/grading-again.md": "grading-again",
    "docs/several-machines.md": "several-machines",
    "docs/security.md": "security",
    "docs/diagnosis.md": "diagnosis",
    "docs/diagnosis-measured.md": "diagnosis-measured",
    "docs/changed-messages.md": "changed-messages",
    "docs/speed.md": "performance",
    "docs/architecture.md": "architecture",
    "docs/glossary.md": "glossary",
    "CONTRIBUTING.md": "adding-an-exercise",
    "docs/site.md": "site",
    "docs/accessibility.md": "accessibility",
}

_LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)"
)
_FENCE = re.compile(r"^(```.*?^```\s*?$)", re.DOTALL | re.MULTILINE)


def documents(root: Path) -> dict[str, str]:
    """Return by the path of each document which page it is, in the order of the menu."""
    others = sorted(path.stem for path in (root / "docs").glob("*.md"))
    sheets = sorted(path.stem for path in (root / "docs" / "sheets").glob("*.md"))
    all_of_them = {
        **_FIRST,
        **{f"docs/{n}.md": n for n in others if f"docs/{n}.md" not in _FIRST},
        **{f"docs/sheets/{n}.md": f"sheet-{n}" for n in sheets},
    }
    return {path: name for path, name in all_of_them.items() if (root / path).is_file()}


def page_of(text: str, place: Path, root: Path, pages: Mapping[str, str], tree: str) -> str:
    """Return a document as a page of the folder ``docs/`` of the site.

    Args:
        text: The document, in Markdown.
        place: Where it stands: its links are relative to that, or to the root.
        root: The folder of the repository.
        pages: By its path in the repository, the page that a document is.
        tree: Where the files of the repository can be read, ``""`` if nowhere.
    """

    def led(found: re.Match[str]) -> str:
        image, words, target, anchor = found[1], found[2], found[3], found[4] or ""
        paths = (Path(os.path.normpath(base / target)) for base in (place.parent, root))
        file = next((path for path in paths if path.exists()), None)
        # An example of a link, as one writes it, leads nowhere.
        if file is None:
            return found[0]
        path = file.relative_to(root).as_posix()
        if image:
            return f"![{words}](../pictures/{Path(path).name})"
        if path in pages:
            return f"[{words}]({pages[path]}.md{anchor})"
        return f"[{words}]({tree}/{path})" if tree else words

    parts = _FENCE.split(text)
    parts[::2] = [tables_with_text(_LINK.sub(led, part)) for part in parts[::2]]
    return "".join(parts)


def changes(root: Path) -> str:
    """Return the page of what is new: the fragments of the next release, and the changelog."""
    kinds = {"feature": "New", "change": "Changed", "fix": "Mended"}
    lines = ["# What is new", "## Since the last release"]
    for kind, heading in kinds.items():
        fragments = sorted((root / "changelog.d").glob(f"*.{kind}.md"))
        if fragments:
            lines += [f"### {heading}", *(f"- {_in_a_list(file)}" for file in fragments)]
    released = read(root / "CHANGELOG.md").partition("<!-- releases, the newest first -->")[2]
    return "\n\n".join([*lines, released.strip()]) + "\n"


def read(path: Path) -> str:
    """Return the text of a document."""
    return path.read_text(encoding="utf-8")


def _in_a_list(fragment: Path) -> str:
    return read(fragment).strip().replace("\n", "\n  ")

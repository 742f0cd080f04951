"""A document of the repository becomes a page of the site."""

from __future__ import annotations

from pathlib import Path

from grader.site.documents import page_of


def test_links_lead_to_pages_or_files_and_examples_of_links_nowhere(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    place, other = tmp_path / "docs" / "one.md", tmp_path / "docs" / "other.md"
    for path in (place, other, tmp_path / "course.toml", tmp_path / "docs" / "plot.png"):
        path.touch()
    text = (
        "[other](other.md#part), [settings](../course.toml), ![a plot](plot.png), "
        "and one writes `![](figures/x.png)`.\n\n```text\n[no](link.md)\n```\n"
    )
    page = page_of(text, place, tmp_path, {"docs/other.md": "other"}, "https://example.org/tree")
    assert page == (
        "[other](other.md#part), [settings](https://example.org/tree/course.toml), "
        "![a plot](../pictures/plot.png), "
        "and one writes `![](figures/x.png)`.\n\n```text\n[no](link.md)\n```\n"
    )

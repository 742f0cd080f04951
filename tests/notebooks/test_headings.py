"""The shape of a lesson: how it opens, its headings, its exercises, where it leads on."""

from __future__ import annotations

import re

from tests.here import exercises, sections
from tests.notebooks.cells import every_section, names_of_answers, prose, source, tags

# Quantities in the prose that look like the number of a heading.
QUANTITIES: dict[str, set[str]] = {}

UNNUMBERED = {"Reflection", "Summary", "The whole course in a table", "Where to go next"}


@every_section
def test_a_section_opens_with_what_the_reader_will_be_able_to_do_and_how_long_it_takes(
    section: str,
) -> None:
    opening = source(section)[0]
    assert opening["cell_type"] == "markdown"
    text = opening["source"]
    assert text.startswith(f"# {int(section[:2])} · ")
    after = text.partition("**After this section you can**")[2]
    abilities = re.findall(r"^- ", after.partition("**Time:**")[0], re.MULTILINE)
    assert 3 <= len(abilities) <= 6
    assert re.search(r"\*\*Time:\*\* about [^.]*(hour|minutes)", text)
    for part in ("**Builds on:**", "**How to work.**", "`hint("):
        assert part in text, part


@every_section
def test_headings_are_numbered_through_and_the_ends_of_all_sections_have_the_same_names(
    section: str,
) -> None:
    titles = re.findall(r"^## (.*)$", prose(section), re.MULTILINE)
    numbered = [title for title in titles if title not in UNNUMBERED]
    number = int(section[:2])
    expected = [f"{number}.{k}" for k in range(1, len(numbered) + 1)]
    assert [title.partition(" ")[0] for title in numbered] == expected
    ends = titles[len(numbered) :]
    assert ends[:2] == ["Reflection", "Summary"]
    assert set(ends[2:]) <= UNNUMBERED


@every_section
def test_every_exercise_is_announced_by_a_heading_with_its_number_and_name(section: str) -> None:
    found = re.findall(r"^### Exercises? ([\d, and]+) · `(\w+)`$", prose(section), re.MULTILINE)
    numbers = [int(n) for numbers, _ in found for n in re.findall(r"\d+", numbers)]
    assert numbers == list(range(1, len(exercises(section)) + 1))
    announced = [name for _, name in found]
    assert announced in (list(names_of_answers(section)), list(exercises(section)))


@every_section
def test_reflection_questions_have_answers_that_only_the_solutions_show(section: str) -> None:
    cells = source(section)
    begins = next(n for n, cell in enumerate(cells) if "## Reflection" in cell["source"])
    assert "The answers\nare in `solutions/`" in cells[begins]["source"] or (
        "The answers are in `solutions/`" in cells[begins]["source"]
    )
    answers = [cell for cell in cells[begins:] if "solution-only" in tags(cell)]
    assert any(cell["cell_type"] == "markdown" for cell in answers)
    before = [cell for cell in cells[:begins] if "solution-only" in tags(cell)]
    assert not before


@every_section
def test_references_to_sections_and_headings_name_what_is_there(section: str) -> None:
    entries = exercises(section).values()
    told = [text for entry in entries for text in entry.hints]
    told += [mistake.sentence for entry in entries for mistake in entry.mistakes]
    text = "\n".join([prose(section), *told])
    named = {int(n) for n in re.findall(r"[Ss]ections? (\d)\b", text)}
    assert named <= set(range(1, len(sections()) + 1))
    headings = re.findall(r"^## (\d\.\d+) ", prose(section), re.MULTILINE)
    number = int(section[:2])
    mentioned = re.findall(rf"(?:of|in|and|[Ss]ections?) ({number}\.\d\d?)\b(?![\d.$])", text)
    assert {item for item in mentioned if len(item.partition(".")[2]) == 1} <= {
        *headings,
        *QUANTITIES.get(section, ()),
    }


@every_section
def test_a_section_says_where_to_go_next(section: str) -> None:
    last = "## Where to go next" if section == sections()[-1] else "**Next:"
    assert last in prose(section)

"""The numbers that the prose states are those that its cells print.

They stand in the `prose_numbers.toml` of the section's exercises, each with the cell that prints it.
"""

from __future__ import annotations

import tomllib

import pytest

from tests.here import folder_of, sections
from tests.notebooks.cells import chosen, solution, source


def numbers(section: str) -> list[dict[str, str]]:
    path = folder_of(section) / "prose_numbers.toml"
    found: list[dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))["numbers"]
    return found


NUMBERS = {section: numbers(section) for section in sections()}


def test_every_section_has_a_table_of_the_numbers_that_its_prose_states() -> None:
    for rows in NUMBERS.values():
        assert rows and all(set(row) == {"text", "cell", "prints"} for row in rows)
        assert len({(row["text"], row["cell"]) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("section", "row"),
    [(section, row) for section, rows in NUMBERS.items() for row in rows],
    ids=lambda item: item if isinstance(item, str) else item["text"][:40],
)
def test_a_number_that_the_prose_states_is_what_its_cell_prints(
    section: str, row: dict[str, str]
) -> None:
    texts = [cell["source"] for cell in chosen(source(section), "prose")]
    assert any(row["text"] in text for text in texts), f"the prose does not say {row['text']!r}"
    cell = next(cell for cell in solution(section) if cell["id"] == row["cell"])
    printed = "".join(
        "".join(output["text"]) for output in cell["outputs"] if output["output_type"] == "stream"
    )
    assert row["prints"] in printed, f"{row['cell']} prints otherwise:\n{printed}"

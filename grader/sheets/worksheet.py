"""The Markdown files of an exercise, cut into entries.

An entry is a heading of the second level and what stands under it: paragraphs and
fenced blocks. Text is taken as it stands in the file, not as Markdown would show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from markdown_it import MarkdownIt
from markdown_it.token import Token

from grader.errors import BadExercise

# Only blocks matter: what is bold or a link in a line is left as it is.
_MARKDOWN = MarkdownIt("commonmark").disable("inline")


@dataclass(frozen=True)
class Block:
    """A paragraph or a fenced block.

    Attributes:
        text: The lines of a paragraph, joined by single spaces; or those of a
            fenced block, each with its end.
        place: The file and the line where the text begins.
        language: What a fenced block says that it is; none for a paragraph.
    """

    text: str
    place: str
    language: str | None = None


@dataclass(frozen=True)
class Entry:
    """One entry of a worksheet.

    Attributes:
        heading: Its heading.
        place: The file and the line of the heading.
        part: The heading of the first level above it.
        blocks: What stands under it, in order.
    """

    heading: str
    place: str
    part: str
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> list[Block]:
        """The paragraphs among the blocks."""
        return [block for block in self.blocks if block.language is None]

    @property
    def fenced(self) -> list[Block]:
        """The fenced blocks among the blocks."""
        return [block for block in self.blocks if block.language is not None]


def refuse(place: str, what: str) -> NoReturn:
    """Raise the error of a file that is not understood at a place.

    Raises:
        BadExercise: Always.
    """
    raise BadExercise(f"{place}: {what}")


def read_entries(path: Path) -> list[Entry]:
    """Return the entries of a worksheet, in order.

    A comment, ``<!-- … -->``, may stand anywhere.

    Raises:
        BadExercise: The file cannot be read, or has something else in it.
    """
    part, entries = "", []
    heading: Block | None = None
    blocks: list[Block] = []

    def finish() -> None:
        if heading:
            entries.append(Entry(heading.text, heading.place, part, tuple(blocks)))

    for kind, block in _blocks(path):
        if kind == "h1":
            finish()
            part, heading = block.text, None
        elif kind == "h2":
            finish()
            heading, blocks = block, []
        elif heading is None:
            refuse(block.place, "this stands above the first heading with ##")
        else:
            blocks.append(block)
    finish()
    return entries


def read_hints(path: Path) -> tuple[str, ...]:
    """Return the items of the numbered list that a file of hints is.

    Raises:
        BadExercise: The file cannot be read, or is not a list of three.
    """
    hints = [block for kind, block in _blocks(path, listed=True) if kind != "h1"]
    if len(hints) != 3 or any(hint.language is not None for hint in hints):
        refuse(_place(path, 0), f"hints are a numbered list of three paragraphs, not {len(hints)}")
    return tuple(hint.text for hint in hints)


def _blocks(path: Path, listed: bool = False) -> Iterator[tuple[str, Block]]:
    try:
        tokens = _MARKDOWN.parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadExercise(f"cannot read {path}: {error}") from error
    lists = {"ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close"}
    for number, token in enumerate(tokens):
        at = token.map[0] if token.map else 0
        if token.type == "inline":
            tag = tokens[number - 1].tag
            if tag not in ("p", "h1", "h2"):
                refuse(_place(path, at), f"a heading has one # or two, not {tag[1:]}")
            text = " ".join(line.strip() for line in token.content.splitlines())
            yield tag, Block(text, _place(path, at))
        elif token.type == "fence":
            _closed(path, token, tokens[number + 1 :])
            yield "fence", Block(token.content, _place(path, at + 1), token.info.strip())
        elif not _silent(token) and not (listed and token.type in lists):
            what = token.type.removesuffix("_open").replace("_", " ")
            refuse(_place(path, at), f"only headings, paragraphs and fenced blocks, not a {what}")


def _silent(token: Token) -> bool:
    """Return whether a token is said by the next one, or is a comment."""
    if token.type == "html_block":
        return token.content.startswith("<!--")
    return token.type.startswith(("paragraph_", "heading_"))


def _closed(path: Path, fence: Token, after: Sequence[Token]) -> None:
    # A fence that is never closed goes on to the end of the file.
    first, end = fence.map or (0, 0)
    if end - first != fence.content.count("\n") + 2:
        refuse(_place(path, first), f"this fenced block is not closed by {fence.markup}")


def _place(path: Path, line: int) -> str:
    here = Path.cwd()
    relative = path.relative_to(here) if path.is_relative_to(here) else path
    return f"{relative.as_posix()}:{line + 1}"

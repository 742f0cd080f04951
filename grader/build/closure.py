"""Which modules of the course an output is made by: found from imports, not listed by hand."""

from __future__ import annotations

import ast
import hashlib
import io
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from grader.course import Course

PACKAGES = ("descent", "grader")


def closure(files: Iterable[Path], root: Path, without: Sequence[str] = ()) -> set[Path]:
    """Return files of Python and all modules of the course that they import, directly or not.

    An import inside a function counts. What the packages around a module
    import does not, unless something is imported from them; nor does what is
    imported by a name that is put together.

    Args:
        files: Where to begin.
        root: The course.
        without: Packages that are left out with all that only they import.
    """
    left_out = [_home(name.split(".")[0], root).joinpath(*name.split(".")) for name in without]
    paths: set[Path] = set()
    open_ones = list(files)
    while open_ones:
        path = open_ones.pop()
        if path in paths or any(path.is_relative_to(folder) for folder in left_out):
            continue
        paths.add(path)
        for name in _imports(path.read_text(encoding="utf-8")):
            open_ones += modules(name, root)
    return paths


def modules(name: str, root: Path) -> list[Path]:
    """Return the file of a module or package; none if it is not ours, or no module."""
    names = name.split(".")
    place = _home(names[0], root).joinpath(*names)
    files = (place / "__init__.py", place.with_suffix(".py")) if names[0] in PACKAGES else ()
    return [path for path in files if path.is_file()]


def _home(package: str, root: Path) -> Path:
    """Return where a package is taken from: the course, or where this one is."""
    return root if (root / package / "__init__.py").is_file() else Course.here().root


@lru_cache(maxsize=4096)
def _imports(source: str) -> tuple[str, ...]:
    return tuple(imports(ast.parse(source)))


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the names of all that code imports: modules, and names in them as ``module.name``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            # What is imported from a package may be a module of it.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def code_of(paths: Iterable[Path], root: Path) -> str:
    """Return a hash of what modules do: their code without docstrings and comments."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        code = _bare(path.read_text(encoding="utf-8"))
        name = path.relative_to(root if path.is_relative_to(root) else Course.here().root)
        digest.update(f"{name.as_posix()} {len(code)}\n{code}".encode())
    return digest.hexdigest()


@lru_cache(maxsize=4096)
def _bare(source: str) -> str:
    """Return a source without docstrings, comments and empty lines."""
    # Trees are printed otherwise by each version of Python; places are the same in all.
    lines = source.encode().splitlines(keepends=True)
    for (row, column), (last, end) in sorted(_silent(source), reverse=True):
        head, tail = lines[row - 1][:column], lines[last - 1][end:]
        lines[row - 1 : last] = [head + tail]
    bare = (line.decode().rstrip() for line in lines)
    return "\n".join(line for line in bare if line)


Place = tuple[int, int]


def _silent(source: str) -> Iterator[tuple[Place, Place]]:
    """Yield where docstrings and comments begin and end, in lines from 1 and bytes from 0."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                end, column = first.end_lineno, first.end_col_offset
                if isinstance(first.value.value, str) and end and column is not None:
                    yield (first.lineno, first.col_offset), (end, column)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            before = len(token.line[: token.start[1]].encode())
            row = token.start[0]
            yield (row, before), (row, before + len(token.string.encode()))

"""The page of what programs may call, from its docstrings."""

from __future__ import annotations

from importlib import import_module

# A module, and which of its names; a module with ``__all__`` says so itself.
MODULES: dict[str, tuple[str, ...]] = {
    "descent": (),
    "descent.explorers": (),
    "grader.course": ("Course", "Section", "Settings"),
    "grader.grading": ("Job", "grade", "compare"),
    "grader.results": ("Submission", "Marked", "Score"),
    "grader.reports.report": ("write_json", "write_csv"),
}


def page() -> str:
    """Return the page, in Markdown with the directives of Sphinx."""
    lines = [
        "# What programs may call",
        "`descent` is what a notebook imports. `grader` is there in a clone of the repository.",
    ]
    for module, names in MODULES.items():
        lines.append(f"## {module}")
        lines += [_entry(module, name) for name in names or import_module(module).__all__]
    return "\n\n".join(lines) + "\n"


def _entry(module: str, name: str) -> str:
    thing = getattr(import_module(module), name)
    if isinstance(thing, type):
        directive = f".. autoclass:: {module}.{name}\n   :members:"
    elif callable(thing):
        directive = f".. autofunction:: {module}.{name}"
    else:
        directive = f".. py:data:: {module}.{name}"
    return f"```{{eval-rst}}\n{directive}\n```"

"""Notebooks as files: read, written always in the same way, and freed of what varies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]


def read(path: Path) -> Notebook:
    """Read a notebook, with each source as one text."""
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def write(notebook: Notebook, path: Path) -> Path:
    """Write a notebook as nbformat does, with its sources and texts in lines."""
    cells = [_in_lines(cell) for cell in notebook["cells"]]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**notebook, "cells": cells}, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _in_lines(cell: dict[str, Any]) -> dict[str, Any]:
    cell = {**cell, "source": cell["source"].splitlines(True)}
    if "outputs" in cell:
        cell["outputs"] = [_output_in_lines(output) for output in cell["outputs"]]
    return cell


def _output_in_lines(output: dict[str, Any]) -> dict[str, Any]:
    output = dict(output)
    if isinstance(output.get("text"), str):
        output["text"] = output["text"].splitlines(True)
    if "data" in output:
        output["data"] = {
            kind: data.splitlines(True) if kind.startswith("text/") else data
            for kind, data in output["data"].items()
        }
    return output

"""Cells as real notebooks begin with them: a guest leaves what a kernel leaves."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from grader.guest.outside.host import Guest, Zygote
from grader.marking.refusals import asked_for

CASES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("first_lines.toml").read_text())
SECONDS = 60.0

# How a cell ended, and the names it defined.
Left: TypeAlias = tuple[list[str], dict[str, str]]

# What stands in every notebook before the first cell is no name of its own.
NAMES = """
import json as _json
_usual = {"In", "Out", "exit", "quit", "get_ipython", "open"}
_own = {n: type(v).__name__ for n, v in globals().items() if n[0] != "_" and n not in _usual}
print(_json.dumps(_own))
for _name in _own:
    del globals()[_name]
"""


@pytest.fixture(scope="module")
def guest() -> Iterator[Guest]:
    with Zygote() as zygote, zygote.guest() as opened:
        yield opened


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BlockingKernelClient]:
    folder = tmp_path_factory.mktemp("kernel")
    manager = KernelManager()
    manager.start_kernel(cwd=str(folder), env=_environment(folder))
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(SECONDS)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def _environment(folder: Path) -> dict[str, str]:
    places = ("HOME", "IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_RUNTIME_DIR")
    return {**os.environ, **dict.fromkeys(places, str(folder))}


def in_guest(guest: Guest, sources: Sequence[str]) -> list[Left]:
    return [left(guest.run(source, SECONDS), guest.run(NAMES, SECONDS)) for source in sources]


def in_kernel(kernel: BlockingKernelClient, sources: Sequence[str]) -> list[Left]:
    """Run cells as nbgrader has them run: with errors allowed and nobody to ask."""
    outputs: dict[str, list[dict[str, Any]]] = {
        kernel.execute(source, allow_stdin=False, stop_on_error=False): []
        for cell in sources
        for source in (cell, NAMES)
    }
    running = set(outputs)
    while running:
        message = kernel.get_iopub_msg(timeout=SECONDS)
        by, content = message["parent_header"].get("msg_id"), message["content"]
        if message["msg_type"] in ("stream", "error") and by in outputs:
            outputs[by].append({"output_type": message["msg_type"], **content})
        elif content.get("execution_state") == "idle":
            running.discard(by)
    every = list(outputs.values())
    return [left(*pair) for pair in zip(every[::2], every[1::2], strict=True)]


def left(outputs: Sequence[dict[str, Any]], names: Sequence[dict[str, Any]]) -> Left:
    """Return the error that ended a cell, and the names defined, each with its value's kind."""
    errors = [o["ename"] for o in outputs if o["output_type"] == "error"]
    if "UsageError:" in text(outputs, "stderr"):
        errors.append("UsageError")
    return errors, json.loads(text(names, "stdout"))


def text(outputs: Sequence[dict[str, Any]], stream: str) -> str:
    return "".join(o["text"] for o in outputs if o.get("name") == stream)


def test_there_are_two_hundred() -> None:
    cells = [source for sources in CASES["same"].values() for source in sources]
    assert len(set(cells)) == len(cells)
    assert len(cells) + len(CASES["refused"]) + len(CASES["differs"]) > 200


@pytest.mark.parametrize("kind", CASES["same"])
def test_a_guest_leaves_what_a_kernel_leaves(
    kind: str, guest: Guest, kernel: BlockingKernelClient
) -> None:
    sources = CASES["same"][kind]
    here = zip(sources, in_guest(guest, sources), strict=True)
    there = zip(sources, in_kernel(kernel, sources), strict=True)
    assert list(here) == list(there)


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["source"])
def test_what_would_start_a_program_is_refused_as_that_line(
    case: dict[str, Any], guest: Guest
) -> None:
    outputs = guest.run(case["source"], SECONDS)
    assert asked_for(case["source"], guest.refused) == case["lines"]
    told = text(outputs, "stderr").count("was not run: a notebook that is graded starts no")
    assert told == (0 if "%%capture" in case["source"] else len(guest.refused))
    errors, names = left(outputs, guest.run(NAMES, SECONDS))
    assert not errors
    assert names.keys() == set(case.get("defines", ()))


@pytest.mark.parametrize("case", CASES["differs"], ids=lambda case: case["source"])
def test_where_a_guest_is_no_kernel_the_cell_goes_on(case: dict[str, Any], guest: Guest) -> None:
    assert case["why"]
    ((errors, names),) = in_guest(guest, [case["source"]])
    assert not errors
    assert names.keys() == set(case["defines"])
    assert not guest.refused

"""The command ``descent``: what it knows, and what it says where something is missing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import descent
from descent import command, errors
from descent.errors import DescentError, UnknownExercise
from descent.lab import command as lab

COMMANDS = (
    "lab",
    "build",
    "collect",
    "grade",
    "explain",
    "report",
    "export",
    "exercise",
    "site",
    "demo",
    "seed",
    "forget",
    "doctor",
)


@pytest.mark.parametrize("arguments", [[], ["-h"], ["--help"]])
def test_the_usage_names_every_command(arguments: list[str], capsys: Any) -> None:
    assert command.main(arguments) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("usage: descent COMMAND") and shown.err == ""
    lines = [line.split()[0] for line in shown.out.splitlines() if line.startswith("  ")]
    assert lines == [*COMMANDS]


def test_the_version_is_that_of_the_package(capsys: Any) -> None:
    assert command.main(["--version"]) == 0
    assert capsys.readouterr().out == f"graded-descent {descent.__version__}\n"


def test_an_unknown_command_is_told_with_the_usage(capsys: Any) -> None:
    assert command.main(["grdae"]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("descent: there is no command 'grdae'\n\nusage:")
    assert shown.out == ""


@pytest.mark.parametrize("status", [0, 1, 5])
def test_the_exit_status_is_that_of_what_was_run(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    given: list[Any] = []

    def run(arguments: Any) -> int:
        given.append(arguments)
        return status

    monkeypatch.setattr(lab, "main", run)
    assert command.main(["lab", "folder", "--port", "1"]) == status
    assert given == [["folder", "--port", "1"]]


def raising(error: BaseException) -> Callable[[Any], int]:
    def run(_: Any) -> int:
        raise error

    return run


def test_what_we_complain_about_is_a_line_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(lab, "main", raising(UnknownExercise("there is no such thing")))
    assert command.main(["lab"]) == 2
    assert capsys.readouterr().err == "descent lab: there is no such thing\n"


def test_an_interrupt_ends_it_quietly(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(lab, "main", raising(KeyboardInterrupt()))
    assert command.main(["lab"]) == 130
    assert "stopped" in capsys.readouterr().err


def test_a_fault_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "main", raising(ZeroDivisionError("ours")))
    with pytest.raises(ZeroDivisionError):
        command.main(["lab"])


def test_every_error_of_ours_is_one_of_the_tree() -> None:
    raised = [item for item in vars(errors).values() if isinstance(item, type)]
    assert len(raised) > 3 and all(issubclass(item, DescentError) for item in raised)


class Without:
    """An importer to which one package does not exist."""

    def __init__(self, missing: str) -> None:
        self.missing = missing

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name.split(".", maxsplit=1)[0] == self.missing:
            raise ModuleNotFoundError(f"No module named {self.missing!r}", name=self.missing)


def forget(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    for name in [*sys.modules]:
        if name.split(".", maxsplit=1)[0] in packages:
            monkeypatch.delitem(sys.modules, name)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "lab"])
def test_where_there_is_no_clone_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, name: str
) -> None:
    forget(monkeypatch, "grader")
    monkeypatch.setattr(sys, "meta_path", [Without("grader"), *sys.meta_path])
    assert command.main([name, "--help"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"descent {name}: works in a clone of the repository")
    assert "pip install -e '.[instructor]'" in said


def test_a_package_that_instructors_need_is_named_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path
) -> None:
    (tmp_path / "grader").mkdir()
    (tmp_path / "grader" / "__init__.py").touch()
    (tmp_path / "grader" / "cli.py").write_text("import nbgrader\n")
    forget(monkeypatch, "grader", "nbgrader")
    monkeypatch.setattr(sys, "meta_path", [Without("nbgrader"), *sys.meta_path])
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert command.main(["demo"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("descent demo: needs the package nbgrader")
    assert "pip install -e '.[instructor]'" in said


def test_the_command_line_is_handed_to_the_grader_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cli = types.ModuleType("grader.cli")
    given: list[Any] = []
    monkeypatch.setattr(cli, "main", lambda args: given.append(args) or 4, raising=False)
    forget(monkeypatch, "grader")
    package = types.ModuleType("grader")
    monkeypatch.setattr(package, "cli", cli, raising=False)
    monkeypatch.setitem(sys.modules, "grader", package)
    monkeypatch.setitem(sys.modules, "grader.cli", cli)
    assert command.main(["grade", "submitted", "--workers", "2"]) == 4
    assert given == [["grade", "submitted", "--workers", "2"]]


def test_with_the_wheel_alone_a_student_is_told_what_a_command_needs(tmp_path: Path) -> None:
    source = Path(descent.__file__).parent
    shutil.copytree(source, tmp_path / "descent", ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        f"import sys; sys.path[:] = [p for p in sys.path if p != {str(source.parent)!r}]; "
        "sys.meta_path = [f for f in sys.meta_path if 'editable' not in repr(f).lower()]; "
        f"sys.path.insert(0, {str(tmp_path)!r}); "
        "from descent.command import main; sys.exit(main(['grade', 'submitted']))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("descent grade: works in a clone of the repository"), done.stderr
    assert done.stdout == ""

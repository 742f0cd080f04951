"""Each command is found in its module, and no other module is imported for it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from grader import cli

NAMES = [name for names in cli._COMMANDS.values() for name in names]


@pytest.mark.parametrize("name", NAMES)
def test_a_command_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setattr(cli.server, "start", lambda: None)
    with pytest.raises(SystemExit) as end:
        cli.main([name, "--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: descent {name} ")


def test_the_modules_have_these_commands_and_no_others(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["grdae"])
    told = capsys.readouterr().err
    listed = told.partition("{")[2].partition("}")[0].split(",")
    assert sorted(listed) == sorted(NAMES)


def test_what_only_other_commands_need_is_not_imported() -> None:
    code = "import sys; from grader import cli; cli._parser(['grade']); print(*sys.modules)"
    run: Any = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "grader.commands.grading" in run.stdout.split()
    assert "grader.commands.authoring" not in run.stdout.split()

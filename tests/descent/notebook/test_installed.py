"""``check`` where the wheel is installed and nothing else of the clone: in Python, in IPython, in a cell."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import descent

PACKAGE = Path(descent.__file__).parent


@pytest.fixture
def installed(tmp_path: Path, exercises: Path) -> Path:
    """A folder that has what the wheel has, and nothing else of the clone."""
    folder = tmp_path / "site"
    ignored = shutil.ignore_patterns("__pycache__", "checks")
    shutil.copytree(PACKAGE, folder / "descent", ignore=ignored)
    shutil.copytree(exercises, folder / "descent" / "checks")
    return folder


def run(code: str, installed: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a Python that finds the package there, and no clone."""
    program = f"import sys; sys.path.insert(0, {str(installed)!r})\n" + textwrap.dedent(code)
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "NBGRADER_EXECUTION")}
    settings = {**kept, "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg", **environment}
    return subprocess.run(
        # Isolated, so that neither the current folder nor an editable install is found first.
        [sys.executable, "-I", "-c", program],
        capture_output=True,
        text=True,
        cwd=installed,
        env=settings,
        check=False,
    )


def test_a_plain_python_needs_neither_a_notebook_nor_the_clone(installed: Path) -> None:
    code = """
        class Nothing:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in ("grader", "nbgrader", "tests"):
                    raise ModuleNotFoundError(name)
        sys.meta_path.insert(0, Nothing())
        from descent import check, hint
        import descent
        assert descent.__file__.startswith(sys.path[0]), descent.__file__
        def square(x):
            return x**2
        assert check(square).passed
        assert not check("square", lambda x: 2 * x).passed
        check("square", lambda x: None)
        hint(square)
        names = {name.split(".")[0] for name in sys.modules}
        assert not names & {"grader", "nbgrader", "source"}, names
    """
    done = run(code, installed)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "square: Passed. Right."
    assert any(line.startswith("square: Not yet. You double.") for line in lines)
    assert any("square: Not attempted yet." in line for line in lines)
    assert any(line.startswith("Hint 1 of 3 for square") for line in lines)
    assert done.stderr == ""


def test_in_ipython_the_box_is_displayed_and_not_printed_besides(installed: Path) -> None:
    code = """
        from IPython.core.interactiveshell import InteractiveShell
        from IPython.utils.capture import capture_output
        shell = InteractiveShell.instance()
        shell.run_cell("from descent import check")
        with capture_output() as captured:
            shell.run_cell("def square(x):\\n    return 2 * x\\ncheck(square)")
        import json
        print(json.dumps([output.data for output in captured.outputs]), file=sys.stderr)
        assert "square" not in captured.stdout, captured.stdout
    """
    done = run(code, installed)
    assert done.returncode == 0, done.stderr
    outputs = json.loads(done.stderr)
    assert len(outputs) == 1
    assert "You double." in outputs[0]["text/html"] and "You double." in outputs[0]["text/plain"]


def test_a_cell_that_is_validated_shows_one_line(installed: Path) -> None:
    code = """
        from IPython.core.interactiveshell import InteractiveShell
        shell = InteractiveShell.instance()
        shell.run_cell("from descent import check")
        shell._showtraceback = lambda kind, error, lines: print("SHOWN", lines)
        shell.run_cell("check('square', lambda x: 2 * x)")
    """
    done = run(code, installed, NBGRADER_EXECUTION="validate")
    assert "SHOWN ['You double.']" in done.stdout, done.stderr


def test_an_error_in_a_cell_is_told_with_the_line_of_the_cell(installed: Path) -> None:
    code = """
        from IPython.core.interactiveshell import InteractiveShell
        shell = InteractiveShell.instance()
        shell.run_cell("def square(x):\\n    y = x + 1\\n    return y.squared()")
        shell.run_cell("from descent import check; result = check(square)")
        print(shell.user_ns["result"].message)
    """
    done = run(code, installed)
    assert "in line 3 (`return y.squared()`)" in done.stdout, done.stderr

"""What a module imports, directly and in the end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from grader.build.closure import closure, modules
from tests.here import ROOT


def test_all_that_is_imported_for_the_checks_is_found() -> None:
    ask = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tempfile import mkdtemp\n"
        "from descent.judging import sheet_files\n"
        "from grader.course import Course\n"
        "from grader.sheets.preparation import visible_sheet\n"
        "import grader.build.checks\n"
        "visible_sheet(Course.here().section('04_loss_functions'), 'mse_loss')\n"
        "print(*sorted(m.__file__ for n, m in sys.modules.items()\n"
        "              if n.split('.')[0] in ('descent', 'grader') and m.__file__))"
    )
    ran = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    imported = {Path(name) for name in ran.stdout.split()}
    begin = modules("grader.build.checks", ROOT)
    begin += (ROOT / "grader" / "exercises").rglob("*.py")
    # Packages run for a module in them; what is imported from the two at the top makes nothing.
    begin += [path for path in imported if path.name == "__init__.py"]
    assert len(imported) > 20
    assert imported <= closure(begin, ROOT)

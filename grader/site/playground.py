"""``descent site --playground``: the notebooks in JupyterLite, with a Python in the browser.

That Python is Pyodide. It comes with NumPy and Matplotlib from an address in the settings, or from
a folder that becomes a part of the site. All else is on the site itself.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from grader import notebooks
from grader.build.bundle import wheel
from grader.course import Course, Section
from grader.install import CELL
from grader.site.sphinx_build import SiteFails

KERNEL = "@jupyterlite/pyodide-kernel-extension"
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)
# What the kernel and the course import of Pyodide's packages, each with what it needs in turn.
PACKAGES = ("ipython", "jedi", "matplotlib", "micropip", "numpy")
# What the kernel imports that is none of Pyodide's packages.
BESIDE = "comm"

_INSTALL = "%pip install --quiet graded-descent"
_KERNELSPEC = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}


def playground(course: Course, sections: Sequence[Section], work: Path, into: Path) -> None:
    """Make the playground of some sections.

    Args:
        course: The course.
        sections: The sections whose notebooks are in it.
        work: A folder to work in, which is not there yet.
        into: Gets the playground.

    Raises:
        SiteFails: JupyterLite is not installed or fails, or files of Pyodide are missing.
        NoWheel: The wheel of the course cannot be built.
    """
    if not find_spec("jupyterlite_core") or not find_spec("jupyterlite_pyodide_kernel"):
        raise SiteFails("the playground needs JupyterLite: pip install -e '.[playground]'")
    (work / "files").mkdir(parents=True)
    (work / "pypi").mkdir()
    wheel(work / "pypi", course.root)
    _wheel_of_installed(BESIDE, work / "pypi")
    for section in sections:
        notebooks.write(_for_a_browser(section), work / "files" / f"{section}.ipynb")
    address = course.settings.site.pyodide
    if address and not address.endswith(".mjs"):
        _take(course.root / address, work / "static" / "pyodide")
        address = ""
    _write(work / "jupyter-lite.json", _settings(address))
    extension = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / KERNEL
    _write(
        work / "jupyter_lite_config.json",
        {
            "LiteBuildConfig": {
                "apps": ["lab"],
                "no_sourcemaps": True,
                "no_unused_shared_packages": True,
                # Extensions that happen to be installed here may need a server.
                "ignore_sys_prefix": ["federated_extensions"],
                "federated_extensions": [str(extension)],
            }
        },
    )
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    folders = [f"--lite-dir={work}", f"--output-dir={into}"]
    done = subprocess.run(
        [*command, *folders], cwd=work, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SiteFails(f"JupyterLite does not build the playground:\n{done.stderr[-2000:]}")


def missing(folder: Path) -> list[str]:
    """Return the names of the files of Pyodide that are not in a folder.

    What packages it needs is known once its list of packages is there.
    """
    there = [*CORE]
    if (folder / LOCK).is_file():
        there += _wheels(json.loads((folder / LOCK).read_text(encoding="utf-8"))["packages"])
    return [name for name in there if not (folder / name).is_file()]


def _take(folder: Path, into: Path) -> None:
    from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL

    if names := missing(folder):
        raise SiteFails(
            f"in {folder}, files of Pyodide are missing. Put these there, each from "
            f"{PYODIDE_CDN_URL}/, and run this again: {', '.join(names)}"
        )
    shutil.copytree(folder, into)


def _wheels(packages: dict[str, Any]) -> Iterator[str]:
    waiting, seen = [*PACKAGES], set[str]()
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name not in seen:
            seen.add(name)
            yield packages[name]["file_name"]
            waiting += packages[name]["depends"]


def _for_a_browser(section: Section) -> notebooks.Notebook:
    """Return the released notebook, which installs the course from the site."""
    notebook = notebooks.read(section.release)
    for cell in notebook["cells"]:
        if cell["id"] == CELL:
            cell["source"] = _INSTALL
    notebook["metadata"]["kernelspec"] = _KERNELSPEC
    return notebook


def _settings(address: str) -> dict[str, Any]:
    # Nothing is looked for at a package index, which would be one more host to ask.
    kernel = {"disablePyPIFallback": True, **({"pyodideUrl": address} if address else {})}
    data = {"appName": "Graded Descent", "litePluginSettings": {f"{KERNEL}:kernel": kernel}}
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def _wheel_of_installed(name: str, folder: Path) -> None:
    """Pack a distribution that is installed here, and is Python alone, as a wheel again."""
    found = metadata.distribution(name)
    path = folder / f"{name}-{found.version}-py3-none-any.whl"
    own = (f"{name}/", f"{name}-{found.version}.dist-info/")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in found.files or ():
            if file.as_posix().startswith(own) and file.suffix != ".pyc":
                archive.write(str(file.locate()), file.as_posix())


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")

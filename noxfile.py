"""The gate's stages, each with a name: `nox -s lint`, `nox -s bank -- -k step`; `nox -l` has all.

`.ci/run` runs them in an environment of its own. They use the environment that nox itself is in;
only other Pythons get one each.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import nox

BIN = Path(sys.executable).parent
PROJECT = nox.project.load_toml("pyproject.toml")
# A marker of the tests is a stage, and each test has one; a sample may be of any stage.
MARKERS = [line.split(":")[0] for line in PROJECT["tool"]["pytest"]["ini_options"]["markers"]]
# All of these are tried in the second tier, and a sample of them in the first.
LONG = "attacks or bank or conclusions"
NEED_SERVERS = "lab or browser or postgres"
# Their tests need packages that nothing else needs, in environments of their own.
WEB_PAGES, WEBASSEMBLY = "pages", "wasm"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")

FIRST, SECOND = ["first"], ["second"]

# A Python that this machine does not have is passed over, and nox says so.
nox.options.error_on_missing_interpreters = False
# Without a name or a tag, nox only lists the stages.
nox.options.sessions = []


def stage(
    name: str, tier: list[str] | None = None
) -> Callable[[Callable[[nox.Session], None]], object]:
    """Register a stage that runs in the environment of nox."""
    return nox.session(name=name, python=False, tags=tier)


@stage("lint", FIRST)
def lint(session: nox.Session) -> None:
    """Rules and format of the code, and which way its imports point."""
    session.run(BIN / "ruff", "check", ".")
    session.run(BIN / "ruff", "format", "--check", ".")
    session.run(BIN / "lint-imports")


@stage("types", FIRST)
def types(session: nox.Session) -> None:
    """Types, strictly."""
    session.run(BIN / "mypy")


@stage("build", FIRST)
def build(session: nox.Session) -> None:
    """Whether everything generated is of the sources as they are."""
    session.run(BIN / "descent", "build", "--check")


@stage("tests", FIRST)
def tests(session: nox.Session) -> None:
    """All that is not long, and a sample of that, in one go: collecting takes its time too."""
    apart = f"{LONG} or {NEED_SERVERS} or {WEB_PAGES} or {WEBASSEMBLY}"
    _pytest(session, sys.executable, f"not ({apart}) or sample")


@stage("anew", SECOND)
def anew(session: nox.Session) -> None:
    """Whether everything generated comes out the same again, to the byte."""
    session.run(BIN / "descent", "build", "--check", "--execute")


@stage("long", SECOND)
def long(session: nox.Session) -> None:
    """Attacks and the bank, but for the sample that was tried in the first tier."""
    _pytest(session, sys.executable, f"({LONG}) and not sample")


@stage("servers", SECOND)
def servers(session: nox.Session) -> None:
    """Tests that need JupyterLab, a browser or PostgreSQL."""
    _pytest(session, sys.executable, NEED_SERVERS)


@nox.session(python=PYTHONS, tags=SECOND)
def pythons(session: nox.Session) -> None:
    """The unit tests, with every Python that the course supports and this machine has."""
    session.install("-e", ".[test]")
    _pytest(session, "python", "unit")


@nox.session(name="site", python=sys.executable, tags=SECOND)
def site(session: nox.Session) -> None:
    """The pages of the course: built, their links followed, looked at in a browser."""
    session.install("-e", ".[test,site,playground]")
    _pytest(session, "python", WEB_PAGES)


@nox.session(name=WEBASSEMBLY, python=sys.executable, tags=SECOND)
def wasm(session: nox.Session) -> None:
    """What a notebook imports, on a Python that was compiled to WebAssembly, in some minutes."""
    session.install("-e", ".[test,wasm]")
    _pytest(session, "python", WEBASSEMBLY)


def _of_marker(marker: str) -> None:
    def alone(session: nox.Session) -> None:
        _pytest(session, sys.executable, marker)

    alone.__doc__ = f"Of the tests, {marker} alone."
    stage(marker)(alone)


for each in MARKERS:
    if each not in (WEB_PAGES, WEBASSEMBLY):
        _of_marker(each)


def _pytest(session: nox.Session, python: str, marked: str) -> None:
    results = os.environ.get("RESULTS")
    kept = [f"--junitxml={results}/{session.name}.xml"] if results else []
    session.run(python, "-m", "pytest", "-q", "-m", marked, *kept, *session.posargs)

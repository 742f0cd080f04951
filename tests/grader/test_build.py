"""``descent build``: what is generated, what is found stale, and what students get in one file."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from descent.judging import sheets
from descent.probing.probes import call
from grader import notebooks
from grader.build import manifest
from grader.build.build import build, check
from grader.build.bundle import NoWheel, bundle
from grader.build.closure import closure, modules
from grader.build.sameness import differences, same_text
from grader.build.solutions import LessonFails, write_solution
from grader.course import ROOT, sections, source_of
from grader.errors import NoCourse
from grader.sheets.references import reference
from tests.descent import made_up
from tests.grader.classes import Clone, Ran, add_tiny_section, code, prose, tree
from tests.grader.conftest import CloneIt

pytestmark = pytest.mark.classes

FIRST, SECOND = "01_tiny", "02_small"
GENERATED = (
    f"release/{SECOND}/{SECOND}.ipynb",
    f"notebooks/{SECOND}.ipynb",
    f"solutions/{SECOND}.ipynb",
    f"descent/checks/{SECOND}.zip",
)


@pytest.fixture(scope="module")
def clone(clone_it: CloneIt) -> Clone:
    """A course of two sections of its own, of which nothing was generated yet."""
    copied = clone_it([])
    add_tiny_section(copied.root, FIRST, "double", "x + x", "x * x")
    add_tiny_section(copied.root, SECOND, "halve", "x / 2", "x // 2")
    (copied.root / "build.json").unlink()
    return copied


@pytest.fixture(scope="module")
def built(clone: Clone) -> Ran:
    return clone.descent("build").fine()


@pytest.fixture
def root(clone: Clone, built: Ran) -> Iterator[Path]:
    """The clone as it was built; whatever a test does to its files is undone."""
    before = tree(clone.root)
    yield clone.root
    for name, data in tree(clone.root).items():
        if name not in before:
            (clone.root / name).unlink()
        elif data != before[name]:
            (clone.root / name).write_bytes(before[name])
    for name in before:
        if not (clone.root / name).exists():
            (clone.root / name).write_bytes(before[name])


def read(path: Path) -> notebooks.Notebook:
    return notebooks.read(path)


# What is generated


def test_a_clone_without_anything_generated_is_told_so(clone_it: CloneIt) -> None:
    copied = clone_it(["03_forward_pass"])
    (copied.root / "build.json").unlink()
    assert check((), copied.root) == ["03_forward_pass was never built"]


def test_everything_is_there_after_a_build_and_is_up_to_date(clone: Clone, built: Ran) -> None:
    assert f"built {FIRST}, {SECOND}" in built.stdout
    for name in GENERATED:
        assert (clone.root / name).is_file(), name
    ran = clone.descent("build", "--check").fine()
    assert "everything generated is up to date" in ran.stdout


def test_building_again_changes_nothing(root: Path) -> None:
    before = tree(root)
    said: list[str] = []
    assert build((), root, say=said.append) == said == []
    assert tree(root) == before


def test_generating_all_of_it_anew_gives_the_same_bytes(root: Path, clone: Clone) -> None:
    before = tree(root)
    ran = clone.descent("build", SECOND, "--force").fine()
    assert f"built {SECOND}\n" in ran.stdout
    after = tree(root)
    assert [name for name in before if after.get(name) != before[name]] == []
    assert after.keys() == before.keys()


def test_the_release_holds_no_solution_and_no_hidden_test(root: Path) -> None:
    for section in (FIRST, SECOND):
        text = (root / "release" / section / f"{section}.ipynb").read_text()
        for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "from grader", "mark("):
            assert word not in text
        assert "The reason." not in text and "x + x" not in text and "x / 2" not in text
        assert "NotImplementedError" in text


def test_the_lessons_have_the_cells_of_the_release_and_a_way_on(root: Path) -> None:
    for section, other in ((FIRST, SECOND), (SECOND, FIRST)):
        release = read(root / "release" / section / f"{section}.ipynb")["cells"]
        lesson = read(root / "notebooks" / f"{section}.ipynb")["cells"]
        assert lesson[:-1] == release
        assert f"({other}.ipynb)" in lesson[-1]["source"]
        assert f"../solutions/{section}.ipynb" in lesson[-1]["source"]


def test_links_of_a_lesson_lead_to_files(root: Path) -> None:
    for path in (root / "notebooks").glob("*.ipynb"):
        links = re.findall(r"\]\(([^)#]+\.ipynb)\)", read(path)["cells"][-1]["source"])
        assert links
        for link in links:
            assert (path.parent / link).resolve().is_file(), link


def test_the_solutions_are_executed_and_hold_nothing_of_this_machine(root: Path) -> None:
    for section in (FIRST, SECOND):
        path = root / "solutions" / f"{section}.ipynb"
        text = path.read_text()
        cells = [c for c in read(path)["cells"] if c["cell_type"] == "code"]
        assert all(isinstance(c["execution_count"], int) for c in cells)
        assert "0.14285714285714285" in text and "The reason." in text
        assert not [o for c in cells for o in c["outputs"] if o["output_type"] == "error"]
        assert "HIDDEN TESTS" not in text and "BEGIN SOLUTION" not in text
        for trace in (str(root), str(Path.home()) + "/", "ipykernel_", sys.prefix):
            assert trace not in text
        assert not re.search(r"0x[0-9a-f]{6,}", text)
        assert not [c for c in cells if "execution" in c["metadata"]]


# What is found stale


def test_the_check_ends_with_status_one_and_says_what_to_do(root: Path, clone: Clone) -> None:
    path = root / GENERATED[1]
    path.write_text(path.read_text().replace("a", "b"))
    before = tree(root)
    ran = clone.descent("build", "--check")
    assert ran.status == 1
    assert f"{GENERATED[1]} is not as it was generated" in ran.stderr
    assert "run descent build" in ran.stderr
    assert tree(root) == before


@pytest.mark.parametrize("name", GENERATED)
def test_an_edited_file_is_found(name: str, root: Path) -> None:
    with (root / name).open("a") as file:
        file.write(" ")
    assert check((), root) == [f"{name} is not as it was generated"]


@pytest.mark.parametrize("name", GENERATED)
def test_a_missing_file_is_found(name: str, root: Path) -> None:
    (root / name).unlink()
    assert check((), root) == [f"{name} is missing"]


def outdated(*kinds: str, of: tuple[str, ...] = (FIRST, SECOND)) -> list[str]:
    """What the check says of outputs whose sources are others now."""
    return [
        f"the {kind} of {name} was built from other sources than those here"
        for name in of
        for kind in kinds
    ]


ALL = ("checks", "lesson", "solution")


@pytest.mark.parametrize(
    ("name", "more", "kinds"),
    [
        (f"source/{SECOND}/{SECOND}.ipynb", "\n", ALL),
        ("grader/exercises/small/halve/exercise.py", "MORE = 1\n", ("checks", "solution")),
        ("grader/exercises/small/halve/hints.md", "\n", ("checks", "solution")),
        ("grader/exercises/small/halve/mistakes.md", "\n", ("checks", "solution")),
        ("grader/exercises/small/halve/answers.md", "\n", ()),
    ],
)
def test_a_section_whose_sources_changed_is_stale(
    name: str, more: str, kinds: tuple[str, ...], root: Path
) -> None:
    with (root / name).open("a") as file:
        file.write(more)
    assert check((), root) == outdated(*kinds, of=(SECOND,))
    assert check([FIRST], root) == []


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("grader/build/lessons.py", ("lesson",)),
        ("grader/nbgrader/generation.py", ("lesson",)),
        ("grader/nbgrader/setup.py", ()),
        ("grader/build/solutions.py", ("solution",)),
        ("grader/notebooks.py", ALL),
        ("grader/sheets/slips.py", ("checks", "solution")),
        ("grader/sheets/mutants.py", ("checks", "solution")),
        ("descent/judging/sheets.py", ("checks", "solution")),
        ("descent/notebook/boxes.py", ("solution",)),
        ("descent/lab/command.py", ()),
        ("descent/explorers/film.py", ()),
        ("grader/marking/blame.py", ()),
        ("grader/guest/inside/session.py", ()),
        ("grader/cli.py", ()),
    ],
)
def test_a_change_of_code_makes_stale_what_it_makes(
    name: str, kinds: tuple[str, ...], root: Path
) -> None:
    with (root / name).open("a") as file:
        file.write("MORE = 1\n")
    assert check((), root) == outdated(*kinds)


def test_another_word_for_a_slip_makes_the_checks_stale(root: Path) -> None:
    path = root / "grader/sheets/slips.py"
    text = path.read_text()
    path.write_text(text.replace("` in it", "` inside it"))
    assert path.read_text() != text
    assert check((), root) == outdated("checks", "solution")


@pytest.mark.parametrize("name", ["descent/lab/command.py", "descent/notebook/check.py"])
def test_a_docstring_and_a_comment_make_nothing_stale(name: str, root: Path) -> None:
    path = root / name
    text = path.read_text()
    path.write_text(re.sub(r'^"""', '"""Also here. ', text, count=1) + "\n\n# A word – on it.\n")
    assert path.read_text() != text
    assert check((), root) == []


def test_what_a_notebook_imports_is_what_its_solution_is_made_from(root: Path) -> None:
    path = root / "source" / SECOND / f"{SECOND}.ipynb"
    notebook = read(path)
    cell = code("%matplotlib inline\nfrom descent.explorers import film", id="more")
    notebook["cells"].insert(0, cell)
    path.write_text(json.dumps(notebook))
    before = manifest.made_from(SECOND, "solution", root)
    with (root / "descent/explorers/film.py").open("a") as file:
        file.write("MORE = 1\n")
    assert manifest.made_from(SECOND, "solution", root) != before


def test_all_that_is_imported_for_the_checks_is_found() -> None:
    ask = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tempfile import mkdtemp\n"
        "from descent.judging import sheets\n"
        "from grader.sheets.preparation import visible_sheet\n"
        "import grader.build.checks\n"
        "visible_sheet('04_loss_functions', 'mse_loss')\n"
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


def test_only_what_is_stale_is_made(root: Path) -> None:
    before = tree(root)
    with (root / "grader/build/lessons.py").open("a") as file:
        file.write("MORE = 1\n")
    said: list[str] = []
    assert build((), root, say=said.append) == [FIRST, SECOND]
    assert [line.split() for line in said] == [["lesson", FIRST], ["lesson", SECOND]]
    assert check((), root) == []
    after = tree(root)
    other = {name for name in after if after[name] != before.get(name)}
    assert other == {"build.json", "grader/build/lessons.py"}


@pytest.mark.parametrize(
    "name",
    [
        "release/09_gone/09_gone.ipynb",
        f"release/{SECOND}/answers.txt",
        "notebooks/09_gone.ipynb",
        "solutions/09_gone.ipynb",
        "descent/checks/09_gone.zip",
    ],
)
def test_a_file_of_no_section_is_found_and_removed_by_the_next_build(name: str, root: Path) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("{}")
    assert check((), root) == [f"{name} belongs to no section"]
    assert check([SECOND], root) == []
    assert build((), root, say=lambda text: None) == []
    assert not (root / name).exists()
    assert check((), root) == []


def test_checkpoints_of_jupyter_are_nobodys_business(root: Path) -> None:
    folder = root / "notebooks" / ".ipynb_checkpoints"
    folder.mkdir(exist_ok=True)
    (folder / "x.ipynb").write_text("{}")
    assert check((), root) == []


def test_line_ends_of_another_system_are_no_change(root: Path) -> None:
    # The checks are binary: no system has other line ends there.
    for name in (*GENERATED[:3], f"source/{SECOND}/{SECOND}.ipynb"):
        path = root / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check((), root) == []


def test_a_new_section_was_never_built(root: Path) -> None:
    folder = root / "source" / "09_new"
    folder.mkdir()
    (folder / "09_new.ipynb").write_text("{}")
    try:
        # The lesson before it has to lead to it.
        assert check((), root) == [*outdated("lesson", of=(SECOND,)), "09_new was never built"]
    finally:
        (folder / "09_new.ipynb").unlink()
        folder.rmdir()


@pytest.mark.parametrize("asked", [["--check"], ["--force"], ["--bundle"], []])
def test_an_unknown_section_is_told_with_those_there_are(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from descent.command import main

    assert main(["build", "09_transformers", *asked]) != 0
    told = capsys.readouterr().err
    assert "09_transformers" in told
    with pytest.raises(NoCourse, match="01_perceptron"):
        check(["09_transformers"])


def test_a_lesson_that_does_not_run_is_told_with_its_error(tmp_path: Path) -> None:
    cells = [prose("# A lesson"), code("x = 1\n"), code("raise KeyError('in the lesson')")]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    path = tmp_path / "99_broken.ipynb"
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook))
    with pytest.raises(LessonFails, match=r"(?s)99_broken does not run.*KeyError.*in the lesson"):
        write_solution("99_broken", path, tmp_path / "solutions")
    assert not (tmp_path / "solutions").exists()


def test_every_lesson_is_tried_and_all_failures_are_told(root: Path, clone: Clone) -> None:
    third = "03_third"
    add_tiny_section(root, third, "treble", "3 * x", "x")
    for section, error in ((FIRST, "KeyError"), (SECOND, "OSError")):
        path = root / "source" / section / f"{section}.ipynb"
        notebook = read(path)
        notebook["cells"].append(code(f"raise {error}('in {section}')", id="fails"))
        path.write_text(json.dumps(notebook))
    recorded = json.loads((root / "build.json").read_text())
    lesson = (root / "notebooks" / f"{FIRST}.ipynb").read_bytes()
    try:
        ran = clone.descent("build")
        assert ran.status != 0
        for told in ("KeyError", f"in {FIRST}", "OSError", f"in {SECOND}"):
            assert told in ran.stderr
        after = json.loads((root / "build.json").read_text())
        assert {name: after[name] for name in recorded} == recorded
        assert check([third], root) == []
        assert (root / "notebooks" / f"{FIRST}.ipynb").read_bytes() == lesson
        assert set(outdated(*ALL)) <= set(check((), root))
    finally:
        for folder in ("source", "grader/exercises", "release"):
            for name in (third, "third"):
                shutil.rmtree(root / folder / name, ignore_errors=True)


# Whether two generated files say the same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("loss 0.12345678", "loss 0.12345679"),
        ("1e-12", "0"),
        ("x = [1.0, -2.5e3]", "x = [1.0, -2500.0]"),
        ("data:image/png;base64,AAAA end", "data:image/png;base64,BBBB end"),
    ],
)
def test_last_digits_and_pictures_do_not_matter(one: str, other: str) -> None:
    assert same_text(one, other) and same_text(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("loss 0.123", "loss 0.124"), ("a 1", "b 1"), ("1 2", "1"), ("1.0", "-1.0"), ("", "x")],
)
def test_words_and_first_digits_matter(one: str, other: str) -> None:
    assert not same_text(one, other) and not same_text(other, one)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda cell: cell["outputs"][0]["data"].update({"image/png": "other"}), True),
        (lambda cell: cell["outputs"][0]["data"].update({"text/plain": ["0.5000001"]}), True),
        (lambda cell: cell["outputs"][0]["data"].update({"text/plain": ["0.6"]}), False),
        (lambda cell: cell["outputs"].clear(), False),
        (lambda cell: cell.update(source=["y\n", "z"]), False),
        (lambda cell: cell.update(more=1), False),
        (lambda cell: cell.update(execution_count=2), False),
    ],
)
def test_generated_files_are_compared_piece_by_piece(
    change: Callable[[dict[str, object]], object], same: bool, tmp_path: Path
) -> None:
    output = {"output_type": "x", "data": {"text/plain": ["0.5"], "image/png": "one"}}
    cell = code("", outputs=[output], execution_count=1)
    cell["source"] = ["x\n", "z"]
    one, other = tmp_path / "one.ipynb", tmp_path / "other.ipynb"
    one.write_text(json.dumps({"cells": [cell]}))
    change(cell)
    other.write_text(json.dumps({"cells": [cell]}))
    found = differences(one, other, tmp_path)
    assert bool(found) != same
    assert all("one.ipynb comes out otherwise" in text and "/cells/0" in text for text in found)


@pytest.mark.parametrize(
    ("other", "same"),
    [("x / 2 * (1 + 1e-8)", True), ("x / 2.1", False), ("[x / 2]", False)],
)
def test_checks_are_compared_by_what_is_in_them(other: str, same: bool, tmp_path: Path) -> None:
    paths = []
    for name, answer in (("one", "x / 2"), ("other", other)):
        sheet = made_up(
            eval(f"lambda x: {answer}"),
            [call(np.arange(6.0) + 0.1), call(3.0)],
            mistakes={
                "same": lambda x: x * 2,
                "nan": lambda x: x * np.nan,
                "fails": lambda x: x.no,
            },
        )
        (tmp_path / name).mkdir()
        paths.append(sheets.write([sheet], "01_made_up", tmp_path / name))
    found = differences(*paths, tmp_path)
    assert bool(found) != same
    assert all("01_made_up.zip comes out otherwise" in text for text in found)


# What students get


@pytest.fixture(scope="module")
def packed(clone: Clone, built: Ran) -> Iterator[zipfile.ZipFile]:
    ran = clone.descent("build", "--bundle", FIRST).fine()
    path = Path(ran.stdout.strip())
    assert path == clone.root / "dist" / "graded-descent-students.zip"
    data = io.BytesIO(path.read_bytes())
    path.unlink()
    path.parent.rmdir()
    with zipfile.ZipFile(data) as opened:
        yield opened


@pytest.fixture(scope="module")
def wheel(packed: zipfile.ZipFile) -> Iterator[zipfile.ZipFile]:
    (name,) = (name for name in packed.namelist() if name.endswith(".whl"))
    with zipfile.ZipFile(io.BytesIO(packed.read(name))) as opened:
        yield opened


def test_the_bundle_holds_the_named_notebook_the_wheel_and_a_readme(
    packed: zipfile.ZipFile, clone: Clone
) -> None:
    names = packed.namelist()
    wheels = [name for name in names if name.endswith(".whl")]
    assert len(wheels) == 1 and wheels[0].startswith("graded_descent-")
    assert sorted(names) == sorted([f"{FIRST}/{FIRST}.ipynb", "README.txt", *wheels])
    released = clone.root / "release" / FIRST / f"{FIRST}.ipynb"
    assert packed.read(f"{FIRST}/{FIRST}.ipynb") == released.read_bytes()
    assert wheels[0] in packed.read("README.txt").decode()


def test_the_wheel_holds_descent_and_nothing_else(wheel: zipfile.ZipFile, clone: Clone) -> None:
    names = wheel.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"descent", "graded_descent"}
    for name in names:
        assert name.startswith("descent/") or ".dist-info/" in name
        assert not name.endswith(".ipynb") and "__pycache__" not in name
    packed = {name: wheel.read(name) for name in names if name.startswith("descent/")}
    ours = tree(clone.root / "descent")
    assert packed == {f"descent/{n}": data for n, data in ours.items() if "__pycache__" not in n}


def test_nothing_that_students_install_contains_an_answer() -> None:
    texts = [p.read_text() for p in (ROOT / "descent").rglob("*.py")]
    for path in (ROOT / "descent" / "checks").glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            texts += [archive.read(name).decode() for name in archive.namelist()]
    everything = _bare("\n".join(texts).replace("\\n", "\n"))
    answers = 0
    for section in sections():
        for name, source in reference(section).cells:
            for solution in re.findall(r"### BEGIN SOLUTION(.*?)### END SOLUTION", source, re.S):
                lines = [line for line in solution.splitlines() if line.strip()]
                if len(lines) > 1:
                    answers += 1
                    assert _bare(solution) not in everything, (section, name)
    assert answers > 10
    assert "BEGINSOLUTION" not in everything and "HIDDENTESTS" not in everything


def _bare(text: str) -> str:
    return re.sub(r"[\s\",\\]+", "", text)


def test_the_same_contents_give_the_same_bundle(root: Path, tmp_path: Path) -> None:
    one = bundle([FIRST], tmp_path / "one", root)
    os.utime(root / "release" / FIRST / f"{FIRST}.ipynb")
    assert bundle([FIRST], tmp_path / "two", root).read_bytes() == one.read_bytes()


def test_the_wheel_alone_says_where_the_instructors_commands_are(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    wheel.extractall(tmp_path)
    # As in an environment where only the wheel is installed.
    ask = (
        "import pathlib, sys\n"
        "there = [p for p in sys.path if not (pathlib.Path(p) / 'grader').is_dir()]\n"
        f"sys.path[:] = [{str(tmp_path)!r}, *there]\n"
        "from descent.command import main\n"
        "sys.exit(main(['grade', 'submitted']))"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-c", ask], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "works in a clone of the repository" in ran.stderr


def test_what_is_stale_is_not_packed(root: Path, clone: Clone) -> None:
    with (root / "release" / FIRST / f"{FIRST}.ipynb").open("a") as file:
        file.write(" ")
    ran = clone.descent("build", "--bundle", FIRST)
    assert ran.status == 1 and "run descent build first" in ran.stderr
    assert not (root / "dist").exists()


def test_a_wheel_that_cannot_be_built_is_told(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("not toml at all [")
    with pytest.raises(NoWheel, match="the wheel cannot be built"):
        bundle([], tmp_path / "dist", tmp_path)


# The repository itself


def test_the_repository_has_every_generated_file_of_every_section() -> None:
    for section in sections():
        assert source_of(section).is_file()
        assert all(path.is_file() for path in manifest.generated(section, ROOT)), section
    assert manifest.strays(sections(), ROOT) == []

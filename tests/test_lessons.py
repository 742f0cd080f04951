"""The lessons: what every section must bring, looked up in the notebooks themselves.

`source/` is what was written, `release/` and `notebooks/` are what a student gets,
`solutions/` is what a reader compares with. The numbers that the prose states stand in
`prose_numbers.toml`, each with the cell that prints it.
"""

from __future__ import annotations

import ast
import builtins
import functools
import re
import symtable
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from descent.diagnosis.judge import judge
from descent.probing.probes import observe
from grader import notebooks
from grader.course import ROOT, sections, source_of
from grader.guest.outside.host import Guest, Zygote
from grader.sheets.exercise import exercises
from grader.sheets.preparation import hidden_sheet
from grader.sheets.references import reference

Cell = dict[str, Any]

# The tables of the contract: exercise, answer cell, points.
CONTRACT: dict[str, tuple[tuple[str, str, int], ...]] = {
    "01_perceptron": (
        ("sigmoid", "sigmoid", 2),
        ("sigmoid_derivative", "sigmoid_derivative", 1),
        ("neuron", "neuron", 2),
        ("neuron_gradients", "neuron_gradients", 3),
        ("train_neuron", "train_neuron", 3),
        ("separable", "separable", 1),
    ),
    "02_activations": (
        ("tanh", "tanh", 1),
        ("tanh_derivative", "tanh_derivative", 1),
        ("relu", "relu", 1),
        ("relu_derivative", "relu_derivative", 1),
        ("leaky_relu", "leaky_relu", 1),
        ("leaky_relu_derivative", "leaky_relu_derivative", 1),
        ("stacked_gradient", "stacked_gradient", 3),
    ),
    "03_forward_pass": (
        ("count_params", "count_params", 1),
        ("init_params", "init_params", 3),
        ("layer_forward", "layer_forward", 2),
        ("forward_pass", "forward_pass", 3),
        ("forward", "forward", 4),
    ),
    "04_loss_functions": (
        ("mse_loss", "mse_loss", 2),
        ("mse_gradient", "mse_gradient", 2),
        ("bce_loss", "bce_loss", 3),
        ("bce_gradient", "bce_gradient", 3),
        ("bce_sigmoid_gradient", "bce_sigmoid_gradient", 2),
    ),
    "05_backpropagation": (
        ("numerical_gradient", "numerical_gradient", 3),
        ("output_delta", "output_delta", 2),
        ("backward_pass", "backward_pass", 5),
        ("network_forward", "network", 2),
        ("network_backward", "network", 5),
        ("network_train", "network", 3),
    ),
    "06_spiral": (
        ("standardize", "standardize", 2),
        ("accuracy", "accuracy", 2),
        ("decision_grid", "decision_grid", 2),
        ("train_spiral", "train_spiral", 4),
    ),
    "07_mini_batch": (
        ("updates_per_epoch", "updates_per_epoch", 1),
        ("minibatches", "minibatches", 4),
        ("train_minibatch", "minibatch_network", 5),
        ("momentum_step", "momentum_step", 3),
    ),
}

# Where a class stands in for its exercises, and where a cell is not named after its answer.
ANSWERS = {"network": "NeuralNetworkScratch", "minibatch_network": "NeuralNetworkMiniBatch"}

# Cells that later ones need, although they are no answer and nothing that is given.
FREE = {"06_spiral": {"data", "standardized-data"}}

# What a given cell may define beside the answers of earlier sections.
HELPERS = {"draw_network", "draw_node", "draw_edge", "relative_error"}

# Quantities in the prose that look like the number of a heading.
QUANTITIES: dict[str, set[str]] = {}

UNNUMBERED = {"Reflection", "Summary", "The whole course in a table", "Where to go next"}

TEST_CELL = """check("{exercise}", {answer})
### BEGIN HIDDEN TESTS
from grader import mark

mark("{section}", "{exercise}", {answer})
### END HIDDEN TESTS"""

REGION = re.compile(r"[ \t]*### BEGIN SOLUTION\n(.*?)\n[ \t]*### END SOLUTION", re.DOTALL)
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", re.DOTALL)
MARKS = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)

BRITISH = re.compile(
    r"\b(colour|neighbour|behaviour|favour|honour|grey|centre|fibre|labell|modell|travell|cancell"
    r"|learnt|whilst|afterwards|towards|for ever\b|judgement|programme|sceptic"
    r"|(analy|standardi|normali|initiali|optimi|minimi|maximi|generali|summari|visuali|organi"
    r"|recogni|reali|regulari)s(e|es|ed|ing|ation)\b)",
    re.IGNORECASE,
)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f]")

# What differs from one machine, one run or one day to the next.
VARIES = {
    "a path": re.compile(r"(?<![\w/:.])/(home|root|tmp|work|usr|opt|var|Users)/|[A-Z]:\\\w"),
    "an address": re.compile(r"\b0x[0-9a-f]{6,}\b"),
    "a time": re.compile(r"\b\d{1,2}:\d{2}:\d{2}\b|\b20\d\d-\d\d-\d\d\b|\d ?(ms|µs|ns|seconds)\b"),
    "a temporary name": re.compile(r"ipykernel_\d+|<ipython-input|tmp[a-z0-9_]{8}\b"),
}
IMAGE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]*")

SECONDS = 60.0

every_section = pytest.mark.parametrize("section", sections())


@functools.cache
def cells_of(path: Path) -> tuple[Cell, ...]:
    return tuple(notebooks.read(path)["cells"])


def source(section: str) -> tuple[Cell, ...]:
    return cells_of(source_of(section))


def release(section: str) -> tuple[Cell, ...]:
    return cells_of(ROOT / "release" / section / f"{section}.ipynb")


def lesson(section: str) -> tuple[Cell, ...]:
    return cells_of(ROOT / "notebooks" / f"{section}.ipynb")


def solution(section: str) -> tuple[Cell, ...]:
    return cells_of(ROOT / "solutions" / f"{section}.ipynb")


def meta(cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = cell["metadata"].get("nbgrader", {})
    return found


def tags(cell: Cell) -> set[str]:
    """The tags of a cell."""
    return set(cell["metadata"].get("tags", ()))


def role(cell: Cell) -> str:
    """Answer, test, given, demo, free or prose, by what the notebook says of the cell."""
    if cell["cell_type"] != "code":
        return "prose"
    if meta(cell):
        return "test" if meta(cell)["grade"] else "answer" if meta(cell)["solution"] else "given"
    return "demo" if "demo" in tags(cell) else "free"


def chosen(cells: tuple[Cell, ...], *roles: str) -> list[Cell]:
    return [cell for cell in cells if role(cell) in roles]


def prose(section: str) -> str:
    return "\n\n".join(cell["source"] for cell in chosen(source(section), "prose"))


def text_of(cell: Cell) -> str:
    """What an executed cell shows, pictures left out."""
    pieces = []
    for output in cell.get("outputs", ()):
        pieces.append(output.get("text", ""))
        for kind, data in output.get("data", {}).items():
            if kind.startswith("text/"):
                pieces.append(data)
    joined = "".join("".join(piece) for piece in pieces)
    return IMAGE.sub("", joined)


def names_of_answers(section: str) -> dict[str, list[str]]:
    """The names that a section's answers have in a notebook, each with its exercises."""
    found: dict[str, list[str]] = {}
    for exercise, cell, _ in CONTRACT[section]:
        found.setdefault(ANSWERS.get(cell, cell), []).append(exercise)
    return found


def test_the_course_has_the_sections_of_the_contract() -> None:
    assert sections() == tuple(CONTRACT)


# ------------------------------------------------------------------ the shape of a lesson


@every_section
def test_a_section_opens_with_what_the_reader_will_be_able_to_do_and_how_long_it_takes(
    section: str,
) -> None:
    opening = source(section)[0]
    assert opening["cell_type"] == "markdown"
    text = opening["source"]
    assert text.startswith(f"# {int(section[:2])} · ")
    after = text.partition("**After this section you can**")[2]
    abilities = re.findall(r"^- ", after.partition("**Time:**")[0], re.MULTILINE)
    assert 3 <= len(abilities) <= 6
    assert re.search(r"\*\*Time:\*\* about [^.]*(hour|minutes)", text)
    for part in ("**Builds on:**", "**How to work.**", "`hint("):
        assert part in text, part


@every_section
def test_headings_are_numbered_through_and_the_ends_of_all_sections_have_the_same_names(
    section: str,
) -> None:
    titles = re.findall(r"^## (.*)$", prose(section), re.MULTILINE)
    numbered = [title for title in titles if title not in UNNUMBERED]
    number = int(section[:2])
    expected = [f"{number}.{k}" for k in range(1, len(numbered) + 1)]
    assert [title.partition(" ")[0] for title in numbered] == expected
    ends = titles[len(numbered) :]
    assert ends[:2] == ["Reflection", "Summary"]
    assert set(ends[2:]) <= UNNUMBERED


@every_section
def test_every_exercise_is_announced_by_a_heading_with_its_number_and_name(section: str) -> None:
    found = re.findall(r"^### Exercises? ([\d, and]+) · `(\w+)`$", prose(section), re.MULTILINE)
    numbers = [int(n) for numbers, _ in found for n in re.findall(r"\d+", numbers)]
    assert numbers == list(range(1, len(CONTRACT[section]) + 1))
    announced = [name for _, name in found]
    asked = names_of_answers(section)
    by_exercise = [exercise for exercise, _, _ in CONTRACT[section]]
    assert announced in (list(asked), by_exercise)


@every_section
def test_reflection_questions_have_answers_that_only_the_solutions_show(section: str) -> None:
    cells = source(section)
    begins = next(n for n, cell in enumerate(cells) if "## Reflection" in cell["source"])
    assert "The answers\nare in `solutions/`" in cells[begins]["source"] or (
        "The answers are in `solutions/`" in cells[begins]["source"]
    )
    answers = [cell for cell in cells[begins:] if "solution-only" in tags(cell)]
    assert any(cell["cell_type"] == "markdown" for cell in answers)
    before = [cell for cell in cells[:begins] if "solution-only" in tags(cell)]
    assert not before


@every_section
def test_references_to_sections_and_headings_name_what_is_there(section: str) -> None:
    entries = exercises(section).values()
    told = [text for entry in entries for text in entry.hints]
    told += [mistake.sentence for entry in entries for mistake in entry.mistakes]
    text = "\n".join([prose(section), *told])
    named = {int(n) for n in re.findall(r"[Ss]ections? (\d)\b", text)}
    assert named <= set(range(1, len(sections()) + 1))
    headings = re.findall(r"^## (\d\.\d+) ", prose(section), re.MULTILINE)
    number = int(section[:2])
    mentioned = re.findall(rf"(?:of|in|and|[Ss]ections?) ({number}\.\d\d?)\b(?![\d.$])", text)
    assert {item for item in mentioned if len(item.partition(".")[2]) == 1} <= {
        *headings,
        *QUANTITIES.get(section, ()),
    }


@every_section
def test_a_section_says_where_to_go_next(section: str) -> None:
    last = "## Where to go next" if section == sections()[-1] else "**Next:"
    assert last in prose(section)


# ------------------------------------------------------------- cells, names, points, flags


@every_section
def test_cells_have_distinct_ids_that_the_format_allows(section: str) -> None:
    ids = [cell["id"] for cell in source(section)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", item) for item in ids)
    names = [meta(cell)["grade_id"] for cell in source(section) if meta(cell)]
    assert len(names) == len(set(names))


@every_section
def test_answer_cells_are_those_of_the_contract_in_its_order(section: str) -> None:
    expected = list(dict.fromkeys(cell for _, cell, _ in CONTRACT[section]))
    found = chosen(source(section), "answer")
    assert [meta(cell)["grade_id"] for cell in found] == expected
    assert [cell["id"] for cell in found] == [f"answer-{n}".replace("_", "-") for n in expected]
    defined = [set(_defined(cell["source"])) for cell in found]
    for name, cell, _ in CONTRACT[section]:
        assert ANSWERS.get(cell, name) in defined[expected.index(cell)]


@every_section
def test_test_cells_and_their_points_are_those_of_the_contract_in_its_order(section: str) -> None:
    found = chosen(source(section), "test")
    names = [f"test_{exercise}" for exercise, _, _ in CONTRACT[section]]
    assert [meta(cell)["grade_id"] for cell in found] == names
    assert [meta(cell)["points"] for cell in found] == [n for _, _, n in CONTRACT[section]]
    assert [cell["id"] for cell in found] == [name.replace("_", "-") for name in names]


@every_section
def test_cells_are_locked_graded_and_answered_as_their_role_asks(section: str) -> None:
    flags = {
        "answer": {"solution": True, "grade": False, "locked": False},
        "test": {"solution": False, "grade": True, "locked": True},
        "given": {"solution": False, "grade": False, "locked": True},
    }
    for cell in chosen(source(section), *flags):
        known = {k: v for k, v in meta(cell).items() if k not in ("grade_id", "points")}
        asked = {**flags[role(cell)], "schema_version": 3, "task": False}
        assert known == asked, cell["id"]
        assert ("points" in meta(cell)) == (role(cell) == "test"), cell["id"]
        if role(cell) == "given":
            assert meta(cell)["grade_id"].startswith("given_"), cell["id"]


@every_section
def test_every_exercise_has_one_test_cell_with_the_canonical_source_after_its_answer(
    section: str,
) -> None:
    graded = chosen(source(section), "answer", "test")
    order = [meta(cell)["grade_id"] for cell in graded]
    for exercise, cell, _ in CONTRACT[section]:
        name = exercises(section)[exercise].answer_name
        text = TEST_CELL.format(section=section, exercise=exercise, answer=name)
        tests = [c["source"] for c in graded if meta(c)["grade_id"] == f"test_{exercise}"]
        assert tests == [text]
        assert [c["source"] for c in graded].count(text) == 1
        between = order[order.index(cell) + 1 : order.index(f"test_{exercise}")]
        assert all(item.startswith("test_") for item in between)


@every_section
def test_cells_have_no_tags_but_those_of_the_contract(section: str) -> None:
    for cell in source(section):
        known = {"demo", "solution-only"} if role(cell) in ("demo", "prose") else set()
        assert tags(cell) <= known, cell["id"]
        assert set(cell["metadata"]) <= {"nbgrader", "tags", "jupyter"}, cell["id"]


@every_section
def test_code_that_only_demonstrates_is_tagged(section: str) -> None:
    free = {cell["id"] for cell in chosen(source(section), "free")}
    assert free == FREE.get(section, set())


# ------------------------------------------------------------------ code that is given


def _defined(code: str) -> list[str]:
    tree = ast.parse(code)
    return [
        node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    ] + [
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    ]


def given() -> Iterator[tuple[str, str, str, str]]:
    """Yield each function or class that is given: section, its name, earlier section, exercise."""
    for place, section in enumerate(sections()):
        for cell in chosen(source(section), "given"):
            for name in _defined(cell["source"]):
                for earlier in sections()[:place]:
                    for exercise in names_of_answers(earlier).get(name, ()):
                        yield section, name, earlier, exercise


@pytest.mark.lessons
@pytest.mark.parametrize(("section", "name", "earlier", "exercise"), list(given()))
def test_code_that_is_given_does_what_the_earlier_answer_does(
    section: str, name: str, earlier: str, exercise: str
) -> None:
    sheet = hidden_sheet(earlier, exercise)
    answer = reference(section).answers()[name]
    verdict = judge(sheet, [observe(probe, answer) for probe in sheet.probes])
    assert verdict.share == 1.0, verdict.message


@every_section
def test_given_functions_are_earlier_answers_or_helpers_that_draw_and_compare(
    section: str,
) -> None:
    earlier = {name for other in sections() if other < section for name in names_of_answers(other)}
    for cell in chosen(source(section), "given"):
        tree = ast.parse(cell["source"])
        made = {
            node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        }
        assert made <= earlier | HELPERS, cell["id"]
        if made & earlier:
            assert meta(cell)["grade_id"] != "given_setup", cell["id"]


# --------------------------------------------------------------- demonstrations and marks


@pytest.mark.lessons
@every_section
def test_a_section_gets_full_marks_without_its_demonstrations(section: str) -> None:
    namespace: dict[str, Any] = {"__name__": "a notebook without demonstrations"}
    for cell in chosen(source(section), "given", "answer", "free"):
        exec(compile(cell["source"], cell["id"], "exec"), namespace)
    for exercise, entry in exercises(section).items():
        sheet = hidden_sheet(section, exercise)
        answer = namespace[entry.answer_name]
        verdict = judge(sheet, [observe(probe, answer) for probe in sheet.probes])
        assert verdict.share == 1.0, verdict.message


def _stored(code: str) -> set[str]:
    """The names that a cell gives to the notebook, imports included."""
    table = symtable.symtable(code, "cell", "exec")
    return {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}


def _wanted(code: str) -> set[str]:
    """The names that a cell, or a function in it, takes from the notebook."""
    found: set[str] = set()

    def look(table: symtable.SymbolTable) -> None:
        for symbol in table.get_symbols():
            outside = table.get_type() == "module" or symbol.is_global()
            if outside and symbol.is_referenced():
                found.add(symbol.get_name())
        for child in table.get_children():
            look(child)

    look(symtable.symtable(code, "cell", "exec"))
    return found - set(dir(builtins))


@every_section
def test_answers_tests_and_given_code_use_no_name_that_only_a_demonstration_defines(
    section: str,
) -> None:
    cells = source(section)
    serious = chosen(cells, "given", "answer", "test", "free")
    known = set().union(*(_stored(cell["source"]) for cell in serious))
    for cell in serious:
        missing = _wanted(cell["source"]) - known
        assert not missing, f"{cell['id']} needs {missing}"


# ------------------------------------------------------------ what a student must not see


@every_section
def test_what_only_the_solutions_show_is_absent_from_what_students_get(section: str) -> None:
    secret = [cell for cell in source(section) if "solution-only" in tags(cell)]
    assert secret
    ids = {cell["id"] for cell in secret}
    for cells in (release(section), lesson(section)):
        assert not ids & {cell["id"] for cell in cells}
        everything = "\n".join(cell["source"] for cell in cells)
        for cell in secret:
            assert cell["source"] not in everything, cell["id"]
    assert ids <= {cell["id"] for cell in solution(section)}


def _bodies(section: str) -> Iterator[tuple[str, str]]:
    """Yield the grade_id of each answer cell with each of its solution regions."""
    for cell in chosen(source(section), "answer"):
        regions = REGION.findall(cell["source"])
        assert regions, cell["id"]
        for region in regions:
            yield meta(cell)["grade_id"], region


@every_section
def test_no_answer_stands_in_what_students_get(section: str) -> None:
    for cells in (release(section), lesson(section)):
        shown = [c["source"] for c in cells if role(c) != "given"]
        everything = "\n".join(shown)
        assert "### BEGIN" not in everything and "### END" not in everything
        assert "from grader import" not in everything
        for name, region in _bodies(section):
            body = region.strip()
            if "\n" in body:
                assert body not in everything, name


@every_section
def test_no_line_of_an_answer_stands_before_its_exercise(section: str) -> None:
    cells = release(section)
    for name, region in _bodies(section):
        place = next(n for n, cell in enumerate(cells) if meta(cell).get("grade_id") == name)
        # Given code shows answers of earlier sections, and may share lines with this one.
        before = [c for c in cells[:place] if role(c) != "given"]
        seen = {line.strip() for c in before for line in c["source"].splitlines()}
        lines = {line.strip() for line in region.splitlines()}
        told = {line for line in lines & seen if len(line) > 20}
        assert not told, f"{name}: {told}"


@every_section
def test_the_self_learners_notebook_is_the_released_one(section: str) -> None:
    here = {cell["id"]: cell["source"] for cell in lesson(section)}
    for cell in release(section):
        assert here[cell["id"]] == cell["source"], cell["id"]


# ------------------------------------------------------------------------------- figures


def _calls(cell: Cell, name: str) -> list[ast.Call]:
    tree = ast.parse(cell["source"])
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func).split(".")[-1] == name]


def _words(node: ast.expr) -> str:
    """The fixed part of a text in code."""
    parts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
    return "".join(part for part in parts if isinstance(part, str))


def _says_something(alt: str) -> bool:
    return len(alt.split()) >= 8 and not re.search(r"\.(png|svg|jpe?g|gif)\b", alt)


@every_section
def test_every_figure_is_shown_with_a_text_alternative(section: str) -> None:
    for cell in chosen(source(section), "given", "demo", "free"):
        drawn = _calls(cell, "subplots") + _calls(cell, "figure")
        shown = _calls(cell, "show")
        assert bool(shown) >= bool(drawn), cell["id"]
        for call in ast.walk(ast.parse(cell["source"])):
            if not isinstance(call, ast.Call):
                continue
            alts = [k.value for k in call.keywords if k.arg == "alt"]
            if call in shown or ast.unparse(call.func) == "show":
                assert len(alts) == 1, cell["id"]
            for alt in alts:
                # A function that draws several figures hands its argument on.
                assert ast.unparse(alt) == "alt" or _says_something(_words(alt)), cell["id"]


@every_section
def test_every_picture_in_the_solutions_has_a_text_alternative(section: str) -> None:
    pictures = 0
    for cell in chosen(solution(section), "given", "demo", "free"):
        for output in cell["outputs"]:
            data = output.get("data", {})
            assert not any(kind.startswith("image/") for kind in data), cell["id"]
            html = "".join(data.get("text/html", ""))
            alts = re.findall(r'<img alt="([^"]*)"', html)
            assert len(alts) == html.count("<img"), cell["id"]
            assert all(_says_something(alt) for alt in alts), cell["id"]
            pictures += len(alts)
    assert pictures >= 5


# ------------------------------------------------------------------ manners of the code


@every_section
def test_no_cell_calls_plt_show_or_touches_the_global_generator(section: str) -> None:
    own = {"default_rng", "RandomState", "Generator"}
    for cell in source(section):
        if cell["cell_type"] != "code":
            continue
        for node in ast.walk(ast.parse(cell["source"])):
            if isinstance(node, ast.Attribute):
                text = ast.unparse(node)
                assert text != "plt.show", cell["id"]
                drawn = re.fullmatch(r"(?:np|numpy)\.random\.(\w+)", text)
                assert drawn is None or drawn[1] in own, f"{cell['id']}: {text}"
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.name for alias in node.names]
                assert "random" not in [*names, getattr(node, "module", "")], cell["id"]


@every_section
def test_no_cell_has_emoji_and_words_are_spelled_the_american_way(section: str) -> None:
    for cell in source(section):
        assert not EMOJI.search(cell["source"]), cell["id"]
        assert not (found := BRITISH.search(cell["source"])), f"{cell['id']}: {found}"


@every_section
def test_the_prose_makes_no_exclamations(section: str) -> None:
    for cell in chosen(source(section), "prose"):
        text = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", "", cell["source"], flags=re.DOTALL)
        assert not re.search(r"\w!(\s|$)", text), cell["id"]


# ------------------------------------------------------------------- lessons as they run


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """One zygote for all lessons."""
    with Zygote() as started:
        yield started


def _run(guest: Guest, cell: Cell, code: str = "") -> list[str]:
    """Run a cell and return what went wrong: errors, and whatever came on stderr."""
    outputs = guest.run(code or cell["source"], SECONDS)
    return [
        f"{cell['id']}: {output.get('ename', 'stderr')}: {output.get('evalue', output.get('text'))}"
        for output in outputs
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]


@pytest.mark.lessons
@every_section
def test_the_released_notebook_runs_up_to_the_first_exercise_that_is_not_answered(
    section: str, zygote: Zygote
) -> None:
    cells = [cell for cell in release(section) if cell["cell_type"] == "code"]
    first = next(n for n, cell in enumerate(cells) if role(cell) == "test")
    with zygote.guest() as guest:
        for cell in cells[: first + 1]:
            assert _run(guest, cell) == []


@pytest.mark.lessons
@every_section
def test_without_answers_every_check_says_so_and_nothing_else_goes_wrong(
    section: str, zygote: Zygote
) -> None:
    with zygote.guest() as guest:
        for cell in chosen(release(section), "given", "answer", "test"):
            wrong = _run(guest, cell)
            if role(cell) == "answer":
                wrong = [text for text in wrong if ": NotImplementedError: " not in text]
            assert wrong == []


@pytest.mark.lessons
@every_section
def test_the_released_notebook_runs_to_its_end_with_answers_in_place(
    section: str, zygote: Zygote
) -> None:
    answers = {
        cell["id"]: MARKS.sub("", cell["source"]) for cell in chosen(source(section), "answer")
    }
    with zygote.guest() as guest:
        for cell in release(section):
            if cell["cell_type"] == "code":
                assert _run(guest, cell, answers.get(cell["id"], "")) == []


# ----------------------------------------------------------------------------- solutions


@every_section
def test_the_solutions_are_the_source_with_its_answers_run_without_an_error(section: str) -> None:
    shown = {cell["id"]: cell for cell in solution(section)}
    for cell in source(section):
        text = MARKS.sub("", HIDDEN.sub("", cell["source"])).rstrip("\n")
        assert shown[cell["id"]]["source"] == text, f"{cell['id']}: run descent build {section}"
    for cell in shown.values():
        kinds = [(o["output_type"], o.get("name")) for o in cell.get("outputs", ())]
        assert not any(kind == "error" or name == "stderr" for kind, name in kinds), cell["id"]


@every_section
def test_every_check_in_the_solutions_has_passed(section: str) -> None:
    for cell in chosen(solution(section), "test"):
        assert "Passed" in text_of(cell), cell["id"]


@every_section
def test_outputs_of_the_solutions_hold_nothing_of_one_machine_or_one_run(section: str) -> None:
    for cell in solution(section):
        text = text_of(cell)
        for what, pattern in VARIES.items():
            assert not (found := pattern.search(text)), f"{cell['id']} shows {what}: {found}"
        assert set(cell["metadata"]) <= {"jupyter", "nbgrader", "tags"}, cell["id"]


# ------------------------------------------------------------------- numbers in the prose

NUMBERS: dict[str, list[dict[str, str]]] = tomllib.loads(
    Path(__file__).with_name("prose_numbers.toml").read_text(encoding="utf-8")
)


def test_every_section_has_a_table_of_the_numbers_that_its_prose_states() -> None:
    assert set(NUMBERS) == set(sections())
    for rows in NUMBERS.values():
        assert all(set(row) == {"text", "cell", "prints"} for row in rows)
        assert len({(row["text"], row["cell"]) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("section", "row"),
    [(section, row) for section, rows in NUMBERS.items() for row in rows],
    ids=lambda item: item if isinstance(item, str) else item["text"][:40],
)
def test_a_number_that_the_prose_states_is_what_its_cell_prints(
    section: str, row: dict[str, str]
) -> None:
    texts = [cell["source"] for cell in chosen(source(section), "prose")]
    assert any(row["text"] in text for text in texts), f"the prose does not say {row['text']!r}"
    cell = next(cell for cell in solution(section) if cell["id"] == row["cell"])
    printed = "".join(
        "".join(output["text"]) for output in cell["outputs"] if output["output_type"] == "stream"
    )
    assert row["prints"] in printed, f"{row['cell']} prints otherwise:\n{printed}"

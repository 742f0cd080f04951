"""Explorers as Python has them: what they carry, what stands in for them, what they need."""

import json
import re
import subprocess
import sys
import zlib
from html.parser import HTMLParser

import numpy as np
import pytest

from descent import explorers
from descent.explorers import (
    ActivationSlopes,
    BatchGrid,
    GradientCheck,
    HiddenPlane,
    LossLandscape,
    NeuronLine,
    player,
)
from descent.explorers.base import as_json, plain
from descent.explorers.film import gray_png
from descent.figures import COLORS
from tests.browser.examples import EXAMPLES

every_explorer = pytest.mark.parametrize("name", list(EXAMPLES))


def _python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


class _Reader(HTMLParser):
    """What a page shows where scripts do not run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1] != "script":
            self.text += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def _data_of(html: str) -> dict[str, object]:
    found = re.search(r"^const kept = \{ data: (.*), values: (.*) \};$", html, re.MULTILINE)
    assert found
    return {"data": json.loads(found[1]), "values": json.loads(found[2])}


# ------------------------------------------------------------------ what is imported when


def test_descent_does_not_import_explorers() -> None:
    code = "import sys, descent; print([m for m in sys.modules if 'explorers' in m])"
    assert _python(code) == "[]"


def test_explorers_do_not_import_anywidget() -> None:
    code = (
        "import sys; from descent.explorers import NeuronLine; NeuronLine()._repr_html_();"
        "print([m for m in sys.modules if m in ('anywidget', 'ipywidgets')])"
    )
    assert _python(code) == "[]"


def test_an_explorer_shows_itself_where_anywidget_is_missing() -> None:
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "from descent.explorers import NeuronLine\n"
        "line = NeuronLine()\n"
        "print('<script>' in line._repr_html_(), repr(line)[:10])\n"
        "try: line.widget()\n"
        "except ModuleNotFoundError as error: print(error)"
    )
    first, second = _python(code).splitlines()
    assert first == "True [Explorer:"
    assert "pip install anywidget" in second


def test_every_explorer_has_a_name_to_import() -> None:
    assert all(hasattr(explorers, name) for name in explorers.__all__)


# ------------------------------------------------------------------ what an explorer is


@every_explorer
def test_text_says_what_it_is_and_which_figure_says_the_same(name: str) -> None:
    text = repr(EXAMPLES[name]())
    assert "\n" not in text
    assert text.startswith("[Explorer: ")
    assert text.endswith("says the same.]")


@every_explorer
def test_html_says_the_same_where_no_script_runs(name: str) -> None:
    explorer = EXAMPLES[name]()
    page = _read(explorer._repr_html_())
    assert page.tags == ["div", "p", "em", "script"]
    assert page.text.strip() == repr(explorer).removeprefix("[Explorer: ").removesuffix("]")


@every_explorer
def test_html_is_the_same_each_time(name: str) -> None:
    assert EXAMPLES[name]()._repr_html_() == EXAMPLES[name]()._repr_html_()


@every_explorer
def test_html_asks_nobody_for_anything(name: str) -> None:
    html = EXAMPLES[name]()._repr_html_()
    addresses = set(re.findall(r"https?://[^\s\"'`]+", html))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\bfetch\(|XMLHttpRequest|\bimport\b *[({\"']|@import|url\((?!#)", html)


@every_explorer
def test_html_stays_small(name: str) -> None:
    assert len(EXAMPLES[name]()._repr_html_()) < 300_000


@every_explorer
def test_numbers_in_its_data_have_at_most_six_digits(name: str) -> None:
    def numbers(thing: object) -> list[float]:
        if isinstance(thing, dict):
            return [n for value in thing.values() for n in numbers(value)]
        if isinstance(thing, list):
            return [n for value in thing for n in numbers(value)]
        return [thing] if isinstance(thing, float) else []

    found = numbers(_data_of(EXAMPLES[name]()._repr_html_()))
    assert all(n == float(f"{n:.6g}") for n in found)


@every_explorer
def test_colors_are_those_of_the_figures(name: str) -> None:
    html = EXAMPLES[name]()._repr_html_()
    assert f"const COLORS = {json.dumps(COLORS)};" in html


@every_explorer
def test_the_widget_runs_the_same_script_and_has_the_same_values(name: str) -> None:
    pytest.importorskip("anywidget")
    explorer = EXAMPLES[name]()
    widget = explorer.widget()
    assert widget.values == explorer.values
    assert widget.data == explorer.data
    assert str(widget._esm) == explorer.module()
    assert repr(widget) == repr(explorer)


def test_nothing_in_the_data_ends_the_script() -> None:
    shown = player([gray_png(np.eye(2))], ["</script><b>"], alt="Text that looks like a tag.")
    assert shown._repr_html_().count("</script>") == 1
    assert json.loads(as_json(["</script>", "\u2028"])) == ["</script>", "\u2028"]


def test_plain_knows_arrays_numbers_and_what_is_no_number() -> None:
    thing = {"a": np.array([1.23456789, np.nan]), "b": (np.int64(3), np.bool_(True)), 4: np.inf}
    assert plain(thing) == {"a": [1.23457, None], "b": [3, True], "4": None}


# ------------------------------------------------------------------ each of them


def test_neuron_line_has_all_gates() -> None:
    data = NeuronLine("XOR", w1=2).data
    assert data["gates"] == {
        "AND": [0, 0, 0, 1],
        "OR": [0, 1, 1, 1],
        "NAND": [1, 1, 1, 0],
        "XOR": [0, 1, 1, 0],
    }
    assert NeuronLine("XOR", w1=2).values == {"gate": "XOR", "w1": 2, "w2": -0.5, "b": 0.3}


def test_activation_slopes_draws_the_functions_it_is_given() -> None:
    shown = ActivationSlopes({"double": (lambda z: 2 * z, lambda z: z > 0)})
    z, curve = shown.data["z"], shown.data["functions"]["double"]
    assert curve["a"] == pytest.approx([2 * place for place in z])
    assert curve["slope"] == [float(place > 0) for place in z]


def test_activation_slopes_accepts_a_function_that_is_wrong() -> None:
    with np.errstate(invalid="ignore"):
        shown = ActivationSlopes({"root": (np.sqrt, np.zeros_like)})
    assert shown.data["functions"]["root"]["a"][0] is None


def test_hidden_plane_begins_with_the_first_weights() -> None:
    shown = EXAMPLES["hidden_plane"]()
    assert shown.values == shown.data["presets"]["By hand"]
    assert shown.values["b2"] == 15
    arrays = {"W1": np.eye(2), "b1": np.zeros((1, 2)), "W2": np.ones((2, 1)), "b2": np.ones((1, 1))}
    assert HiddenPlane({"one": arrays}).values["w22"] == 1


def test_loss_landscape_has_rows_along_b_and_columns_along_w() -> None:
    shown = LossLandscape({"slope": (lambda w, b: w + 10 * b, lambda w, b: (1, 10))}, reach=6)
    surface, w, b = (shown.data["surfaces"]["slope"], shown.data["w"], shown.data["b"])
    assert surface["height"][3][5] == pytest.approx(w[5] + 10 * b[3])
    assert {value for row in surface["db"] for value in row} == {10}


def test_gradient_check_keeps_small_errors() -> None:
    shown = GradientCheck(lambda x: x * x, 1.0, 2.0, {"central": [2 + 1e-9, 2.5]}, [1e-5, 0.5])
    assert shown.data["estimates"]["central"] == pytest.approx([1e-9, 0.5], rel=1e-5)
    assert shown.data["steps"][1] == {"h": 0.5, "below": 0.25, "above": 2.25}


def test_batch_grid_asks_for_every_run_once() -> None:
    asked = []

    def curve(size: int, rate: float) -> np.ndarray:
        asked.append((size, rate))
        return np.array([1.0, size * rate])

    shown = BatchGrid([1, 4], [0.5, 2], curve, lambda size: 8 // size)
    assert asked == [(1, 0.5), (1, 2), (4, 0.5), (4, 2)]
    assert shown.data["curves"][1][0] == [1.0, 2.0]
    assert shown.data["updates"] == [8, 2]


# ------------------------------------------------------------------ the film


def _pixels(png: bytes) -> np.ndarray:
    width, height = (int.from_bytes(png[n : n + 4], "big") for n in (16, 20))
    begin = png.index(b"IDAT") + 4
    length = int.from_bytes(png[begin - 8 : begin - 4], "big")
    lines = zlib.decompress(png[begin : begin + length])
    return np.frombuffer(lines, np.uint8).reshape(height, width + 1)[:, 1:]


def test_a_gray_picture_keeps_its_values() -> None:
    values = np.linspace(0, 1, 12).reshape(3, 4)
    assert _pixels(gray_png(values)) / 255 == pytest.approx(values, abs=1 / 500)


def test_a_gray_picture_is_a_png_that_others_read() -> None:
    import io

    from matplotlib.image import imread

    values = np.linspace(0, 1, 12).reshape(3, 4)
    assert imread(io.BytesIO(gray_png(values))) == pytest.approx(values, abs=1 / 500)


def test_a_film_of_arrays_is_one_strip_with_points_on_it() -> None:
    frames = [np.full((2, 3), share) for share in (0, 0.5, 1)]
    X, y = np.array([[0.1, 0.2], [0.3, 0.4]]), np.array([[0.0], [1.0]])
    data = player(frames, ["a", "b", "c"], "Three frames.", X=X, y=y).data
    assert data["film"]["points"] == [[0.1, 0.2], [0.3, 0.4]]
    assert data["film"]["classes"] == [0, 1]
    assert (data["film"]["rows"], data["film"]["columns"]) == (2, 3)
    assert data["captions"] == ["a", "b", "c"]


def test_a_film_of_pictures_holds_them_as_they_are() -> None:
    import base64

    pictures = [gray_png(np.eye(2)), gray_png(np.ones((2, 2)))]
    frames = player(pictures, ["one", "two"], "Two pictures.").data["frames"]
    assert [base64.b64decode(frame.partition(",")[2]) for frame in frames] == pictures


@pytest.mark.parametrize(
    ("frames", "captions", "alt"),
    [([], [], "Nothing."), ([np.eye(2)], [], "No caption."), ([np.eye(2)], ["a"], "  ")],
)
def test_a_film_needs_frames_captions_and_an_alternative(frames, captions, alt) -> None:
    with pytest.raises(ValueError, match=r"frames need as many|alt is empty"):
        player(frames, captions, alt)


def test_what_is_no_probability_does_not_break_a_film() -> None:
    with np.errstate(invalid="ignore"):
        film = player([np.array([[np.nan, 2.0], [-1.0, 0.5]])], ["a"], "Odd numbers.")
    assert film.data["film"]["strip"].startswith("data:image/png;base64,")

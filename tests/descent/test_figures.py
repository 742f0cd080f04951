"""The figures of the course: what they show, and that they say it in words too.

Their colors are looked at in ``test_palettes``.
"""

from __future__ import annotations

import hashlib
import html
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from descent import COLORS, make_gate, plot_boundary, plot_losses, plot_points, show
from descent.figures import _Picture
from tests.descent import examples

X, Y = make_gate("XOR")


@pytest.fixture(autouse=True)
def displayed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What is displayed, in place of displaying it."""
    shown: list[Any] = []
    with mpl.rc_context({"backend": "agg"}):
        monkeypatch.setattr("IPython.display.display", shown.append)
        yield shown
        plt.close("all")


def figure() -> Any:
    ax = plt.subplots(figsize=(2, 1.5))[1]
    ax.plot([1, 3, 2])
    return ax.figure


def test_the_text_alternative_is_in_the_page(displayed: list[Any]) -> None:
    show(figure(), "A line rises, then falls.")
    (picture,) = displayed
    page = picture._repr_html_()
    assert page.startswith('<figure><img alt="A line rises, then falls." ')
    assert page.endswith("</figure>") and "<figcaption>" not in page
    assert re.search(r'src="data:image/png;base64,iVBOR', page)


def test_a_terminal_prints_the_text_alternative(displayed: list[Any]) -> None:
    show(figure(), "A line rises, then falls.")
    assert repr(displayed[0]) == "[Figure: A line rises, then falls.]"


@examples
@given(st.text(min_size=1).filter(str.strip), st.text())
def test_any_text_survives_in_the_page(alt: str, caption: str) -> None:
    page = _Picture(b"", alt, caption)._repr_html_()
    found = re.fullmatch(
        r'<figure><img alt="([^"]*)" src="[^"]*" style="[^"]*">'
        r"(?:<figcaption>([^<]*)</figcaption>)?</figure>",
        page,
    )
    assert found is not None
    assert html.unescape(found[1]) == alt
    assert html.unescape(found[2] or "") == caption


def test_a_caption_stands_below(displayed: list[Any]) -> None:
    show(figure(), "A line.", caption="Loss & epochs")
    assert "<figcaption>Loss &amp; epochs</figcaption></figure>" in displayed[0]._repr_html_()


@pytest.mark.parametrize("alt", ["", "  ", "\n"])
def test_without_an_alternative_nothing_is_shown(displayed: list[Any], alt: str) -> None:
    with pytest.raises(ValueError, match="alt is empty"):
        show(figure(), alt)
    assert not displayed


def test_a_figure_is_closed_once_it_is_shown() -> None:
    before = plt.get_fignums()
    drawn = figure()
    assert plt.get_fignums() != before
    show(drawn, "A line.")
    assert plt.get_fignums() == before


def test_the_same_figure_is_the_same_file(displayed: list[Any]) -> None:
    for _ in range(2):
        show(plot_boundary(step, X, Y).figure, "Two halves.")
    assert displayed[0]._repr_html_() == displayed[1]._repr_html_()


def test_the_same_figure_is_the_same_file_in_another_process(displayed: list[Any]) -> None:
    program = (
        "import IPython.display, hashlib; import descent\n"
        "IPython.display.display = lambda p: print(hashlib.sha256(p._png).hexdigest())\n"
        "descent.show(descent.plot_losses([3.0, 2.0, 1.5]).figure, 'A curve falls.')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "", "PYTHONHASHSEED": "7", "MPLBACKEND": "agg", "HOME": "/nonexistent"},
        cwd=str(__file__).rsplit("/tests/", 1)[0],
    )
    show(plot_losses([3.0, 2.0, 1.5]).figure, "A curve falls.")
    assert done.stdout.strip() == hashlib.sha256(displayed[0]._png).hexdigest()


def test_nothing_of_this_machine_is_in_the_file(displayed: list[Any]) -> None:
    show(figure(), "A line.")
    assert mpl.__version__.encode() not in displayed[0]._png
    assert b"Software" not in displayed[0]._png and b"tIME" not in displayed[0]._png


def step(grid: Any) -> Any:
    return np.where(grid[:, :1] > 0.5, 0.9, 0.1)


def scatters(ax: Axes) -> list[PathCollection]:
    return [drawn for drawn in ax.collections if isinstance(drawn, PathCollection)]


@pytest.mark.parametrize("labels", [Y, Y.ravel(), Y.astype(int), Y.tolist(), Y.astype(bool)])
def test_each_class_has_a_marker_and_a_color_of_its_own(labels: Any) -> None:
    zeros, ones = scatters(plot_points(X.tolist(), labels))
    assert np.array_equal(zeros.get_offsets(), X[Y.ravel() == 0])
    assert np.array_equal(ones.get_offsets(), X[Y.ravel() == 1])
    assert not np.array_equal(zeros.get_facecolor(), ones.get_facecolor())
    paths = [drawn.get_paths()[0].vertices for drawn in (zeros, ones)]
    assert np.shape(paths[0]) != np.shape(paths[1])
    assert [zeros.get_label(), ones.get_label()] == ["class 0", "class 1"]


class Model:
    def predict(self, grid: Any) -> Any:
        return step(grid)


@pytest.mark.parametrize(
    "predict", [step, lambda grid: step(grid).ravel(), lambda grid: step(grid) > 0.5, Model()]
)
def test_a_model_may_be_a_function_or_have_one(predict: Any) -> None:
    ax = plot_boundary(predict, X, Y, title="A step")
    assert ax.get_title() == "A step" and len(scatters(ax)) == 2
    # Beside the plane there is a scale for the probability.
    assert [other.get_ylabel() for other in ax.figure.axes] == ["$x_2$", "probability of class 1"]


def test_the_line_is_where_the_model_says_one_half() -> None:
    ax = plot_boundary(lambda grid: 1 / (1 + np.exp(-8 * (grid[:, 0] - 0.3))), X, Y)
    (line,) = [c for c in ax.collections if np.allclose(getattr(c, "levels", [0]), [0.5])]
    points = np.concatenate([path.vertices for path in line.get_paths()])
    assert np.allclose(points[:, 0], 0.3, atol=0.02)


@pytest.mark.parametrize("answer", [0.2, 0.5, 0.8, 1.0])
def test_a_model_that_says_the_same_everywhere_has_no_line(answer: float) -> None:
    ax = plot_boundary(lambda grid: np.full(len(grid), answer), X, Y)
    assert not [c for c in ax.collections if np.allclose(getattr(c, "levels", [0]), [0.5])]


def test_the_plane_reaches_beyond_the_samples() -> None:
    seen: list[Any] = []
    plot_boundary(lambda grid: seen.append(grid) or step(grid), X * 2, Y, margin=0.25)  # type: ignore[func-returns-value]
    (grid,) = seen
    assert np.allclose([grid.min(axis=0), grid.max(axis=0)], [[-0.25] * 2, [2.25] * 2])


def test_a_loss_curve_is_drawn_against_the_epoch() -> None:
    ax = plot_losses([3.0, 2.0, 1.5], title="Training")
    (line,) = ax.lines
    assert line.get_xydata().tolist() == [[0, 3.0], [1, 2.0], [2, 1.5]]
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("Training", "epoch", "loss")
    assert ax.get_legend() is None and ax.get_yscale() == "linear"


def test_several_curves_are_told_apart_by_more_than_their_color() -> None:
    ax = plot_losses({"batch": [3.0, 2.0], "mini-batch": (3.0, 1.0)}, log=True)
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["batch", "mini-batch"]
    one, other = ax.lines
    assert one.get_linestyle() != other.get_linestyle() and one.get_color() != other.get_color()
    assert {one.get_color(), other.get_color()} <= set(COLORS.values())
    assert ax.get_yscale() == "log"


def test_figures_are_drawn_where_they_are_asked_to_be() -> None:
    axes = plt.subplots(1, 3)[1]
    before = plt.get_fignums()
    assert plot_points(X, Y, axes[0]) is axes[0]
    assert plot_boundary(step, X, Y, ax=axes[1]) is axes[1]
    assert plot_losses([1.0], ax=axes[2]) is axes[2]
    assert plt.get_fignums() == before

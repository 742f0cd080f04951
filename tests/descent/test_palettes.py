"""The colors of figures, as people with a color vision deficiency see them, and on white."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE
from matplotlib.colors import to_hex

from descent.figures import _CLASSES, _LINES, COLORS, PROBABILITY, plot_losses
from tests.descent.pages import contrast, rgb

# Machado, Oliveira and Fernandes (2009), at full severity: about one man in twelve has one of
# the first two, in some degree.
EYES = {
    "full color vision": None,
    "no red cones": "protanomaly",
    "no green cones": "deuteranomaly",
    "no blue cones": "tritanomaly",
}
# A difference of 1 in CAM02-UCS is just visible where two colors touch.
APART = 9.0


def seen(color: str, eyes: str) -> Any:
    """Return a color as sRGB, as these eyes see it."""
    if EYES[eyes] is None:
        return np.array(rgb(color))
    space = {"name": "sRGB1+CVD", "cvd_type": EYES[eyes], "severity": 100}
    return np.clip(cspace_convert(rgb(color), space, "sRGB1"), 0, 1)


def apart(one: str, other: str, eyes: str) -> float:
    return float(deltaE(seen(one, eyes), seen(other, eyes), input_space="sRGB1"))


def lightness(color: str, eyes: str) -> float:
    return float(cspace_convert(seen(color, eyes), "sRGB1", "CAM02-UCS")[0])


every_eye = pytest.mark.parametrize("eyes", EYES)


@every_eye
def test_any_two_colors_stay_apart(eyes: str) -> None:
    close = {
        (one, other): round(apart(COLORS[one], COLORS[other], eyes), 1)
        for one, other in itertools.combinations(COLORS, 2)
        if apart(COLORS[one], COLORS[other], eyes) < APART
    }
    assert not close


@pytest.mark.parametrize("name", COLORS)
def test_a_line_in_any_color_stands_out_from_white(name: str) -> None:
    assert contrast(COLORS[name], "#FFFFFF") >= 3


@every_eye
def test_the_two_classes_stay_far_apart(eyes: str) -> None:
    first, second = (style["color"] for style in _CLASSES)
    assert apart(first, second, eyes) >= 2 * APART
    assert _CLASSES[0]["marker"] != _CLASSES[1]["marker"], "nothing is said by color alone"


@every_eye
def test_neighboring_levels_of_probability_stay_apart(eyes: str) -> None:
    levels = [to_hex(PROBABILITY(p)) for p in np.linspace(0, 1, 9)]
    steps = [apart(one, other, eyes) for one, other in itertools.pairwise(levels)]
    assert min(steps) >= 4
    ends = [apart(one, other, eyes) for one, other in itertools.combinations(levels[::2], 2)]
    assert min(ends) >= APART


@every_eye
def test_probability_is_lightest_where_it_is_undecided(eyes: str) -> None:
    light = [lightness(to_hex(PROBABILITY(p)), eyes) for p in np.linspace(0, 1, 21)]
    assert light[:11] == sorted(light[:11]) and light[10:] == sorted(light[10:], reverse=True)
    assert max(light) > 95


def test_curves_differ_by_their_dashes_too() -> None:
    import matplotlib.pyplot as plt

    ax = plt.subplots()[1]
    plot_losses({str(number): [1.0, 0.5] for number in range(4)}, ax=ax)
    styles = {line.get_linestyle() for line in ax.lines}
    plt.close(ax.figure)
    assert len(styles) == len(_LINES) == 4

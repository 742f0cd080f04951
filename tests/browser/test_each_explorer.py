"""What each explorer does."""

from typing import Any

import numpy as np
import pytest

from descent.explorers import player
from descent.explorers.film import gray_png
from tests.browser.examples import EXAMPLES
from tests.browser.sheet import Sheet


def test_a_neuron_is_made_into_each_gate_that_it_can_be(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["neuron_line"]())
    gates = {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5), "XOR": (1, 1, -0.5)}
    for gate, (w1, w2, b) in gates.items():
        sheet.choose(gate)
        for label, value in (("Weight w₁", w1), ("Weight w₂", w2), ("Bias b", b)):
            sheet.slider(label).fill(str(value))
        right = 3 if gate == "XOR" else 4
        assert sheet.says.inner_text().startswith(f"{right} of 4 rows right for {gate}.")
        results = sheet.page.locator("tbody tr td:last-child").all_inner_texts()
        assert results.count("right") == right


def test_a_neuron_on_its_own_line_says_zero(sheet: Sheet) -> None:
    # 0.1 + 0.2 − 0.3 is not zero in binary fractions, but it is for people.
    sheet.mount(EXAMPLES["neuron_line"](), gate="OR", w1=0.1, w2=0.2, b=-0.3)
    last = sheet.page.locator("tbody tr").nth(3).locator("td").all_inner_texts()
    assert last == ["1", "1", "0.0", "0", "1", "wrong"]


def test_a_neuron_without_weights_has_no_line(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["neuron_line"](), w1=0, w2=0, b=1)
    assert "out of the picture" in sheet.says.inner_text()


@pytest.mark.parametrize(
    ("kind", "z", "value", "slope"),
    [
        ("sigmoid", 0, "0.5000", "0.2500"),
        ("tanh", 0, "0.0000", "1.0000"),
        ("tanh", 1, "0.7616", "0.4200"),
        ("ReLU", -1, "0.0000", "0.0000"),
        ("leaky ReLU", -2, "−0.2000", "0.1000"),
    ],
)
def test_an_activation_and_its_slope_are_read_off(
    kind: str, z: int, value: str, slope: str, sheet: Sheet
) -> None:
    sheet.mount(EXAMPLES["activation_slopes"](), z=z)
    sheet.choose(kind)
    assert f"activation {value}, slope {slope}" in sheet.says.inner_text()


def test_the_hidden_plane_is_folded_by_buttons_and_by_hand(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["hidden_plane"]())
    assert "4 of 4 rows right" in sheet.says.inner_text()
    assert "(0, 1) and (1, 0) at 0.99, 0.99" in _label(sheet, "Hidden plane")
    sheet.press("Small weights")
    assert "4 of 4 rows right" not in sheet.says.inner_text()
    sheet.press("Found by training")
    assert "4 of 4 rows right" in sheet.says.inner_text()
    assert "(0, 0) and (1, 1) at 0.04, 0.03" in _label(sheet, "Hidden plane")
    sheet.slider("Bias", "Output neuron").fill("5")
    assert "2 of 4 rows right" in sheet.says.inner_text()
    assert sheet.saved()["c"] == 5


def _label(sheet: Sheet, title: str) -> str:
    label: str = sheet.page.locator(f"svg[aria-label^='{title}']").get_attribute("aria-label")
    return label


def _exact_descent(epochs: int, rate: float) -> tuple[float, float]:
    from tests.browser.examples import line_of_samples, sigmoid

    x, y = line_of_samples()
    w, b = -6.0, -4.0
    for _ in range(epochs):
        a = sigmoid(x * w + b)
        delta = 2 * (a - y) * a * (1 - a) / len(x)
        w, b = w - rate * np.sum(delta * x), b - rate * np.sum(delta)
    return w, b


def test_the_point_descends_as_gradient_descent_does(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["loss_landscape"]())
    sheet.press("1 epoch")
    assert sheet.says.inner_text().startswith("Epoch 1:")
    for _ in range(20):
        sheet.press("10 epochs")
    w, b = (f"{number:.2f}".replace("-", "−") for number in _exact_descent(200, 1.0))
    assert sheet.says.inner_text().startswith(f"Epoch 200: w = {w}, b = {b}, squared error 0.49")
    assert "ends here" in sheet.says.inner_text()
    sheet.choose("cross-entropy")
    assert sheet.says.inner_text().startswith("Epoch 0: w = −6.00")
    for _ in range(20):
        sheet.press("10 epochs")
    assert ", b = 0.33, cross-entropy 0.4327" in sheet.says.inner_text()


def test_the_point_plays_pauses_and_goes_back(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["loss_landscape"]())
    sheet.page.get_by_role("button", name="Play").focus()
    sheet.page.keyboard.press("Enter")
    sheet.page.wait_for_function("document.querySelector('.gd-says').innerText > 'Epoch 1'")
    assert sheet.says.get_attribute("aria-live") == "off"
    sheet.page.keyboard.press("Space")
    stopped = sheet.says.inner_text()
    assert sheet.says.get_attribute("aria-live") == "polite"
    sheet.page.wait_for_timeout(300)
    assert sheet.says.inner_text() == stopped
    sheet.press("Back to the start")
    assert sheet.says.inner_text().startswith("Epoch 0:")


def test_a_click_on_the_landscape_sets_the_start(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["loss_landscape"]())
    box = sheet.page.locator("svg").first.bounding_box()
    sheet.page.mouse.click(box["x"] + 0.56 * box["width"], box["y"] + 0.46 * box["height"])
    saved = sheet.saved()
    assert abs(saved["w"]) <= 1
    assert abs(saved["b"]) <= 1.5


def test_a_step_that_is_too_long_leaves_the_picture_and_says_so(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["loss_landscape"](), loss="cross-entropy", rate=6)
    sheet.press("10 epochs")
    assert "left the picture" in sheet.says.inner_text()


def test_the_error_falls_and_rises_as_the_step_shrinks(sheet: Sheet) -> None:
    explorer = EXAMPLES["gradient_check"]()
    sheet.mount(explorer)
    errors = [abs(error) for error in explorer.data["estimates"]["central"]]
    slider = sheet.slider("Step h (left: smaller)")
    assert "h = 1.0 × 10⁰" in sheet.says.inner_text().replace("\xa0", " ")
    assert "sees the curvature" in sheet.says.inner_text()
    slider.fill("32")  # 1e-5
    assert "h = 1.0 × 10⁻⁵" in sheet.says.inner_text().replace("\xa0", " ")
    assert "−0.50000000" in sheet.says.inner_text() or "−0.49999999" in sheet.says.inner_text()
    slider.fill("2")
    assert "rounding takes over" in sheet.says.inner_text()
    assert min(errors) < 1e-9 < errors[2]
    sheet.choose("one-sided")
    assert sheet.says.inner_text().startswith("one-sided")


def test_a_film_plays_pauses_and_is_scrubbed(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["film"]())
    assert sheet.says.inner_text() == "Epoch 0: loss 0.25."
    sheet.press("Forward")
    assert sheet.says.inner_text() == "Epoch 100: loss 0.23."
    sheet.press("Back")
    sheet.press("Back")
    assert sheet.says.inner_text() == "Epoch 0: loss 0.25."
    sheet.slider("Frame").fill("11")
    assert sheet.says.inner_text() == "Epoch 1100: loss 0.03."
    sheet.press("Play")  # from the end, it begins anew
    sheet.page.wait_for_function("document.querySelector('.gd-says').innerText.includes('200')")
    sheet.press("Pause")
    stopped = sheet.says.inner_text()
    sheet.page.wait_for_timeout(800)
    assert sheet.says.inner_text() == stopped
    slider = sheet.slider("Frame")
    assert stopped in slider.get_attribute("aria-valuetext")
    sheet.press("To the start")
    assert slider.input_value() == "0"


def test_a_film_draws_the_boundary_where_the_frames_have_it(sheet: Sheet) -> None:
    side = np.linspace(0, 1, 21)
    frames = [np.tile(0.5 + 0.4 * (side - cut), (21, 1)) for cut in (0.25, 0.75)]
    sheet.mount(player(frames, ["left", "right"], "A line that moves from left to right."))
    sheet.page.wait_for_selector("svg image")
    places = []
    for _ in frames:
        line = sheet.page.locator("g[clip-path] > path").first.bounding_box()
        plane = sheet.page.locator("clipPath rect").first
        begin, width = (float(plane.get_attribute(name)) for name in ("x", "width"))
        scale = sheet.page.locator("svg").bounding_box()
        inner = (line["x"] + line["width"] / 2 - scale["x"]) * 500 / scale["width"]
        places.append((inner - begin) / width)
        sheet.press("Forward")
    assert places == pytest.approx([0.25, 0.75], abs=0.02)


def test_a_film_of_pictures_shows_each_with_its_caption(sheet: Sheet) -> None:
    pictures = [gray_png(np.full((8, 8), shade)) for shade in (0.2, 0.8)]
    sheet.mount(player(pictures, ["Dark.", "Bright."], "A square that gets brighter."))
    image = sheet.page.locator("img")
    first = image.get_attribute("src")
    assert image.get_attribute("alt") == "A square that gets brighter. Dark."
    sheet.press("Forward")
    assert image.get_attribute("src") != first
    assert image.get_attribute("alt") == "A square that gets brighter. Bright."


def test_with_reduced_motion_a_film_goes_slowly(chromium: Any) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    sheet = Sheet(context.new_page())
    sheet.mount(EXAMPLES["film"]())
    sheet.press("Play")
    sheet.page.wait_for_timeout(700)
    assert sheet.says.inner_text() == "Epoch 0: loss 0.25."
    sheet.page.wait_for_function("document.querySelector('.gd-says').innerText.includes('100')")
    context.close()


def test_a_run_is_chosen_from_the_grid(sheet: Sheet) -> None:
    explorer = EXAMPLES["batch_grid"]()
    sheet.mount(explorer, size=0, rate=1)
    final = explorer.data["curves"][0][1][-1]
    assert f"final loss {final:.4f}" in sheet.says.inner_text()
    assert "6144 updates" in sheet.says.inner_text()
    chosen = sheet.page.locator("[aria-current]")
    assert chosen.inner_text() == f"{final:.3f}"
    sheet.slider("Batch size").focus()
    sheet.page.keyboard.press("End")
    assert "Batch size 192, learning rate 1.5: 32 epochs, 32 updates" in sheet.says.inner_text()
    sheet.choose("updates")
    assert _label(sheet, "Loss against updates")
    assert sheet.saved() == {"axis": "updates", "size": 3, "rate": 1}

"""What an honest session gives for an answer, far larger than anything right."""

from __future__ import annotations

from textwrap import dedent

from grader.sheets.hidden import foreseeing
from tests.attacks.arena import (
    Arena,
    Attack,
    attacks,
)
from tests.here import COURSE, exercises

# What is only the student's own, and goes through the grader's hands as they are.
ANSWERS = {
    "01_perceptron": {
        "train_neuron": """
            def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
                return w, b, [0.25] * 99_000
        """,
        "neuron": """
            import numpy as np
            def neuron(X, w, b):
                return np.zeros((1_000_000, 1))
        """,
        "neuron_gradients": """
            import numpy as np
            def neuron_gradients(X, y, a):
                return np.zeros((0, 1_000_000_000)), [[0.5] * 300] * 300
        """,
    },
    "03_forward_pass": {
        "layer_forward": """
            import numpy as np
            def layer_forward(a_prev, W, b):
                return np.zeros((0, 1_000_000_000)), np.zeros((0, 1_000_000_000))
        """,
    },
}
# A network whose forward leaves a cache of a kind, and whose backward rests on it.
CACHES = {
    "wide": "{k: np.zeros((1, 90_000)) for k in self.names}, np.zeros((1, 1))",
    "wide and without rows": "{k: np.zeros((0, 1 << 30)) for k in self.names}, np.zeros((0, 1))",
    "wide and without columns": "{k: np.zeros((1 << 30, 0)) for k in self.names}, np.zeros((0, 1))",
    "of a thousand keys": "{f'{k}{n}': np.zeros((9, 9)) for k in self.names for n in range(1000)}, np.zeros((9, 1))",
    "of texts": "{k: 'x' * 1_000_000 for k in self.names}, np.zeros((9, 1))",
}
NETWORK = """
import numpy as np
class NeuralNetworkScratch:
    names = [f"{{k}}{{n}}" for k in "az" for n in range(9)]
    def __init__(self, layer_sizes, rng=None):
        self.layer_sizes, self.L = list(layer_sizes), len(layer_sizes) - 1
        self.rng = np.random.default_rng(0) if rng is None else rng
        pairs = list(zip(layer_sizes[:-1], layer_sizes[1:]))
        self.params = {{f"W{{n}}": self.rng.standard_normal(p) * np.sqrt(2 / p[0]) for n, p in enumerate(pairs, 1)}}
        self.params |= {{f"b{{n}}": np.zeros((1, p[1])) for n, p in enumerate(pairs, 1)}}
    def forward(self, X):
        self.cache, output = {cache}
        return output
    predict = forward
    def backward(self, X, y):
        self.grads = {{k: v * 0 + 1 for k, v in self.params.items()}}
        return self.grads
    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        self.losses = [0.25] * epochs
        return self.losses
"""
HONEST = (
    *(
        Attack(
            f"{name} of a size of its own",
            f"Has an answer {name} whose result is far larger than a right one.",
            section=section,
            answers={name: dedent(code)},
            base="right",
            less=True,
        )
        for section, answers in ANSWERS.items()
        for name, code in answers.items()
    ),
    *(
        Attack(
            f"a cache that is {name}",
            "Has a forward pass whose cache is handed to our backward pass, to see whose fault it is.",
            section="05_backpropagation",
            answers={"network": NETWORK.format(cache=cache)},
            base="right",
            less=True,
            # A thousand arrays take their time on the way.
            status=("graded", "timeout"),
        )
        for name, cache in CACHES.items()
    ),
)

ATTACKS = HONEST


@attacks(*HONEST)
def test_a_result_beyond_bounds_is_a_wrong_one(arena: Arena, attack: Attack) -> None:
    for name in exercises(attack.section):  # once for a class, and of no submission's doing
        foreseeing(COURSE.section(attack.section), name, None)
    arena.hold(attack)


def test_what_is_too_large_is_told_plainly(arena: Arena) -> None:
    code = (
        "import numpy as np\ndef mse_gradient(y_true, y_pred):\n    return np.zeros((700_000, 1))"
    )
    marked = arena.hold(
        Attack("large", "Is too large.", answers={"mse_gradient": code}, base="right", earns=10)
    )
    told = next(item.message for item in marked.scores if item.exercise == "mse_gradient")
    assert "expected an array of shape" in told and "got something far larger" in told

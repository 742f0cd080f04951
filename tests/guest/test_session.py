"""What a cell leaves behind, and what asking does not: outputs, draws, figures, the state of libraries."""

from __future__ import annotations

from textwrap import dedent

import pytest

from descent.probing.probes import call
from grader.guest.outside.host import Zygote
from tests.guest.answering import SECONDS, asked, errors, guest_of

# What an answer does while it is asked, and what a cell sees before and after.
LEFT_BEHIND = {
    "a global that is bound anew": ("global n; n += 1", "n"),
    "a global that is new": ("global new; new = 1", "'new' in globals()"),
    "a global that is gone": ("global n; del n", "'n' in globals()"),
    "draws of NumPy's": ("np.random.rand(3)", "np.random.rand()"),
    "half a pair of draws": ("np.random.randn()", "np.random.randn()"),
    "a seed of NumPy's": ("np.random.seed(0)", "np.random.rand()"),
    "another generator for NumPy": (
        "np.random.set_bit_generator(np.random.PCG64(0))",
        "np.random.rand()",
    ),
    "draws of Python's": ("random.gauss(0, 1)", "random.gauss(0, 1)"),
    "a seed of Python's": ("random.seed(0)", "random.random()"),
    "draws of a generator of its own": ("rng.normal(size=3)", "rng.normal()"),
    "floating-point errors": ("np.seterr(all='raise')", "np.geterr()"),
    "filters of warnings": ("warnings.simplefilter('error')", "warnings.filters[0]"),
    "the working folder": ("os.makedirs('d', exist_ok=True); os.chdir('d')", "os.getcwd()"),
    "figures": ("plt.figure()", "plt.get_fignums()"),
    "the output": ("sys.stdout = None", "print('here')"),
}


@pytest.mark.parametrize(("does", "sees"), LEFT_BEHIND.values(), ids=LEFT_BEHIND.keys())
def test_being_asked_changes_nothing_that_follows(does: str, sees: str, zygote: Zygote) -> None:
    begin = (
        "import os, random, sys, warnings\nimport numpy as np, matplotlib.pyplot as plt\n"
        "np.random.seed(1); random.seed(1); n = 0; rng = np.random.default_rng(1)\n"
        f"def answer():\n    {does}\n    return 1"
    )
    look = f"repr({sees}).replace(os.path.expanduser('~'), '')"
    seen = []
    for questions in (0, 1, 2):
        with guest_of(zygote, begin) as guest:
            for _ in range(questions):
                assert asked(guest, "answer", call()).shown == {"result": 1}
            outputs = guest.run(look, SECONDS)
            assert not errors(outputs)
            seen.append([o.get("text", "") or o["data"]["text/plain"] for o in outputs])
    assert seen[0] == seen[1] == seen[2]


def test_figures_that_an_answer_leaves_open_are_not_drawn_later(zygote: Zygote) -> None:
    code = "import matplotlib.pyplot as plt\ndef answer():\n    plt.plot([1, 2])"
    with guest_of(zygote, code) as guest:
        asked(guest, "answer", call())
        assert guest.run("1", SECONDS)[0]["output_type"] == "execute_result"
        assert guest.run("plt.plot([1, 2]);", SECONDS)[-1]["output_type"] == "display_data"


def test_what_is_printed_while_probed_is_dropped(zygote: Zygote) -> None:
    code = (
        "import sys\ndef answer(x):\n    print('HIDDEN', x); sys.stderr.write('HIDDEN'); display(x)"
    )
    with guest_of(zygote, code) as guest:
        asked(guest, "answer", call(5.0))
        assert guest.run("print('after')", SECONDS) == [
            {"output_type": "stream", "name": "stdout", "text": "after\n"}
        ]


# The shell.


@pytest.mark.parametrize(
    "folder",
    [
        "get_ipython().ipython_dir",
        "os.path.dirname(get_ipython().profile_dir.location)",
        "get_ipython().starting_dir",
        "get_ipython().home_dir",
        "_dh[0]",
    ],
)
def test_all_folders_of_the_shell_are_the_guests_own(zygote: Zygote, folder: str) -> None:
    with guest_of(zygote, "import os") as guest, guest_of(zygote, "import os") as other:
        code = f"from IPython.display import display; display(str({folder}) == os.getcwd())"
        for one in (guest, other):
            assert one.run(code, SECONDS)[0]["data"]["text/plain"] == "True"


def test_the_shell_of_a_guest_is_as_new(zygote: Zygote) -> None:
    with guest_of(zygote, "kept = 1") as guest:
        assert errors(guest.run("%alias_magic t time", SECONDS)) == []
    with zygote.guest() as guest:
        assert guest.run("len(In)", SECONDS)[0]["data"] == {"text/plain": "2"}
        assert errors(guest.run("kept", SECONDS)) == ["NameError: name 'kept' is not defined"]
        assert "not found" in str(guest.run("%t", SECONDS))


# Outputs.


def test_outputs_are_as_a_kernel_leaves_them(zygote: Zygote) -> None:
    code = """
    import sys
    print("out"); print("more"); print("err", file=sys.stderr); print("again")
    display("shown")
    5
    """
    with zygote.guest() as guest:
        outputs = guest.run(dedent(code), SECONDS)
        assert [(o["output_type"], o.get("name"), o.get("text")) for o in outputs] == [
            ("stream", "stdout", "out\nmore\n"),
            ("stream", "stderr", "err\n"),
            ("stream", "stdout", "again\n"),
            ("display_data", None, None),
            ("execute_result", None, None),
        ]
        assert outputs[3]["data"] == {"text/plain": "'shown'"}
        assert outputs[4]["data"] == {"text/plain": "5"}
        assert errors(guest.run("1 / 0", SECONDS)) == ["ZeroDivisionError: division by zero"]
        assert guest.run("1;", SECONDS) == []


@pytest.mark.parametrize(
    "code",
    ["plt.plot([1, 2]); plt.show()", "plt.plot([1, 2]);", "fig, ax = plt.subplots()"],
)
def test_figures_are_shown_as_in_a_notebook(zygote: Zygote, code: str) -> None:
    with zygote.guest() as guest:
        guest.run("import matplotlib.pyplot as plt", SECONDS)
        kinds = [set(o.get("data", ())) for o in guest.run(code, SECONDS)]
    assert {"text/plain", "image/png"} in kinds

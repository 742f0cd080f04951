"""A class with a student of every kind, and what each of them gets."""

from __future__ import annotations

import json
import os
import shutil

import nbformat
import numpy as np

from grader.marking.submissions import MAX_NOTEBOOK
from tests.grader.classes import SECTION, Cohort, cell, insert, name_of, place
from tests.here import answered, mistaken, points_of, unfinished

OTHER = "03_forward_pass"
FILE = f"{SECTION}.ipynb"
NOT_UTF8 = os.fsdecode(b"caf\xe9")

# Every student with the status and, where it is certain, the share of the points.
EXPECTED: dict[tuple[str, str], tuple[str, float | None]] = {
    ("right", SECTION): ("graded", 1.0),
    ("right", OTHER): ("graded", 1.0),
    ("mistaken", SECTION): ("graded", None),
    ("unfinished", SECTION): ("graded", None),
    ("untouched", SECTION): ("graded", 0.0),
    ("older format", SECTION): ("graded", 1.0),
    ("warns", SECTION): ("graded", 1.0),
    ("forged tests", SECTION): ("graded", 0.0),
    ("forged points", SECTION): ("graded", 0.0),
    ("deleted tests", SECTION): ("graded", 1.0),
    ("deleted answer", SECTION): ("graded", 1 - 1 / points_of(SECTION)),
    ("doubled test", SECTION): ("graded", 1.0),
    ("altered given", SECTION): ("graded", 1.0),
    ("upside down", SECTION): ("graded", None),
    ("no cells", SECTION): ("graded", 0.0),
    ("loops", SECTION): ("timeout", 1.0),
    ("exits", SECTION): ("crashed", 1.0),
    ("missing", SECTION): ("missing", 0.0),
    ("other name", SECTION): ("missing", 0.0),
    ("not JSON", SECTION): ("unreadable", 0.0),
    ("empty file", SECTION): ("unreadable", 0.0),
    ("not UTF-8", SECTION): ("unreadable", 0.0),
    ("deep JSON", SECTION): ("unreadable", 0.0),
    ("wrong types", SECTION): ("unreadable", 0.0),
    ("too large", SECTION): ("unreadable", 0.0),
    ("a link", SECTION): ("unreadable", 0.0),
    ("a linked folder", SECTION): ("unreadable", 0.0),
    ("a linked student", SECTION): ("unreadable", 0.0),
    ("a linked student", OTHER): ("unreadable", 0.0),
    ("a pipe", SECTION): ("unreadable", 0.0),
    ("a folder", SECTION): ("unreadable", 0.0),
    ("right", "09_unknown"): ("unknown", None),
    ("=1+1", SECTION): ("graded", 1.0),
    ("two\nlines, [red]", SECTION): ("graded", 1.0),
    ("<script>alert(1)", SECTION): ("graded", 1.0),
    (".hidden", SECTION): ("graded", 1.0),
    (NOT_UTF8, SECTION): ("graded", 1.0),
}


def make(cohort: Cohort) -> None:
    """Hand in a submission of every kind."""
    chance = np.random.default_rng(5)
    right = answered(SECTION)
    for student in ("right", "=1+1", "two\nlines, [red]", "<script>alert(1)", ".hidden", NOT_UTF8):
        cohort.hand_in(student, right)
    cohort.hand_in("right", answered(OTHER), OTHER)
    cohort.hand_in("right", right, "09_unknown")
    cohort.hand_in("mistaken", mistaken(SECTION, chance, 3))
    cohort.hand_in("unfinished", unfinished(SECTION, chance))
    empty = {n: "" for n in map(name_of, right["cells"]) if n}
    untouched = answered(SECTION, empty)
    cohort.hand_in("untouched", untouched)

    # Its cells have no ids: those that demonstrate would all run, which takes seconds.
    kept = [item for item in right["cells"] if name_of(item)]
    sheets = nbformat.convert(nbformat.from_dict({**right, "cells": kept}), 3)
    cohort.hand_in("older format", nbformat.v3.writes_json(sheets))
    warns = insert(answered(SECTION), "neuron", "import warnings\nwarnings.warn('careful')")
    cohort.hand_in("warns", warns)

    forged = answered(SECTION, empty)
    pointed = answered(SECTION, empty)
    deleted = answered(SECTION)
    for item in forged["cells"]:
        if name_of(item).startswith("test_"):
            item["source"] = "float(100)"
    for item in pointed["cells"]:
        if name_of(item).startswith("test_"):
            item["metadata"]["nbgrader"]["points"] = 100
            item["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "100"}]
    deleted["cells"] = [c for c in deleted["cells"] if not name_of(c).startswith("test_")]
    cohort.hand_in("forged tests", forged)
    cohort.hand_in("forged points", pointed)
    cohort.hand_in("deleted tests", deleted)

    without = answered(SECTION)
    del without["cells"][place(without, "separable")]
    cohort.hand_in("deleted answer", without)
    doubled = answered(SECTION)
    doubled["cells"].insert(3, {**cell(doubled, "test_neuron"), "source": "float(100)"})
    cohort.hand_in("doubled test", doubled)
    altered = answered(SECTION)
    cell(altered, "given_setup")["source"] = "np = None"
    cohort.hand_in("altered given", altered)
    turned = answered(SECTION)
    turned["cells"].reverse()
    cohort.hand_in("upside down", turned)
    cohort.hand_in("no cells", {**right, "cells": []})

    cohort.hand_in("loops", insert(answered(SECTION), "neuron", "while True:\n    pass"))
    cohort.hand_in("exits", insert(answered(SECTION), "neuron", "import os\nos._exit(0)"))

    cohort.hand_in("missing", None)
    (cohort.folder("other name") / "my_work.ipynb").write_text(json.dumps(right))
    cohort.hand_in("not JSON", '{"cells": [this is not')
    cohort.hand_in("empty file", b"")
    cohort.hand_in("not UTF-8", b"\xff\xfe")
    cohort.hand_in("deep JSON", "[" * 100_000)
    cohort.hand_in("wrong types", {"nbformat": 4, "cells": [7, None]})
    with (cohort.folder("too large") / FILE).open("wb") as file:
        file.truncate(MAX_NOTEBOOK + 1)
    (cohort.folder("a link") / FILE).symlink_to(cohort.folder("right") / FILE)
    (cohort.submitted / "a linked folder").mkdir()
    (cohort.submitted / "a linked folder" / SECTION).symlink_to(cohort.folder("right"))
    linked = cohort.course / "elsewhere"
    for section in (SECTION, OTHER):
        shutil.copytree(cohort.folder("right", section), linked / section)
    (cohort.submitted / "a linked student").symlink_to(linked)
    os.mkfifo(cohort.folder("a pipe") / FILE)
    (cohort.folder("a folder") / FILE).mkdir()
    (cohort.submitted / "notes.txt").write_text("no student")

"""The course's settings, its sections, and where hidden probes come from."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.course import Course, Settings
from grader.errors import BadSettings, NoCourse
from grader.guest.both.policy import Limits
from tests.here import COURSE, ROOT, hidden_rng, sections, settings


def course(folder: Path, text: str | bytes) -> Course:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "course.toml").write_bytes(data)
    return Course(folder)


WHEEL = "https://example.org/~ada/course/graded_descent-0.1.0-py3-none-any.whl"
NO_WHEELS = (
    7,
    "graded-descent",
    "https://example.org/",
    "https://example.org/other-0.1.0-py3-none-any.whl",
    "git+https://example.org/ada/course",
    WHEEL.replace("https", "http"),
    WHEEL.replace("course", "a course"),
    WHEEL.replace("course", "$(date)"),
    WHEEL.replace("course", "`date`"),
    WHEEL + '"; date; "',
    WHEEL + "\\",
    WHEEL + "#sha256=0",
)


def test_the_settings_of_the_repository_can_be_read() -> None:
    assert settings().seed
    assert min(settings().cell, settings().exercise, settings().submission) > 0


def test_limits_that_are_not_named_keep_their_defaults(tmp_path: Path) -> None:
    found = course(tmp_path, 'seed = "s"\n[limits]\ncell = 7\n').settings
    assert (found.seed, found.cell) == ("s", 7.0)
    assert found.exercise == 20.0 and found.submission == 50.0


def test_what_a_guest_may_use_is_told_in_megabytes(tmp_path: Path) -> None:
    assert settings().guest == Limits()
    found = course(tmp_path, 'seed = "s"\n[guest]\nmemory = 300\nthreads = 2\n').settings
    assert found.guest == Limits(memory=300 << 20, threads=2)


@pytest.mark.parametrize("url", [WHEEL, WHEEL + "?raw=true&token=a-b_c%20d"])
def test_the_address_of_the_course_is_told_with_its_hash(url: str, tmp_path: Path) -> None:
    assert settings().address == ""
    text = f'seed = "s"\n[install]\nurl = "{url}"\nsha256 = "{"Ab" * 32}"\n'
    assert course(tmp_path, text).settings.address == f"{url}#sha256={'ab' * 32}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seed = ", "is not TOML"),
        (b'seed = "\xff"', "is not TOML"),
        ("", "seed must be a text"),
        ('seed = ""', "seed must be a text"),
        ("seed = 7", "seed must be a text"),
        ('seed = "s"\nlimits = 5', "limits"),
        ('seed = "s"\nguest = 5', "guest must be a table"),
        ('seed = "s"\n[guest]\nwishes = 5', "there is no limit 'wishes' of a guest"),
        ('seed = "s"\n[guest]\nmemory = 0', "memory must be a whole number from 1, got 0"),
        ('seed = "s"\n[guest]\nmemory = 0.5', "memory must be a whole number from 1, got 0.5"),
        ('seed = "s"\n[guest]\nthreads = true', "threads must be a whole number from 1, got True"),
        ('seed = "s"\n[limits]\nminutes = 5', "there is no limit 'minutes'"),
        ('seed = "s"\n[limits]\ncell = 0', "cell must be a number of seconds, got 0"),
        ('seed = "s"\n[limits]\ncell = -1.5', "cell must be a number of seconds, got -1.5"),
        ('seed = "s"\n[limits]\ncell = true', "cell must be a number of seconds, got True"),
        ('seed = "s"\n[limits]\nexercise = "5 s"', "exercise must be a number of seconds"),
        ('seed = "s"\n[limits]\nexercise = nan', "exercise must be a number of seconds"),
        ('seed = "s"\n[limits]\nsubmission = inf', "submission must be a number of seconds"),
        ('seed = "s"\ninstall = "x"', "install must be a table"),
        (f'seed = "s"\n[install]\nurl = "{WHEEL}"', "needs both url and sha256"),
        (f'seed = "s"\n[install]\nsha256 = "{"a" * 64}"', "needs both url and sha256"),
        ('seed = "s"\n[install]\nname = "graded-descent"', "and no 'name'"),
        *(
            (f'seed = "s"\n[install]\nurl = {url!r}\nsha256 = "{"a" * 64}"', "of the wheel")
            for url in NO_WHEELS
        ),
        *(
            (f'seed = "s"\n[install]\nurl = "{WHEEL}"\nsha256 = {sha256!r}', "64 hexadecimal")
            for sha256 in ("", "a" * 63, "a" * 65, "g" * 64, "sha256:" + "a" * 57, 7)
        ),
    ],
)
def test_impossible_settings_are_told_with_the_file(
    tmp_path: Path, text: str | bytes, told: str
) -> None:
    made = course(tmp_path, text)
    with pytest.raises(BadSettings) as raised:
        made.settings  # noqa: B018
    assert told in str(raised.value)
    assert str(tmp_path / "course.toml") in str(raised.value)


def test_a_course_without_settings_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"cannot read .*course\.toml"):
        Course(tmp_path).settings  # noqa: B018


def test_sections_are_the_folders_of_source_that_hold_their_notebook(tmp_path: Path) -> None:
    for name in ("02_b", "01_a", "03_without_its_notebook"):
        (tmp_path / "source" / name).mkdir(parents=True)
    for name in ("01_a", "02_b"):
        (tmp_path / "source" / name / f"{name}.ipynb").write_text("{}")
    (tmp_path / "source" / "header.ipynb").write_text("{}")
    assert [section.name for section in Course(tmp_path).sections] == ["01_a", "02_b"]


def test_an_unknown_section_is_told_together_with_those_there_are() -> None:
    with pytest.raises(NoCourse) as raised:
        COURSE.section("09_transformers")
    assert all(name in str(raised.value) for name in ("09_transformers", *sections()))


def test_a_folder_that_is_no_clone_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoCourse, match="is this a clone"):
        Course(tmp_path).section("01_perceptron")


def draws(
    section: str, exercise: str, seed: str | None = None, probe: str = "a row"
) -> tuple[int, ...]:
    return tuple(hidden_rng(section, exercise, probe, seed).integers(0, 2**62, 8).tolist())


def test_hidden_probes_are_the_same_every_time() -> None:
    assert draws("01_perceptron", "neuron", "s") == draws("01_perceptron", "neuron", "s")


def test_hidden_probes_are_the_same_in_another_process() -> None:
    ask = (
        "from grader.course import Course, hidden_rng;"
        "section = Course.here().section('01_perceptron');"
        "print(*hidden_rng(section, 'neuron', 'a row', 's').integers(0, 2**62, 8))"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert tuple(map(int, done.stdout.split())) == draws("01_perceptron", "neuron", "s")


def test_hidden_probes_differ_by_seed_section_exercise_and_name() -> None:
    found = {
        draws(section, exercise, seed, probe)
        for seed in ("s", "t", "s ")
        for section in ("01_perceptron", "02_activations")
        for exercise in ("neuron", "sigmoid")
        for probe in ("a row", "a column")
    }
    assert len(found) == 24


def test_the_course_seed_is_used_where_no_seed_is_named() -> None:
    assert draws("01_perceptron", "neuron") == draws("01_perceptron", "neuron", settings().seed)


def test_hidden_probes_are_not_those_of_a_seed_that_can_be_guessed() -> None:
    found = draws("01_perceptron", "neuron", "s")
    for guess in (0, 1, 42, *b"s"):
        plain = np.random.default_rng(guess).integers(0, 2**62, 8)
        assert found != tuple(plain.tolist())


def test_the_fingerprint_names_a_seed_without_telling_it() -> None:
    seed = "autumn 2027"
    name = Settings(seed, cell=1.0).seed_fingerprint
    assert name == Settings(seed).seed_fingerprint != Settings("autumn 2028").seed_fingerprint
    told = [
        seed,
        seed.encode().hex(),
        base64.b64encode(seed.encode()).decode(),
        # Nor is it what somebody would look up in a table of hashes.
        *(getattr(hashlib, kind)(seed.encode()).hexdigest() for kind in ("md5", "sha1", "sha256")),
    ]
    assert not any(part in text or text in part for part in [name] for text in told)


def test_the_fingerprint_does_not_give_the_probes_away() -> None:
    seed = "autumn 2027"
    name = Settings(seed).seed_fingerprint
    real = draws("01_perceptron", "neuron", seed)
    assert draws("01_perceptron", "neuron", name) != real
    assert tuple(np.random.default_rng(int(name, 16)).integers(0, 2**62, 8).tolist()) != real


def test_sections_that_are_open_are_named(tmp_path: Path) -> None:
    (tmp_path / "source" / "01_tiny").mkdir(parents=True)
    (tmp_path / "source" / "01_tiny" / "01_tiny.ipynb").write_text("{}")
    made = course(tmp_path, 'seed = "x"\n[feedback]\nopen = ["01_tiny"]\n')
    assert made.settings.open == ("01_tiny",)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('open = ["02_other"]', "open names '02_other', which is no section in"),
        ('open = "01_tiny"', "open must be a list of sections, got '01_tiny'"),
        ("open = [1]", "open must be a list of sections"),
        ("closed = []", "[feedback] has open, and no 'closed'"),
    ],
)
def test_what_cannot_be_open_is_told(line: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as raised:
        _ = course(tmp_path, f'seed = "x"\n[feedback]\n{line}\n').settings
    assert told in str(raised.value)

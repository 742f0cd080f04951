"""Causes that only the whole of what an answer does can open."""

from __future__ import annotations

import numpy as np

from descent.diagnosis.foreseen import fingerprint, opened, sealed
from descent.probing.probes import Observation
from descent.probing.values import Raised

RIGHT = [Observation({"result": np.array([0.1, 0.2, 0.3])})]


def seen(*numbers: float) -> list[Observation]:
    return [Observation({"result": np.array(numbers)})]


def test_answers_that_are_algebraically_equal_have_the_same_fingerprint() -> None:
    one = fingerprint(RIGHT, seen(0.12345, 0.5, 0.77777), ())
    assert one and one == fingerprint(RIGHT, seen(0.12345 * (1 + 1e-12), 0.5, 0.77777 - 1e-13), ())
    assert one != fingerprint(RIGHT, seen(0.12345, 0.5, 0.77778), ())
    assert one != fingerprint(RIGHT, seen(0.12345, 0.77777, 0.5), ())


def test_what_is_too_little_to_tell_has_none() -> None:
    assert not fingerprint(RIGHT, seen(0, 1, 1), ())
    assert not fingerprint(RIGHT, seen(float("nan"), float("inf"), 0), ())
    assert not fingerprint(RIGHT, [Observation({})], ())
    assert not fingerprint(RIGHT, [Observation(raised=Raised("TypeError", "no"))], ())


def test_a_text_opens_for_its_own_fingerprint_alone() -> None:
    mine, other = (fingerprint(RIGHT, seen(*n), ()) for n in ((0.11, 0.23), (0.11, 0.24)))
    digest, text = sealed("the mean is missing", mine)
    assert "mean" not in text
    assert opened({digest: text}, mine) == "the mean is missing"
    assert opened({digest: text}, other) is None
    assert opened({digest: text}, b"") is None


def test_two_mistakes_open_for_their_own_fingerprint_alone() -> None:
    mine, other = (fingerprint(RIGHT, seen(*n), ()) for n in ((0.11, 0.23), (0.11, 0.24)))
    pairs = dict([sealed((3, 47), mine), sealed((3, 46), other)])
    assert opened(pairs, mine) == (3, 47)
    assert opened(pairs, other) == (3, 46)


def test_modified_arguments_count() -> None:
    plain = seen(0.11, 0.23, 0.37)
    changed = [Observation(plain[0].shown, {"0:0": np.array([0.5])})]
    assert fingerprint(RIGHT, plain, ()) != fingerprint(RIGHT, changed, ())

"""The exercises of section 07: counting updates, cutting batches, training, and momentum."""

from __future__ import annotations

from grader.exercise import Exercise
from grader.exercises.mini_batch.counting import UPDATES_PER_EPOCH
from grader.exercises.mini_batch.cutting import MINIBATCHES
from grader.exercises.mini_batch.momentum import MOMENTUM_STEP
from grader.exercises.mini_batch.training import TRAIN_MINIBATCH

EXERCISES: tuple[Exercise, ...] = (
    UPDATES_PER_EPOCH,
    MINIBATCHES,
    TRAIN_MINIBATCH,
    MOMENTUM_STEP,
)

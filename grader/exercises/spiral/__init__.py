"""Section 06: standardized features, accuracy, a grid over the plane, a network of one's own."""

from grader.exercises.spiral.accuracy import ACCURACY
from grader.exercises.spiral.decision_grid import DECISION_GRID
from grader.exercises.spiral.standardize import STANDARDIZE
from grader.exercises.spiral.train_spiral import TRAIN_SPIRAL

EXERCISES = (STANDARDIZE, ACCURACY, DECISION_GRID, TRAIN_SPIRAL)

"""The errors of the grader: one small tree, each with a message for the person who reads it."""

from descent.errors import DescentError


class GraderError(DescentError):
    """Anything that keeps the grader from its work."""


class NoCourse(GraderError):
    """The clone of the repository, which is the course, is not where the grader looks."""


class BadSource(GraderError):
    """A source notebook is not what the grader needs it to be."""


class BadExercise(GraderError):
    """The entry of an exercise is not consistent with itself or with its source notebook."""


class BadSettings(GraderError):
    """``course.toml`` cannot be read or says something impossible."""

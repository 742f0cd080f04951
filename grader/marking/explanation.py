"""Why the marks of a submission are as they are: seen again, criterion by criterion."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from descent.diagnosis.asked_again import AGAIN
from descent.diagnosis.experiments import Experiments, beside
from descent.diagnosis.explainers import search
from descent.diagnosis.judge import judge
from descent.errors import UnknownExercise
from descent.judging.compare import Difference
from descent.judging.criteria import failures_of
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation, Probe
from grader.course import Section, Settings
from grader.guest.outside.host import Zygote
from grader.marking.alignment import aligned
from grader.marking.basis import bases, reasons
from grader.marking.marking import NOT_REACHED
from grader.marking.ran import Ran
from grader.marking.release import released
from grader.marking.running import run
from grader.marking.submissions import read_notebook
from grader.results import Basis, Score, Status, Submission
from grader.sheets.exercise import exercises
from grader.sheets.hidden import foreseeing, hidden_sheet
from grader.sheets.preparation import visible_sheet
from grader.sheets.references import reference
from grader.sheets.rules import of_probe

# How often a fresh draw is tried, until an answer fails as it did with the hidden probes.
DRAWS = 5

# How a cause was found that no explainer finds.
_AGAIN = ("asked-again", "It is right when it is asked first, and not when it is asked again.")
_AGAIN_IDS = {cause.id for cause in AGAIN.values()}
_FIRST = ("first-difference", "Nothing else says why: what is wrong first is told.")


@dataclass(frozen=True)
class Failure:
    """A question that a criterion fails on.

    Attributes:
        number: Which probe of the sheet it is.
        probe: The question.
        difference: What was right and what came.
    """

    number: int
    probe: Probe
    difference: Difference


@dataclass(frozen=True)
class Judged:
    """One criterion.

    Attributes:
        name: What is asked.
        points: What it is worth.
        met: Whether it is met.
        probes: On how many questions it is judged.
        failures: The questions that it fails on.
        beside: Whether it fails on none, and does not count since no criterion is met that
            asks for the result.
    """

    name: str
    points: float
    met: bool
    probes: int
    failures: tuple[Failure, ...]
    beside: bool = False


@dataclass(frozen=True)
class Explanation:
    """Why the mark of one exercise is as it is.

    Attributes:
        exercise: The exercise.
        score: The points of today.
        max_score: The points that could be had.
        message: What the student is told.
        diagnosis: The id of the cause; None where it is not known.
        sheet: The questions; None where the answer could not be asked.
        criteria: What was asked; nothing where the answer could not be asked.
        found: How the cause was found: ids of explainers, and when each speaks.
        basis: What the mark of today rests on.
        standing: The mark that stands in the gradebook, if one does.
        fresh: Whether the questions are other ones than those that decide the mark.
    """

    exercise: str
    score: float
    max_score: float
    message: str
    diagnosis: str | None
    sheet: Sheet | None
    criteria: tuple[Judged, ...]
    found: tuple[tuple[str, str], ...]
    basis: Basis
    standing: Score | None = None
    fresh: bool = False

    @property
    def why_other(self) -> str:
        """Why the mark of today is another one than the one that stands; ``""`` if it is not."""
        old = self.standing
        if old is None or (old.score, old.max_score) == (self.score, self.max_score):
            return ""
        return reasons(old.basis, self.basis) if old.basis else "nothing is recorded of that one"


@dataclass(frozen=True)
class Explained:
    """What is explained of a submission.

    Attributes:
        submission: The submission.
        status: How its notebook ran.
        notes: What an instructor should know of that.
        exercises: The exercises that were asked for.
    """

    submission: Submission
    status: Status
    notes: tuple[str, ...]
    exercises: tuple[Explanation, ...]


class Again:
    """A submission that is run again. What is wrong with its notebook is raised at once.

    Args:
        section: The section that it is to.
        of: The submission.
        zygote: Gives the guests.
        isolation: How well they are locked in.

    Raises:
        Unreadable: It has no notebook that can be read.
    """

    def __init__(self, section: Section, of: Submission, zygote: Zygote, isolation: str) -> None:
        self.section, self.of = section, of
        self._zygote, self._isolation = zygote, isolation
        self._release = released(section)
        self.cells, self._notes = aligned(self._release, read_notebook(of, section.course))

    def explain(self, names: Sequence[str], standing: Mapping[str, Score]) -> Explained:
        """Mark the submission, and return why the marks are as they are.

        Args:
            names: Which exercises.
            standing: The marks that stand in the gradebook, by exercise.
        """
        ran = self._run(None)
        found = tuple(self._explanation(ran, name, None, standing.get(name)) for name in names)
        return Explained(self.of, ran.status, (*self._notes, *ran.notes), found)

    def explain_afresh(self, names: Sequence[str]) -> Explained:
        """Return the same for a student: with questions that decide no mark.

        An answer that does not fail alike on any of a few draws is told without questions.
        """
        hidden = self.explain(names, {})
        open_ = {one.exercise: one for one in hidden.exercises}
        afresh: dict[str, Explanation] = {}
        for _ in range(DRAWS):
            missing = [name for name in names if name not in afresh]
            if not missing:
                break
            seed = secrets.token_hex(16)
            ran = self._run(seed)
            for name in missing:
                one = self._explanation(ran, name, seed, None)
                if _alike(one, open_[name]):
                    afresh[name] = self._shown(one)
        found = tuple(afresh.get(name) or _untold(open_[name]) for name in names)
        return Explained(self.of, hidden.status, hidden.notes, found)

    def _run(self, seed: str | None) -> Ran:
        settings: Settings = self.section.course.settings
        return run(self.section, self.cells, self._zygote, settings, {}, seed=seed)

    def _explanation(
        self, ran: Ran, name: str, seed: str | None, standing: Score | None
    ) -> Explanation:
        most = reference(self.section).points[name]
        basis = self._bases(ran)[name]
        verdict = ran.verdicts.get(name)
        if verdict is None:
            return Explanation(name, 0.0, most, NOT_REACHED, None, None, (), (), basis, standing)
        sheet, observations = ran.asked.get(name, (None, ()))
        criteria = tuple(_judged(sheet, observations, verdict, most)) if sheet else ()
        # Nobody asks how it was found with questions that decide nothing.
        experiments = ran.experiments.get(name)
        found = (
            tuple(self._found(sheet, observations, verdict, experiments))
            if sheet and not seed
            else ()
        )
        score = round(verdict.share * most, 2)
        return Explanation(
            *(name, score, most, verdict.message, verdict.diagnosis, sheet, criteria, found),
            basis,
            standing,
            seed is not None,
        )

    def _bases(self, ran: Ran) -> dict[str, Basis]:
        return bases(self.section, ran.status, self.cells, self._release, self._isolation)

    def _found(
        self,
        sheet: Sheet,
        observations: Sequence[Observation],
        verdict: Verdict,
        experiments: Experiments | None,
    ) -> Iterator[tuple[str, str]]:
        """Yield the explainers that found the cause of a verdict."""
        if verdict.state not in {"not yet", "error"} or not verdict.diagnosis:
            return
        steps = _steps(sheet, observations, verdict.diagnosis, experiments)
        again = judge(sheet, observations, reveal=False, experiment=lambda: experiments)
        if not steps and again.diagnosis == verdict.diagnosis:
            steps = [_AGAIN if verdict.diagnosis in _AGAIN_IDS else _FIRST]
        if not steps and not sheet.uses:
            slips = foreseeing(self.section, sheet.exercise, None)
            steps = _steps(slips, observations, verdict.diagnosis, experiments)
        # What was found with the student's own earlier answers below it is not found without.
        yield from steps or [
            ("earlier-answer", "The right answer was tried with the student's earlier answers.")
        ]

    def _shown(self, one: Explanation) -> Explanation:
        """Leave out the questions that are the same with every seed, unless students have them."""
        hidden = {of_probe(probe) for probe in hidden_sheet(self.section, one.exercise).probes}
        visible = {of_probe(probe) for probe in visible_sheet(self.section, one.exercise).probes}

        def may_be_told(failure: Failure) -> bool:
            question = of_probe(failure.probe)
            return question in visible or question not in hidden

        criteria = tuple(
            replace(each, failures=tuple(filter(may_be_told, each.failures)))
            for each in one.criteria
        )
        return replace(one, criteria=criteria)


def _steps(
    sheet: Sheet,
    observations: Sequence[Observation],
    diagnosis: str,
    experiments: Experiments | None,
) -> list[tuple[str, str]]:
    """Return the explainers that find a cause, up to the one of a diagnosis; none if none does."""
    # Causes are looked for in what was asked first, as when it was marked.
    sheet = sheet.asked_first()
    observations = observations[: len(sheet.probes)]
    if experiments:
        sheet, observations = beside(sheet, observations, experiments)
    told: frozenset[str] = frozenset()
    steps: list[tuple[str, str]] = []
    with np.errstate(all="ignore"):
        for explainer, explained in search(sheet, observations):
            if explained.ids - told:
                steps.append((explainer.id, (explainer.explain.__doc__ or "").split("\n")[0]))
            told |= explained.ids
    return steps if diagnosis in told else []


def _judged(
    sheet: Sheet, observations: Sequence[Observation], verdict: Verdict, most: float
) -> Iterator[Judged]:
    total = sum(criterion.share for criterion in sheet.criteria)
    for criterion in sheet.criteria:
        failures = tuple(
            Failure(number, sheet.probes[number], difference)
            for number, difference in failures_of(criterion, sheet, observations)
        )
        asked = sum(not criterion.groups or p.group in criterion.groups for p in sheet.probes)
        points = most * criterion.share / total
        met = verdict.met[criterion.name]
        beside = criterion.manner and not met and not failures
        yield Judged(criterion.name, points, met, asked, failures, beside)


def _alike(one: Explanation, other: Explanation) -> bool:
    """Return whether two draws say the same: the same criteria, and the same cause."""

    def met(explanation: Explanation) -> dict[str, bool]:
        return {each.name: each.met for each in explanation.criteria}

    return (met(one), one.diagnosis, one.score) == (met(other), other.diagnosis, other.score)


def _untold(one: Explanation) -> Explanation:
    """Return an explanation without any question of it."""
    criteria = tuple(replace(each, failures=()) for each in one.criteria)
    return replace(one, sheet=None, criteria=criteria, fresh=True)


def chosen(section: Section, name: str) -> list[str]:
    """Return the exercises that are meant: one of that name, or all without a name.

    Raises:
        UnknownExercise: The section has none of that name.
    """
    names = list(exercises(section))
    if name and name not in names:
        raise UnknownExercise(f"{section} has no exercise {name!r}; it has {', '.join(names)}")
    return [name] if name else names

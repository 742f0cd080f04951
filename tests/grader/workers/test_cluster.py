"""Marking on a Dask cluster: which workers get work, and what it costs when one ends."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.guest.outside.levels import Report
from grader.results import Submission
from grader.workers import cluster, elsewhere
from grader.workers.cluster import Cluster, NoCluster
from grader.workers.elsewhere import ask, mark_there
from grader.workers.pool import Pool
from grader.workers.work import Item, Result
from tests.grader.classes import LIMITS, SECTION, Clone, Cohort, copy_course
from tests.grader.workers.dask_processes import SECONDS, Dask, certificates
from tests.here import COURSE, ROOT, settings

pytestmark = pytest.mark.attacks

STUDENTS = ("ada", "bob", "cyd", "dan", "eva", "fay", "gus", "hal")


@pytest.fixture(autouse=True)
def _with_dask() -> None:
    pytest.importorskip("distributed", reason="Dask is an extra: pip install -e '.[cluster]'")


@pytest.fixture
def handed_in(tmp_path: Path) -> list[Item]:
    """Notebooks of a class, one of which is missing."""
    section, cohort = COURSE.section(SECTION), Cohort(tmp_path)
    text = section.release.read_text(encoding="utf-8")
    each = [cohort.hand_in(name, None if name == "eva" else text) for name in STUDENTS]
    return [Item(of, section, settings(), written=False) for of in each]


def marks(results: list[Result]) -> dict[str, tuple[str, list[tuple[str, float, str]]]]:
    return {
        row.submission.student: (row.status, [(s.exercise, s.score, s.message) for s in row.scores])
        for row in (result.row for result in results)
    }


def until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_one_that_is_killed_costs_nothing(tmp_path: Path, handed_in: list[Item]) -> None:
    told: list[str] = []
    with Dask(tmp_path) as dask:
        pids = {dask.worker().pid, dask.worker().pid}
        with Cluster(dask.address, COURSE, told.append) as it:
            until(lambda: len(it._client.nthreads()) == 2)
            at = it._client.run(os.getpid)
            assert set(at.values()) == pids
            results = it.run(handed_in)
            came = [next(results)]
            _, busy = next(iter(it._busy.values()))
            os.kill(at[busy], signal.SIGKILL)
            came += results
            assert sum(it._lost.values()) >= 1
    assert told == []
    assert Counter(result.row.submission for result in came) == Counter(
        item.submission for item in handed_in
    )
    with Pool(1) as pool:
        assert marks(came) == marks(list(pool.run(handed_in)))


def test_another_takes_over_where_none_is_left(tmp_path: Path, handed_in: list[Item]) -> None:
    with Dask(tmp_path) as dask:
        only = dask.worker()
        with Cluster(dask.address, COURSE, print) as it:
            until(lambda: bool(it._client.nthreads()))
            results = it.run(handed_in)
            came = [next(results)]
            only.kill()
            dask.worker()
            came += results
    assert sorted(marks(came)) == sorted(STUDENTS)
    assert {result.row.status for result in came} == {"graded", "missing"}


def test_who_does_not_fit_gets_no_work(tmp_path: Path, handed_in: list[Item]) -> None:
    other, told = tmp_path / "other", list[str]()
    for part in ("descent", "grader"):
        shutil.copytree(ROOT / part, other / part)
    with (other / "grader" / "errors.py").open("a") as file:
        file.write("# another commit\n")
    with Dask(tmp_path) as dask:
        dask.worker(code=other)
        dask.worker("--nanny")
        with Cluster(dask.address, COURSE, told.append) as it:
            until(lambda: len(it._client.nthreads()) == 2)
            with pytest.raises(NoCluster, match="no worker at .* can mark: start some"):
                it.run(handed_in)
    code, nanny = sorted(told, key=lambda sentence: "processes" in sentence)
    assert f"gets no work: {ROOT} with its code and course.toml is " in code
    assert "--no-nanny" in nanny


def test_a_lost_scheduler_is_told(tmp_path: Path, handed_in: list[Item]) -> None:
    import dask.config

    with dask.config.set({"distributed.comm.timeouts.connect": "2s"}), Dask(tmp_path) as processes:
        processes.worker()
        address = processes.address
        with Cluster(address, COURSE, print) as it:
            until(lambda: bool(it._client.nthreads()))
            results = it.run(handed_in)
            next(results)
            processes.end()
            with pytest.raises(NoCluster, match="is gone"):
                list(results)
        with pytest.raises(NoCluster, match="no scheduler can be reached at tcp://127"):
            Cluster(address, COURSE, print)


def test_a_class_is_graded_over_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificates, and is not there")
    clone: Clone = copy_course(tmp_path / "clone", [SECTION], LIMITS)
    cohort = Cohort(tmp_path)
    text = (clone.root / "release" / SECTION / f"{SECTION}.ipynb").read_text(encoding="utf-8")
    for name in STUDENTS[:2]:
        cohort.hand_in(name, text)
    environment = certificates(tmp_path)
    with Dask(tmp_path, "tls", environment) as dask:
        dask.worker(code=clone.root)
        command = ("grade", cohort.submitted, "--cluster", dask.address)
        assert dask.address.startswith("tls://127.0.0.1:")
        refused = clone.descent(*command)
        assert refused.status == 2 and "no scheduler can be reached" in refused.said
        until(lambda: "Registered to" in (tmp_path / "log").read_text())
        for name, path in environment.items():
            monkeypatch.setenv(name, path)
        graded = clone.descent(*command)
        assert graded.status == 0, graded.said
        again = clone.descent(*command)
        assert again.status == 0 and "2 of them unchanged" in again.said
    assert (tmp_path / "feedback" / "ada" / SECTION / f"{SECTION}.html").exists()


@pytest.mark.parametrize(
    "address",
    ["tcp://10.0.0.1:8786", "tcp://localhost.example.org:1", "ucx://127.0.0.1:1", "h:8786", ""],
)
def test_beyond_this_machine_it_is_tls(address: str) -> None:
    with pytest.raises(NoCluster, match="sees the course seed, so it is to be tls://"):
        Cluster(address, COURSE, print)


def test_a_worker_that_is_reached_without_tls_gets_no_work() -> None:
    it = object.__new__(Cluster)
    assert it._unfit("tcp://192.168.0.7:40000", {}) == "it is reached without TLS"


def test_the_floor_of_isolation_holds_there(
    handed_in: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(ask(COURSE, handed_in[0]), dict)
    monkeypatch.setattr(elsewhere, "isolation", lambda *_: Report("partial", ("seccomp",)))
    sentence = ask(COURSE, handed_in[0])
    assert isinstance(sentence, str) and "isolation: partial (seccomp): less than" in sentence


def test_who_sees_another_file_does_not_mark_it(handed_in: list[Item]) -> None:
    of: Submission = handed_in[0].submission
    facts = elsewhere.facts(COURSE, handed_in[0])
    path = of.path / f"{SECTION}.ipynb"
    path.write_text(path.read_text() + "\n")
    result = mark_there(COURSE, handed_in[0], facts)
    assert isinstance(result, Result) and result.row.status == "failed"
    assert f"of {of.path} the notebook is " in result.row.notes[1]


def test_a_submission_whose_workers_end_is_given_up(handed_in: list[Item]) -> None:
    class Gone:
        def cancel(self) -> None: ...

    it = object.__new__(Cluster)
    it._lost, it._queue = Counter[Submission](), cluster.Queue()
    for _ in range(cluster.TRIES):
        future = Gone()
        it._busy = {future: (handed_in[0], "tcp://127.0.0.1:1")}
        result = it._begin_anew(future)
    assert (
        result and result.row.status == "failed" and "3 Dask workers ended" in result.row.notes[1]
    )

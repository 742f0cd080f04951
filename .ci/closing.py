"""Print one closing line for several runs of pytest, in pytest's own form, from their results."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def main(folder: Path) -> None:
    """Add up the results that ``pytest --junitxml`` left in a folder."""
    suites = [
        suite
        for path in sorted(folder.glob("*.xml"))
        for suite in ElementTree.parse(path).iter("testsuite")  # noqa: S314 (our own)
    ]
    failed, errors, skipped, tests = (
        sum(int(suite.get(name, 0)) for suite in suites)
        for name in ("failures", "errors", "skipped", "tests")
    )
    seconds = sum(float(suite.get("time", 0)) for suite in suites)
    counts = {
        "failed": failed,
        "passed": tests - failed - errors - skipped,
        "skipped": skipped,
        "errors": errors,
    }
    parts = [f"{n} {name}" for name, n in counts.items() if n or name == "passed"]
    print(f"{', '.join(parts)} in {seconds:.2f}s")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""What generated files were made from, and what they are: the hashes that ``--check`` compares."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from grader.course import settings

MANIFEST = "build.json"
FOLDERS = ("release", "notebooks", "solutions", "descent/checks")


def fingerprint(paths: Iterable[Path], root: Path) -> str:
    """Return a hash of the names and contents of files, whatever their line ends."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        text = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(root).as_posix()} {len(text)}\n".encode())
        digest.update(text)
    return digest.hexdigest()


def made_from(section: str, root: Path) -> str:
    """Return the fingerprint of all that a section's generated files are made from."""
    name = section.split("_", 1)[-1]
    exercises = root / "grader" / "exercises"
    files = [root / "source" / section / f"{section}.ipynb", *exercises.glob("*.py")]
    files += (exercises / name).rglob("*.py")
    for kind in ("hints", "mistakes"):  # answers are for tests alone
        files += (exercises / name).glob(f"*/{kind}.md")
    files += (root / "grader" / "build").glob("*.py")
    files += (root / "descent").rglob("*.py")
    files.append(root / "grader" / "preparation.py")
    # Of the settings, what is written into notebooks; the seed is nothing that they hold.
    made_from = f"{fingerprint(files, root)} {settings(root).address}"
    return hashlib.sha256(made_from.encode()).hexdigest()


def generated(section: str, root: Path) -> list[Path]:
    """Return the generated files of a section, whether they are there or not."""
    return [
        root / "release" / section / f"{section}.ipynb",
        root / "notebooks" / f"{section}.ipynb",
        root / "solutions" / f"{section}.ipynb",
        root / "descent" / "checks" / f"{section}.json",
    ]


def record(sections: Iterable[str], root: Path) -> None:
    """Note what the generated files of these sections were made from, and what they are."""
    known = _read(root)
    for section in sections:
        files = generated(section, root)
        known[section] = {
            "made_from": made_from(section, root),
            **{path.relative_to(root).as_posix(): fingerprint([path], root) for path in files},
        }
    there = {section: known[section] for section in sorted(known) if _exists(section, root)}
    (root / MANIFEST).write_text(json.dumps(there, indent=1) + "\n", encoding="utf-8")


def stale(sections: Iterable[str], root: Path) -> list[str]:
    """Return what is not as it was recorded, a sentence each; nothing if all is well."""
    known = _read(root)
    found = []
    for section in sections:
        noted = known.get(section)
        if noted is None:
            found.append(f"{section} was never built")
            continue
        if noted.get("made_from") != made_from(section, root):
            found.append(f"{section} was built from other sources than those here")
        for path in generated(section, root):
            name = path.relative_to(root).as_posix()
            if not path.is_file():
                found.append(f"{name} is missing")
            elif noted.get(name) != fingerprint([path], root):
                found.append(f"{name} is not as it was generated")
    return found


def strays(sections: Iterable[str], root: Path) -> list[Path]:
    """Return files in the generated folders that no section accounts for."""
    ours = {path for section in sections for path in generated(section, root)}
    there = {
        path
        for folder in FOLDERS
        for path in (root / folder).rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }
    return sorted(there - ours)


def _exists(section: str, root: Path) -> bool:
    return (root / "source" / section).is_dir()


def _read(root: Path) -> dict[str, dict[str, str]]:
    path = root / MANIFEST
    known: dict[str, dict[str, str]] = json.loads(path.read_text()) if path.is_file() else {}
    return known

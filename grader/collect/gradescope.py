"""Who handed in what of a Gradescope export, as the list in it has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

import yaml

from grader.collect.download import CannotRead, File
from grader.collect.origin import Origin, slug

METADATA = "submission_metadata.yml"


def exported(files: Sequence[File]) -> dict[PurePosixPath, list[Origin]]:
    """Return whose the files of an export are; several for what a group handed in."""
    named: dict[PurePosixPath, list[Origin]] = {}
    for metadata in files:
        if metadata.path.name != METADATA:
            continue
        top = metadata.path.parent
        what = "Gradescope's list of submissions"
        named[metadata.path] = [Origin("Gradescope", "", not_work=what)]
        for folder, people in _submitters(metadata).items():
            for file in files:
                if file.path == top / folder or (top / folder) in file.path.parents:
                    named[file.path] = people
    return named


class _PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads what a Ruby program writes, objects of its own as plain mappings."""


def _plain(loader: Any, _tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    return loader.construct_scalar(node)


_PlainLoader.add_multi_constructor("!ruby/", _plain)


def _submitters(metadata: File) -> dict[str, list[Origin]]:
    """Return who handed in each folder; nothing where the list cannot be read."""
    try:
        data = yaml.load(metadata.read(), Loader=_PlainLoader)  # noqa: S506 (a safe one)
    except (CannotRead, yaml.YAMLError, ValueError, RecursionError):
        return {}
    submitters: dict[str, list[Origin]] = {}
    for folder, told in data.items() if isinstance(data, dict) else ():
        if not isinstance(told, dict) or not isinstance(told.get(":submitters"), list):
            continue
        time = told.get(":created_at")
        time = time if isinstance(time, datetime) else None
        if time and time.tzinfo is None:
            time = time.replace(tzinfo=UTC)  # as it writes them
        for person in told[":submitters"]:
            if isinstance(person, dict):
                sid, email, name = (
                    str(person.get(field) or "").strip() for field in (":sid", ":email", ":name")
                )
                account = email.split("@")[0]
                own = slug(sid or account or name)
                ids = (sid, email, account)
                origin = Origin("Gradescope", email or own, sid, ids, name, own, time)
                submitters.setdefault(str(folder), []).append(origin)
    return submitters

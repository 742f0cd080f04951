"""A download as it lies on a disk: a folder or a zip, with zips in it, looked into without harm.

Nothing is unpacked. A file is read whole when it is asked for, up to a limit,
and its name is never used to write to; links are not followed.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from grader.errors import GraderError
from grader.marking.passed_over import by_itself
from grader.marking.submissions import MAX_NOTEBOOK

# A zip that a student handed in, and one in that; what is further in is no submission.
MAX_DEPTH = 2
MAX_FILES = 5_000
MAX_DIRECTORY = 4 << 20
# Of all files of one zip that was handed in, unpacked.
MAX_UNPACKED = 3 * MAX_NOTEBOOK

_OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_END, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x07"
# The flag of a name in UTF-8; without it, zipfile takes a name for one of the code page 437.
_UTF8 = 0x800
# Others may give megabytes for each byte that is read, before anybody can count them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)


class BadDownload(GraderError):
    """What is to be collected is not there, or is neither a folder nor a zip."""


class CannotRead(GraderError):
    """A file of a download cannot be read; the message goes on from its name."""


@dataclass(frozen=True)
class File:
    """A file of a download.

    Attributes:
        path: Where it lies in the download; a zip in it counts as a folder.
        modified: When it was written, as the file system or the zip has it.
        read: Gives its bytes, or raises CannotRead.
    """

    path: PurePosixPath
    modified: datetime
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Left:
    """Something that was not taken.

    Attributes:
        path: Where it lies in the download.
        why: The reason.
        is_work: Whether it may be somebody's work that is now missing.
    """

    path: PurePosixPath
    why: str
    is_work: bool = True


@dataclass
class Download:
    """All files of a download, and what cannot be looked into."""

    files: list[File] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def opened(path: Path) -> Download:
    """Return what is in a download.

    Args:
        path: A zip or a folder.

    Raises:
        BadDownload: It is neither, or cannot be opened.
    """
    download = Download()
    try:
        if path.is_dir():
            _walk(path, PurePosixPath(), download)
        elif zipfile.is_zipfile(path):
            # As large as a class may be: it is asked for by whoever grades, and read where it lies.
            archive = zipfile.ZipFile(path)
            _look_into(archive, PurePosixPath(), download, 0, lambda: archive)
        elif path.is_file():
            raise BadDownload(
                f"{path} is neither a folder nor a zip: descent collect wants the download of a "
                "learning platform, packed or unpacked"
            )
        else:
            raise BadDownload(f"there is no {path}")
    except _BROKEN as error:
        raise BadDownload(f"cannot open {path}: {error}") from error
    download.files.sort(key=lambda file: file.path)
    return download


def _walk(folder: Path, inside: PurePosixPath, download: Download) -> None:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        if not inside.parts:
            raise
        download.left.append(Left(inside, f"it cannot be looked into: {error.strerror}"))
        return
    for entry in found:
        place = inside / os.fsencode(entry.name).decode("utf-8", "replace")
        if entry.is_symlink():
            download.left.append(Left(place, "it is a link, and links are not followed"))
        elif entry.is_dir(follow_symlinks=False):
            _walk(Path(entry.path), place, download)
        elif not entry.is_file(follow_symlinks=False):
            download.left.append(Left(place, "it is not a regular file"))
        else:
            status = entry.stat(follow_symlinks=False)
            modified = datetime.fromtimestamp(status.st_mtime, UTC)
            _add(File(place, modified, _on_disk(Path(entry.path))), download, 0)


def _on_disk(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(descriptor, "rb") as file:
                data = file.read(MAX_NOTEBOOK + 1)
        except OSError as error:
            raise CannotRead(f"cannot be read: {error.strerror}") from None
        if len(data) > MAX_NOTEBOOK:
            raise CannotRead(f"has more than {MAX_NOTEBOOK >> 20} MB")
        return data

    return read


def _add(file: File, download: Download, depth: int) -> None:
    """Add a file, or what is in it where it is a zip."""
    suffix = file.path.suffix.lower()
    if by_itself(file.path) or (suffix != ".zip" and suffix not in _OTHER_ARCHIVES):
        download.files.append(file)
    elif suffix in _OTHER_ARCHIVES:
        why = f"archives of the kind {suffix} are not looked into: unpack it"
        download.left.append(Left(file.path, why))
    elif depth >= MAX_DEPTH:
        download.left.append(Left(file.path, "it is a zip in a zip in a zip"))
    else:
        try:
            # Opened again for each file that is read, so that no zip of a class stays in memory.
            _look_into(_zip_of(file), file.path, download, depth + 1, lambda: _zip_of(file))
        except CannotRead as error:
            download.left.append(Left(file.path, f"it {error}"))


def _zip_of(file: File) -> zipfile.ZipFile:
    data = file.read()
    _require_small_directory(data)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (*_BROKEN, ValueError) as error:
        raise CannotRead(f"is no zip that can be read: {error}") from None


def _look_into(
    archive: zipfile.ZipFile,
    inside: PurePosixPath,
    download: Download,
    depth: int,
    again: Callable[[], zipfile.ZipFile],
) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if depth and len(entries) > MAX_FILES:
        raise CannotRead(f"holds {len(entries)} files; at most {MAX_FILES} are looked at")
    # No more than it says of itself comes out of a zip.
    unpacked = sum(entry.file_size for entry in entries)
    if depth and unpacked > MAX_UNPACKED:
        raise CannotRead(f"becomes {unpacked >> 20} MB; at most {MAX_UNPACKED >> 20} are read")
    for entry in entries:
        name = _name_of(entry).replace("\\", "/")
        parts = [part for part in name.split("/") if part not in ("", ".")]
        place = inside.joinpath(*parts)
        if not parts or name.startswith("/") or ".." in parts or parts[0][1:2] == ":":
            download.left.append(Left(place, "its name leads out of the zip"))
        elif stat.S_ISLNK(entry.external_attr >> 16):
            download.left.append(Left(place, "it is a link, and links are not followed"))
        elif entry.flag_bits & 1:
            download.left.append(Left(place, "it is encrypted"))
        elif entry.compress_type not in _METHODS:
            download.left.append(Left(place, "it is packed in a way that is not read"))
        else:
            file = File(place, _moment(entry.date_time), _in_zip(again, entry))
            _add(file, download, depth)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return a name in a zip: UTF-8 wherever it can be, as some programs write it unannounced."""
    try:
        return (
            entry.filename
            if entry.flag_bits & _UTF8
            else entry.orig_filename.encode("cp437").decode()
        )
    except UnicodeError:
        return entry.filename


def _in_zip(opened: Callable[[], zipfile.ZipFile], entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if entry.file_size > MAX_NOTEBOOK:
            raise CannotRead(
                f"becomes {entry.file_size >> 20} MB when it is unpacked; at most "
                f"{MAX_NOTEBOOK >> 20} are read"
            )
        try:
            with opened().open(entry) as file:
                return file.read()
        except _BROKEN as error:
            raise CannotRead(f"cannot be read: {error}") from None

    return read


def _require_small_directory(data: bytes) -> None:
    """Refuse a zip whose list of files would fill the memory before anybody could count them."""
    tail = data[-(65_536 + 64) :]
    at = tail.rfind(_END)
    if at < 0:
        raise CannotRead("is no zip that can be read: it has no list of files")
    if _LOCATOR_64 in tail[max(at - 20, 0) : at]:
        raise CannotRead("is a zip of a size that no submission has (zip64)")
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    if size > MAX_DIRECTORY:
        raise CannotRead(f"has a list of files of {size >> 20} MB; at most 4 are read")


def _moment(parts: tuple[int, int, int, int, int, int]) -> datetime:
    """Return the time of a file in a zip, which is that of the clock where it was packed."""
    try:
        return datetime(*parts).astimezone(UTC)
    except (ValueError, OverflowError, OSError):  # a zip may say month 0
        return datetime.fromtimestamp(0, UTC)
